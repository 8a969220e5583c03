"""The stored questions with their answers, as pages show them: no parameter set, every row."""

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg import queries
from kg.queries import Column, Question
from kg.site.facts import Facts, Term

__all__ = ["Answered", "answered"]


class Answered(NamedTuple):
    """A question, and the rows of its answer: for each column the terms of its cell."""

    question: Question
    columns: tuple[Column, ...]
    rows: list[list[list[Term]]]


def answered(facts: Facts, name: str) -> Answered:
    """Ask a stored question of the whole record; columns in which nothing stands are left out."""
    question = queries.find(facts.catalog.queries, name)
    answer = queries.answer(facts.store, question, {})
    cells = [{column.name: _cell(row.get(column.name)) for column in question.columns} for row in answer.rows]
    columns = tuple(column for column in question.columns if any(row[column.name] for row in cells))
    return Answered(question, columns, [[row[column.name] for column in columns] for row in cells])


def _cell(value: object) -> list[Term]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, NamedNode) or (isinstance(item, Literal) and item.value)]
