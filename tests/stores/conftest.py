"""Servers for the tests of stores."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.catalog import open_catalog
from kg.dataset import Dataset, build
from kg.findings import add_findings, add_identities
from kg.manifest import Release, release_of
from kg.reason import add_inferences
from tests.conftest import DEMO
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
    return release_of(_whole(DEMO / "graph"))


@pytest.fixture(scope="session")
def shipped_release() -> Release:
    """The shipped record, whole."""
    return release_of(_whole(None))


def _whole(folder: Path | None) -> Dataset:
    dataset = build(open_catalog(folder))
    add_identities(dataset)
    add_findings(dataset)
    add_inferences(dataset)
    return dataset
