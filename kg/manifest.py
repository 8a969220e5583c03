"""The manifest of a dataset: its named graphs, a hash over each, and the list of them that stands in a store.

The list stands in the store in ``graph/release``: which graphs belong to this
graph, how many triples each has, the SHA-256 over its sorted N-Triples, the
load that wrote them, and whether that load is complete; then also how many
graphs the list has, and the SHA-256 over what it says of them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.dataset import Dataset
from kg.errors import RecordError, StoreError
from kg.terms import text_of
from kg.vocab import VOID, XSD, node

__all__ = [
    "COMPLETE",
    "ID",
    "LOADING",
    "PART",
    "STATUS",
    "Lines",
    "Listed",
    "Release",
    "Told",
    "hashed",
    "lines_of",
    "listed",
    "marker",
    "release_of",
    "told",
]

COMPLETE, LOADING = "complete", "loading"
_SCHEMA = "https://schema.org/"
STATUS, ID, PART, HASH = (node(_SCHEMA + name) for name in ("creativeWorkStatus", "identifier", "hasPart", "sha256"))
TRIPLES = node(VOID + "triples")
_NUMBER = node(_SCHEMA + "numberOfItems")

Lines = list[str]


class Release(NamedTuple):
    """The graphs of a dataset by name, each as sorted lines of N-Triples, and the name of the graph that lists them."""

    base: str
    name: str
    graphs: Mapping[str, Lines]


class Told(NamedTuple):
    """What the list in a store says of a graph."""

    triples: int
    digest: str


class Listed(NamedTuple):
    """What a store says about the release that it holds: nothing where it holds none."""

    state: str = ""
    load: str = ""
    graphs: frozenset[str] = frozenset()


def release_of(dataset: Dataset) -> Release:
    """The release that a whole dataset is; raises RecordError where it has a node without a name."""
    triples: dict[str, list[Triple]] = defaultdict(list)
    for quad in dataset.store:
        if not isinstance(quad.graph_name, NamedNode) or BlankNode in (type(quad.subject), type(quad.object)):
            raise RecordError(f"{quad}: a store cannot be compared with what has no name; give the node or the graph an IRI")
        triples[quad.graph_name.value].append(quad.triple)
    name = f"{dataset.base}graph/release"
    if name in triples:
        raise RecordError(f"{name}: stands in the graph, and is the name of the list of graphs in a store; rename the seed file")
    return Release(dataset.base, name, {graph: lines_of(triples[graph]) for graph in sorted(triples)})


def lines_of(triples: Iterable[Triple]) -> Lines:
    """Triples as sorted lines of N-Triples."""
    return sorted({f"{triple} ." for triple in triples})


def marker(release: Release, state: str, load: str, before: Iterable[str] = ()) -> Lines:
    """What stands in the graph of the list: while a load is under way with the graphs of the release before."""
    return lines_of(_marker(release, state, load, before))


def _marker(release: Release, state: str, load: str, before: Iterable[str]) -> Iterator[Triple]:
    this = node(release.name)
    yield Triple(this, STATUS, Literal(state))
    yield Triple(this, ID, Literal(load))
    for graph in before:
        yield Triple(this, PART, node(graph))
    own = [triple for graph, lines in release.graphs.items() for triple in _of_graph(this, graph, lines)]
    yield from own
    if state == COMPLETE:
        yield Triple(this, _NUMBER, _integer(len(release.graphs)))
        yield Triple(this, HASH, Literal(hashed(lines_of(own))))


def _of_graph(this: NamedNode, graph: str, lines: Lines) -> Iterator[Triple]:
    yield Triple(this, PART, node(graph))
    yield Triple(node(graph), HASH, Literal(hashed(lines)))
    yield Triple(node(graph), TRIPLES, _integer(len(lines)))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=node(XSD + "integer"))


def told(name: str, base: str, triples: Iterable[Triple]) -> dict[str, Told]:
    """What a complete list says of each graph; raises StoreError where the list itself is not whole, or not one of this graph."""
    found = list(triples)
    own = [triple for triple in found if text_of(triple.subject) == name]
    rest = [triple for triple in found if triple.predicate == PART or text_of(triple.subject) != name]
    graphs = sorted({text_of(triple.object) for triple in own if triple.predicate == PART})
    if (_one(own, _NUMBER), _one(own, HASH)) != (str(len(graphs)), hashed(lines_of(rest))):
        raise StoreError(f"the list <{name}> is not there whole: kg load writes it")
    said: dict[str, list[Triple]] = defaultdict(list)
    for triple in rest:
        said[text_of(triple.subject)].append(triple)
    if any(not graph.startswith(base) or not _one(said[graph], TRIPLES).isdecimal() for graph in graphs):
        raise StoreError(f"the list <{name}> is none of this graph: kg load writes it")
    return {graph: Told(int(_one(said[graph], TRIPLES)), _one(said[graph], HASH)) for graph in graphs}


def listed(release: Release, triples: Iterable[Triple]) -> Listed:
    """What the list of a store says; graphs that are not below the base of this graph are no part of it."""
    said = [triple for triple in triples if text_of(triple.subject) == release.name]
    graphs = {text_of(triple.object) for triple in said if triple.predicate == PART}
    own = frozenset(name for name in graphs if name.startswith(release.base) and name != release.name)
    return Listed(_one(said, STATUS), _one(said, ID), own)


def hashed(lines: Lines) -> str:
    """The SHA-256 over lines of N-Triples."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _one(triples: Iterable[Triple], predicate: NamedNode) -> str:
    """The value of a property; where two loads wrote at once there are several, and together they are the value of neither."""
    return " ".join(sorted(text_of(triple.object) for triple in triples if triple.predicate == predicate))
