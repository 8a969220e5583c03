"""What may come in the place of an answer of a store, from one request on, and in which words the command tells it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from kg.manifest import Release
from kg.stores.http import Web
from kg.stores.kinds import recognised
from kg.stores.loading import load
from tests.stores.between import Exchange, between
from tests.stores.holding import Held, Quiet

__all__ = ["FAULTS", "LOST", "Asked", "Fault", "Struck", "busy", "load_through", "places", "striking"]

_PAGE = b"<!DOCTYPE html><html><body>Welcome</body></html>"
_RESULTS = {"Content-Type": "application/sparql-results+json"}


class Fault(NamedTuple):
    """What is done with a request, and the words for it."""

    strike: Callable[[Exchange, str], object]
    """It is given the address of another server, too."""
    said: str


class Asked(NamedTuple):
    """A request, and the status with which the store answered where it was passed on as it is."""

    method: str
    path: str
    status: int = 0

    @property
    def changes(self) -> bool:
        """Whether it has changed the store."""
        return 200 <= self.status < 300 and (self.method in ("PUT", "DELETE") or self.path.endswith("/update"))


class Struck(NamedTuple):
    """A server between the command and a store: its address, what came there, and what followed a redirect."""

    url: str
    asked: list[Asked]
    strayed: list[str]


def _status(code: int, body: bytes = b"", **headers: str) -> Callable[[Exchange, str], object]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange, _: exchange.answer(code, body, named)


def _cut(exchange: Exchange, _: str) -> None:
    """The beginning of an answer: what the store gives, or half of a line of it."""
    exchange.answer(200, b"x" * 26, _RESULTS, promised=1000)


def _lose(exchange: Exchange, _: str) -> None:
    exchange.passed_on()
    exchange.close()


def _lose_half(exchange: Exchange, _: str) -> None:
    found = exchange.passed_on()
    exchange.answer(200, found.body[: len(found.body) // 2], found.headers, promised=len(found.body) + 1)


def _lose_from_the_headers_on(exchange: Exchange, _: str) -> None:
    exchange.passed_on()
    exchange.say(b"HTTP/1.1 200 OK\r\nContent-Type: application/n-tri")


def _fail_behind(exchange: Exchange, _: str) -> None:
    exchange.passed_on()
    exchange.answer(502, b"the store behind was lost")


FAULTS = {
    "401": Fault(_status(401, WWW_Authenticate='Basic realm="store"'), "KG_STORE_USER"),
    "403": Fault(_status(403), "does not allow this"),
    "500": Fault(_status(500, b"out of memory\n  at line 3\x1b[31m"), "answers 500 Internal Server Error: out of memory at line 3"),
    "503": Fault(_status(503, Retry_After="3600"), "Retry-After: 3600"),
    "redirect": Fault(lambda exchange, other: exchange.answer(307, headers={"Location": f"{other}/there"}), "redirects to"),
    "page": Fault(_status(200, _PAGE, Content_Type="text/html"), "text/html"),
    "cut": Fault(_cut, "cut off after 26 of 1000 bytes"),
    "gone": Fault(lambda exchange, _: exchange.close(), "connection broke"),
}
"""The request does not come to the store."""

LOST = {
    "lost": Fault(_lose, "connection broke"),
    "half": Fault(_lose_half, "cut off after"),
    "headers": Fault(_lose_from_the_headers_on, "no whole HTTP answer"),
    "502": Fault(_fail_behind, "answers 502 Bad Gateway: the store behind was lost"),
}
"""The store has done what was asked, and its answer does not come back whole."""


def busy() -> Fault:
    """Patience is asked for twice, and then all is passed on."""
    left = [503, 503]

    def strike(exchange: Exchange, _: str) -> None:
        if left:
            exchange.answer(left.pop(), headers={"Retry-After": "0"})
        else:
            exchange.pass_on()

    return Fault(strike, "")


@contextmanager
def striking(store: str, number: int = 0, fault: Fault | None = None) -> Iterator[Struck]:
    """A server that passes all on to a store, and from the request of a number on does something else with each."""
    asked: list[Asked] = []
    strayed: list[str] = []

    def stray(exchange: Exchange) -> None:
        strayed.append(exchange.path)
        exchange.answer(200)

    def deal(exchange: Exchange) -> None:
        if fault is None or exchange.number < number:
            asked.append(Asked(exchange.method, exchange.path, exchange.pass_on().status))
        else:
            asked.append(Asked(exchange.method, exchange.path))
            fault.strike(exchange, other)

    with between(store, stray) as other, between(store, deal) as url:
        yield Struck(url, asked, strayed)


def load_through(url: str, release: Release) -> None:
    """Send to an address the requests of ``kg load``."""
    web = Web(url)
    load(web, recognised(web), release, Quiet())


def places(of: Held) -> list[int]:
    """Where a load may be struck: its first and last change, between them, amid the comparison, its last request; found by a load."""
    with striking(of.server.url) as way:
        load_through(way.url, of.after)
    of.load(of.before)
    changes = [number for number, one in enumerate(way.asked, 1) if one.changes]
    compared = (changes[-2], changes[-1]) if len(changes) > 1 else (changes[0], len(way.asked))
    return sorted({changes[0], changes[len(changes) // 2], sum(compared) // 2, changes[-1], len(way.asked)})
