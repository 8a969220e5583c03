"""What an answer loads, and what it leaves alone."""

import subprocess
import sys
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.catalog import Catalog, open_catalog
from kg.dataset import build
from kg.queries import answer, find, names
from kg.turtle import read

HEAVY = {"rdflib", "pyshacl", "owlrl", "yaml", "rich", "difflib", "csv"}


def loaded(*words: str) -> set[str]:
    code = (
        "import sys; sys.argv = ['kg', *sys.argv[1:]]; from kg.cli.main import cli; cli.main(standalone_mode=False); "
        "print(*sorted(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    )
    outcome = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return set(outcome.stderr.split())


def test_an_answer_needs_no_heavy_library() -> None:
    assert not HEAVY & loaded("ask", "backers", "--of", "LNA", "--as-of", "2020-07-10", "--format", "tsv")


def test_the_heavy_libraries_would_be_seen() -> None:
    assert "rich" in loaded("ask", "sources", "--format", "table")


def alike(catalog: Catalog) -> list[float]:
    """For each question that says what it reads, the share of the record that it is asked of, which gives the rows of the whole."""
    whole = build(catalog).require()
    reading = [question for name in names(catalog.queries) if (question := find(catalog.queries, name)).reads]
    assert len(reading) == 3
    shares = []
    for question in reading:
        part = build(catalog, reads=question.reads).require()
        assert answer(whole, question, {}).rows == answer(part, question, {}).rows
        shares.append(len(part) / len(whole))
    return shares


def test_a_question_that_says_what_it_reads_answers_as_from_the_whole_record() -> None:
    assert max(alike(open_catalog())) < 0.5


def test_it_answers_so_of_a_record_in_another_layout(tmp_path: Path) -> None:
    catalog = open_catalog()
    for path in catalog.seed_files():
        triples = (quad.triple for quad in read(path))
        (tmp_path / path.name).write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    alike(catalog._replace(seeds=tmp_path))
