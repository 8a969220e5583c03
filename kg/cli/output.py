"""Rows to stdout, in the form that the reader or the next program wants."""

import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal as Literal_

import click
from pyoxigraph import Literal, NamedNode

from kg.dataset import described
from kg.engine import Engine
from kg.errors import ParameterError
from kg.names import Names
from kg.queries import Column, Term
from kg.terms import text_of
from kg.turtle import write
from kg.vocab import XSD

__all__ = ["chosen_format", "echo_claims", "echo_rows", "note", "plain_rows"]

Row = dict[str, object]
Cells = Mapping[str, Sequence[str]]
Side = Literal_["left", "right"]

_GAP = 2
_MARK = re.compile(r"(?<=\D-)|(?<=[/:])|(?<=\.\.)")
_SHORT = 12
_UNFOLDED = ("date", "integer", "word")


def note(text: str) -> None:
    """Talk, on stderr."""
    click.echo(text, err=True)


def chosen_format(form: str | None) -> str:
    """The format asked for; else a table on a terminal and TSV in a pipe."""
    return form or ("table" if sys.stdout.isatty() else "tsv")


def echo_rows(columns: Sequence[Column], rows: Sequence[Row], form: str, names: Names, extra: Mapping[int, Row] | None = None) -> None:
    """Write rows in a format; a column that holds a thing comes as its label, with its IRI beside it in data formats.

    ``extra`` holds, by the identity of a row, what is added to it in JSON.
    """
    if form == "ttl":
        raise ParameterError("--format ttl is for claims and for queries that construct a graph; this answer is a table")
    if form in ("json", "jsonl", "srj"):
        _echo_json(columns, rows, form, names, extra or {})
    elif form in ("csv", "tsv"):
        click.echo(_separated(columns, rows, form, names), nl=False)
    elif form == "md":
        click.echo(_markdown(columns, rows, names))
    else:
        click.echo(_table(columns, rows, names), nl=False)


def _echo_json(columns: Sequence[Column], rows: Sequence[Row], form: str, names: Names, extra: Mapping[int, Row]) -> None:
    import json  # here, as TSV and tables need no part of it

    if form == "srj":
        click.echo(json.dumps(_sparql_json(columns, rows), ensure_ascii=False, indent=1))
        return
    plain = [_plain(columns, row, names) | extra.get(id(row), {}) for row in rows]
    if form == "json":
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    for row in plain if form == "jsonl" else ():
        click.echo(json.dumps(row, ensure_ascii=False))


def echo_claims(store: Engine, claims: Iterable[str], prefixes: Mapping[str, str]) -> None:
    """Write claims as Turtle, as the record has them."""
    triples = [triple for claim in sorted(set(claims)) for triple in described(store, claim)]
    triples.sort(key=lambda triple: (text_of(triple.subject), triple.predicate.value, str(triple.object)))
    click.echo(write(triples, prefixes), nl=False)


def plain_rows(columns: Sequence[Column], rows: Sequence[Row], names: Names) -> list[Row]:
    """Rows as JSON objects keyed by column."""
    return [_plain(columns, row, names) for row in rows]


def _plain(columns: Sequence[Column], row: Row, names: Names) -> dict[str, object]:
    """A row as JSON: labels with IRIs beside them, integers as numbers, an absent date as null, lists as lists."""
    plain: dict[str, object] = {}
    for column in columns:
        value = row.get(column.name)
        if column.type in ("list", "things"):
            items = value if isinstance(value, list) else []
            plain[column.name] = [names.words(item) for item in items]
            if column.type == "things":
                plain[f"{column.name}_iri"] = [item.value if isinstance(item, NamedNode) else None for item in items]
        elif isinstance(value, NamedNode):
            plain[column.name], plain[f"{column.name}_iri"] = names.label(value.value), value.value
        elif column.type == "thing":
            plain[column.name], plain[f"{column.name}_iri"] = ((value.value or None) if isinstance(value, Literal) else None), None
        elif isinstance(value, Literal):
            number = value.datatype.value == XSD + "integer"
            plain[column.name] = int(value.value) if number else (value.value or None)
        else:
            plain[column.name] = None
    return plain


def _sparql_json(columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, object]:
    plain = [column.name for column in columns if column.type not in ("list", "things")]
    bindings = [{name: _binding(value) for name in plain if isinstance(value := row.get(name), NamedNode | Literal)} for row in rows]
    return {"head": {"vars": plain}, "results": {"bindings": bindings}}


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        binding["datatype"] = term.datatype.value
    return binding


def _separated(columns: Sequence[Column], rows: Sequence[Row], form: str, names: Names) -> str:
    """Rows as CSV or TSV; in TSV a tab or a line break inside a value becomes a space."""
    plain = [_plain(columns, row, names) for row in rows]
    header = [name for column in columns for name in (column.name, f"{column.name}_iri") if name == column.name or "thing" in column.type]
    lines = [header, *([_cell(row.get(name)) for name in header] for row in plain)]
    if form == "tsv":
        return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
    import csv  # here, as no other format needs it

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value if item is not None)
    return "" if value is None else str(value)


