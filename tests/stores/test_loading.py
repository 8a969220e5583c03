"""A release in real stores: whole, alone in its graphs, and never a mixture that passes as whole."""

import signal
import threading
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.manifest import COMPLETE, LOADING, Release
from kg.stores.http import Web
from kg.stores.kinds import KINDS, base_of, recognised
from kg.stores.loading import compare, load
from tests.kg.command import DEMO, refused, run
from tests.stores.conftest import Started
from tests.stores.holding import FOREIGN, FOREIGN_TURTLE, Quiet, held
from tests.stores.servers import Server, free_port

STATE = "<https://schema.org/creativeWorkStatus>"
GRAPH = ("--graph", str(DEMO / "graph"))
READ_ONLY = {"oxigraph": "is the store read-only", "fuseki": "whether the store can be written"}
LATE = 30
KILLS = (0.03, 0.1, 0.2, 0.35, 0.6)
"""When a store is killed, as shares of the time that a load takes."""


@pytest.fixture(autouse=True)
def _credentials(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "store" in request.fixturenames:
        for name, value in request.getfixturevalue("store").environment.items():
            monkeypatch.setenv(name, value)


def at(server: Server) -> Web:
    return Web(server.url, timeout=60)


def state(server: Server, release: Release) -> list[str]:
    return [line.rpartition(" ")[2] for line in server.graph(release.name) if STATE in line]


def other(release: Release) -> Release:
    """The release before: without a third of the graphs, with others that are gone since, and with fewer triples in many."""
    kept = {name: lines[: max(1, len(lines) - number % 3)] for number, (name, lines) in enumerate(release.graphs.items()) if number % 3}
    gone = {f"{name}-gone": lines for number, (name, lines) in enumerate(release.graphs.items()) if number % 5 == 0}
    return release._replace(graphs=kept | gone)


def test_a_load_from_nothing_says_what_it_did(store: Server, demo_release: Release) -> None:
    store.put(FOREIGN, FOREIGN_TURTLE)
    for _ in range(2):
        outcome = run("load", store.url, *GRAPH, env=store.environment)
        assert (outcome.code, outcome.out) == (0, ""), outcome
        triples = sum(map(len, demo_release.graphs.values()))
        said = f"{len(demo_release.graphs)} graphs with {triples} triples are in {store.url} ({store.name}), compared one by one\n"
        assert outcome.err.endswith(said)
        assert ("readers see old and new" in outcome.err) == (not KINDS[store.name].whole)
        assert held(store, demo_release)
        assert state(store, demo_release) == [f'"{COMPLETE}"']
        assert len(store.graph(FOREIGN)) == 1


def test_a_store_says_what_it_is(store: Server) -> None:
    assert recognised(at(store)).name == store.name


def test_a_load_replaces_the_graphs_of_the_release_before_and_no_others(store: Server, demo_release: Release) -> None:
    store.put(FOREIGN, FOREIGN_TURTLE)
    before = other(demo_release)
    load(at(store), KINDS[store.name], before, Quiet())
    assert held(store, before)
    load(at(store), KINDS[store.name], demo_release, Quiet())
    assert held(store, demo_release)
    assert not any(store.graph(name) for name in before.graphs.keys() - demo_release.graphs.keys())
    assert len(store.graph(FOREIGN)) == 1


def test_a_list_with_the_graphs_of_others_does_not_touch_them(store: Server, demo_release: Release) -> None:
    store.put(FOREIGN, FOREIGN_TURTLE)
    store.put(demo_release.name, f"<{demo_release.name}> <https://schema.org/hasPart> <{FOREIGN}> .\n")
    load(at(store), KINDS[store.name], demo_release, Quiet())
    assert len(store.graph(FOREIGN)) == 1


def test_a_difference_is_found_and_named(store: Server, demo_release: Release) -> None:
    load(at(store), KINDS[store.name], demo_release, Quiet())
    compare(at(store), KINDS[store.name], demo_release, Quiet())
    short, changed, *_ = demo_release.graphs
    store.put(short, "\n".join(demo_release.graphs[short][1:]))
    store.put(changed, "\n".join([*demo_release.graphs[changed][1:], FOREIGN_TURTLE]))
    size, others = len(demo_release.graphs[short]), len(demo_release.graphs[changed])
    with pytest.raises(StoreError) as raised:
        compare(at(store), KINDS[store.name], demo_release, Quiet(), gone=[FOREIGN])
    assert f"{short} has {size - 1} triples, not {size}" in str(raised.value)
    assert f"{changed} has other triples, 1 of {others}" in str(raised.value)


def test_a_load_that_was_interrupted_is_seen_and_mended(store: Server, demo_release: Release) -> None:
    kind = KINDS[store.name]
    load(at(store), kind, other(demo_release), Quiet())
    interrupted = Quiet(7, lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        load(at(store), kind, demo_release, interrupted)
    assert state(store, demo_release) == ([f'"{COMPLETE}"'] if kind.whole else [f'"{LOADING}"'])
    assert held(store, demo_release) == kind.whole
    again = Quiet()
    load(at(store), kind, demo_release, again)
    assert any("not complete" in note for note in again.notes) == (not kind.whole)
    assert held(store, demo_release)
    assert not any(store.graph(name) for name in other(demo_release).graphs.keys() - demo_release.graphs.keys())


@pytest.mark.parametrize("after", [3, 12, LATE])
def test_a_second_load_beside_the_first_is_found(store: Server, demo_release: Release, after: int) -> None:
    kind = KINDS[store.name]
    beside = other(demo_release)
    if after == LATE and kind.whole:  # which only compares
        after = len(demo_release.graphs)
    with pytest.raises(StoreError, match=r"another load|are not what was sent"):
        load(at(store), kind, demo_release, Quiet(after, lambda: load(at(store), kind, beside, Quiet())))
    if state(store, demo_release) == [f'"{COMPLETE}"']:
        assert held(store, beside)
    load(at(store), kind, demo_release, Quiet())
    assert held(store, demo_release)
    assert not any(store.graph(name) for name in beside.graphs.keys() - demo_release.graphs.keys())


def test_large_graphs_are_loaded_and_compared(store: Server) -> None:
    """Virtuoso closes on a large request without credentials, and gives no graph of as many triples as its limit of rows."""
    base = "https://example.org/large/"
    one = [f'<{base}s{number % 97}> <{base}p> "{number} {"x" * 1000} ليبيا" .' for number in range(1100)]
    many = [f'<{base}s> <{base}p{number % 3}> "{number} ليبيا"@ar .' for number in range(10_500)]
    release = Release(base, f"{base}graph/release", {f"{base}one": sorted(one), f"{base}many": sorted(many)})
    for _ in range(2):
        load(at(store), KINDS[store.name], release, Quiet())
        assert state(store, release) == [f'"{COMPLETE}"']
    short = release._replace(graphs={**release.graphs, f"{base}many": release.graphs[f"{base}many"][1:]})
    with pytest.raises(StoreError, match="many has 10500 triples, not 10499"):
        compare(at(store), KINDS[store.name], short, Quiet())


@pytest.mark.parametrize("place", ["", "/query", "/data", "/sparql", "/update"])
@pytest.mark.parametrize("name", ["data", "query", "a"])
def test_a_dataset_may_have_the_name_of_a_place(name: str, place: str) -> None:
    assert base_of(f"http://127.0.0.1:3030/{name}{place}", KINDS["fuseki"]) == f"http://127.0.0.1:3030/{name}"


def test_a_repository_may_have_the_name_of_a_place() -> None:
    url = "http://127.0.0.1:8080/rdf4j-server/repositories/statements"
    assert {base_of(url + place, KINDS["rdf4j"]) for place in ("", "/statements", "/rdf-graphs/service")} == {url}


def test_a_dataset_named_data_is_loaded(start: Started, demo_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stores.servers.Fuseki.path", "/data")
    server = start("fuseki")
    assert run("load", server.url, *GRAPH).code == 0
    assert held(server, demo_release)


@pytest.mark.parametrize("name", ["graphstore", "update"])
def test_a_store_of_no_known_kind_is_loaded_by_the_protocols(start: Started, demo_release: Release, name: str) -> None:
    server = start("oxigraph" if name == "graphstore" else "fuseki")
    url = server.url + (server.graphs if name == "graphstore" else "")
    for release in (other(demo_release), demo_release):
        load(Web(url), KINDS[name], release, Quiet())
        assert held(server, release)
        assert state(server, release) == [f'"{COMPLETE}"']
    assert server.everything().keys() == demo_release.graphs.keys() | {demo_release.name}


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki"])
def test_a_store_killed_in_a_load_holds_one_release_or_the_other(start: Started, shipped_release: Release, kind: str) -> None:
    server = start(kind)
    some = part(shipped_release)
    releases = [some, other(some)]
    begun = time.monotonic()
    load(at(server), KINDS[kind], releases[0], Quiet())
    took = time.monotonic() - begun
    broken = 0
    for moment in KILLS:
        broken += _load_and_kill(server, releases[1], moment * took)
        server.start()
        assert state(server, some) == [f'"{COMPLETE}"']
        found = server.everything()
        del found[some.name]
        triples = {name: {f"{triple} ." for triple in graph} for name, graph in found.items()}
        assert triples in [{name: set(lines) for name, lines in release.graphs.items()} for release in releases]
        if triples.keys() == releases[1].graphs.keys():
            releases.reverse()
    assert broken >= 3
    load(at(server), KINDS[kind], some, Quiet())


def test_a_virtuoso_killed_in_a_load_does_not_pass_as_whole(
    start: Started, monkeypatch: pytest.MonkeyPatch, shipped_release: Release
) -> None:
    server = start("virtuoso")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    kind = KINDS["virtuoso"]
    some = part(shipped_release)
    releases = [some, other(some)]
    begun = time.monotonic()
    load(at(server), kind, some, Quiet())
    took = time.monotonic() - begun
    seen = set()
    for moment in KILLS:
        _load_and_kill(server, releases[1], moment * took)
        server.start()
        (said,) = state(server, some)
        if said == f'"{COMPLETE}"':
            assert any(held(server, release) for release in releases)
        seen.add(said)
    assert f'"{LOADING}"' in seen
    load(at(server), kind, some, Quiet())
    assert held(server, some)
    assert not any(server.graph(name) for name in other(some).graphs.keys() - some.graphs.keys())


def part(release: Release) -> Release:
    """Every third graph of a release, the large ones among them, so that a load takes long enough to be broken."""
    large = sorted(release.graphs, key=lambda name: len(release.graphs[name]))[-10:]
    chosen = {*list(release.graphs)[::3], *large}
    return release._replace(graphs={name: lines for name, lines in release.graphs.items() if name in chosen})


def _load_and_kill(server: Server, release: Release, delay: float) -> bool:
    """Kill a store a while after a load has begun; returns whether that broke the load."""
    process = server.process
    assert process is not None
    killer = threading.Timer(delay, process.kill)
    killer.start()
    try:
        load(at(server), KINDS[server.name], release, Quiet())
    except StoreError:
        return True
    finally:
        killer.join()
        server.end(signal.SIGKILL)
    return False


@pytest.mark.parametrize("kind", sorted(READ_ONLY))
def test_a_read_only_store_is_left_as_it_is(start: Started, demo_release: Release, kind: str) -> None:
    server = start(kind)
    load(at(server), KINDS[kind], demo_release, Quiet())
    server.end()
    server.read_only = True
    server.start()
    assert READ_ONLY[kind] in refused(run("load", server.url, *GRAPH), 4)
    assert held(server, demo_release)
    assert run("show", "league", *GRAPH, "--at", server.url) == run("show", "league", *GRAPH)


def test_a_dry_run_lists_the_requests_and_sends_none() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    outcome = run("load", url, "--kind", "virtuoso", "--dry-run", *GRAPH)
    lines = [line.split("\t") for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert lines[0] == ["method", "url", "bytes", "begins"]
    assert {line[0] for line in lines[1:]} == {"PUT"}
    assert lines[1][1] == lines[-1][1] == f"{url}/sparql-graph-crud-auth?graph-uri=https%3A%2F%2Fexample.org%2Fdemo%2Fgraph%2Frelease"
    assert len({line[1] for line in lines[1:]}) == len(lines) - 2
    assert "--kind" in refused(run("load", url, "--dry-run", *GRAPH), 2)


def test_a_dry_run_into_a_store_with_transactions_is_one_request() -> None:
    outcome = run("load", "http://127.0.0.1:1/query", "--kind", "oxigraph", "--dry-run", *GRAPH)
    (line,) = outcome.out.splitlines()[1:]
    assert line.startswith("POST\thttp://127.0.0.1:1/update\t")
    assert int(line.split("\t")[2]) > 100_000


def test_a_node_without_a_name_is_refused(demo: Path) -> None:
    (demo / "seeds" / "extra.ttl").write_text("<https://example.org/demo/x> <http://www.w3.org/2000/01/rdf-schema#seeAlso> [] .\n")
    assert "name" in refused(run("load", "http://127.0.0.1:1", "--kind", "oxigraph", "--graph", demo), 3)


def test_the_name_of_the_list_is_not_free(demo: Path) -> None:
    text = '<https://example.org/demo/x> <http://www.w3.org/2000/01/rdf-schema#comment> "x" .\n'
    (demo / "seeds" / "release.ttl").write_text(text)
    assert "graph/release" in refused(run("load", "http://127.0.0.1:1", "--kind", "oxigraph", "--graph", demo), 3)
