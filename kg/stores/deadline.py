"""Connections that are over at a moment: whoever sends its headers byte by byte does not win time by it."""

import http.client
import io
import socket
import time
import urllib.request
from collections.abc import Callable
from typing import Any

__all__ = ["Deadline"]

_Opened = Callable[..., http.client.HTTPConnection]


class Deadline:
    """The moment by which a request and its answer are to be over, whatever they consist of."""

    def __init__(self) -> None:
        self.until = 0.0

    def left(self) -> float:
        """The seconds that are left; raises TimeoutError where none are."""
        if (left := self.until - time.monotonic()) <= 0:
            raise TimeoutError
        return left

    def handlers(self) -> list[urllib.request.BaseHandler]:
        """What opens connections that keep to it."""
        deadline = self

        class Plain(http.client.HTTPConnection):
            def __init__(self, *args: Any, **named: Any) -> None:
                super().__init__(*args, **named)
                self.timeout = deadline.left()

            def connect(self) -> None:
                super().connect()
                self.sock.settimeout(deadline.left())

            def response_class(self, sock: socket.socket, *args: Any, **named: Any) -> http.client.HTTPResponse:  # type: ignore[override]
                response = http.client.HTTPResponse(sock, *args, **named)
                response.fp = io.BufferedReader(_Timed(sock, response.fp.detach(), deadline))
                return response

        class Secure(http.client.HTTPSConnection, Plain):
            """HTTPSConnection begins with the connect of Plain, and TLS after it."""

        class Opening(urllib.request.HTTPHandler):
            def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
                return self.do_open(Plain, req)

        class OpeningSecure(urllib.request.HTTPSHandler):
            def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
                return self.do_open(Secure, req)

        return [Opening(), OpeningSecure()]


class _Timed(io.RawIOBase):
    """What a socket sends, where no read waits longer than time is left."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase, deadline: Deadline) -> None:
        self._sock, self._raw, self._deadline = sock, raw, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
