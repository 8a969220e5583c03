"""A record as CSV tables, with their metadata as CSV on the Web.

Each value of the record stands once: in the column that takes it, or in
``statements.csv``, one row for each. What a spreadsheet would run or a reader
of CSV might change (a text that begins with a sign of a formula, or that has
other control characters than line ends) takes no column; in ``statements.csv``
values stand as terms of N-Triples, which begin with ``<`` or ``"``.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.dumps.columns import CHAIN, STATEMENTS, TABLES, Column, Table
from kg.dumps.publication import File, Publication
from kg.dumps.record import Values, labels, stated
from kg.queries import Term
from kg.vocab import ATTEST, RDF, RDF_LANG_STRING, XSD

__all__ = ["tables"]

_CSV = "text/csv"
_JSON = "application/csvm+json"
_UNSAFE = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]|\s|.*\s\Z|.*[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]|\Z", re.DOTALL)
_DATATYPES = {"anyURI": "", "string": XSD + "string", "text": RDF_LANG_STRING, "integer": XSD + "integer", "date": XSD + "date"}

Row = dict[str, str]


class _Item(NamedTuple):
    """What one row is about: what is stated of it and not yet taken, and the cells that its place in the record gives it."""

    subject: str
    values: Values
    given: Row


def tables(publication: Publication) -> list[File]:
    """The tables of a record, and the file that describes them."""
    items, rest = _items(publication)
    names = labels(publication.store)
    files = []
    for table in TABLES:
        rows = [_row(table, item, names) for item in items[table.name]]
        files.append(_file(table, rows))
    left = [item for table in TABLES for item in items[table.name]] + rest
    files.append(_file(STATEMENTS, _statements(left)))
    metadata = json.dumps(_metadata(publication), ensure_ascii=False, indent=2) + "\n"
    return [*files, File("tables/csv-metadata.json", _JSON, "What the tables hold, as CSV on the Web", metadata.encode())]


def _items(publication: Publication) -> tuple[dict[str, list[_Item]], list[_Item]]:
    """What each table is about, and what is stated of anything else."""
    record = stated(publication)
    items: dict[str, list[_Item]] = {table.name: [] for table in TABLES}
    rest: list[_Item] = []
    for claim, parts in record.claims.items():
        own = parts.pop(claim, {})
        items["claims"].append(_Item(claim, own, {}))
        linked: set[str] = set()
        for link in (*CHAIN, "passage"):
            table, place = ("attributions", {"chain": link}) if link in CHAIN else ("passages", {})
            named = [value.value for value in own.get(ATTEST + link, []) if isinstance(value, NamedNode) and value.value in parts]
            items[table] += [_Item(part, dict(parts[part]), {"claim": claim} | place) for part in named]
            _take(own, ATTEST + link, map(NamedNode, named))
            linked.update(named)
        rest += [_Item(part, values, {}) for part, values in parts.items() if part not in linked]
    for thing, values in record.things.items():
        kind = "sentences" if NamedNode(ATTEST + "Sentence") in values.get(RDF + "type", []) else "entities"
        items[kind].append(_Item(thing, values, {}))
    return items, rest


def _row(table: Table, item: _Item, names: Mapping[str, str]) -> Row:
    """One row: the values that its columns take out of what is stated, and labels beside them."""
    row = {table.columns[0].name: item.subject} | item.given
    if table.kind:
        _take(item.values, RDF + "type", [NamedNode(ATTEST + table.kind)])
    for column in table.columns:
        if column.takes:
            row[column.name] = _cell(column, item.values)
        elif column.labels:
            label = names.get(row[column.labels], "")
            row[column.name] = "" if _UNSAFE.match(label) else label
    return {column.name: row.get(column.name, "") for column in table.columns}


def _cell(column: Column, values: Values) -> str:
    """The values that a column takes: every IRI in a list, else the one value of its type, where there is one."""
    fitting = [value for value in values.get(column.takes, []) if _fits(column, value)]
    if not column.is_list and len(fitting) != 1:
        return ""
    _take(values, column.takes, fitting)
    return " ".join(value.value for value in fitting)


def _fits(column: Column, value: Term) -> bool:
    if isinstance(value, NamedNode):
        return column.datatype == "anyURI"
    if value.datatype.value != _DATATYPES[column.datatype] or value.language not in (None, "en"):
        return False
    return column.datatype not in ("string", "text") or not _UNSAFE.match(value.value)


def _take(values: Values, name: str, taken: Iterable[Term]) -> None:
    gone = set(taken)
    values[name] = [value for value in values.get(name, []) if value not in gone]


def _statements(items: Iterable[_Item]) -> list[Row]:
    """What no column took, one row for each value; a part that stands in two rows has its values once."""
    left = {(item.subject, name, str(value)) for item in items for name, values in item.values.items() for value in values}
    return [dict(zip(("thing", "property", "value"), statement, strict=True)) for statement in sorted(left)]


def _file(table: Table, rows: Iterable[Row]) -> File:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [column.name for column in table.columns], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return File(f"tables/{table.name}.csv", _CSV, table.title, stream.getvalue().encode())


def _metadata(publication: Publication) -> dict[str, object]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"Tables of release {publication.version}",
        "dc:issued": {"@value": publication.day, "@type": "xsd:date"},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "doubleQuote": True, "trim": False},
        "tables": [_described(table) for table in (*TABLES, STATEMENTS)],
    }


def _described(table: Table) -> dict[str, object]:
    columns = [_column(table, column) for column in table.columns]
    if table.kind:
        columns.append({"virtual": True, "propertyUrl": RDF + "type", "valueUrl": ATTEST + table.kind})
    schema: dict[str, object] = {"aboutUrl": f"{{+{table.columns[0].name}}}", "columns": columns, "primaryKey": list(table.key)}
    if keys := [column for column in table.columns if column.refers]:
        schema["foreignKeys"] = [_foreign(column) for column in keys]
    return {"url": f"{table.name}.csv", "dc:title": table.title, "tableSchema": schema}


def _foreign(column: Column) -> dict[str, object]:
    other = next(table for table in TABLES if table.name == column.refers)
    return {
        "columnReference": [column.name],
        "reference": {"resource": f"{other.name}.csv", "columnReference": [other.columns[0].name]},
    }


def _column(table: Table, column: Column) -> dict[str, object]:
    """A column in the words of CSV on the Web."""
    told: dict[str, object] = {"name": column.name, "titles": column.name, "dc:description": column.help}
    told |= {"datatype": "string", "lang": "en"} if column.datatype == "text" else {"datatype": column.datatype}
    if column.required:
        told["required"] = True
    if column.is_list:
        told["separator"] = " "
    if column.takes:
        told["propertyUrl"] = column.takes
        if column.datatype == "anyURI" and not column.is_list:
            told["valueUrl"] = f"{{+{column.name}}}"
    elif column.link:
        told |= {"aboutUrl": f"{{+{column.name}}}", "propertyUrl": column.link, "valueUrl": f"{{+{table.columns[0].name}}}"}
    else:
        told["suppressOutput"] = True
    return told
