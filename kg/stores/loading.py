"""Loading a release into a store: the requests that replace its graphs, and the comparison afterwards.

Where an update of several operations is one transaction, the load is that one
request, and readers see the release before until it is done; where a graph is
then not what was sent, the list says that the load is not complete. Elsewhere
the list says first that a load is under way; the graphs are put one by one and
compared, and last the list says that the load is complete.
"""

import contextlib
import urllib.request
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, TypeVar, cast

from pyoxigraph import Literal, RdfFormat, Triple, parse

from kg.errors import StoreError
from kg.manifest import COMPLETE, ID, LOADING, PART, STATUS, Lines, Listed, Release, hashed, lines_of, listed, marker
from kg.stores.http import Answered, Web
from kg.stores.kinds import Kind
from kg.stores.parts import parts, within
from kg.vocab import node

__all__ = ["Step", "Watch", "compare", "load", "new_load", "plan"]

_TURTLE, _TRIPLES, _UPDATE, _QUERY = "text/turtle", "application/n-triples", "application/sparql-update", "application/sparql-query"
_ABSENT = 404
_TOO_LARGE = 500
_DEEPEST = 2
_NAMED = 5
_LOOK = 25
"""After how many requests a load looks whether another has begun."""

_LEFT = """DELETE { GRAPH ?g { ?s ?p ?o } }
WHERE {
  GRAPH %(list)s { %(list)s %(part)s ?g }
  FILTER (STRSTARTS(STR(?g), %(base)s))
  GRAPH ?g { ?s ?p ?o }
}"""
"""What removes the graphs of the list that stands in the store by then: another load may have written it meanwhile."""

_NOT_COMPLETE = """DELETE { GRAPH %(list)s { %(list)s %(status)s %(complete)s } }
INSERT { GRAPH %(list)s { %(list)s %(status)s %(loading)s } }
WHERE { GRAPH %(list)s { %(list)s %(status)s %(complete)s ; %(id)s %(mark)s } }"""
"""What has the list of a load say that it is not complete."""

_T = TypeVar("_T")


class Step(NamedTuple):
    """A request that changes a store."""

    method: str
    url: str
    type: str
    body: bytes


class Watch(Protocol):
    """Who is told how a load goes on."""

    def note(self, text: str) -> None:
        """Say something beside the data."""

    def over(self, items: Sequence[_T], label: str) -> AbstractContextManager[Iterable[_T]]:
        """The items, while showing how many of them are done."""


def new_load() -> str:
    """A name for a load, which no other has."""
    return uuid.uuid4().hex


def plan(url: str, kind: Kind, release: Release, mark: str, before: Listed = Listed()) -> list[Step]:  # noqa: B008 (a tuple)
    """The requests of a load in their order; the last one makes it complete."""
    if kind.whole:
        return [_replacing(url, kind, release, mark, before)]
    gone = sorted(before.graphs - release.graphs.keys())
    steps = [*_put(url, kind, release.name, marker(release, LOADING, mark, gone))]
    for graph, lines in release.graphs.items():
        steps += _put(url, kind, graph, lines)
    steps += [_removed(url, kind, graph) for graph in gone]
    return [*steps, *_put(url, kind, release.name, marker(release, COMPLETE, mark))]


def load(web: Web, kind: Kind, release: Release, watch: Watch) -> None:
    """Replace the graphs of this graph in a store, and compare them; raises StoreError where they are not what was sent."""
    mark = new_load()
    before = listed(release, _read(web, kind, release.name))
    if before.state not in ("", COMPLETE):
        watch.note("a load into this store was begun and is not complete: this one takes its place, and if it still runs, it will stop")
    if kind.whole:
        _send(web, plan(web.url, kind, release, mark, before)[0])
        if told := _differences(web, kind, release, watch, before.graphs - release.graphs.keys()):
            _say_not_complete(web, kind, release, mark)
            raise StoreError(told)
    else:
        watch.note(f"{kind.name} replaces no graphs together: until the load is complete, readers see old and new graphs side by side")
        _load_one_by_one(web, kind, release, mark, before, watch)
    if lines_of(_read(web, kind, release.name)) != marker(release, COMPLETE, mark):
        raise StoreError(f"{web.url}: {release.name} is not the list of this load: another load may have come after it; load again")


