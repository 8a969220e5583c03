"""What an answer loads, and what it leaves alone."""

import subprocess
import sys

from kg.catalog import open_catalog
from kg.dataset import build
from kg.queries import answer, find, names

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


def test_a_question_that_says_what_it_reads_answers_as_from_the_whole_record() -> None:
    catalog = open_catalog()
    whole = build(catalog).require()
    reading = [question for name in names(catalog.queries) if (question := find(catalog.queries, name)).reads]
    assert len(reading) == 3
    for question in reading:
        part = build(catalog, reads=question.reads).require()
        assert len(part) < len(whole) / 2
        assert answer(whole, question, {}).rows == answer(part, question, {}).rows
