"""A server of the tests' own that passes queries on to a store, and may do something between them or cut the rows of the answers."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

__all__ = ["cutting", "passing"]

Changed = Callable[[bytes], tuple[bytes, dict[str, str]]]
"""What becomes of the body of an answer, and the headers that it gets."""


class _Handler(BaseHTTPRequestHandler):
    store: str
    before: Callable[[], object]
    changed: Changed

    def do_POST(self) -> None:
        type(self).before()
        headers = {name: self.headers[name] for name in ("Accept", "Content-Type")}
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with urllib.request.urlopen(urllib.request.Request(self.store, body, headers), timeout=30) as answer:
            kind = answer.headers["Content-Type"]
            found, more = type(self).changed(answer.read())
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(found)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(found)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def passing(store: str, before: Callable[[int], object], changed: Changed = lambda found: (found, {})) -> Iterator[str]:
    """The address of the server before a store, while it is needed; it is told the number of each query before it passes it on."""
    numbers = count(1)
    face = {"store": store, "before": staticmethod(lambda: before(next(numbers))), "changed": staticmethod(changed)}
    kind: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), face)
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/query"
        finally:
            server.shutdown()
            thread.join()


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
