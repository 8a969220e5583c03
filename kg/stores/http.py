"""Requests to a store: with a time limit and a size limit, without redirects, and every failure as one line."""

import contextlib
import http.client
import ipaddress
import netrc
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kg import settings
from kg.errors import StoreError, WrongPlaceError
from kg.stores.deadline import Deadline

__all__ = ["Answered", "Credentials", "Web", "address"]

_CHUNK = 1 << 16
_MOST = 1 << 30
_SHOWN = 160
_TOLD = {
    401: "wants credentials: set KG_STORE_USER and KG_STORE_PASSWORD, or name the host in ~/.netrc",
    403: "does not allow this: is the store read-only, or is another user needed (KG_STORE_USER and KG_STORE_PASSWORD)?",
    404: "has nothing there: check the path of the address",
    405: "does not take this there: check the path of the address, and whether the store can be written",
    406: "has nothing there of the type that was asked for: check the path of the address",
    413: "takes no request of this size",
    501: "does not take this there: check the path of the address",
}
_WRONG_PLACE = (404, 405, 406, 501)
_NOT_TAKEN = "does not take these credentials: look at KG_STORE_USER and KG_STORE_PASSWORD, or at ~/.netrc"
_LONGER = "--timeout gives it longer"


class Credentials(NamedTuple):
    """A user and a password; they are never part of a message."""

    user: str
    password: str


