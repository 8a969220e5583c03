"""``kg site`` refuses in one line what means harm or is a slip, and leaves what was there; an odd record has a whole site."""

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.dumps.nanopubs import NAME
from kg.dumps.released import SUMS
from kg.dumps.trusty import artifact_code
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


def relisted(folder: Path) -> None:
    """Make the list of a release fit its files again."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("name", [".htaccess", "tables/.htaccess", "a b", "a\u202eb"])
def test_a_release_with_files_that_no_release_has_is_refused(releases: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(releases / "0.9.0", tmp_path / "releases" / "0.9.0")
    (folder / name).write_text("Redirect 302 / http://127.0.0.1:9/", encoding="utf-8")
    relisted(folder)
    said = refused(run("site", tmp_path / "site", *GRAPH, "--releases", tmp_path / "releases"), 3)
    assert f"holds {name!r}, which is no name of a file that kg dump writes" in said


def test_nanopublications_that_are_not_what_their_names_say_are_refused(releases: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(releases / "0.9.0", tmp_path / "releases" / "0.9.0")
    whole = gzip.decompress((folder / NAME).read_bytes())
    other = Literal("another")
    name = f"{OTHER}np/x"
    code = artifact_code([Quad(NamedNode(name), NamedNode(name), other, NamedNode(name))], name)
    strange = f"<{OTHER}np/{code}> {{ <{OTHER}np/{code}> <{OTHER}np/{code}> {other} }}"
    for content, says in (
        (gzip.compress(whole.replace(b"lorries.", b"tanks.", 1)), "is not what its name says"),
        (gzip.compress(strange.encode()), "is no nanopublication of this record"),
        (gzip.compress(b"<a"), "not TriG"),
        (gzip.compress(whole)[:-20], "cannot be read: "),
        (whole, "cannot be read: "),
    ):
        (folder / NAME).write_bytes(content)
        relisted(folder)
        assert says in refused(run("site", tmp_path / "site", *GRAPH, "--releases", tmp_path / "releases"), 3)
    assert [path.name for path in tmp_path.iterdir()] == ["releases"]


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
