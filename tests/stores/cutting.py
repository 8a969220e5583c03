"""A server of the tests' own that passes queries on to a store and cuts the rows of its answers, with or without a word."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["cutting"]


class _Handler(BaseHTTPRequestHandler):
    store: str
    most: int
    header: bool

    def do_POST(self) -> None:
        headers = {name: self.headers[name] for name in ("Accept", "Content-Type")}
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with urllib.request.urlopen(urllib.request.Request(self.store, body, headers), timeout=30) as answer:
            kind, found = answer.headers["Content-Type"], answer.read()
        told = json.loads(found)
        if "results" in told:
            told["results"]["bindings"] = told["results"]["bindings"][: self.most]
        found = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(found)))
        if self.header:
            self.send_header("X-SPARQL-MaxRows", str(self.most))
        self.end_headers()
        self.wfile.write(found)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def cutting(store: str, most: int, *, header: bool) -> Iterator[str]:
    """The address of the server before a store, while it is needed."""
    kind: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), {"store": store, "most": most, "header": header})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/query"
        server.shutdown()
        thread.join()
