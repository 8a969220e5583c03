"""Rows of two answers are paired by their key, and those that are alike are counted."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.dumps.answers import Row, alike, answer_changes
from kg.queries import Question, parse_question
from kg.terms import date_literal
from kg.vocab import attest
from tests.kg.command import ROOT

BASE = "https://example.org/demo/"
HEADER = (
    "#+ title: Who backs whom\n#+ summary: One row for each claim.\n#+ column who: thing; the backer\n#+ column whom: thing; the backed\n"
)
QUERY = """PREFIX attest: <https://w3id.org/attest/ontology#>
SELECT ?who ?whom WHERE { GRAPH ?g { ?who attest:backs ?whom } } ORDER BY ?who ?whom ?g
"""


@pytest.fixture
def question(tmp_path: Path) -> Question:
    (tmp_path / "backs.rq").write_text(HEADER + QUERY, encoding="utf-8")
    return parse_question(tmp_path / "backs.rq")


def store(*pairs: str) -> Store:
    """Claims of who backs whom, each pair written as two letters."""
    found = Store()
    for number, pair in enumerate(pairs, 1):
        found.add(Quad(NamedNode(BASE + pair[0]), attest("backs"), NamedNode(BASE + pair[1]), NamedNode(f"{BASE}claim/x-{number}")))
    return found


def told(question: Question, before: Store, after: Store) -> list[tuple[str, str, str]]:
    """The changed rows: their kind, and who backs whom before and after."""
    rows = [row for change in answer_changes((before, {}), (after, {}), [question]) for row in change.rows]
    return [(row.kind, letters(row.before), letters(row.after)) for row in rows]


def letters(row: Row | None) -> str:
    return " ".join(str(term)[-2] for term in row.values()) if row else ""


def test_rows_that_are_alike_are_counted(question: Question) -> None:
    assert told(question, store("ab"), store("ab", "ab", "ab")) == [("added", "", "a b"), ("added", "", "a b")]
    assert told(question, store("ab", "ab"), store("ab")) == [("removed", "a b", "")]
    assert told(question, store("ab", "ab"), store("ab", "ab")) == []


def test_without_a_key_the_first_column_pairs_a_row_with_its_like(question: Question) -> None:
    assert told(question, store("ab", "cd"), store("ac", "cd")) == [("changed", "a b", "a c")]


def test_rows_are_not_paired_where_more_than_one_has_the_key(question: Question) -> None:
    assert told(question, store("ab"), store("ac", "ad")) == [("added", "", "a c"), ("added", "", "a d"), ("removed", "a b", "")]


def test_a_question_is_asked_only_with_parameters_that_it_takes(question: Question) -> None:
    one, asked = store("ab"), {"as_of": date_literal("2031-03-03")}
    assert answer_changes((one, asked), (one, asked), [question, parse_question(ROOT / "queries" / "backers.rq")]) == ()


def test_the_order_of_a_list_is_no_difference() -> None:
    first, second = date_literal("2031-03-03"), date_literal("2032-03-03")
    assert alike([first, second], [second, first])
    assert not alike([first, second], [first])
    assert not alike(first, [first])
    assert alike(None, None)
