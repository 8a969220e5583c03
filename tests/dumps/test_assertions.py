"""Floors and ceilings of a record: each can fail, and what cannot be tried says so."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.catalog import open_catalog
from kg.dumps.assertions import Breach, breaches, read_bounds
from kg.dumps.publication import Publication, publication
from kg.errors import FolderError, QueryError, RecordError
from kg.passages import Proof, passages, prove, read_texts
from kg.terms import text_of
from kg.vocab import RDF, attest, node
from tests.kg.command import DEMO, ROOT

HEAD = "counted,of,floor,ceiling\n"
ODD = """#+ title: Odd
#+ summary: A number that is none.
#+ column of: thing; the thing
#+ column count: integer; its number

SELECT ?of ?count WHERE {{ BIND(<urn:a:b> AS ?of) BIND({} AS ?count) }}
"""


def tried(demo: Path, lines: str, *, at_hand: bool = True) -> list[Breach]:
    (demo / "seeds" / "assertions.csv").write_text(HEAD + lines, encoding="utf-8")
    whole = publication(open_catalog(demo), "1", "2031-04-01")
    return breaches(whole, proof(whole, at_hand=at_hand))


def proof(whole: Publication, *, at_hand: bool) -> Proof:
    return prove(passages(whole.store, whole.catalog.queries), read_texts(DEMO / "texts") if at_hand else {})


@pytest.mark.parametrize(
    "line",
    [
        "claims,source:lorries,6,6",
        "claims,,8,8",
        "claims,https://example.org/demo/source/lorries,6,",
        "passages,source:lorries,6,",
        "proved,source:lorries,6,6",
        "proved,,6,",
        "things,attest:State,2,2",
        "things,attest:Inconsistency,,0",
        "things,attest:Claim,8,8",
    ],
)
def test_a_bound_that_holds_is_silent_and_the_next_number_is_not(demo: Path, line: str) -> None:
    assert tried(demo, line + "\n") == []
    counted, of, floor, ceiling = line.split(",")
    if floor:
        [breach] = tried(demo, f"{counted},{of},{int(floor) + 1},\n")
        assert breach.fails
        assert breach.message.startswith("seeds/assertions.csv:2: ")
        assert f"{floor}, and there are to be {int(floor) + 1} at least" in breach.message
    if ceiling not in ("", "0"):
        [breach] = tried(demo, f"{counted},{of},,{int(ceiling) - 1}\n")
        assert not breach.fails


def test_what_no_text_proves_is_not_silent(demo: Path) -> None:
    for of in ("source:lorries", ""):
        [breach] = tried(demo, f"proved,{of},6,\n", at_hand=False)
        assert not breach.fails
        assert "not at hand" in breach.message
    [breach] = tried(demo, "proved,source:nowhere,6,\n", at_hand=False)
    assert breach.fails


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "assertions.csv:1: the first line names the columns"),
        ("counted,of,least\n", "assertions.csv:1: the first line"),
        (HEAD + "claims,source:lorries\n", "assertions.csv:2: "),
        (HEAD + "claims,source:lorries,1,\nclaims,,many,\n", "assertions.csv:3: "),
        (HEAD + "claims,,-1,\n", "assertions.csv:2: "),
        (HEAD + "claims,,\u00b2,\n", "assertions.csv:2: "),
        (HEAD + "claims,,\uff11,\n", "assertions.csv:2: "),
        (HEAD + "claims,,1e3,\n", "assertions.csv:2: "),
        (HEAD + "claims,,1.0,\n", "assertions.csv:2: "),
        (HEAD + "claims,, 1,\n", "assertions.csv:2: "),
        (HEAD + f"claims,,{'9' * 1000},\n", "assertions.csv:2: "),
        (HEAD + f"claims,,,{'9' * 5000}\n", "assertions.csv:2: "),
        (HEAD + "claims,,1\0,\n", "assertions.csv:2: "),
        (HEAD + "\n", "assertions.csv:2: "),
        (HEAD + "claims,,1,,\n", "assertions.csv:2: "),
        (HEAD + f"claims,{'x' * 200_000},1,\n", "assertions.csv:1: cannot be read"),
        ("\ufeff" + HEAD, "assertions.csv:1: the first line"),
        ("\0", "assertions.csv:1: the first line"),
        (HEAD + "claims,,,\n", "assertions.csv:2: "),
        (HEAD + 'claims,"a"b,1,\n', "assertions.csv:1: cannot be read"),
        (HEAD + "claims,\udcff,1,\n", "cannot be read"),
    ],
)
def test_a_bound_that_cannot_be_read_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "assertions.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RecordError, match=says):
        read_bounds(tmp_path / "assertions.csv")


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), os.mkfifo, lambda path: path.symlink_to(path)], ids=["folder", "pipe", "loop"])
def test_what_is_no_file_is_an_error(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "assertions.csv")
    with pytest.raises(FolderError, match=r"assertions\.csv: cannot be read: "):
        read_bounds(tmp_path / "assertions.csv")


@pytest.mark.parametrize("count", ["1.5", "'many'", "-1", "<urn:a:b>", "1e400", "9" * 17])
def test_a_query_that_counts_no_whole_numbers_is_an_error(demo: Path, count: str) -> None:
    shutil.copytree(ROOT / "queries", demo / "queries")
    (demo / "queries" / "assertions" / "odd.rq").write_text(ODD.format(count), encoding="utf-8")
    with pytest.raises(QueryError, match=r"assertions/odd\.rq:1: .*whole numbers"):
        tried(demo, "odd,,1,\n")


def test_a_query_that_is_not_there_is_an_error(demo: Path) -> None:
    with pytest.raises(RecordError, match=r"assertions\.csv:2: there is no query '\.\./backers'"):
        tried(demo, "../backers,,1,\n")


def test_a_record_without_bounds_asserts_nothing(demo_publication: Publication) -> None:
    assert breaches(demo_publication, proof(demo_publication, at_hand=False)) == []


def test_the_shipped_record_keeps_its_bounds(shipped_publication: Publication, article_texts: dict[str, str]) -> None:
    found = prove(passages(shipped_publication.store, shipped_publication.catalog.queries), article_texts)
    assert breaches(shipped_publication, found) == []
    bounds = read_bounds(shipped_publication.catalog.seeds / "assertions.csv")
    typed = shipped_publication.store.quads_for_pattern(None, node(RDF + "type"), attest("Source"))
    assert {bound.of for bound in bounds if bound.counted == "claims"} == {
        f"source:{text_of(quad.subject).rpartition('/')[2]}" for quad in typed
    }
    assert {bound.counted for bound in bounds} == {"claims", "proved", "things"}
