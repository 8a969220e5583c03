"""What differs between two versions, for a reader: tables, Markdown, and plain values for JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.dumps.answers import AnswerChange, Row, RowChange, alike, tells_single_claims
from kg.dumps.changes import Change, Changes, ValueChange
from kg.names import Names
from kg.queries import Column

__all__ = ["Labels", "Table", "markdown", "plain", "summary", "tables"]

_CHANGE = Column("change", "word", "added, superseded, withdrawn, changed or removed")
_COLUMNS = (
    _CHANGE,
    Column("name", "word", "the claim or thing"),
    Column("says", "text", "its label"),
    Column("what", "text", "what is not as it was"),
)
_COUNTS = (
    Column("question", "word", "the stored question, with no parameter set"),
    Column("added", "integer", "rows that were not there before"),
    Column("removed", "integer", "rows that are there no more"),
    Column("changed", "integer", "rows of the same key with other values"),
)
_FIRST = 3
_ARROW = " → "
_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


class Labels(NamedTuple):
    """The names of the two versions."""

    before: Names
    after: Names


class Table(NamedTuple):
    """Rows under a title, each cell a text."""

    title: str
    columns: tuple[Column, ...]
    rows: list[dict[str, object]]


def tables(changes: Changes, labels: Labels) -> list[Table]:
    """What differs, as tables; of questions whose rows are single claims, which stand in the first, only how many rows do."""
    told = (("Claims", changes.claims), ("Things", changes.things), ("Terms of the ontology", changes.terms))
    found = [Table(title, _COLUMNS, [_change_row(change, labels) for change in some]) for title, some in told if some]
    if changes.answers:
        found.append(Table("Answers", _COUNTS, [_count_row(answer) for answer in changes.answers]))
    return found + [_answer_table(answer, labels) for answer in changes.answers if not tells_single_claims(answer.question)]


def markdown(changes: Changes, labels: Labels, title: str) -> str:
    """What differs, as a document in Markdown."""
    parts = [f"# {_escaped(title)}", summary(changes)]
    parts += [f"## {_escaped(table.title)}\n\n{_markdown(table)}" for table in tables(changes, labels)]
    return "\n\n".join(parts) + "\n"


def summary(changes: Changes) -> str:
    """What differs, in one sentence."""
    if not changes.any():
        return "Nothing differs."
    counted = (("claim", changes.claims), ("thing", changes.things), ("term", changes.terms))
    said = [f"{_counted(len(some), name)} ({_by_kind(some)})" for name, some in counted if some]
    said += [f"the answers to {_counted(len(changes.answers), 'question')}"] if changes.answers else []
    return f"What differs: {', '.join(said)}."


def plain(changes: Changes, labels: Labels) -> dict[str, object]:
    """What differs, as values for JSON, with every row of every answer."""
    described: dict[str, object] = {
        name: [_plain_change(change, labels) for change in getattr(changes, name)] for name in ("claims", "things", "terms")
    }
    return described | {"answers": [_plain_answer(answer, labels) for answer in changes.answers]}


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _by_kind(some: Sequence[Change]) -> str:
    kinds = dict.fromkeys(change.kind for change in some)
    return ", ".join(f"{sum(change.kind == kind for change in some)} {kind}" for kind in kinds)


def _change_row(change: Change, labels: Labels) -> dict[str, object]:
    what = [_ARROW.join(change.standing)] if change.standing else []
    what += [f"by {', '.join(map(labels.after.curie, change.by))}"] if change.by else []
    if change.kind not in ("added", "removed"):
        what += [_value_words(change, value, labels) for value in change.values]
    cells = (change.kind, labels.after.curie(change.iri), change.label, "; ".join(what))
    return {column.name: Literal(cell) for column, cell in zip(_COLUMNS, cells, strict=True)}


def _value_words(change: Change, value: ValueChange, labels: Labels) -> str:
    """A change of values in words: the part that has them, the predicate, and the old and the new."""
    part = value.subject.removeprefix(change.iri).lstrip("#")
    name = f"{part} {labels.after.curie(value.predicate)}".lstrip()
    old, new = (", ".join(names.words(term) for term in terms) for terms, names in ((value.old, labels.before), (value.new, labels.after)))
    return f"{name}: {old}{_ARROW}{new}" if old and new else f"{name}: {'without' if old else 'with'} {old or new}"


def _count_row(answer: AnswerChange) -> dict[str, object]:
    counts = {column.name: Literal(answer.count(column.name)) for column in _COUNTS[1:]}
    return {"question": Literal(answer.question.name), **counts}


def _answer_table(answer: AnswerChange, labels: Labels) -> Table:
    """The changed rows of a question, without columns that are empty."""
    columns = tuple(Column(column.name, "text", column.help) for column in _told(answer))
    rows = [_row_words(row, columns, labels) for row in answer.rows]
    filled = tuple(column for column in columns if any(_text(row[column.name]) for row in rows))
    return Table(f"{answer.question.name}: {answer.question.title}", (_CHANGE, *filled), rows)


def _told(answer: AnswerChange) -> list[Column]:
    """The columns that tell how rows differ: where all have only changed, the first, those of the key, and those with another value."""
    columns = answer.question.columns
    if any(row.before is None or row.after is None for row in answer.rows):
        return list(columns)
    other = {name for row in answer.rows for name, value in (row.after or {}).items() if not alike((row.before or {}).get(name), value)}
    return [column for number, column in enumerate(columns) if number < _FIRST or column.name in {*answer.question.key, *other}]


def _row_words(row: RowChange, columns: Sequence[Column], labels: Labels) -> dict[str, object]:
    cells = {column.name: Literal(_cell(row, column.name, labels)) for column in columns}
    return {"change": Literal(row.kind), **cells}


def _cell(row: RowChange, name: str, labels: Labels) -> str:
    """A value, and where it was another one before, both."""
    before, after = ((side or {}).get(name) for side in (row.before, row.after))
    old, new = labels.before.words(before), labels.after.words(after)
    if row.kind != "changed" or alike(before, after):
        return new or old
    return f"{old or 'none'}{_ARROW}{new or 'none'}"


def _plain_change(change: Change, labels: Labels) -> dict[str, object]:
    values: list[dict[str, object]] = [
        {"subject": value.subject, "predicate": value.predicate, "old": list(map(str, value.old)), "new": list(map(str, value.new))}
        for value in change.values
    ]
    name = labels.after.curie(change.iri)
    told: dict[str, object] = {"change": change.kind, "name": name, "iri": change.iri, "says": change.label}
    if change.standing:
        told["standing"] = dict(zip(("before", "after"), change.standing, strict=True))
    return told | {"by": list(change.by), "values": values}


def _plain_answer(answer: AnswerChange, labels: Labels) -> dict[str, object]:
    rows = [
        {"change": row.kind, "before": _plain_row(row.before, labels.before), "after": _plain_row(row.after, labels.after)}
        for row in answer.rows
    ]
    return {"question": answer.question.name, "title": answer.question.title, "rows": rows}


def _plain_row(row: Row | None, names: Names) -> Mapping[str, object] | None:
    return None if row is None else {name: _plain_value(value, names) for name, value in row.items()}


def _plain_value(value: object, names: Names) -> object:
    if isinstance(value, list):
        return [_plain_value(item, names) for item in value]
    return {"label": names.label(value.value), "iri": value.value} if isinstance(value, NamedNode) else names.words(value) or None


def _markdown(table: Table) -> str:
    names = [column.name for column in table.columns]
    lines = [names, ["---"] * len(names), *([_escaped(_text(row[name])) for name in names] for row in table.rows)]
    return "\n".join(_line(cells) for cells in lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(value: object) -> str:
    return value.value if isinstance(value, Literal) else ""


def _escaped(text: str) -> str:
    """A text on one line that no mark of Markdown or HTML in it changes."""
    return " ".join(text.split()).translate(_MARKDOWN)
