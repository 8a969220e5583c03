"""Turtle files are kept in one form, which keeps their triples and stays when it is made again."""

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset

from kg.catalog import open_catalog
from kg.formatting import canonical, is_canonical
from kg.turtle import read, read_prefixes
from tests.kg.command import DEMO, ROOT, run

PREFIXES = open_catalog().prefixes_file()
KEPT = [path for name in ("ontology", "seeds", "shapes", "tests/demo") for path in sorted((ROOT / name).rglob("*.ttl")) if path != PREFIXES]
ODD = """@prefix x: <https://w3id.org/attest/ontology#> .
@prefix actor: <https://example.org/odd/actor/> .
@prefix unused: <urn:unused> .
actor:b10 a x:Person . actor:b9 a x:Person ; x:note "two", "one" .
<https://example.org/odd/> a <http://rdfs.org/ns/void#Dataset> .
actor:b9 x:with [ x:note '''a line
\u0020
and another''' ] .
"""


def triples(path: Path) -> set[str]:
    found = Dataset(read(path))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad.triple) for quad in found}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.ttl"
    path.write_text(ODD, encoding="utf-8")
    return path


def test_all_files_are_found() -> None:
    assert {path.parent.name for path in KEPT} == {"ontology", "seeds", "shapes"}
    assert len(KEPT) >= 22


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.parent.name}-{path.parent.name}-{path.stem}")
def test_a_file_is_in_the_form_of_the_house(path: Path) -> None:
    assert is_canonical(path, PREFIXES)
    assert not [line for line in path.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("#")]


def test_the_form_keeps_the_triples_and_is_the_same_when_made_again(odd: Path) -> None:
    before = triples(odd)
    text = canonical(odd, PREFIXES)
    assert text != ODD
    odd.write_text(text, encoding="utf-8")
    assert triples(odd) == before
    assert canonical(odd, PREFIXES) == text
    assert is_canonical(odd, PREFIXES)


def test_the_header_comes_first_and_numbers_in_their_order(odd: Path) -> None:
    subjects = [line for line in canonical(odd, PREFIXES).splitlines() if line and not line.startswith((" ", "PREFIX", ".", "and", "_:"))]
    assert [subject.partition(" ")[0] for subject in subjects][:3] == ["<https://example.org/odd/>", "actor:b9", "actor:b10"]


def test_prefixes_that_a_file_gives_another_meaning_stand_and_unused_ones_go(odd: Path) -> None:
    odd.write_text(canonical(odd, PREFIXES), encoding="utf-8")
    prefixes = read_prefixes(odd)
    assert prefixes["actor"] == "https://example.org/odd/actor/"
    assert "unused" not in prefixes


def test_line_breaks_of_another_system_are_seen(demo: Path) -> None:
    path = demo / "seeds" / "actors.ttl"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert not is_canonical(path, PREFIXES)
    outcome = run("check", "--layout", "--graph", demo)
    assert (outcome.code, outcome.out.partition(" ")[0]) == (1, "seeds/actors.ttl:1:")


def test_a_rewrite_puts_files_into_the_form(demo: Path) -> None:
    kept = {path.name: path.read_bytes() for path in (demo / "seeds").iterdir()}
    path = demo / "seeds" / "actors.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("\n    ", " ") + "\n# gone\n", encoding="utf-8")
    assert run("check", "--layout", "--graph", demo).code == 1
    assert run("check", "--rewrite", "--graph", demo).code == 0
    assert {path.name: path.read_bytes() for path in (demo / "seeds").iterdir()} == kept
    assert run("check", "--layout", "--graph", demo).code == 0


def test_the_demo_is_in_the_form_by_the_command_too() -> None:
    assert run("check", "--layout", "--graph", DEMO / "graph").code == 0
