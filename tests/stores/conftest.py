"""Servers for the tests of stores."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.catalog import open_catalog
from kg.dataset import Dataset, build
from kg.findings import add_findings, add_identities
from kg.manifest import Release, release_of
from kg.reason import add_inferences
from tests.conftest import DEMO
from tests.kg.command import replaced
from tests.stores.holding import FOREIGN, FOREIGN_TURTLE, Held
from tests.stores.servers import KINDS, MissingError, Server

Started = Callable[[str], Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Started]:
    """Start a store of a kind in a folder of the test; it is ended with the test."""
    running: list[Server] = []

    def started(kind: str) -> Server:
        server = KINDS[kind](tmp_path / kind)
        running.append(server)
        start_or_skip(server)
        return server

    yield started
    for server in running:
        server.end()


@pytest.fixture(scope="module", params=sorted(KINDS))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store of each kind, for the tests of one module."""
    server = KINDS[request.param](tmp_path_factory.mktemp(request.param))
    start_or_skip(server)
    yield server
    server.end()


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The invented record as it was: with another word for a claim, and an actor who is gone since."""
    folder = shutil.copytree(DEMO / "graph", tmp_path_factory.mktemp("earlier") / "graph")
    replaced(folder / "seeds" / "lorries.ttl", "Alba supplies the League with lorries.", "Alba gave lorries.")
    gone = '<https://example.org/demo/actor/gone> <http://www.w3.org/2000/01/rdf-schema#label> "Gone"@en .\n'
    (folder / "seeds" / "gone.ttl").write_text(gone)
    return release_of(whole(folder))


@pytest.fixture
def held_before(store: Server, earlier: Release, demo_release: Release, monkeypatch: pytest.MonkeyPatch) -> Held:
    """A store with the record as it was, into which the record as it is may be loaded; someone else's graph is there too."""
    if store.name == "oxigraph":  # which takes longer with each load, and little time to start
        store.end()
        store.folder = store.folder.with_name(f"{store.folder.name}-next")
        store.start()
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    assert earlier.graphs.keys() > demo_release.graphs.keys()
    store.put(FOREIGN, FOREIGN_TURTLE)
    found = Held(store, earlier, demo_release)
    found.load(earlier)
    return found


def start_or_skip(server: Server) -> None:
    """Start a server; without it the test is skipped, or fails."""
    program_or_skip(server)
    server.start()


def program_or_skip(server: Server) -> list[str]:
    """The program of a server; without it the test is skipped, and fails where KG_REQUIRE_STORES is set or the store is oxigraph."""
    try:
        return server.program()
    except MissingError as missing:
        if os.environ.get("KG_REQUIRE_STORES") == "all" or server.name == "oxigraph":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def demo_release() -> Release:
    """The invented record, whole."""
    return release_of(whole(DEMO / "graph"))


@pytest.fixture(scope="session")
def shipped_release() -> Release:
    """The shipped record, whole."""
    return release_of(whole(None))


def whole(folder: Path | None) -> Dataset:
    """All that a load of a graph sends."""
    dataset = build(open_catalog(folder))
    add_identities(dataset)
    add_findings(dataset)
    add_inferences(dataset)
    return dataset
