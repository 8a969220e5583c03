"""A server of the tests' own between the command and a store: it passes each request on, or does something else with it."""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import NamedTuple
from urllib.parse import urlsplit

__all__ = ["Answer", "Exchange", "between"]

_HOP = {"connection", "content-length", "keep-alive", "transfer-encoding"}
"""The headers that are of one connection."""


class Answer(NamedTuple):
    """What a store answered; its headers are named in title case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """One request of a client to a store, numbered from 1, and the answer that it gets."""

    def __init__(self, number: int, handler: BaseHTTPRequestHandler, store: str) -> None:
        self.number = number
        self.method = handler.command
        self.path = handler.path
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self._handler = handler
        self._store = store

    def passed_on(self) -> Answer:
        """What the store answers to the request, with its credentials and all."""
        headers = {name: value for name, value in self._handler.headers.items() if name.lower() not in _HOP | {"host"}}
        connection = http.client.HTTPConnection(urlsplit(self._store).netloc, timeout=60)
        try:
            connection.request(self.method, self.path, self.body or None, headers)
            found = connection.getresponse()
            kept = {name.title(): value for name, value in found.getheaders() if name.lower() not in _HOP}
            return Answer(found.status, kept, found.read())
        finally:
            connection.close()

    def half_passed_on(self) -> None:
        """Send the store half of the request, as one who dies over it does."""
        host = urlsplit(self._store)
        with socket.create_connection((host.hostname, host.port), timeout=60) as connection:
            head = f"{self.method} {self.path} HTTP/1.1\r\n{self._handler.headers}".rstrip() + "\r\n\r\n"
            connection.sendall(head.encode() + self.body[: len(self.body) // 2])

    def answer(self, status: int, body: bytes = b"", headers: Mapping[str, str] = {}, *, promised: int | None = None) -> None:
        """Answer the client; more bytes may be promised than come."""
        self._handler.send_response_only(status)
        for name, value in {**headers, "Content-Length": str(len(body) if promised is None else promised)}.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def say(self, noise: bytes) -> None:
        """Send the client these bytes, and no more."""
        self._handler.wfile.write(noise)

    def close(self) -> None:
        """Close the connection."""
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def pass_on(self) -> Answer:
        """Pass the request on, and the answer back."""
        found = self.passed_on()
        self.answer(found.status, found.body, found.headers)
        return found


@contextmanager
def between(store: str, deal: Callable[[Exchange], object]) -> Iterator[str]:
    """The address that stands for the one of a store, while it is needed; every request that comes there is dealt with."""
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        def _deal(self) -> None:
            deal(Exchange(next(numbers), self, store))

        do_GET = do_POST = do_PUT = do_DELETE = _deal  # noqa: N815 (the names of the library)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that leaves is no matter
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{urlsplit(store).path}"
        finally:
            server.shutdown()
            thread.join()
