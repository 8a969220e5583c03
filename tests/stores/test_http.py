"""Stores that fail: one line that says what to do, exit code 4, and no credentials in it or elsewhere."""

import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.stores import http
from kg.stores.http import Web, address
from tests.kg.command import DEMO, refused, run
from tests.stores.hostile import PASSWORD, USER, Hostile, hostile
from tests.stores.servers import free_port

GRAPH = ("--graph", str(DEMO / "graph"))
CREDENTIALS = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": PASSWORD}
SAID = {
    "401": "KG_STORE_USER",
    "negotiate": "KG_STORE_USER",
    "digest": "KG_STORE_USER",
    "403": "does not allow this",
    "404": "has nothing there",
    "405": "does not take this there",
    "500": "answers 500 Internal Server Error: out of memory at line 3",
    "503": "Retry-After: 3600",
    "redirect": "redirects to",
    "page": "text/html",
    "short": "cut off after 26 of 1000 bytes",
    "chunked": "no whole HTTP answer",
    "gone": "connection broke",
    "noise": "no whole HTTP answer",
    "broken": "cannot be read",
    "silent": "--timeout",
    "drip": "--timeout",
    "slow": "--timeout",
}


@pytest.fixture
def server() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.mark.parametrize("env", [{}, CREDENTIALS], ids=["without credentials", "with credentials"])
@pytest.mark.parametrize("way", sorted(SAID))
def test_a_store_that_fails_is_told_in_one_line(server: Hostile, way: str, env: dict[str, str]) -> None:
    limit = "0.5" if SAID[way] == "--timeout" else "30"
    line = refused(run("load", f"{server.url}/{way}", "--kind", "oxigraph", "--timeout", limit, *GRAPH, env=env), 4)
    assert line.startswith(f"{server.url}/{way}: ")
    assert SAID[way] in line
    assert PASSWORD not in line


@pytest.mark.parametrize("way", ["404", "page", "500", "good"])
def test_what_is_no_store_is_not_taken_for_one(server: Hostile, way: str) -> None:
    line = refused(run("load", f"{server.url}/{way}", *GRAPH), 4)
    assert "--kind oxigraph|fuseki" in line
    assert server.asked
    assert all(asked.startswith("GET ") for asked in server.asked)