class Answered(NamedTuple):
    """What a store answered: its status, the type of what it sent, the headers, and the bytes."""

    status: int
    type: str
    headers: Mapping[str, str]
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a request that changes data must reach the address that was named, and no other host."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Sends a digest along once it was asked for: a store may close on a large request that has none before all of it is sent."""

    _challenge: Mapping[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> http.client.HTTPResponse | None:
        challenge = urllib.request.parse_http_list(auth.partition(" ")[2])
        self._challenge = urllib.request.parse_keqv_list(list(filter(None, challenge)))
        return super().retry_http_digest_auth(req, auth)

    def http_error_401(self, req: urllib.request.Request, *rest: Any) -> http.client.HTTPResponse | None:
        return _closed(rest[0], lambda: super(_Digest, self).http_error_401(req, *rest))

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        if self._challenge and not req.has_header("Authorization") and (digest := self.get_authorization(req, self._challenge)):
            req.add_unredirected_header("Authorization", f"Digest {digest}")
        return req

    https_request = http_request


class _Basic(urllib.request.HTTPBasicAuthHandler):
    """Sends a password along once it was asked for."""

    def http_error_401(self, req: urllib.request.Request, *rest: Any) -> http.client.HTTPResponse | None:
        found = _closed(rest[0], lambda: super(_Basic, self).http_error_401(req, *rest))
        if found is not None:
            assert isinstance(self.passwd, urllib.request.HTTPPasswordMgrWithPriorAuth)
            self.passwd.update_authenticated(_root(req.full_url), is_authenticated=True)
        return found


def _closed(refused: http.client.HTTPResponse, again: Callable[[], http.client.HTTPResponse | None]) -> http.client.HTTPResponse | None:
    """What comes of another try; the answer that refused the first is closed, which urllib leaves to chance, unless there was no try."""
    try:
        found = again()
    except (OSError, ValueError, http.client.HTTPException):
        refused.close()
        raise
    if found is not None:
        refused.close()
    return found


class Web:
    """The way to one store."""

    def __init__(self, url: str, *, timeout: float = 60.0, bearer: bool = False) -> None:
        self.url = address(url)
        self.timeout = timeout
        self._credentials = _credentials(self.url, bearer=bearer)
        self._bearer = bearer
        known = urllib.request.HTTPPasswordMgrWithPriorAuth()
        self._digest = _Digest(known)
        self._deadline = Deadline()
        handlers = [_NoRedirect(), *self._deadline.handlers()]
        if _is_here(self.url):
            handlers.append(urllib.request.ProxyHandler({}))
        if self._credentials is not None and not bearer:
            known.add_password(None, _root(self.url), *self._credentials, is_authenticated=False)
            handlers += [self._digest, _Basic(known)]
        self._opener = urllib.request.build_opener(*handlers)

    def send(self, request: urllib.request.Request, *, patience: int = 3, also: Collection[int] = ()) -> Answered:
        """Send a request and read all of its answer; raises StoreError.

        An answer of 503 with Retry-After is waited for, as often as patience
        has it and no longer than the time limit. A status of ``also`` is an
        answer like one that is good.
        """
        if self._bearer and self._credentials is not None:
            request.add_unredirected_header("Authorization", f"Bearer {self._credentials.password}")
        self._deadline.until = until = time.monotonic() + self.timeout
        for left in range(patience, -1, -1):
            self._digest.reset_retry_count()  # which urllib leaves out after an answer such as 404
            try:
                with self._opener.open(request, timeout=self.timeout) as response:
                    return self._read(response)
            except urllib.error.HTTPError as error:
                with contextlib.closing(error):
                    wait = _wait(error)
                    if not (left and wait is not None and time.monotonic() + wait < until):
                        return self._unless_refused(error, also)
                time.sleep(wait)
            except TimeoutError:
                raise self._late() from None
            except urllib.error.URLError as error:
                raise self._late(begun=False) if isinstance(error.reason, TimeoutError) else self._failed(_reason(error)) from None
            except ConnectionError:
                raise self._failed("the connection broke before the answer was whole") from None
            except http.client.HTTPException as error:
                raise self._failed(f"what came back is no whole HTTP answer ({type(error).__name__})") from None
            except OSError as error:
                raise self._failed(f"the connection broke: {error.strerror or error}") from None
            except ValueError:  # urllib knows neither Bearer nor Negotiate, and raises this after a digest that was refused
                raise self._failed(_NOT_TAKEN if self._credentials else _TOLD[401]) from None
        raise AssertionError("the last try either answers or raises")

    def _read(self, response: http.client.HTTPResponse) -> Answered:
        pieces, size = [], 0
        while piece := response.read1(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > _MOST:
                raise self._failed(f"the answer is larger than {_MOST >> 20} MB; ask for less")
        closes = response.headers.get("Connection", "").lower() == "close"
        if not (pieces or response.chunked or closes) and response.length is None:  # so urllib takes headers that were cut off
            raise self._failed("what came back is no whole HTTP answer (neither content nor a length)")
        promised = response.headers.get("Content-Length", "")
        if promised.isdecimal() and int(promised) != size:
            raise self._failed(f"the answer was cut off after {size} of {promised} bytes")
        return Answered(response.status, response.headers.get_content_type(), dict(response.headers.items()), b"".join(pieces))

    def _unless_refused(self, error: urllib.error.HTTPError, also: Collection[int]) -> Answered:
        if error.code in also:
            return Answered(error.code, error.headers.get_content_type(), dict(error.headers.items()), b"")
        if 300 <= error.code < 400:
            place = error.headers.get("Location", "no address").partition("?")[0]
            raise self._failed(f"redirects to {place}: name that address if you trust it")
        if error.code == 401 and self._credentials is not None:
            raise self._failed(_NOT_TAKEN)
        if error.code == 503 and (after := error.headers.get("Retry-After")):
            raise self._failed(f"is not to be had at the moment (503) and asks for patience (Retry-After: {after}); {_LONGER}")
        if error.code in _WRONG_PLACE:
            raise WrongPlaceError(f"{self.url}: {_TOLD[error.code]}")
        raise self._failed(_TOLD.get(error.code) or f"answers {error.code} {error.reason}: {_first_line(error)}")

    def _late(self, *, begun: bool = True) -> StoreError:
        """That time is up; a server without TLS may wait for more of what begins it."""
        why = "" if begun or self.url.startswith("http:") else "is it http:// rather than https://? "
        return self._failed(f"no whole answer within {self.timeout:g} seconds; {why}{_LONGER}")

    def _failed(self, told: str) -> StoreError:
        return StoreError(f"{self.url}: {told}")


def address(url: str) -> str:
    """An address as it is used; raises StoreError where it is none, or holds what may be secret."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if "@" in (parts.netloc if good else url):
        raise StoreError("credentials do not belong in an address: set KG_STORE_USER and KG_STORE_PASSWORD, or use ~/.netrc")
    if "?" in url or "#" in url:
        raise StoreError("an address of a store is wanted, without ? and #: a secret may stand there, and messages show it")
    if not good or not (url.isascii() and url.isprintable()) or " " in url:
        raise StoreError(f"{url}: not an address of a store; it begins with http:// or https://")
    return url.rstrip("/")


def _is_here(url: str) -> bool:
    """Whether an address is of this machine, which no proxy has to do with."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _credentials(url: str, *, bearer: bool) -> Credentials | None:
    """The credentials of the environment, else those that ~/.netrc has for the host; a token is one without a user."""
    user, password = settings.store_credentials()
    if password and (user or bearer):
        return Credentials(user, password)
    try:
        found = netrc.netrc().authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except netrc.NetrcParseError as error:  # whose message may hold a part of a password
        told = "cannot be read up to this line, or others than you may read the file (chmod 600)"
        raise StoreError(f"{error.filename}:{error.lineno}: {told}") from None
    except UnicodeDecodeError:
        raise StoreError("~/.netrc cannot be read: write it as UTF-8") from None
    except OSError as error:
        raise StoreError(f"~/.netrc cannot be read: {error.strerror}") from None
    return Credentials(found[0], found[2]) if found and found[2] else None


def _wait(error: urllib.error.HTTPError) -> float | None:
    """How long the store asks to be left alone, where it does."""
    after = error.headers.get("Retry-After", "")
    return float(after) if error.code == 503 and after.isdecimal() else None


def _reason(error: urllib.error.URLError) -> str:
    """Why no connection came about, with what to do."""
    reason = error.reason
    if isinstance(reason, ssl.SSLError):
        return f"no TLS there, or none that can be trusted ({reason.reason or reason}): is it http:// rather than https://?"
    if isinstance(reason, BrokenPipeError | ConnectionResetError):
        return "the connection was closed before all of the request was sent"
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there: is the store running, and is the port right?"
    if isinstance(reason, socket.gaierror):
        return "there is no such host"
    return f"cannot be reached: {getattr(reason, 'strerror', None) or reason}"


def _first_line(error: urllib.error.HTTPError) -> str:
    """The beginning of what a store says about an error, as one line."""
    try:
        text = error.read(4096).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    return " ".join(text.split())[:_SHOWN]
