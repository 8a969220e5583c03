"""What differs between two answers to the same questions: of two datasets, or on two days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg import queries
from kg.engine import Engine
from kg.queries import Answer, Question, Term
from kg.terms import text_of

__all__ = ["AnswerChange", "Asked", "Row", "RowChange", "alike", "answer_changes", "compared", "tells_single_claims"]

Row = Mapping[str, object]
Asked = tuple[Engine, Mapping[str, Term]]
"""What is asked, and the parameters with which each question is."""


class RowChange(NamedTuple):
    """A row that is in one answer only, or another row for the same key."""

    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """Whether the row was added, removed or changed."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


class AnswerChange(NamedTuple):
    """The rows of a question that are not as they were."""

    question: Question
    rows: tuple[RowChange, ...]
    claims: frozenset[str]
    """The claims behind all rows of both answers."""

    def count(self, kind: str) -> int:
        """How many rows were added, removed or changed."""
        return sum(row.kind == kind for row in self.rows)


def answer_changes(before: Asked, after: Asked, questions: Iterable[Question]) -> tuple[AnswerChange, ...]:
    """The questions whose answers differ, with the rows that do."""
    return tuple(change for change in compared(before, after, questions) if change.rows)


def compared(before: Asked, after: Asked, questions: Iterable[Question]) -> Iterator[AnswerChange]:
    """Each question, with the rows that differ, if any do."""
    for question in questions:
        old, new = _answer(before, question), _answer(after, question)
        yield AnswerChange(question, _row_changes(question, old.rows, new.rows), _claims(old) | _claims(new))


def tells_single_claims(question: Question) -> bool:
    """Whether each row of a question tells of one claim, and of no status of it: a list of claims repeats what else is said of them."""
    alone = question.key == ("claim",) or question.claim_columns() == ("claim",)
    return alone and (bool(question.key) or all(column.name != "status" for column in question.columns))


def alike(one: object, other: object) -> bool:
    """Whether two values are the same; the order of a list does not count."""
    return _value(one) == _value(other)


def _claims(answer: Answer) -> frozenset[str]:
    """The claims behind the rows of an answer."""
    return frozenset(text_of(claim) for row in answer.rows for item in answer.behind(row) if (claim := item["claim"]) is not None)


def _answer(asked: Asked, question: Question) -> Answer:
    store, values = asked
    taken = {parameter.name for parameter in question.parameters}
    return queries.answer(store, question, {name: term for name, term in values.items() if name in taken})


def _row_changes(question: Question, before: Sequence[Row], after: Sequence[Row]) -> tuple[RowChange, ...]:
    """The rows of two answers that are not in both, paired where one of each has the same key; in the order of the answers.

    A question without a key is paired by its claims, or else by its first column.
    """
    key = question.key or question.claim_columns() or [column.name for column in question.columns[:1]]
    gone, come = _only(key, before, after), _only(key, after, before)
    found: list[RowChange] = []
    for value, rows in come.items():
        earlier = gone.get(value, [])
        if len(rows) == len(earlier) == 1:
            found.append(RowChange(gone.pop(value)[0], rows[0]))
        else:
            found += (RowChange(None, row) for row in rows)
    return (*found, *(RowChange(row, None) for rows in gone.values() for row in rows))


def _only(key: Sequence[str], rows: Sequence[Row], others: Sequence[Row]) -> dict[tuple[object, ...], list[Row]]:
    """The rows that are not among others, by their key; of rows that are alike, as many as there are more."""
    left: dict[tuple[object, ...], int] = defaultdict(int)
    for row in others:
        left[_whole(row)] += 1
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        whole = _whole(row)
        if left[whole]:
            left[whole] -= 1
        else:
            found.setdefault(tuple(row[name] for name in key) or whole, []).append(row)
    return found


def _whole(row: Row) -> tuple[object, ...]:
    """A row as one value that can be looked up."""
    return tuple((name, _value(value)) for name, value in sorted(row.items()))


def _value(value: object) -> object:
    return frozenset(value) if isinstance(value, list) else value
