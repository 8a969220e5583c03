"""Turtle files are read with their prefixes, and what is wrong with them is named with file and line."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.catalog import open_catalog
from kg.errors import InputError, TurtleError
from kg.lines import statement_lines
from kg.turtle import display_name, line_of, read, read_prefixes, read_text, write

EXAMPLE = "https://example.org/"
TEXT = '''PREFIX e: <https://example.org/>

e:a
    e:b
        "one"@en ,
        "two"@en ;
    e:c """three
lines
here""" ;
    e:d e:f, e:g ;
    e:e [ e:h e:i ] ;
    e:j 1 .

e:k e:b "x" . e:k e:c "y" .
'''


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.ttl"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_is_named_by_its_folder_and_name(file: Path) -> None:
    assert display_name(file) == f"{file.parent.name}/some.ttl"


def test_the_triples_come_in_the_order_of_the_file(file: Path) -> None:
    predicates = [quad.predicate.value.removeprefix(EXAMPLE) for quad in read(file)]
    assert [predicate for predicate in predicates if predicate != "h"] == ["b", "b", "c", "d", "d", "e", "j", "b", "c"]


@pytest.mark.parametrize(
    ("subject", "predicate", "line"),
    [("a", "b", 4), ("a", "c", 7), ("a", "d", 10), ("a", "e", 11), ("a", "j", 12), ("k", "b", 14), ("k", "c", 14)],
)
def test_a_statement_is_found_on_the_line_of_its_predicate(file: Path, subject: str, predicate: str, line: int) -> None:
    assert line_of(file, EXAMPLE + subject, EXAMPLE + predicate) == line


def test_a_subject_is_found_on_its_first_line_and_an_unknown_one_on_the_first(file: Path) -> None:
    assert line_of(file, EXAMPLE + "a") == line_of(file, EXAMPLE + "a", EXAMPLE + "nothing") == 4
    assert line_of(file, EXAMPLE + "nobody") == 1


def test_every_statement_of_the_record_is_found_on_its_own_line() -> None:
    checked = 0
    for path in open_catalog().seed_files():
        lines = path.read_text(encoding="utf-8").split("\n")
        for (_, predicate), line in statement_lines(path).items():
            name = predicate.rpartition("#")[2].rpartition("/")[2]
            assert lines[line - 1].split()[0].rpartition(":")[2] == ("a" if name == "type" else name)
            checked += 1
    assert checked > 8000


def test_a_date_that_is_none_is_found_without_a_word(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_text('<urn:s> <urn:p> "2031-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .', encoding="utf-8")
    assert line_of(file, "urn:s", "urn:p") == 1
    assert caplog.records == []


@pytest.mark.parametrize(
    "text", ["e:a e:b e:c .", "<urn:a> <urn:b> .", '<urn:a> <urn:b> "c .', "<urn:a> <urn:b> <urn:c>", "<urn a> <b> <c> ."]
)
def test_what_is_no_turtle_is_named_with_its_line(file: Path, text: str) -> None:
    file.write_text("\n\n" + text, encoding="utf-8")
    for reader in (read, read_prefixes):
        with pytest.raises(TurtleError, match=r"/some\.ttl:3: not Turtle: "):
            reader(file)


def test_a_byte_that_is_not_utf_8_is_named_with_its_line(file: Path) -> None:
    file.write_bytes(b'<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> "\xff" .')
    for reader in (read, read_text):
        with pytest.raises(TurtleError, match=r"/some\.ttl:2: not Turtle: "):
            reader(file)


@pytest.mark.parametrize("value", ["9" * 5000, "(" * 400 + ")" * 400], ids=["a long number", "deep lists"])
def test_where_rdflib_alone_cannot_read_a_file_the_line_is_the_first(file: Path, value: str) -> None:
    file.write_text(f"\n<urn:s> <urn:p> {value} .\n")
    assert read(file)
    assert line_of(file, "urn:s", "urn:p") == 1


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    for reader in (read, read_text, read_prefixes):
        with pytest.raises(InputError, match=r"/none\.ttl: cannot be read: "):
            reader(tmp_path / "none.ttl")


def test_the_text_is_read_byte_for_byte(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf# \r\n\n")
    assert read_text(file) == "\ufeff# \r\n\n"


def test_prefixes_are_read_and_triples_written_with_them(file: Path) -> None:
    prefixes = read_prefixes(file)
    assert prefixes == {"e": EXAMPLE}
    text = write([Triple(NamedNode(EXAMPLE + "a"), NamedNode(EXAMPLE + "b"), Literal("c", language="en"))], prefixes)
    assert 'e:a e:b "c"@en .' in text
