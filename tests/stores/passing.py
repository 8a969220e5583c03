"""Queries on their way to a store: something may happen between them, and the rows of the answers be cut."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.stores.between import Exchange, between

__all__ = ["cutting", "passing"]

Changed = Callable[[bytes], tuple[bytes, dict[str, str]]]
"""What becomes of the body of an answer, and the headers that it gets."""


@contextmanager
def passing(store: str, before: Callable[[int], object], changed: Changed = lambda found: (found, {})) -> Iterator[str]:
    """The address of a server before a store that does not say its name; it is told the number of each query before it passes it on."""

    def deal(exchange: Exchange) -> None:
        before(exchange.number)
        found = exchange.passed_on()
        body, more = changed(found.body)
        exchange.answer(found.status, body, {"Content-Type": found.headers["Content-Type"], **more})

    with between(store, deal) as url:
        yield url


@contextmanager
def cutting(store: str, most: int, *, header: bool) -> Iterator[str]:
    """The address of a server that cuts the answers of a store, with or without a word."""

    def cut(found: bytes) -> tuple[bytes, dict[str, str]]:
        if not found.startswith(b"{"):
            return b"".join(found.splitlines(keepends=True)[:most]), {}
        told = json.loads(found)
        if "results" in told:
            told["results"]["bindings"] = told["results"]["bindings"][:most]
        return json.dumps(told).encode(), {"X-SPARQL-MaxRows": str(most)} if header else {}

    with passing(store, lambda _: None, cut) as url:
        yield url