def compare(web: Web, kind: Kind, release: Release, watch: Watch, *, gone: Collection[str] = ()) -> None:
    """Compare each graph in a store with that of a release, and those that are gone with nothing; raises StoreError."""
    if told := _differences(web, kind, release, watch, gone):
        raise StoreError(told)


def _differences(web: Web, kind: Kind, release: Release, watch: Watch, gone: Collection[str]) -> str:
    """What the graphs in a store differ in from those of a release; nothing where they are the same."""
    wanted = dict.fromkeys(sorted(gone), cast(Lines, [])) | dict(release.graphs)
    wrong: list[str] = []
    with watch.over(list(wanted), f"comparing {len(wanted)} graphs ...") as shown:
        for name in shown:
            found = lines_of(_read(web, kind, name))
            if len(found) != len(wanted[name]):
                wrong.append(f"{name} has {len(found)} triples, not {len(wanted[name])}")
            elif hashed(found) != hashed(wanted[name]):
                wrong.append(f"{name} has other triples, {len(set(found) - set(wanted[name]))} of {len(found)}")
    more = f"; and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
    return f"{web.url}: {len(wrong)} of {len(wanted)} graphs are not what was sent: {'; '.join(wrong[:_NAMED])}{more}" if wrong else ""


def _say_not_complete(web: Web, kind: Kind, release: Release, mark: str) -> None:
    """Have the list no longer say that it is complete, if the store takes that, and the list is still the one of this load."""
    states = {"list": node(release.name), "status": STATUS, "complete": Literal(COMPLETE), "loading": Literal(LOADING)}
    with contextlib.suppress(StoreError):
        _send(web, _update(web.url, kind, [_NOT_COMPLETE % {**states, "id": ID, "mark": Literal(mark)}]))


def _load_one_by_one(web: Web, kind: Kind, release: Release, mark: str, before: Listed, watch: Watch) -> None:
    """Send all graphs and compare them; only then say that the load is complete. Stop where another load has begun."""
    completing = _put(web.url, kind, release.name, marker(release, COMPLETE, mark))
    steps = plan(web.url, kind, release, mark, before)[: -len(completing)]
    with watch.over(steps, f"loading {len(release.graphs)} graphs ...") as shown:
        for number, step in enumerate(shown, 1):
            _send(web, step)
            if number % _LOOK == 0:
                _refuse_other(web, kind, release, mark)
    _refuse_other(web, kind, release, mark)
    compare(web, kind, release, watch, gone=before.graphs - release.graphs.keys())
    _refuse_other(web, kind, release, mark)
    for step in completing:
        _send(web, step)


def _refuse_other(web: Web, kind: Kind, release: Release, mark: str) -> None:
    """Stop where another load has begun; as both have written, the list says that the store holds neither whole."""
    found = listed(release, _read(web, kind, release.name))
    if found.load == mark:
        return
    for step in _put(web.url, kind, release.name, marker(release, LOADING, mark, found.graphs - release.graphs.keys())):
        _send(web, step)
    raise StoreError(f"{web.url}: another load runs beside this one, so neither is complete; load again when none runs")


def _read(web: Web, kind: Kind, graph: str) -> list[Triple]:
    """The triples of a graph in a store; none where it has no such graph."""
    if kind.graphs is None:
        return _asked(web, kind, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node(graph)} {{ ?s ?p ?o }} }}") or []
    request = urllib.request.Request(kind.graph_url(web.url, graph), headers={"Accept": _TRIPLES})  # noqa: S310 (Web has looked at the scheme)
    answered = web.send(request, also=(_ABSENT, _TOO_LARGE) if kind.parts else (_ABSENT,))
    if answered.status == _TOO_LARGE:
        return list(_in_parts(web, kind, graph))
    return [] if answered.status == _ABSENT else _parsed(web, answered)


