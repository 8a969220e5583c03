"""A release of the whole record, made by the one command, in real stores: loaded from its files alone, it is what the seeds are."""

import gzip
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.manifest import Release
from kg.stores.http import Web
from kg.stores.kinds import KINDS
from kg.stores.loading import compare
from kg.stores.remote import opened
from kg.terms import text_of
from tests.asking import companions, filled, questions, rows_of, setting, whole_record
from tests.kg.command import run
from tests.stores.conftest import start_or_skip
from tests.stores.holding import Quiet
from tests.stores.servers import Fuseki, Oxigraph, Server, Virtuoso


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the whole record."""
    folder = tmp_path_factory.mktemp("released") / "release"
    outcome = run("dump", folder, "--version", "1.0.0", seconds=600)
    assert outcome.code == 0, outcome.err
    return folder


def content(release: Path, name: str) -> bytes:
    found = (release / "rdf" / name).read_bytes()
    return gzip.decompress(found) if name.endswith(".gz") else found


def in_bulk(server: Server, release: Path) -> None:
    """By the loader of Oxigraph, which reads the file as it is, before the server starts."""
    server.folder.mkdir(parents=True, exist_ok=True)
    files = [word for name in ("attest.nq.gz", "graphs.nq") for word in ("--file", str(release / "rdf" / name))]
    words = [*server.program(), "load", "--location", str(server.folder / "db"), *files]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    start_or_skip(server)


def by_requests(kind: str, name: str) -> Callable[[Server, Path], None]:
    """By requests to the place of all graphs, with a file of the release as the body of each."""

    def loaded(server: Server, release: Path) -> None:
        start_or_skip(server)
        for file, type_ in ((name, kind), ("graphs.nq", "application/n-quads")):
            request = Request(server.url + server.graphs, content(release, file), {"Content-Type": type_}, method="POST")
            with server._opener().open(request, timeout=120) as answer:
                assert answer.status < 300

    return loaded


def by_graph(server: Server, release: Path) -> None:
    """By the Graph Store Protocol, a request for each graph of the files."""
    start_or_skip(server)
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for name in ("attest.trig.gz", "graphs.nq"):
        for quad in parse(content(release, name), RdfFormat.TRIG if ".trig" in name else RdfFormat.N_QUADS):
            graphs[text_of(quad.graph_name)].append(quad)
    for name, quads in graphs.items():
        server.put(name, "".join(f"{quad.triple} .\n" for quad in quads))


WAYS: dict[str, tuple[type[Server], Callable[[Server, Path], None]]] = {
    "oxigraph, its loader": (Oxigraph, in_bulk),
    "oxigraph, by HTTP": (Oxigraph, by_requests("application/n-quads", "attest.nq.gz")),
    "fuseki, by HTTP": (Fuseki, by_requests("application/trig", "attest.trig.gz")),
    "virtuoso, graph by graph": (Virtuoso, by_graph),
}


@pytest.fixture(scope="module", params=WAYS)
def filled_store(request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store that holds what stands in a file of the release."""
    kind, load = WAYS[request.param]
    server = kind(tmp_path_factory.mktemp(kind.name))
    try:
        server.program()
        load(server, release)
        yield server
    finally:
        server.end()


def test_the_release_verifies(release: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_store_holds_the_graphs_of_the_seeds(filled_store: Server, shipped_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in filled_store.environment.items():
        monkeypatch.setenv(name, value)
    assert len(shipped_release.graphs) > 900
    compare(Web(filled_store.url, timeout=60), KINDS[filled_store.name], shipped_release, Quiet())


def test_a_store_answers_as_the_seeds_do(filled_store: Server) -> None:
    asked, memory = opened(filled_store.url, timeout=300).engine(), whole_record()
    for question in questions():
        for label, text in companions(question):
            for values in ({}, setting(question)):
                query = filled(text, values)
                expected = rows_of(memory, query)
                assert rows_of(asked, query) == expected, (label, values)
                assert expected or values, label
