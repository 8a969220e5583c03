"""The record of a store in memory, fetched graph by graph and proved by the list in the store.

Virtuoso 7.2 answers a large query in another way after every start of the
server, with all rows, with a few of them, or not at all, and its answer does
not tell. Its graphs come whole, though, and the list that ``kg load`` keeps in
the store has the number and the hash of each, and of itself. So the graphs are
fetched and asked here; where one is not what the list says, there is no answer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Quad, QuerySolutions, Store, Triple

from kg.errors import StoreError
from kg.manifest import Told, hashed, lines_of, told
from kg.stores.endpoint import Endpoint
from kg.terms import text_of
from kg.vocab import node

__all__ = ["fetched", "must_be_fetched"]

_BATCH = 5000
"""How many triples are asked for at once, where the graphs are smaller: Virtuoso cuts at 10,000."""


def must_be_fetched(endpoint: Endpoint) -> bool:
    """Whether an endpoint, which has been measured, is one whose answers to large queries cannot be trusted."""
    return endpoint.divides_whole or endpoint.server.lower().startswith("virtuoso")


def fetched(endpoint: Endpoint, base: str) -> Store:
    """The graphs of a record in memory; raises StoreError where they are not those of the list in the store, or that is not whole."""
    try:
        said = told(f"{base}graph/release", base, _triples(endpoint, f"{base}graph/release"))
    except StoreError as error:
        raise StoreError(f"{endpoint.url}: {error}") from error
    store = Store()
    found: dict[str, list[Triple]] = defaultdict(list)
    for quad in _quads(endpoint, said):
        store.add(quad)
        found[text_of(quad.graph_name)].append(quad.triple)
    wrong = [name for name, of in said.items() if _seen(found[name]) != of]
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise StoreError(f"{endpoint.url}: {wrong[0]}{more} is not what the list in the store says: kg load makes it whole")
    return store


def _seen(triples: list[Triple]) -> Told:
    lines = lines_of(triples)
    return Told(len(lines), hashed(lines))


def _triples(endpoint: Endpoint, name: str) -> list[Triple]:
    return [quad.triple for quad in endpoint.quads_for_pattern(None, None, None, node(name))]


def _quads(endpoint: Endpoint, said: Mapping[str, Told]) -> Iterator[Quad]:
    """The quads of the graphs of a list, small graphs together."""
    for names in _batches(said):
        if len(names) == 1:
            yield from endpoint.quads_for_pattern(None, None, None, node(names[0]))
            continue
        values = " ".join(str(node(name)) for name in names)
        rows = endpoint.query(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        assert isinstance(rows, QuerySolutions)
        for row in rows:
            yield Quad(row["s"], row["p"], row["o"], row["g"])


def _batches(said: Mapping[str, Told]) -> Iterator[list[str]]:
    names: list[str] = []
    triples = 0
    for name, of in said.items():
        if names and triples + of.triples > _BATCH:
            yield names
            names, triples = [], 0
        names.append(name)
        triples += of.triples
    if names:
        yield names
