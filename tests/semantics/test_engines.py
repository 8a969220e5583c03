"""Every stored question gives the same rows in the same order on pyoxigraph and on rdflib.

Some questions are asked of the whole record. Every set of parameters of each is
asked of a cut of it (the claims behind the first rows of each answer, and the
first of two sources, with the actors in them and their sides), because rdflib walks every named
graph for each ``GRAPH`` with a variable.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.catalog import shipped
from kg.queries import Question, answer
from kg.vocab import attest, node
from tests.asking import BASE, WORDS, Values, cell, companions, filled, questions, rows_of, sets, setting, whole_record
from tests.rdflib_engine import cell_of_rdflib, in_rdflib, rows_of_rdflib

ASKED_WHOLE = ("announcements", "casualties", "chain", "claims_about", "contradictions", "said_by", "sources")
"""The questions that rdflib answers on the whole record in seconds; it takes minutes for those that group."""
CUT_SOURCES = ("foreign-air-force", "misrata-raid")
CUT_CLAIMS = 3
CUT_ROWS = 1
CUT_ROWS_OF = {"labels": 2}
"""A row about an expression that things share needs the claims about both."""


def cut_record() -> Store:
    """Some claims, the editors' sides of the actors in them, and all that is no claim, no finding about others, and no other actor."""
    whole = whole_record()
    claims = {claim for question in questions() for claim in behind(whole, question)} | set(first_claims(whole))
    actors = {text for claim in claims for quad in whole.quads_for_pattern(None, None, None, claim) for text in actors_in(quad)}
    kept: set[object] = claims | {
        quad.graph_name for quad in whole.quads_for_pattern(None, attest("side"), None, None) if str(quad.subject) in actors
    }
    findings: dict[object, set[object]] = defaultdict(set)
    for quad in whole.quads_for_pattern(None, attest("about"), None, None):
        findings[quad.subject].add(quad.object)
    other = {finding for finding, claims in findings.items() if not claims <= kept}
    cut = Store()
    cut.extend(quad for quad in whole if _is_kept(quad, kept, actors) and quad.subject not in other)
    return cut


def behind(whole: Store, question: Question) -> Iterator[NamedNode]:
    """The claims behind the first rows of a question, with all of its parameters set and with none."""
    for values in ({}, setting(question)):
        found = answer(whole, question, values)
        assert found.rows, f"{question.name}: no rows with {values}"
        rows = found.rows[: CUT_ROWS_OF.get(question.name, CUT_ROWS)]
        claims = (item["claim"] for row in rows for item in found.behind(row)[:CUT_CLAIMS])
        yield from (claim for claim in claims if isinstance(claim, NamedNode))


def first_claims(whole: Store) -> Iterator[NamedNode]:
    """The first claims of two sources."""
    for name in CUT_SOURCES:
        found = [quad.graph_name for quad in whole.quads_for_pattern(None, attest("source"), node(f"{BASE}source/{name}"), None)]
        claims = [graph for graph in found if isinstance(graph, NamedNode)]
        yield from sorted(claims, key=lambda claim: int(claim.value.rsplit("-", 1)[1]))[:CUT_CLAIMS]


def actors_in(quad: Quad) -> Iterator[str]:
    return (str(term) for term in (quad.subject, quad.object) if str(term).startswith(f"<{BASE}actor/"))


def _is_kept(quad: Quad, claims: Collection[object], actors: Collection[str]) -> bool:
    if str(quad.graph_name).startswith(f"<{BASE}claim/"):
        return quad.graph_name in claims
    return not str(quad.subject).startswith(f"<{BASE}actor/") or str(quad.subject) in actors


@cache
def engines(whole: bool) -> tuple[Store, rdflib.Dataset]:
    """The same quads in both engines."""
    store = whole_record() if whole else cut_record()
    return store, in_rdflib(store)


def compared(whole: bool, text: str, values: Values) -> int:
    """How many rows both engines give, the same in the same order."""
    store, dataset = engines(whole)
    query = filled(text, values)
    expected = rows_of(store, query)
    assert rows_of_rdflib(dataset, query) == expected
    return len(expected)


CASES = [
    pytest.param(text, values, id=f"{label}: {asked}")
    for question in questions()
    for label, text in companions(question)
    for asked, values in sets(question)
]
WHOLE = [
    pytest.param(text, setting(question), id=label)
    for question in questions()
    if question.name in ASKED_WHOLE
    for label, text in companions(question)
]


def test_every_stored_question_is_compared_with_each_parameter_set_and_unset() -> None:
    queries = shipped() / "queries"
    files = {path.relative_to(queries) for folder in (queries, queries / "evidence") for path in folder.glob("*.rq")}
    assert {Path(name) for question in questions() for name in _files(question)} == files
    assert {question.name for question in questions()} == WORDS.keys()
    assert all(setting(question).keys() == {parameter.name for parameter in question.parameters} for question in questions())
    assert len(CASES) == sum(len(list(sets(question))) * len(companions(question)) for question in questions()) > 250


def _files(question: Question) -> list[str]:
    return [f"{question.name}.rq", *([f"evidence/{question.name}.rq"] if question.key else [])]


@pytest.mark.parametrize(("text", "values"), CASES)
def test_both_engines_agree_on_a_cut_of_the_record(text: str, values: Values) -> None:
    assert compared(False, text, values) > 0


@pytest.mark.parametrize(("text", "values"), WHOLE)
def test_both_engines_agree_on_the_whole_record(text: str, values: Values) -> None:
    without = {name: term for name, term in values.items() if name != "exact"}
    assert compared(True, text, without) > 0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param(text, {**setting(question), "of": node(f"{BASE}actor/nobody")}, id=label)
        for question in questions()
        if "of" in setting(question)
        for label, text in companions(question)
    ],
)
def test_both_engines_agree_that_nothing_is_found(text: str, values: Values) -> None:
    assert compared(False, text, values) == 0


def test_the_comparison_sees_a_row_out_of_order_and_a_term_of_another_kind() -> None:
    store = engines(False)[0]
    text = questions()[0].text
    rows = rows_of(store, text)
    assert len(rows) > 2
    assert rows_of(store, re.sub("ORDER BY .*", "ORDER BY DESC(STR(?backer))", text)) != rows
    assert cell(Literal("a")) != cell(NamedNode("urn:a")) != cell_of_rdflib(rdflib.Literal("urn:a"))
    assert cell(Literal("a", language="en")) == cell_of_rdflib(rdflib.Literal("a", lang="en"))
    assert cell(Literal("a")) == cell_of_rdflib(rdflib.Literal("a")) != cell(Literal("a", language="en"))
