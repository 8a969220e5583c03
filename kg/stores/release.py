"""What a store is to hold of a graph: its named graphs, a hash over each, and the list of them.

The list stands in the store in ``graph/release``: which graphs belong to this
graph, how many triples each has, the SHA-256 over its sorted N-Triples, the
load that wrote them, and whether that load is complete.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.dataset import Dataset
from kg.errors import RecordError
from kg.terms import text_of
from kg.vocab import VOID, XSD, node

__all__ = [
    "COMPLETE",
    "HASH",
    "ID",
    "LOADING",
    "PART",
    "STATUS",
    "TRIPLES",
    "Lines",
    "Listed",
    "Release",
    "lines_of",
    "listed",
    "marker",
    "release_of",
]

COMPLETE, LOADING = "complete", "loading"
_SCHEMA = "https://schema.org/"
STATUS, ID, PART, HASH = (node(_SCHEMA + name) for name in ("creativeWorkStatus", "identifier", "hasPart", "sha256"))
TRIPLES = node(VOID + "triples")

Lines = list[str]


class Release(NamedTuple):
    """The graphs of a dataset by name, each as sorted lines of N-Triples, and the name of the graph that lists them."""

    base: str
    name: str
    graphs: Mapping[str, Lines]


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
    for graph, lines in release.graphs.items():
        yield Triple(this, PART, node(graph))
        yield Triple(node(graph), HASH, Literal(hashed(lines)))
        yield Triple(node(graph), TRIPLES, Literal(str(len(lines)), datatype=node(XSD + "integer")))


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
