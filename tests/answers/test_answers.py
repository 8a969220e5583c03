"""The answers of the shipped record against answers that were read from the articles by hand."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode

from kg.catalog import open_catalog, shipped
from kg.cli.session import Session
from kg.queries import answer, find

CASES = sorted(Path(__file__).parent.glob("*.json"))
NAMES = {
    "haftar-side": ("Khalifa Haftar", "LNA", "Haftar forces"),
    "government-side": ("Al-Wefaq government", "GNA", "government of national consensus"),
}
DAYS = ("2019-12-20", "2020-04-15", "2020-07-10")


class Case(NamedTuple):
    """A question, its parameters as a user writes them, the rows expected, and what they rest on."""

    question: str
    parameters: dict[str, str]
    compared: str
    rows: list[dict[str, object]]


def read(path: Path) -> Case:
    return Case(**json.loads(path.read_text(encoding="utf-8")))


@cache
def shipped_record() -> Session:
    return Session(shipped(), needs=("findings",))


def plain(value: object) -> object:
    """A term as an expected answer writes it: a label (of a claim its short name), a word, a number, or null; a list sorted."""
    if isinstance(value, list):
        return sorted(str(plain(item)) for item in value)
    if isinstance(value, NamedNode):
        names = shipped_record().names
        return names.curie(value.value) if "/claim/" in value.value else names.label(value.value)
    if not isinstance(value, Literal) or not value.value:
        return None
    return int(value.value) if value.datatype.value.endswith("#integer") else value.value


def ask(name: str, words: Mapping[str, str]) -> list[dict[str, object]]:
    """The rows of a stored question on the shipped record."""
    session = shipped_record()
    question = find(session.catalog.queries, name)
    slots = {slot.name: slot for slot in question.parameters}
    values = {word: session.value(slots[word], text) for word, text in words.items()}
    return [{column: plain(value) for column, value in row.items()} for row in answer(session.store, question, values).rows]


def in_order(rows: list[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_every_case_is_found_and_tells_what_it_rests_on() -> None:
    assert len(CASES) >= 14
    assert all(case.rows and case.compared for case in map(read, CASES))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_question_has_the_answer_that_was_read_from_the_articles(path: Path) -> None:
    case = read(path)
    columns = case.rows[0].keys()
    found = [{column: row[column] for column in columns} for row in ask(case.question, case.parameters)]
    assert in_order(found) == in_order(case.rows)


def test_the_expected_answers_give_every_column_but_the_number_of_claims_or_name_each_claim() -> None:
    for case in map(read, CASES):
        question = find(open_catalog(shipped()).queries, case.question)
        columns = {column.name for column in question.columns}
        assert all(row.keys() == case.rows[0].keys() <= columns for row in case.rows)
        assert case.rows[0].keys() >= ({"claim"} if "claim" in columns and not question.key else columns - {"claims"})


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("side", NAMES)
def test_a_side_asked_by_any_of_three_names_has_the_same_rows(side: str, day: str) -> None:
    answers = [ask("backers", {"of": name, "as_of": day}) for name in NAMES[side]]
    assert len(answers) == 3
    assert answers[0]
    assert answers[0] == answers[1] == answers[2]


def test_the_three_names_of_a_side_are_names_that_sources_use() -> None:
    words = {
        quad.object.value.casefold()
        for quad in shipped_record().store.quads_for_pattern(None, None, None)
        if quad.predicate.value.endswith("#words") and isinstance(quad.object, Literal)
    }
    assert {name.casefold() for names in NAMES.values() for name in names} <= words