def test_no_redirect_is_followed(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with hostile() as other:
        server.elsewhere = other.url
        with pytest.raises(StoreError, match=f"redirects to {other.url}/good"):
            sent(server, "redirect")
        assert other.asked == []


def test_credentials_go_where_they_are_asked_for(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="wants credentials"):
        sent(server, "basic")
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    assert sent(server, "good") == b"good"
    assert server.credentials == []
    assert sent(server, "basic") == b"good"
    monkeypatch.setenv("KG_STORE_PASSWORD", "another")
    with pytest.raises(StoreError, match="does not take these credentials"):
        sent(server, "basic")


def test_credentials_do_not_wear_out(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    """urllib takes a digest for refused after six answers that are no success, whatever they were."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    url = f"{server.url}/absent"
    web = Web(url)
    assert {web.send(urllib.request.Request(url), also=(404,)).status for _ in range(9)} == {404}


def test_credentials_of_netrc_are_those_of_the_host(server: Hostile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n")
    netrc.chmod(0o600)
    assert sent(server, "basic") == b"good"
    netrc.write_text("machine example.org login a password b\n")
    with pytest.raises(StoreError, match="wants credentials"):
        sent(server, "basic")
    netrc.write_text("machine\n")
    with pytest.raises(StoreError, match=r"netrc:\d: cannot be read"):
        sent(server, "basic")


def test_netrc_is_not_quoted(server: Hostile, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.touch(0o600)
    for content, said in (
        (
            f"machine a login b\nmachine 127.0.0.1 login {USER} password not {PASSWORD}".encode(),
            f"{netrc}:2: cannot be read up to this line",
        ),
        (b"machine 127.0.0.1 login a password \xff" + PASSWORD.encode(), "write it as UTF-8"),
    ):
        netrc.write_bytes(content)
        line = refused(run("load", f"{server.url}/basic", *GRAPH, env={"HOME": str(tmp_path), "PYTHONUTF8": "1"}), 4)
        assert said in line
        assert PASSWORD not in line
        assert "not-to" not in line


@pytest.mark.parametrize("scheme", ["digest", "basic"])
def test_a_large_request_goes_with_credentials_once_they_were_asked_for(
    server: Hostile, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """A store that answers and closes before it has read a large body breaks the connection."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    url = f"{server.url}/hasty-{scheme}"
    web = Web(url)
    assert web.send(urllib.request.Request(url)).body == b"good"
    for _ in range(3):
        assert web.send(urllib.request.Request(url, b" " * 8_000_000, method="PUT")).body == b"good"
    assert {asked.split()[0] for asked in server.asked} == {"GET", "PUT"}
    assert len(server.asked) == 4


def test_a_token_needs_no_user(server: Hostile) -> None:
    for env in ({}, {"KG_STORE_PASSWORD": PASSWORD}):
        refused(run("load", f"{server.url}/token", "--kind", "qlever", *GRAPH, env=env), 4)
    assert set(server.credentials) == {f"Bearer {PASSWORD}"}


def test_a_store_that_asks_for_patience_is_given_it(server: Hostile) -> None:
    assert sent(server, "busy") == b"good"
    assert len(server.asked) == 3


def test_an_answer_has_a_largest_size(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST", 10)
    with pytest.raises(StoreError, match="larger than"):
        sent(server, "page")


@pytest.mark.parametrize("way", ["drip", "slow", "silent"])
def test_a_time_limit_holds_for_the_whole_answer(server: Hostile, way: str) -> None:
    begun = time.monotonic()
    with pytest.raises(StoreError, match="--timeout"):
        sent(server, way, timeout=0.4)
    assert time.monotonic() - begun < 1.2


def test_a_closed_port_is_told() -> None:
    line = refused(run("load", f"http://127.0.0.1:{free_port()}", *GRAPH), 4)
    assert "nothing listens there" in line


def test_tls_where_there_is_none_is_told(server: Hostile) -> None:
    line = refused(run("load", server.url.replace("http", "https"), *GRAPH), 4)
    assert "http:// rather than https://" in line


@pytest.mark.parametrize(
    "word", ["store", "ftp://example.org/", "http://", "http://[x", "http://example.org:x", "http://a b", "", "http://ä.org"]
)
def test_what_is_no_address_is_told(word: str) -> None:
    assert "not an address of a store" in refused(run("load", word, *GRAPH), 4)


@pytest.mark.parametrize(
    "url", ["http://loader:secret-word@example.org/", "loader:secret-word@example.org", "http://loader:secret-word@[x/"]
)
def test_credentials_in_an_address_are_refused_and_not_repeated(url: str) -> None:
    line = refused(run("load", url, *GRAPH), 4)
    assert "KG_STORE_USER" in line
    assert "secret-word" not in line


@pytest.mark.parametrize("url", ["http://example.org/?token=secret-word", "http://example.org/#secret-word", "example.org?secret-word"])
def test_an_address_with_more_than_a_path_is_refused_and_not_repeated(url: str) -> None:
    for words in (("load", url), ("show", "league", "--at", url)):
        line = refused(run(*words, *GRAPH), 4)
        assert "without ? and #" in line
        assert "secret-word" not in line


def test_a_redirect_is_told_without_its_query(server: Hostile) -> None:
    server.elsewhere = "http://example.org/login?ticket=secret-word&"
    with pytest.raises(StoreError, match=r"redirects to http://example\.org/login:"):
        sent(server, "redirect")


def test_an_address_is_used_without_the_last_slash() -> None:
    assert address("http://example.org/ds/") == "http://example.org/ds"


def sent(server: Hostile, way: str, *, timeout: float = 30) -> bytes:
    url = f"{server.url}/{way}"
    return Web(url, timeout=timeout).send(urllib.request.Request(url)).body