def _in_parts(web: Web, kind: Kind, graph: str, begins: str = "") -> Iterator[Triple]:
    """The triples of a graph that is too large for one answer, and of each of its parts that is so."""
    for some in parts(begins):
        also = (_TOO_LARGE,) if len(some) < _DEEPEST else ()
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node(graph)} {{ ?s ?p ?o }} {within(some, 's', 'p', 'o')} }}"
        found = _asked(web, kind, text, also)
        yield from _in_parts(web, kind, graph, some) if found is None else found


def _asked(web: Web, kind: Kind, query: str, also: Collection[int] = ()) -> list[Triple] | None:
    """The triples that a query gives; None where the store answers with a status of ``also``."""
    headers = {"Accept": _TRIPLES, "Content-Type": _QUERY}
    answered = web.send(urllib.request.Request(f"{web.url}{kind.query}", query.encode(), headers), also=also)  # noqa: S310
    return None if answered.status in also else _parsed(web, answered)


def _parsed(web: Web, answered: Answered) -> list[Triple]:
    if not answered.body:
        return []
    form = RdfFormat.from_media_type(answered.type)
    if form is None or answered.type == "text/html":
        raise StoreError(f"{web.url}: answers with {answered.type} where triples were asked for: is it the address of the store?")
    try:
        return [quad.triple for quad in parse(answered.body, form)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{web.url}: the triples that it answers with cannot be read: {error}") from None


def _send(web: Web, step: Step) -> None:
    headers = {"Content-Type": step.type, "Accept": "*/*"}
    gone = (_ABSENT,) if step.method == "DELETE" else ()
    web.send(urllib.request.Request(step.url, step.body, headers, method=step.method), also=gone)  # noqa: S310


def _put(url: str, kind: Kind, graph: str, lines: Lines) -> list[Step]:
    """The requests that put a graph in the place of the one of its name."""
    if kind.graphs is not None:
        return [Step("PUT", kind.graph_url(url, graph), _TURTLE, "".join(f"{line}\n" for line in lines).encode())]
    batches = [lines[start : start + kind.batch] for start in range(0, len(lines), kind.batch)]
    first, *rest = (_inserted({graph: batch}) for batch in batches)
    return [_update(url, kind, [_dropped(graph), first]), *(_update(url, kind, [text]) for text in rest)]


def _removed(url: str, kind: Kind, graph: str) -> Step:
    if kind.graphs is not None:
        return Step("DELETE", kind.graph_url(url, graph), _TURTLE, b"")
    return _update(url, kind, [_dropped(graph)])


def _replacing(url: str, kind: Kind, release: Release, mark: str, before: Listed) -> Step:
    """The one update that puts a release in the place of the one before, whichever that is when the store comes to it."""
    drops = [_dropped(graph) for graph in sorted(before.graphs | release.graphs.keys())]
    name = node(release.name)
    left = _LEFT % {"list": name, "part": PART, "base": Literal(release.base)}
    graphs = {**release.graphs, release.name: marker(release, COMPLETE, mark)}
    return _update(url, kind, [*drops, left, _dropped(release.name), _inserted(graphs)])


def _update(url: str, kind: Kind, operations: Iterable[str]) -> Step:
    return Step("POST", f"{url}{kind.update}", _UPDATE, (" ;\n".join(operations) + "\n").encode())


def _dropped(graph: str) -> str:
    return f"DROP SILENT GRAPH {node(graph)}"


def _inserted(graphs: dict[str, Lines]) -> str:
    return "INSERT DATA {\n" + "".join(_group(graph, lines) for graph, lines in graphs.items()) + "}"


def _group(graph: str, lines: Lines) -> str:
    return f"GRAPH {node(graph)} {{\n" + "".join(f"{line}\n" for line in lines) + "}\n"
