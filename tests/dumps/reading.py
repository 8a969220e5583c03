"""CSV tables read back into triples by their metadata alone, and what a record states, read out of its store."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.dumps.publication import File, Publication

XSD = "http://www.w3.org/2001/XMLSchema#"
Row = dict[str, str]


def added(publication: Publication, statements: str) -> Publication:
    """The same with more statements, as TriG; the one given stays as it is."""
    store = Store()
    store.extend(publication.store)
    store.load(statements.encode(), format=RdfFormat.TRIG)
    return publication._replace(store=store)


def stated(publication: Publication) -> set[Triple]:
    """What the files of a record state, and what the build adds of each claim; the bare content of claims is left out."""
    seeds = {f"{publication.base}graph/{path.stem}" for path in publication.catalog.seed_files()}
    found = set()
    for quad in publication.store:
        graph, subject = str(quad.graph_name)[1:-1], str(quad.subject)[1:-1]
        if graph in seeds or subject == graph or subject.startswith(graph + "#"):
            found.add(quad.triple)
    return found


def rows_of(files: Iterable[File], name: str) -> list[Row]:
    """The rows of one table."""
    content = next(file.content for file in files if file.name == f"tables/{name}.csv")
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def read_back(files: list[File]) -> set[Triple]:
    """Every triple that the tables hold, as their metadata says."""
    metadata = json.loads(next(file.content for file in files if file.name == "tables/csv-metadata.json"))
    found: set[Triple] = set()
    for table in metadata["tables"]:
        name = table["url"].removesuffix(".csv")
        for row in rows_of(files, name):
            found.update(_statement(row) if name == "statements" else _triples(table["tableSchema"], row))
    return found


def _statement(row: Row) -> Iterator[Triple]:
    line = f"<{row['thing']}> <{row['property']}> {row['value']} ."
    return (quad.triple for quad in parse(line.encode(), format=RdfFormat.N_TRIPLES))


def _triples(schema: dict[str, Any], row: Row) -> Iterator[Triple]:
    assert [column["name"] for column in schema["columns"] if not column.get("virtual")] == list(row)
    for column in schema["columns"]:
        cell = row.get(column.get("name", ""), "")
        if column.get("suppressOutput") or (not cell and not column.get("virtual")):
            continue
        subject = NamedNode(_expanded(column.get("aboutUrl", schema["aboutUrl"]), row))
        predicate = NamedNode(_expanded(column["propertyUrl"], row))
        for value in cell.split(column["separator"]) if "separator" in column else [cell]:
            yield Triple(subject, predicate, _term(column, value, row))


def _term(column: dict[str, Any], value: str, row: Row) -> NamedNode | Literal:
    if "valueUrl" in column:
        return NamedNode(_expanded(column["valueUrl"], row))
    if column["datatype"] == "anyURI":
        return NamedNode(value)
    return Literal(value, language=column["lang"]) if "lang" in column else Literal(value, datatype=NamedNode(XSD + column["datatype"]))


def _expanded(template: str, row: Row) -> str:
    return re.sub(r"\{\+(\w+)\}", lambda match: row[match[1]], template)
