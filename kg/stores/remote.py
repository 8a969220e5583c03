"""The record that a store holds: where its IRIs begin, whether it is there whole, and whether it stays as it is."""

from typing import NamedTuple

from pyoxigraph import QuerySolutions

from kg.engine import Engine
from kg.errors import StoreError, WrongPlaceError
from kg.manifest import COMPLETE, ID, STATUS
from kg.stores.endpoint import Endpoint
from kg.stores.fetched import fetched, must_be_fetched
from kg.stores.http import Web
from kg.stores.kinds import base_of, known
from kg.terms import is_iri, text_of
from kg.vocab import VOID, node

__all__ = ["Record", "opened"]

_SPACE = node(VOID + "uriSpace")
_RECORD, _RELEASE = "graph/record", "graph/release"
_MARKS = f"SELECT ?list ?word ?value WHERE {{ VALUES ?word {{ {STATUS} {ID} }} GRAPH ?list {{ ?list ?word ?value }} }}"

Marks = dict[str, frozenset[tuple[str, str]]]
"""What the last load of each record said of itself, by where the IRIs of the record begin."""


class Record(NamedTuple):
    """A record in a store: how it is asked, where its IRIs begin, and what loads had said when it was opened."""

    endpoint: Endpoint
    base: str
    marks: Marks

    @property
    def is_uncertain(self) -> bool:
        """Whether the answers of the store itself to large queries cannot be trusted."""
        return must_be_fetched(self.endpoint)

    def engine(self) -> Engine:
        """What questions are asked of: the store, or its graphs in memory where its answers to them cannot be trusted."""
        return fetched(self.endpoint, self.base) if self.is_uncertain else self.endpoint

    def require_unchanged(self) -> None:
        """Raise StoreError where a load has begun or ended since the record was opened."""
        if _marks(self.endpoint) != self.marks:
            raise StoreError(f"{self.endpoint.url}: the store was being loaded while it was asked; ask again")


def opened(url: str, *, timeout: float) -> Record:
    """The one record in a store, whose address or SPARQL endpoint is given; raises StoreError where it is not there whole, or not alone."""
    endpoint, marks = _reached(url, timeout)
    held = _held(endpoint, marks)
    if not held:
        raise StoreError(f"{endpoint.url}: holds no record of claims: kg load puts one there")
    base, *others = held
    if others:
        told = f"holds {len(held)} records ({', '.join(held)})"
        raise StoreError(f"{endpoint.url}: {told}, and a question reads every graph: give each record a store of its own")
    if {value for word, value in marks.get(base, ()) if word == STATUS.value} - {COMPLETE}:
        raise StoreError(f"{endpoint.url}: holds only a part of <{base}>: a load is under way or was broken off; kg load makes it whole")
    endpoint.within = base
    endpoint.measure()
    return Record(endpoint, base, marks)


def _held(endpoint: Endpoint, marks: Marks) -> list[str]:
    """Where the IRIs of each record in a store begin, whether kg load put it there or not."""
    spaces = endpoint.quads_for_pattern(None, _SPACE, None)
    named = {text_of(quad.object) for quad in spaces if text_of(quad.graph_name) == text_of(quad.object) + _RECORD}
    return sorted(filter(is_iri, marks.keys() | named))


def _reached(url: str, timeout: float) -> tuple[Endpoint, Marks]:
    """The endpoint at an address, or else the one of the store there, and what it says of loads."""
    endpoint = Endpoint(url, timeout=timeout)
    try:
        return endpoint, _marks(endpoint)
    except WrongPlaceError as error:
        endpoint = Endpoint(_endpoint_of(endpoint.url, timeout, error), timeout=timeout)
    return endpoint, _marks(endpoint)


def _endpoint_of(url: str, timeout: float, refused: WrongPlaceError) -> str:
    """The address at which the store at an address answers queries; raises StoreError where there is no store that says what it is."""
    kind = known(Web(url, timeout=timeout))
    place = f"{base_of(url, kind)}{kind.query}" if kind is not None and kind.query is not None else url
    if place == url:
        raise StoreError(f"{refused}; --at takes the address that kg load takes, or that of a SPARQL endpoint")
    return place


def _marks(endpoint: Endpoint) -> Marks:
    found: dict[str, set[tuple[str, str]]] = {}
    rows = endpoint.query(_MARKS)
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        name, word, value = (text_of(term) for term in row)
        if name.endswith(_RELEASE):
            found.setdefault(name.removesuffix(_RELEASE), set()).add((word, value))
    return {base: frozenset(said) for base, said in found.items()}
