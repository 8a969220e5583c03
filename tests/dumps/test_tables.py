"""The CSV tables: nothing of a record is lost, their description fits them, and no cell is a formula."""

import re
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.dumps.publication import File, Publication
from kg.dumps.tables import tables
from kg.terms import text_of
from kg.vocab import ATTEST, RDF, attest, node
from tests.dumps.reading import added, read_back, rows_of, stated

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from csvw import TableGroup

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HARD = (
    "",
    " ",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    "a\rb",
    "a\r\nb",
    'he said "no", then left',
    "a;=1",
    "  led by spaces",
    "ends in a space ",
    "\u0000",
    "a\u0085b\u2028c",
    "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627",
    "\U0001f642 \U00020000 \U000e0041 \U0010fffd",
    "\uff1dcmd",
    "x" * 100_000,
)


def test_no_value_of_a_record_is_lost(either: Publication) -> None:
    assert read_back(tables(either)) == stated(either)


def test_each_claim_hop_passage_and_thing_has_its_row(either: Publication) -> None:
    files, store = tables(either), either.store
    typed = {kind: set(store.quads_for_pattern(None, node(RDF + "type"), attest(kind))) for kind in ("Claim", "Hop", "Passage", "Sentence")}
    for kind, table, column in (("Claim", "claims", "claim"), ("Passage", "passages", "passage"), ("Sentence", "sentences", "sentence")):
        assert sorted(row[column] for row in rows_of(files, table)) == sorted(str(quad.subject)[1:-1] for quad in typed[kind])
    links = [quad for name in ("hop", "alternativeHop") for quad in store.quads_for_pattern(None, attest(name), None)]
    told = {(row["claim"], row["chain"], row["hop"]) for row in rows_of(files, "attributions")}
    assert told == {(text_of(quad.subject), quad.predicate.value.removeprefix(ATTEST), text_of(quad.object)) for quad in links}
    assert len(told) == len(typed["Hop"]) > 0
    entities = {row["entity"] for row in rows_of(files, "entities")}
    for folder in ("actor", "source", "event", "place"):
        things = {
            quad.subject.value
            for quad in store
            if str(quad.subject).startswith(f"<{either.base}{folder}/") and "#" not in str(quad.subject)
        }
        assert things <= entities


def test_a_row_is_readable_by_itself(demo_publication: Publication) -> None:
    row = next(row for row in rows_of(tables(demo_publication), "claims") if row["claim"].endswith("lorries-1"))
    assert row["subject_label"] == "Kingdom of Alba"
    assert row["predicate_label"] == "supplies arms to"
    assert row["object_label"] == "Northern League"
    assert (row["says"], row["sure_from"]) == ("Alba supplies the League with lorries.", "2031-03-03")


def test_the_description_fits_the_tables_by_an_independent_reader(either: Publication, tmp_path: Path) -> None:
    assert faults(tables(either), tmp_path) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("claims", b",2031-04-01,", b",2031-04-31,"),
        ("claims", b"https://example.org/demo/claim/lorries-2,", b"https://example.org/demo/claim/lorries-1,"),
        ("passages", b"https://example.org/demo/claim/lorries-1,", b"https://example.org/demo/claim/lorries-99,"),
        ("attributions", b"https://example.org/demo/actor/gazette,", b"https://example.org/demo/actor/nobody,"),
        ("passages", b",50,149,", b",fifty,149,"),
        ("claims", b",https://example.org/demo/source/lorries,", b",,"),
    ],
)
def test_the_reader_sees_a_fault(demo_publication: Publication, tmp_path: Path, name: str, old: bytes, new: bytes) -> None:
    files = []
    for file in tables(demo_publication):
        assert file.name != f"tables/{name}.csv" or old in file.content
        files.append(file._replace(content=file.content.replace(old, new, 1)) if file.name == f"tables/{name}.csv" else file)
    assert faults(files, tmp_path)


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_a_hard_text_comes_back_and_is_no_formula(demo_publication: Publication, text: str) -> None:
    hostile = with_text(demo_publication, text)
    files = tables(hostile)
    assert read_back(files) == stated(hostile)
    for name in ("claims", "attributions", "passages", "entities", "sentences", "statements"):
        cells = [cell for row in rows_of(files, name) for cell in row.values()]
        assert [cell for cell in cells if cell.startswith(FORMULA) and not re.fullmatch(r"-\d+", cell)] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_any_texts_come_back(demo_publication: Publication, texts: list[str]) -> None:
    hostile = demo_publication
    for text in texts:
        hostile = with_text(hostile, text)
    assert read_back(tables(hostile)) == stated(hostile)


def with_text(publication: Publication, text: str) -> Publication:
    """The invented record with a text in each place that takes one, beside what stands there or alone."""
    base, plain, english = publication.base, Literal(text), Literal(text, language="en")
    return added(
        publication,
        f"""PREFIX attest: <{ATTEST}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        GRAPH <{base}graph/actors> {{
          <{base}actor/alba> rdfs:label {english} .
          <{base}actor/arab> a attest:State ; rdfs:label {Literal(text, language="ar")} .
          <{base}actor/new> a attest:State ; rdfs:label {english} ; rdfs:comment {plain} , {Literal(text, language="ar")} .
        }}
        GRAPH <{base}claim/lorries-1> {{
          <{base}claim/lorries-1> attest:words {plain} ; attest:figureWords {plain} ; attest:datingNote {english} ; attest:atLeast -3 .
          <{base}claim/lorries-1#hop-1> attest:role {plain} .
          <{base}claim/lorries-1#elsewhere> attest:role {plain} .
          <{base}claim/lorries-1> attest:alternativeHop <{base}claim/lorries-1#hop-2> .
        }}""",
    )


def faults(files: list[File], folder: Path) -> list[str]:
    """What the library csvw finds wrong with tables and their description."""
    for file in files:
        path = folder / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.content)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        group = TableGroup.from_file(folder / "tables" / "csv-metadata.json")
        try:
            assert len(group.tables) == 6
            for table in group.tables:
                assert len(list(table.iterdicts(strict=True))) > 0
                table.check_primary_key()
            group.check_referential_integrity(strict=True)
        except ValueError as error:
            return [str(error)]
    return [str(item.message) for item in found if issubclass(item.category, UserWarning)]
