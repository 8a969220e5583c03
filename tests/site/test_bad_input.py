"""``kg site`` refuses in one line what means harm or is a slip, and leaves what was there; an odd record has a whole site."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kg.command import DEMO, refused, replaced, run, tree
from tests.site.reading import read_site
from tests.site.test_folder import GRAPH

BASE = "https://example.org/demo/"
OTHER = "https://example.org/omed/"
LICENCE = "dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;"


def test_releases_of_another_record_are_refused(demo: Path, releases: Path, tmp_path: Path) -> None:
    for path in (demo / "seeds").glob("*.ttl"):
        path.write_text(path.read_text(encoding="utf-8").replace(BASE, OTHER), encoding="utf-8")
    before = tree(tmp_path)
    said = refused(run("site", tmp_path / "site", "--graph", demo, "--releases", releases), 3)
    assert said.startswith(f"{releases / '0.10.0'}: is a release of the record {BASE}, and this graph is {OTHER}; ")
    assert tree(tmp_path) == before


def a_list_of_bytes(place: Path) -> Path:
    (place / "site").mkdir()
    (place / "site" / ".kg-site").write_bytes(b"\xff\xfe")
    return place / "site"


def a_list_that_is_a_pipe(place: Path) -> Path:
    (place / "site").mkdir()
    os.mkfifo(place / "site" / ".kg-site")
    return place / "site"


def below_a_loop(place: Path) -> Path:
    (place / "loop").symlink_to("loop")
    return place / "loop" / "site"


def below_a_file(place: Path) -> Path:
    (place / "file").write_text("mine", encoding="utf-8")
    return place / "file" / "site"


def a_pipe(place: Path) -> Path:
    os.mkfifo(place / "pipe")
    return place / "pipe"


TARGETS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a list in another encoding": (a_list_of_bytes, "is not the list of a site of kg"),
    "a list that is a pipe": (a_list_that_is_a_pipe, "holds .kg-site, which no site of kg has"),
    "below a loop of links": (below_a_loop, "cannot be written: "),
    "below a file": (below_a_file, "cannot be written: "),
    "a pipe": (a_pipe, "is no folder"),
    "a name that is too long": (lambda place: place / ("n" * 300), "File name too long"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_that_cannot_be_taken_is_left(tmp_path: Path, name: str) -> None:
    make, says = TARGETS[name]
    target = make(tmp_path)
    before = sorted(os.walk(tmp_path))
    outcome = run("site", target, *GRAPH)
    assert (outcome.code, outcome.out) == (2, ""), outcome
    assert says in outcome.err.splitlines()[-1]
    assert sorted(os.walk(tmp_path)) == before


@pytest.mark.parametrize("folder", ["seeds/site", "seeds/site.ttl", "ontology/site"])
def test_a_target_among_the_files_of_the_graph_is_refused(demo: Path, folder: str) -> None:
    (demo / "ontology").mkdir()
    (demo / "ontology" / "core.ttl").write_bytes((DEMO.parents[1] / "ontology" / "core.ttl").read_bytes())
    before = tree(demo)
    assert "where the files of the graph are" in refused(run("site", demo / folder, "--graph", demo), 2)
    assert tree(demo) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LICENCE, 'dcterms:license "free" , <urn:a:b> ;'),
        (LICENCE, "dcterms:license [] ; dcterms:rights 'none'@de , 7 , <urn:a:b> ; dcterms:creator 'Ada' ;"),
        ("<https://example.org/demo/>", "[]"),
        ("<https://example.org/demo/>", "<urn:a:record>"),
        ("a void:Dataset ;", ""),
        (LICENCE, f"{LICENCE} . <https://a.example/> a void:Dataset ; dcterms:title 'Another' . <https://example.org/demo/>"),
    ],
)
def test_whatever_a_record_says_of_itself_its_site_is_whole(demo: Path, tmp_path: Path, old: str, new: str) -> None:
    replaced(demo / "seeds" / "record.ttl", old, new)
    outcome = run("site", tmp_path / "site", "--graph", demo)
    assert outcome.code == 0, outcome.err
    made = read_site(tmp_path / "site")
    assert made.broken() == []
    assert {"record.html", "record.ttl", "record.jsonld"} <= made.files
    assert "Another" not in (tmp_path / "site" / "void.ttl").read_text(encoding="utf-8")


def test_a_space_that_begins_no_iri_is_refused(demo: Path, tmp_path: Path) -> None:
    replaced(demo / "seeds" / "record.ttl", f'void:uriSpace "{BASE}"', 'void:uriSpace "free"')
    assert "no IRIs begin with the void:uriSpace 'free'" in refused(run("site", tmp_path / "site", "--graph", demo), 3)


def test_a_claim_with_a_number_of_any_length_is_sorted(demo: Path, tmp_path: Path) -> None:
    seeds = demo / "seeds" / "lorries.ttl"
    seeds.write_text(seeds.read_text(encoding="utf-8").replace("lorries-3", f"lorries-{'3' * 5000}"), encoding="utf-8")
    outcome = run("site", tmp_path / "site", "--graph", demo)
    assert outcome.code == 0, outcome.err
