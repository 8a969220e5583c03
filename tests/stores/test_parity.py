"""Every stored question gives the same rows in the same order in every store as in memory, over the whole record.

Each question, and the evidence of its rows, is asked with nothing set, with each
parameter alone, and with all set. What was seen stands in ``docs/parity.csv`` and,
as a table, in ``docs/parity.md``; ``make parity`` writes both anew. It also asks
rdflib, which takes long over the whole record and is left out of every other run;
what it gave is shown until the record or the text of a query changes.
"""

import csv
import hashlib
import io
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import pyoxigraph
import pytest
import rdflib

from kg.errors import AttestError
from kg.stores.remote import opened
from tests.asking import Cell, companions, filled, questions, rows_of, sets, whole_record
from tests.kg.command import ROOT, run
from tests.rdflib_engine import in_rdflib, rows_of_rdflib
from tests.stores.conftest import start_or_skip
from tests.stores.servers import KINDS

Rows = list[dict[str, Cell]]

SEEN, TABLE = ROOT / "docs" / "parity.csv", ROOT / "docs" / "parity.md"
WRITING = os.environ.get("KG_PARITY", "").split()
"""The engines whose part of the table is written: those that are named, or all."""
QUERIES = {label: (question, text) for question in questions() for label, text in companions(question)}
TITLES = {"oxigraph": "Oxigraph", "fuseki": "Fuseki", "virtuoso": "Virtuoso", "rdflib": "rdflib"}
MANY = 6
HEAD = """\
# The same rows in every store

Each stored question, and the query for the evidence of its rows, was asked over the whole record with nothing set, with each parameter
alone, and with all set. A column tells with how many of these sets an engine gave the rows that pyoxigraph {memory} gives in memory, each
value with its datatype, in the same order. `make parity` writes this file.

Each engine was asked in the way of `--at`. So the graphs of Virtuoso were fetched, proved by the list in the store, and asked in memory
(`stores.md` says why): its column shows what it holds, not how it joins. What its own engine gave stands in `virtuoso-7.2.12.csv`.
rdflib takes long for all of it, and is asked by `make parity` alone, told in which graphs a pattern can match (`tests/rdflib_engine.py`);
the tests ask it as it is, with every set, of a cut of the record, and for some questions of the whole (`tests/semantics/test_engines.py`).

{engines}

"""


class Seen(NamedTuple):
    """What an engine gave to a query: with how many sets of parameters it was asked, and with how many it gave the rows of memory."""

    engine: str
    version: str
    query: str
    digest: str
    asked: int
    agreed: int
    rows: int


class Engine(NamedTuple):
    """What is asked beside the memory."""

    name: str
    version: str
    rows: Callable[[str], Rows]


class Expected(NamedTuple):
    """A query with a set of parameters, and its rows in memory."""

    asked: str
    text: str
    rows: Rows


SEEN_NOW: dict[str, dict[str, Seen]] = defaultdict(dict)


@cache
def expected(label: str) -> list[Expected]:
    question, text = QUERIES[label]
    queries = [(asked, filled(text, values)) for asked, values in sets(question)]
    return [Expected(asked, query, rows_of(memory(), query)) for asked, query in queries]


memory = cache(whole_record)