def _markdown(columns: Sequence[Column], rows: Sequence[Row], names: Names) -> str:
    header = [column.name for column in columns]
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join("---" for _ in header) + " |"]
    for row in rows:
        cells = [" ".join(names.words(row.get(name)).split()).replace("\\", "\\\\").replace("|", "\\|") for name in header]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _table(columns: Sequence[Column], rows: Sequence[Row], names: Names) -> str:
    """A table laid out for the width of the terminal, or for 120 columns; a thing that all rows share is said once above.

    Where it has so many columns that short words would break, every row is a record, with a line for each value.
    """
    cells = {column.name: [_printable(names.words(row.get(column.name))) for row in rows] for column in columns}
    shared = [column for column in columns if column.type == "thing" and len(rows) > 1 and len(set(cells[column.name])) == 1]
    shown = [column for column in columns if column not in shared] or columns
    widths = _widths(shown, cells, _width() - _GAP * (len(shown) - 1))
    if widths is None:
        return _records(columns, cells, len(rows))
    above = "".join(_named(column, cells[column.name][0]) for column in shared if column not in shown)
    return above + _grid(shown, cells, widths)


def _grid(columns: Sequence[Column], cells: Cells, widths: Sequence[int]) -> str:
    """The cells in columns of these widths."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for column, width in zip(columns, widths, strict=True):
        side: Side = "right" if column.type == "integer" else "left"
        table.add_column(_head(column), justify=side, overflow="fold", width=width)
    for row in zip(*(cells[column.name] for column in columns), strict=True):
        table.add_row(*map(_folded, row, widths))
    stream = io.StringIO()
    total = sum(widths) + _GAP * len(widths)
    Console(file=stream, width=total, force_terminal=sys.stdout.isatty(), emoji=False, highlight=False, markup=False).print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _records(columns: Sequence[Column], cells: Cells, number: int) -> str:
    """A record for each row, without the values that it has not; the names of the columns where there is no row."""
    if not number:
        return _filled("  ".join(map(_head, columns)))
    records = ("".join(_named(column, cells[column.name][row]) for column in columns) for row in range(number))
    return "\n".join(records)


def _named(column: Column, cell: str) -> str:
    return _filled(f"{_head(column)}: {cell}") if cell else ""


def _filled(text: str) -> str:
    """A text in lines of the width of the terminal, or of 20 characters where that is narrower."""
    from textwrap import fill  # here, as the other formats have no width

    return fill(text, max(_width(), 20), subsequent_indent="  ", break_on_hyphens=False) + "\n"


def _widths(columns: Sequence[Column], cells: Cells, room: int) -> list[int] | None:
    """The width of each column within the room for all; None where a value or a short word would break in any.

    A column has room for its longest value where all have; else for its longest
    word, or for less of it where words are long, and a share of what is left.
    """
    from rich.cells import cell_len

    whole = [max(map(cell_len, (_head(column), *cells[column.name]))) for column in columns]
    if sum(whole) <= room:
        return whole
    least = [max(map(cell_len, _unbroken(column, cells[column.name]))) for column in columns]
    folding = [column.type not in _UNFOLDED for column in columns]
    for longest in range(max(*least, _SHORT), _SHORT - 1, -1):
        widths = [min(width, longest) if folds else width for width, folds in zip(least, folding, strict=True)]
        spare = room - sum(widths)
        if spare >= 0:
            wants = [most - width if folds else 0 for most, width, folds in zip(whole, widths, folding, strict=True)]
            share = min(1, spare / max(sum(wants), 1))
            return [width + int(want * share) for width, want in zip(widths, wants, strict=True)]
    return None


def _unbroken(column: Column, cells: Sequence[str]) -> list[str]:
    """What a column holds in one line if it can: the words of its head, and its values or their words."""
    values = cells if column.type in _UNFOLDED else [word for cell in cells for word in cell.split()]
    return [*_head(column).split(), *values]


def _folded(cell: str, width: int) -> str:
    """A cell with line breaks in the words that are wider than its column."""
    return " ".join("\n".join(_pieces(word, width)) for word in cell.split())


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word in pieces that its column holds, broken at a mark where there is one, and not within a date."""
    piece = ""
    for part in _MARK.split(word):
        if piece and len(piece + part) > width:
            yield piece
            piece = ""
        piece += part
        while len(piece) > width:
            yield piece[:width]
            piece = piece[width:]
    yield piece


def _head(column: Column) -> str:
    return column.name.replace("_", " ")


def _printable(text: str) -> str:
    """A value without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in " ".join(text.split()))


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 24)).columns
