"""What goes wrong between the command and a real store: one line, exit code 4, and the store as it was."""

import signal

import pytest

from tests.kg.command import Outcome, refused, run
from tests.stores.conftest import Started
from tests.stores.servers import Server
from tests.stores.test_at import GRAPH, loaded

WRONG = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "not-to-be-shown"}
LIST = "https://example.org/demo/graph/release"


@pytest.fixture(scope="module")
def full(store: Server) -> Server:
    return loaded(store)


def command(word: str, url: str, server: Server, *more: str) -> Outcome:
    """A load into an address, or a question to it."""
    words = ("load", url) if word == "load" else ("show", "league", "--at", url)
    return run(*words, *GRAPH, *more, env=server.environment)


@pytest.mark.parametrize("word", ["load", "show"])
def test_tls_where_the_store_has_none_is_told(full: Server, word: str) -> None:
    line = refused(command(word, full.url.replace("http", "https"), full, "--timeout", "2"), 4)
    assert "http:// rather than https://" in line


@pytest.mark.parametrize("word", ["load", "show"])
def test_a_wrong_path_is_told(full: Server, word: str) -> None:
    before = full.graph(LIST)
    outcome = command(word, f"{full.url}/nothing/here", full)
    assert (outcome.code, outcome.out) == (4, "")
    assert outcome.err.splitlines()[-1].startswith(f"kg: {full.url}/nothing/here")
    assert "check the path of the address" in outcome.err
    assert full.graph(LIST) == before


@pytest.mark.parametrize("word", ["load", "show"])
def test_a_store_that_does_not_answer_is_given_up(full: Server, word: str) -> None:
    assert full.process is not None
    full.process.send_signal(signal.SIGSTOP)
    try:
        line = refused(command(word, full.url, full, "--timeout", "1"), 4)
    finally:
        full.process.send_signal(signal.SIGCONT)
    assert "no whole answer within 1 seconds" in line


@pytest.mark.parametrize("env", [{}, WRONG], ids=["none", "wrong"])
def test_credentials_that_are_missing_or_wrong_are_told(start: Started, env: dict[str, str]) -> None:
    server = loaded(start("virtuoso"))
    before = server.graph(LIST)
    line = refused(run("load", server.url, *GRAPH, env=env), 4)
    assert ("does not take these credentials" if env else "wants credentials") in line
    assert "not-to-be-shown" not in line
    assert server.graph(LIST) == before


def test_a_page_of_virtuoso_is_no_answer(start: Started) -> None:
    server = loaded(start("virtuoso"))
    line = refused(command("show", f"{server.url}/sparql-graph-crud", server), 4)
    assert "check the path of the address" in line
    assert "<" not in line


@pytest.mark.parametrize("word", ["load", "show"])
def test_a_store_that_was_ended_is_told(store: Server, word: str) -> None:
    """The last test of the module's stores: it ends them."""
    store.end()
    assert "nothing listens there" in refused(command(word, store.url, store), 4)