@pytest.fixture(scope="module", params=[*sorted(KINDS), *(["rdflib"] if "rdflib" in WRITING else [])])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store that holds the whole record, loaded from nothing by the command; or rdflib."""
    if request.param == "rdflib":
        dataset = in_rdflib(memory(), by_graph=True)
        yield Engine("rdflib", rdflib.__version__, lambda text: rows_of_rdflib(dataset, text))
        return
    server = KINDS[request.param](tmp_path_factory.mktemp(request.param))
    start_or_skip(server)
    done = run("load", server.url, env=server.environment, seconds=300)
    assert done.code == 0, done
    record = opened(server.url, timeout=300)
    asked = record.engine()
    yield Engine(server.name, server.version(), lambda text: rows_of(asked, text))
    server.end()


@pytest.mark.parametrize("label", QUERIES)
def test_a_query_gives_the_rows_of_memory(engine: Engine, label: str) -> None:
    wrong = [(item.asked, told) for item in expected(label) if (told := difference(engine, item))]
    rows = sum(len(item.rows) for item in expected(label))
    asked = len(expected(label))
    SEEN_NOW[engine.name][label] = Seen(engine.name, engine.version, label, digest(label), asked, asked - len(wrong), rows)
    assert wrong == []
    assert rows


def difference(engine: Engine, item: Expected) -> str:
    """How the rows of an engine differ from those of memory; empty where they do not."""
    try:
        found = engine.rows(item.text)
    except AttestError as error:
        return str(error)
    if found == item.rows:
        return ""
    first = next((number for number, pair in enumerate(zip(found, item.rows, strict=False)) if pair[0] != pair[1]), None)
    return f"{len(found)} rows for {len(item.rows)}; the first that differs: {first}"


def digest(label: str) -> str:
    """Of the record, and of the texts that were asked: what was seen holds for these alone."""
    texts = (f"{item.asked}\n{item.text}" for item in expected(label))
    return hashlib.sha256("\n".join([record_digest(), *texts]).encode()).hexdigest()[:12]


@cache
def record_digest() -> str:
    """Of the whole record in memory."""
    return hashlib.sha256("\n".join(sorted(map(str, memory()))).encode()).hexdigest()


def written() -> list[Seen]:
    """What the file of results holds."""
    if not SEEN.exists():
        return []
    with SEEN.open(encoding="utf-8", newline="") as file:
        lines = [Seen(**line) for line in csv.DictReader(file)]  # type: ignore[arg-type]
    return [line._replace(asked=int(line.asked), agreed=int(line.agreed), rows=int(line.rows)) for line in lines]


def current(before: list[Seen]) -> list[Seen]:
    """What was seen now, and of engines that were not asked now what was seen before, of queries that are as they were."""
    found = {(line.engine, line.query): line for line in before if line.query in QUERIES and line.digest == digest(line.query)}
    found |= {(name, label): line for name, lines in SEEN_NOW.items() for label, line in lines.items()}
    return sorted(found.values(), key=lambda line: (list(TITLES).index(line.engine), line.query))


def as_csv(lines: list[Seen]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Seen._fields)
    writer.writerows(lines)
    return text.getvalue()


def as_table(lines: list[Seen]) -> str:
    """The results as Markdown: a line for each query, a column for each engine."""
    versions = {line.engine: line.version for line in lines}
    named = "\n".join(f"- {title} {versions[name]}" for name, title in TITLES.items() if name in versions)
    found = {(line.engine, line.query): line for line in lines}
    rows = [["query", "sets", "rows", *(TITLES[name] for name in versions)]]
    rows.append(["---", "---:", "---:", *("---:" for _ in versions)])
    for label in QUERIES:
        items = expected(label)
        cells = [found.get((name, label)) for name in versions]
        told = ["not asked since it changed" if cell is None else str(cell.agreed) for cell in cells]
        rows.append([label, str(len(items)), str(sum(len(item.rows) for item in items)), *told])
    head = HEAD.format(memory=pyoxigraph.__version__, engines=named)
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_the_docs_tell_what_was_seen(engine: Engine) -> None:
    """After the tests above: the lines of the files about this engine are those of this run, whatever its version."""
    now = SEEN_NOW[engine.name]
    if now.keys() != QUERIES.keys():
        pytest.skip("not every query was asked in this run")
    before = written()
    if engine.name in WRITING:
        lines = current(before)
        SEEN.parent.mkdir(exist_ok=True)
        SEEN.write_text(as_csv(lines), encoding="utf-8")
        TABLE.write_text(as_table(lines), encoding="utf-8")
        return
    told = {line.query: line._replace(version="") for line in before if line.engine == engine.name}
    assert told == {label: line._replace(version="") for label, line in now.items()}, "make parity writes docs/parity.csv anew"
    assert TABLE.read_text(encoding="utf-8") == as_table(current(before))
