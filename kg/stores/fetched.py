"""The record of a store in memory, fetched graph by graph and proved by the list in the store.

Virtuoso 7.2 answers a large query in another way after every start of the
server, with all rows, with a few of them, or not at all, and its answer does
not tell. Its graphs come whole, though, and the list that ``kg load`` keeps in
the store has the number and the hash of each. So the graphs are fetched and
asked here; where one is not what the list says, there is no answer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Quad, QuerySolutions, Store, Triple

from kg.errors import StoreError
from kg.stores.endpoint import Endpoint
from kg.stores.release import HASH, PART, TRIPLES, hashed, lines_of
from kg.terms import text_of
from kg.vocab import node

__all__ = ["fetched", "must_be_fetched"]

_BATCH = 5000
"""How many triples are asked for at once, where the graphs are smaller: Virtuoso cuts at 10,000."""


class _Told(NamedTuple):
    """What the list says of a graph."""

    triples: int
    digest: str


def must_be_fetched(endpoint: Endpoint) -> bool:
    """Whether an endpoint, which has answered before, is one whose answers to large queries cannot be trusted."""
    return endpoint.server.startswith("Virtuoso")


def fetched(endpoint: Endpoint, base: str) -> Store:
    """The graphs of a record in memory; raises StoreError where they are not those of the list in the store."""
    told = _list(endpoint, f"{base}graph/release")
    if not told:
        raise StoreError(f"{endpoint.url}: has no list of the graphs of <{base}>, by which an answer could be proved: kg load writes it")
    store = Store()
    found: dict[str, list[Triple]] = defaultdict(list)
    for quad in _quads(endpoint, told):
        store.add(quad)
        found[text_of(quad.graph_name)].append(quad.triple)
    wrong = [name for name, of in told.items() if _told(found[name]) != of]
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise StoreError(f"{endpoint.url}: {wrong[0]}{more} is not what the list in the store says: kg load makes it whole")
    return store


def _told(triples: list[Triple]) -> _Told:
    lines = lines_of(triples)
    return _Told(len(lines), hashed(lines))


def _list(endpoint: Endpoint, name: str) -> dict[str, _Told]:
    """What the list in a store says of each graph."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    parts = []
    for quad in endpoint.quads_for_pattern(None, None, None, node(name)):
        said[text_of(quad.subject)][quad.predicate.value] = text_of(quad.object)
        if quad.predicate == PART:
            parts.append(text_of(quad.object))
    return {part: _Told(int(said[part].get(TRIPLES.value, 0)), said[part].get(HASH.value, "")) for part in sorted(parts)}


def _quads(endpoint: Endpoint, told: Mapping[str, _Told]) -> Iterator[Quad]:
    """The quads of the graphs of a list, small graphs together."""
    for names in _batches(told):
        if len(names) == 1:
            yield from endpoint.quads_for_pattern(None, None, None, node(names[0]))
            continue
        values = " ".join(str(node(name)) for name in names)
        rows = endpoint.query(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            yield Quad(row["s"], row["p"], row["o"], row["g"])


def _batches(told: Mapping[str, _Told]) -> Iterator[list[str]]:
    names: list[str] = []
    triples = 0
    for name, of in told.items():
        if names and triples + of.triples > _BATCH:
            yield names
            names, triples = [], 0
        names.append(name)
        triples += of.triples
    if names:
        yield names
