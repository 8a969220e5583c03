"""A server of the tests' own that misbehaves: each path of it in one way."""

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["PASSWORD", "USER", "Hostile", "hostile"]

USER, PASSWORD = "loader", "not-to-be-shown"
_PAGE = b"<!DOCTYPE html><html><body>Welcome</body></html>"


@dataclass
class Hostile:
    """A running server: its address, what it was asked, and the credentials that it saw."""

    url: str
    elsewhere: str = ""
    asked: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    seen: Hostile

    def _answer(self) -> None:
        if self.path.startswith("/hasty") and "Authorization" not in self.headers:
            self._digest() if self.path.startswith("/hasty-digest") else self._401()
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.asked.append(f"{self.command} {self.path}")
        self.seen.credentials += self.headers.get_all("Authorization", [])
        way = self.path.split("/")[1].partition("?")[0].partition("-")[0]
        getattr(self, f"_{way}")()

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 (the names of the library)

    def _status(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _401(self) -> None:
        self._status(401, WWW_Authenticate='Basic realm="store"')

    def _negotiate(self) -> None:
        self._status(401, WWW_Authenticate="Negotiate")

    def _digest(self) -> None:
        self._status(401, WWW_Authenticate='Digest realm="store", nonce="1", qop="auth"')

    def _403(self) -> None:
        self._status(403)

    def _404(self) -> None:
        self._status(404)

    def _405(self) -> None:
        self._status(405)

    def _500(self) -> None:
        self._status(500, b"out of memory\n  at line 3\x1b[31m")

    def _503(self) -> None:
        self._status(503, Retry_After="3600")

    def _busy(self) -> None:
        """Busy twice, then good."""
        if len(self.seen.asked) <= 2:
            self._status(503, Retry_After="0")
        else:
            self._status(200, b"good", Content_Type="text/plain")

    def _basic(self) -> None:
        """Good for the one who knows the password."""
        if self.headers.get("Authorization") == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            self._status(200, b"good", Content_Type="text/plain")
        else:
            self._401()

    def _absent(self) -> None:
        """Nothing there, for those who send a digest."""
        if self.headers.get("Authorization", "").startswith("Digest"):
            self._404()
        else:
            self._digest()

    def _redirect(self) -> None:
        self._status(307, Location=f"{self.seen.elsewhere}/good")

    def _good(self) -> None:
        self._status(200, b"good", Content_Type="text/plain")

    def _hasty(self) -> None:
        """Good for those who send credentials; the others are answered before they were heard."""
        self._good()

    def _token(self) -> None:
        """Open to readers, and to be changed by those who have the token."""
        if self.command == "GET" or self.headers.get("Authorization") == f"Bearer {PASSWORD}":
            self._good()
        else:
            self._403()

    def _page(self) -> None:
        self._status(200, _PAGE, Content_Type="text/html")

    def _silent(self) -> None:
        time.sleep(1.5)
        self._status(200)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(15):
            self.wfile.write(b" ")
            time.sleep(0.1)

    def _slow(self) -> None:
        """Headers byte by byte."""
        for byte in b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n":
            self.wfile.write(bytes([byte]))
            time.sleep(0.1)

    def _short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<urn:a> <urn:b> <urn:c> .\n")

    def _half(self) -> None:
        """Half of an answer that says that it is whole."""
        self._status(200, b'{"head": {"vars": ["list"]}, "results": {"bindings": [', Content_Type="application/sparql-results+json")

    def _chunked(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"1a\r\n<urn:a> <urn:b> <urn:c> .\n\r\n1a\r\n<urn:")

    def _gone(self) -> None:
        """Nothing at all, and the connection is closed."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def _noise(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    def _broken(self) -> None:
        self._status(200, b"<urn:a> <urn:b> \n", Content_Type="application/n-triples")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hostile() -> Iterator[Hostile]:
    """The server, while it is needed."""
    seen = Hostile("")
    handler: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), {"seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that leaves is no matter
        seen.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield seen
        finally:
            server.shutdown()
            thread.join()
