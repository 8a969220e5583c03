"""``kg dump`` refuses in one line what means harm or is a slip: what a record says of itself, its bounds, targets, words of a call."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rdflib import VOID, Graph

from tests.kg.command import DEMO, ROOT, Outcome, refused, replaced, run, tree

V = ("--version", "1.0.0")
LICENCE = "dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;"
TITLE = 'dcterms:title "An invented record"@en ;'
SPACE = 'void:uriSpace "https://example.org/demo/" ;'
SAME_AS = "<https://example.org/demo/actor/brine> <http://www.w3.org/2002/07/owl#sameAs>"


def dumped(*words: str | Path, graph: Path = DEMO / "graph") -> Outcome:
    return run("dump", *words, "--graph", graph, seconds=300)


@pytest.fixture
def unchecked(demo: Path) -> Path:
    """A copy of the invented record whose shapes ask nothing of the record itself."""
    (demo / "shapes").mkdir()
    (demo / "shapes" / "claim.ttl").write_bytes((ROOT / "shapes" / "claim.ttl").read_bytes())
    return demo


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (LICENCE, 'dcterms:license "free" ;', 'seeds/record.ttl: dcterms:license "free" is no IRI'),
        (LICENCE, "dcterms:license [] ;", "give the node an IRI"),
        (TITLE, "dcterms:title [] ;", "give the node an IRI"),
        ("<https://example.org/demo/>", "[]", "give the node an IRI"),
        (SPACE, 'void:uriSpace "free" ;', "seeds/record.ttl:8: no IRIs begin with the void:uriSpace 'free'"),
        (SPACE, 'void:uriSpace "" ;', "no IRIs begin with the void:uriSpace ''"),
        (SPACE, 'void:uriSpace "https://example.org/demo" ;', "write one that ends in '/'"),
        (SPACE, 'void:uriSpace "https://example.org/a b/" ;', "write one that ends in '/'"),
        (SPACE, 'void:uriSpace "https://example.org/demo#/" ;', "write one that ends in '/'"),
        (SPACE, 'void:uriSpace "https://example.org/../demo/" ;', "write one that ends in '/'"),
    ],
)
def test_what_a_record_says_of_itself_is_refused_where_nothing_can_be_made_of_it(
    unchecked: Path, tmp_path: Path, old: str, new: str, says: str
) -> None:
    replaced(unchecked / "seeds" / "record.ttl", old, new)
    assert says in refused(dumped(tmp_path / "release", *V, graph=unchecked), 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == [unchecked.name]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TITLE, ""),
        (TITLE, "dcterms:title <https://example.org/title> ; dcterms:description 7 , <urn:a:b> ; dcterms:rights <urn:a:b> , 'none'@de ;"),
        (TITLE, "dcterms:creator 'Ada' , <mailto:ada@example.org> , 3 ; dcterms:publisher 'Ada' ; dcterms:issued 'never' ;"),
        (LICENCE, ""),
        (LICENCE, LICENCE[:-1] + ", <urn:a:b> ;"),
        ("a void:Dataset ;", ""),
        ("<https://example.org/demo/>", "<urn:a:record>"),
        (SPACE, f"{SPACE} . <https://a.example/> a void:Dataset ; dcterms:title 'Another' ; dcterms:license 'free' ;"),
    ],
)
def test_what_a_record_says_of_itself_may_be_missing_or_odd(unchecked: Path, tmp_path: Path, old: str, new: str) -> None:
    replaced(unchecked / "seeds" / "record.ttl", old, new)
    outcome = dumped(tmp_path / "release", *V, graph=unchecked)
    assert outcome.code == 0, outcome.err
    told = yaml.safe_load((tmp_path / "release" / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["title"] != "Another"
    assert told["authors"]


def test_of_titles_in_several_languages_the_english_one_is_cited(demo: Path, tmp_path: Path) -> None:
    replaced(demo / "seeds" / "record.ttl", TITLE, "dcterms:title 'Aufzeichnung'@de , 'Zibaldone' , 'Record'@en ;")
    outcome = dumped(tmp_path / "release", *V, graph=demo)
    assert outcome.code == 0, outcome.err
    assert yaml.safe_load((tmp_path / "release" / "CITATION.cff").read_text(encoding="utf-8"))["title"] == "Record"


def test_the_author_is_told_of_a_licence_that_is_no_iri(demo: Path, tmp_path: Path) -> None:
    replaced(demo / "seeds" / "record.ttl", LICENCE, 'dcterms:license "free" ;')
    said = refused(dumped(tmp_path / "release", *V, graph=demo), 1)
    assert "seeds/record.ttl:6: demo: Name at most one dcterms:license of the record, by an IRI" in said


def test_links_to_hosts_of_any_form_are_counted(demo: Path, tmp_path: Path) -> None:
    with (demo / "seeds" / "record.ttl").open("a", encoding="utf-8") as file:
        file.write(
            f"{SAME_AS} <http://\u2100/a> , <http://a:99999999/> , <http://u@[::1]:/> , <x:> , <http:> , <file:///a> , <urn:a:b> .\n"
        )
    outcome = dumped(tmp_path / "release", *V, graph=demo)
    assert outcome.code == 0, outcome.err
    found = {str(iri) for iri in Graph().parse(tmp_path / "release" / "void.ttl").objects(None, VOID.objectsTarget)}
    assert found == {"http://\u2100/", "http://a:99999999/", "http://u@[::1]:/", "x:", "http:", "file:", "urn:"}


def a_file(place: Path) -> Path:
    (place / "file").write_text("mine", encoding="utf-8")
    return place / "file"


def a_link(place: Path) -> Path:
    (place / "elsewhere").mkdir()
    (place / "link").symlink_to(place / "elsewhere")
    return place / "link"


def of_another(place: Path) -> Path:
    (place / "full").mkdir()
    a_file(place / "full")
    return place / "full"


def a_loop(place: Path) -> Path:
    (place / "loop").symlink_to(place / "loop")
    return place / "loop"


def a_pipe(place: Path) -> Path:
    os.mkfifo(place / "pipe")
    return place / "pipe"


def a_list_that_is_a_pipe(place: Path) -> Path:
    (place / "release").mkdir()
    os.mkfifo(place / "release" / "SHA256SUMS")
    return place / "release"


TARGETS: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "a file": (a_file, 2, "is no folder"),
    "a file as its parent": (lambda place: a_file(place) / "release", 2, "no such folder; make it first"),
    "a link to a folder": (a_link, 2, "is no folder"),
    "a folder of someone else": (of_another, 2, "holds something else than a release"),
    "a loop of links": (a_loop, 2, "is no folder"),
    "a loop as its parent": (lambda place: a_loop(place) / "release", 2, "no such folder; make it first"),
    "a pipe": (a_pipe, 2, "is no folder"),
    "a release whose list is a pipe": (a_list_that_is_a_pipe, 2, "holds something else than a release"),
    "no parent": (lambda place: place / "none" / "release", 2, "no such folder; make it first"),
    "a name that is too long": (lambda place: place / ("n" * 300), 3, "File name too long"),
    "another character": (lambda place: place / "none" / "\x1b[31m\n", 2, "no such folder; make it first"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_that_is_not_free_is_left(tmp_path: Path, name: str) -> None:
    make, code, says = TARGETS[name]
    target = make(tmp_path)
    before = sorted(os.walk(tmp_path))
    assert says in refused(dumped(target, *V), code)
    assert sorted(os.walk(tmp_path)) == before


@pytest.mark.parametrize("folder", ["seeds", "seeds/below.ttl", "ontology/below", "shapes/below", "queries/parts/below"])
def test_a_target_among_the_files_of_the_graph_is_refused(demo: Path, folder: str) -> None:
    for name in ("ontology", "shapes", "queries/parts"):
        (demo / name).mkdir(parents=True)
    before = tree(demo)
    assert "where the files of the graph are; name a folder elsewhere" in refused(dumped(demo / folder, *V, graph=demo), 2)
    assert tree(demo) == before


@pytest.mark.parametrize("put", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "device"])
@pytest.mark.parametrize(
    "command", [("dump", "release", *V), ("site", "site"), ("diff", DEMO / "graph"), ("check",)], ids=lambda words: words[0]
)
def test_a_seed_file_that_is_no_file_is_not_waited_for(
    demo: Path, tmp_path: Path, put: Callable[[Path], None], command: tuple[str | Path, ...]
) -> None:
    put(demo / "seeds" / "x.ttl")
    name, *words = command
    words = [tmp_path / word if word in ("release", "site") else word for word in words]
    graph = [demo] if name == "diff" else ["--graph", demo]
    assert "seeds/x.ttl: cannot be read: it is no regular file" in refused(run(name, *words, *graph), 3)
    assert not {"release", "site"} & {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("version", ["", "1/0", "../1", "1.0\n", "\x1b[31m1", "1" * 5000, " 1", "\uff11", ".1", "-1", "1 0", "\udcff"])
def test_a_version_that_is_none_is_refused(tmp_path: Path, version: str) -> None:
    assert "--version" in refused(dumped(tmp_path / "release", f"--version={version}"), 2)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "day", ["2026-02-30", "", "2026-2-3", "20260203", "\uff12026-02-03", "2026-02-03T00:00:00", "9" * 5000, "0000-01-01"]
)
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    assert "is no day of the calendar" in refused(dumped(tmp_path / "release", *V, f"--date={day}"), 2)
    assert tree(tmp_path) == {}


def test_a_release_does_not_follow_one_of_a_later_day(tmp_path: Path) -> None:
    assert dumped(tmp_path / "later", "--version", "2.0.0", "--date", "2033-01-01").code == 0
    before = tree(tmp_path)
    said = refused(dumped(tmp_path / "release", *V, "--previous", tmp_path / "later"), 2)
    assert said.startswith(f"--previous {tmp_path / 'later'}: is of 2033-01-01, which is after 2031-04-01")
    assert tree(tmp_path) == before
    assert dumped(tmp_path / "release", *V, "--previous", tmp_path / "later", "--date", "2033-01-01").code == 0
