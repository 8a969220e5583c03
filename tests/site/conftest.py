"""The sites that the tests read: of the invented record, of the shipped one, and of one that means harm."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.dataset import Dataset
from kg.site.facts import Facts
from tests.dumps.releases import whole
from tests.kg.command import DEMO, run
from tests.site.reading import Site, read_site

HARM = "<script>document.title='planted'</script>"
_HOSTILE = """
<https://example.org/demo/actor/%2E%2E%2F%2E%2E%2Fescaped>
    a attest:Person ;
    rdfs:label "<script>document.title='planted'</script>\\"'>&{{ 7*7 }}"@en ;
.

<https://example.org/demo/actor/Ünnamed(1)>
    a attest:Person ;
    rdfs:label "\u202e\u05d0\u05d1 right to left"@he ;
    rdfs:seeAlso <javascript:alert(1)> ;
.

<https://example.org/demo/actor/index>
    a attest:Person ;
    rdfs:label "</a></title><img src=x onerror=alert(1)>" ;
.

<https://example.org/demo/static/style.css>
    a attest:Item ;
    rdfs:label "a file of the site"@en ;
.
"""


_STATEMENT = """
# Rights

<script>document.title='planted'</script> ![a picture](http://127.0.0.1:9/x.png) [a link](javascript:alert(1))

| a | <b> |
| --- | --- |
| 1 | "2" |
"""


class Made(NamedTuple):
    """A site and what it was made of."""

    site: Site
    dataset: Dataset
    facts: Facts


def _made(graph: Path | None, folder: Path, *words: str) -> Made:
    outcome = run("site", folder, *words, *(["--graph", str(graph)] if graph else []), seconds=300)
    assert (outcome.code, outcome.out) == (0, ""), outcome
    dataset = whole(graph)
    return Made(read_site(folder), dataset, Facts(dataset))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of the invented record."""
    return _made(DEMO / "graph", tmp_path_factory.mktemp("demo") / "site")


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of the shipped record, with rules for w3id.org."""
    return _made(None, tmp_path_factory.mktemp("shipped") / "site", "--address", "http://127.0.0.1/at/some/path/")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of a record whose labels and IRIs mean harm."""
    graph = shutil.copytree(DEMO / "graph", tmp_path_factory.mktemp("hostile") / "graph")
    with (graph / "seeds" / "actors.ttl").open("a", encoding="utf-8") as file:
        file.write(_HOSTILE)
    (graph / "RIGHTS.md").write_text(_STATEMENT, encoding="utf-8")
    (graph / "LICENSE.html").write_text(HARM, encoding="utf-8")
    (graph / "LICENSE-X").symlink_to("/etc/passwd")
    return _made(graph, graph.parent / "site")


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two releases of the invented record."""
    folder = tmp_path_factory.mktemp("releases")
    for version in ("0.9.0", "0.10.0"):
        assert run("dump", folder / version, "--version", version, "--graph", DEMO / "graph").code == 0
    return folder


@pytest.fixture(params=["demo_site", "shipped_site", "hostile_site"])
def made(request: pytest.FixtureRequest) -> Made:
    """Each of the sites."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Made)
    return found
