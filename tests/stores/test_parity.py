"""Every stored question gives the same rows in the same order in every store as in memory, over the whole record.

Each question, and the evidence of its rows, is asked with nothing set, with each
parameter alone, and with all set. What was seen stands in ``docs/parity.csv`` and,
as a table, in ``docs/parity.md``; ``make parity`` writes both anew. It also asks
rdflib, which takes long over the whole record and is left out of every other run;
what it gave is shown until the record or the text of a query changes. So it is with
the engine of Virtuoso, to which no command puts a question: with each difference it
stands in the files, and ``docs/differences.csv`` tells which.
"""

import csv
import hashlib
import io
import os
import re
import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

import pyoxigraph
import pytest
import rdflib

from kg.errors import AttestError, StoreError
from kg.stores.remote import opened
from tests.asking import Cell, companions, filled, questions, rows_of, sets, whole_record
from tests.kg.command import ROOT, run
from tests.rdflib_engine import in_rdflib, rows_of_rdflib
from tests.stores.conftest import start_or_skip
from tests.stores.servers import KINDS, Server

Rows = list[dict[str, Cell]]

SEEN, TABLE, DIFFERENCES = (ROOT / "docs" / name for name in ("parity.csv", "parity.md", "differences.csv"))
WRITING = os.environ.get("KG_PARITY", "").split()
"""The engines whose part of the table is written: those that are named, or all."""
QUERIES = {label: (question, text) for question in questions() for label, text in companions(question)}
ITSELF = "virtuoso-itself"
TITLES = {"oxigraph": "Oxigraph", "fuseki": "Fuseki", "virtuoso": "Virtuoso", "rdflib": "rdflib", ITSELF: "Virtuoso by itself"}
UNASKED = ("rdflib", ITSELF)
"""What is asked only where it is named."""
PATIENCE = 20.0
"""How many seconds the engine of Virtuoso has for a query: the answers that it gives come within one or two."""
HEAD = """\
# The same rows in every store

Each stored question, and the query for the evidence of its rows, was asked over the whole record with nothing set, with each parameter
alone, and with all set. A column tells with how many of these sets an engine gave the rows that pyoxigraph {memory} gives in memory, each
value with its datatype, in the same order. `make parity` writes this file.

Each engine was asked in the way of `--at`. So the graphs of Virtuoso were fetched, proved by the list in the store, and asked in memory
(`stores.md` says why): its column shows what it holds, not how it joins. The last column is its own engine, to which no command puts a
question; what it gave in this run, which is other after another start, stands query by query in `differences.csv`.
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


class Difference(NamedTuple):
    """A query with a set of parameters to which an engine gave other rows than memory."""

    engine: str
    version: str
    query: str
    asked: str
    what: str


SEEN_NOW: dict[str, dict[str, Seen]] = defaultdict(dict)
DIFFERENT: list[Difference] = []


@cache
def expected(label: str) -> list[Expected]:
    question, text = QUERIES[label]
    queries = [(asked, filled(text, values)) for asked, values in sets(question)]
    return [Expected(asked, query, rows_of(memory(), query)) for asked, query in queries]


memory = cache(whole_record)


@pytest.fixture(scope="module", params=[*sorted(KINDS), *(name for name in UNASKED if name in WRITING)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store that holds the whole record, loaded from nothing by the command; or rdflib."""
    if request.param == "rdflib":
        dataset = in_rdflib(memory(), by_graph=True)
        yield Engine("rdflib", rdflib.__version__, lambda text: rows_of_rdflib(dataset, text))
        return
    server = KINDS[request.param.partition("-")[0]](tmp_path_factory.mktemp(request.param))
    start_or_skip(server)
    done = run("load", server.url, env=server.environment, seconds=300)
    assert done.code == 0, done
    if request.param == ITSELF:
        yield Engine(ITSELF, server.version(), partial(rows_of_virtuoso, server))
        server.end()
        return
    record = opened(server.url, timeout=300)
    asked = record.engine()
    yield Engine(server.name, server.version(), lambda text: rows_of(asked, text))
    server.end()


def rows_of_virtuoso(server: Server, text: str) -> Rows:
    """What the engine of Virtuoso gives; where it hangs, and with it every other query, the server is ended and started again."""
    try:
        return rows_of(opened(server.url, timeout=PATIENCE).endpoint, text)
    except StoreError as error:
        if "no whole answer" in str(error):
            server.end(signal.SIGKILL)
            server.start()
        raise


@pytest.mark.parametrize("label", QUERIES)
def test_a_query_gives_the_rows_of_memory(engine: Engine, label: str) -> None:
    wrong = [(item.asked, told) for item in expected(label) if (told := difference(engine, item))]
    rows = sum(len(item.rows) for item in expected(label))
    asked = len(expected(label))
    SEEN_NOW[engine.name][label] = Seen(engine.name, engine.version, label, digest(label), asked, asked - len(wrong), rows)
    DIFFERENT.extend(Difference(engine.name, engine.version, label, set_, told) for set_, told in wrong)
    if engine.name == ITSELF:
        return
    assert wrong == []
    assert rows


def difference(engine: Engine, item: Expected) -> str:
    """How the rows of an engine differ from those of memory; empty where they do not."""
    try:
        found = engine.rows(item.text)
    except AttestError as error:
        return re.sub(r"http://127\.0\.0\.1:\d+\S*: ", "", str(error)).partition("SPARQL query")[0].strip()
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


def different() -> list[Difference]:
    """What the file of differences holds of engines that were not asked now, and what was seen of the others."""
    before: list[Difference] = []
    if DIFFERENCES.exists():
        with DIFFERENCES.open(encoding="utf-8", newline="") as file:
            before = [Difference(**line) for line in csv.DictReader(file)]
    known = {(line.engine, line.query) for line in current(written())}
    return sorted([*(line for line in before if line.engine not in SEEN_NOW and (line.engine, line.query) in known), *DIFFERENT])


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


def as_csv(fields: tuple[str, ...], lines: Sequence[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
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
        SEEN.write_text(as_csv(Seen._fields, lines), encoding="utf-8")
        DIFFERENCES.write_text(as_csv(Difference._fields, different()), encoding="utf-8")
        TABLE.write_text(as_table(lines), encoding="utf-8")
        return
    told = {line.query: line._replace(version="") for line in before if line.engine == engine.name}
    assert told == {label: line._replace(version="") for label, line in now.items()}, "make parity writes docs/parity.csv anew"
    assert TABLE.read_text(encoding="utf-8") == as_table(current(before))
