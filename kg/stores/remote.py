"""The record that a store holds: where its IRIs begin, and whether it is there whole."""

from kg.engine import Engine
from kg.errors import StoreError
from kg.stores.endpoint import Endpoint
from kg.stores.release import COMPLETE
from kg.terms import is_iri, text_of
from kg.vocab import VOID, node

__all__ = ["opened"]

_SPACE = node(VOID + "uriSpace")
_STATUS = node("https://schema.org/creativeWorkStatus")
_RECORD, _RELEASE = "graph/record", "graph/release"


def opened(url: str, expected: str, *, timeout: float) -> tuple[Engine, str]:
    """The record in a store, and where its IRIs begin: the record that is expected, or else the only one there.

    Raises StoreError where the store holds none, more than one, or one that is not there whole.
    """
    endpoint = Endpoint(url, timeout=timeout)
    states = _states(endpoint)
    spaces = endpoint.quads_for_pattern(None, _SPACE, None)
    held = states.keys() | {text_of(quad.object) for quad in spaces if text_of(quad.graph_name) == text_of(quad.object) + _RECORD}
    base = expected if expected in held else min(filter(is_iri, held), default="")
    if not base:
        raise StoreError(f"{endpoint.url}: holds no record of claims: kg load puts one there")
    if base != expected and len(held) > 1:
        raise StoreError(f"{endpoint.url}: holds {len(held)} records ({', '.join(sorted(held))}): --graph names the one to ask")
    if states.get(base, COMPLETE) != COMPLETE:
        raise StoreError(f"{endpoint.url}: holds only a part of <{base}>: a load is under way or was broken off; kg load makes it whole")
    endpoint.within = base
    return endpoint, base


def _states(endpoint: Endpoint) -> dict[str, str]:
    """What the last load of each record said of itself, by where the IRIs of the record begin."""
    told = ((text_of(quad.graph_name), text_of(quad.object)) for quad in endpoint.quads_for_pattern(None, _STATUS, None))
    found: dict[str, str] = {}
    for name, state in sorted(told):
        if name.endswith(_RELEASE):
            found.setdefault(name.removesuffix(_RELEASE), state)
            if state != COMPLETE:
                found[name.removesuffix(_RELEASE)] = state
    return found
