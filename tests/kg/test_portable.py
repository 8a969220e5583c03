"""The check that a stored query stays within SPARQL that every store answers alike."""

import re
import shutil
from pathlib import Path

import pytest

from kg.catalog import shipped
from kg.portable import faults
from tests.conftest import DEMO
from tests.kg.command import run

FOLDER = shipped() / "queries"
STORED = sorted(path for path in FOLDER.rglob("*.rq") if path.parent.name not in ("findings", "rules"))
GOOD = """\
#+ title: The claims
#+ summary: Every claim, by its label.
#+ column claim: thing; the claim

PREFIX attest: <https://w3id.org/attest/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# a path+, a [blank] node and a { in a comment are none
SELECT ?claim
WHERE {
  GRAPH ?claim { ?claim a attest:Claim ; attest:recorded ?day }
  FILTER (?day < "2030-01-01"^^xsd:date)
}
ORDER BY STR(?claim)
"""


@pytest.mark.parametrize("path", STORED, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_stored_query_stays_within_the_profile(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a path of any length", "GRAPH ?g { ?s attest:specialises+ ?o }"),
        ("a path of any length", "GRAPH ?g { ?s (attest:a|attest:b)* ?o }"),
        ("a choice by what may be unbound", "BIND (IF(BOUND(?as_of), 1, 0) AS ?dated)"),
        ("a choice by what may be unbound", "BIND (IF (!BOUND(?as_of), 1, 0) AS ?dated)"),
        (
            "a graph asked again beside itself",
            "OPTIONAL { GRAPH ?claim { ?claim attest:passage ?p } FILTER NOT EXISTS { GRAPH ?claim { ?claim attest:passage ?q } } }",
        ),
        ("an optional step", "GRAPH ?g { ?s attest:specialises? ?o }"),
        ("a list made by the store", "{ SELECT (group_concat(?x) AS ?y) WHERE { } }"),
        ("the clock of the machine", "FILTER (?x < NOW())"),
        ("a blank node", "GRAPH ?g { [] a attest:Claim }"),
        ("a blank node", "GRAPH ?g { _:b a attest:Claim }"),
        ("a boolean", "BIND (true AS ?x)"),
        ("a division", "BIND (?x / 2 AS ?y)"),
        ("another place", "SERVICE <urn:x> {}"),
        ("a term of RDF 1.2", "GRAPH ?g { << ?a ?b ?c >> attest:x ?d }"),
        ("chance", "BIND (RAND() AS ?x)"),
        ("a moment", "BIND (xsd:dateTime(?day) AS ?x)"),
        ("is no xsd:date", 'BIND ("2020-01-01T00:00:00"^^xsd:dateTime AS ?x)'),
        ("is no xsd:date", 'FILTER (?day < "2020-1-1"^^xsd:date)'),
        ("is no xsd:date", 'FILTER (?day < "2020-01-01Z"^^xsd:date)'),
        ("a pattern outside GRAPH", "?claim a attest:Claim"),
        ("a pattern outside GRAPH", '?claim rdfs:label "a { b"@en'),
        ("a pattern outside GRAPH", "GRAPH ?g { ?claim a attest:Claim } ?claim attest:source ?source ."),
        ("a pattern outside GRAPH", "OPTIONAL { GRAPH ?g { ?a ?b ?c } ?claim attest:source ?source }"),
        ("a pattern outside GRAPH", "{ SELECT ?a ?b ?c WHERE { ?a ?b ?c } }"),
    ],
)
def test_what_is_beyond_the_profile_is_found_with_its_line(name: str, part: str) -> None:
    found = faults(GOOD.replace("  FILTER", f"  {part}\n  FILTER"))
    assert [(fault.line, name in fault.message) for fault in found] == [(12, True)]


@pytest.mark.parametrize(
    "part",
    [
        "VALUES ?x { attest:a attest:b attest:c }",
        "{ SELECT ?a ?b ?c WHERE { GRAPH ?g { ?a ?b ?c } } GROUP BY ?a ?b ?c }",
        "GRAPH attest:g { ?a attest:b <https://example.org/a+b*c> . FILTER NOT EXISTS { ?a a attest:C } }",
        'FILTER (CONTAINS(?text, "?a a ?b + true [ now() /"))',
        "OPTIONAL { GRAPH ?g { ?a ?b ?c FILTER NOT EXISTS { ?a a ?d } } }",
    ],
)
def test_what_is_within_the_profile_is_not_found(part: str) -> None:
    assert faults(GOOD.replace("  FILTER", f"  {part}\n  FILTER")) == []


@pytest.mark.parametrize("last", ["ORDER BY ?claim + 1", "LIMIT 3", "}", "ORDER BY STR(?claim) LIMIT 3"])
def test_rows_in_no_order_are_found(last: str) -> None:
    [fault] = [fault for fault in faults(GOOD.replace("ORDER BY STR(?claim)", last)) if "orders the rows" in fault.message]
    assert fault.line == 14


def test_the_check_of_a_graph_refuses_its_queries(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(DEMO / "graph", folder)
    shutil.copytree(FOLDER, folder / "queries")
    (folder / "queries" / "own.rq").write_text(GOOD, encoding="utf-8")
    assert run("check", "--graph", str(folder)).code == 0
    (folder / "queries" / "own.rq").write_text(GOOD.replace("GRAPH ?claim {", "{"), encoding="utf-8")
    (folder / "queries" / "parts" / "names.rq").write_text(GOOD.replace("SELECT", "SELEC"), encoding="utf-8")
    (folder / "queries" / "headless.rq").write_text("SELECT ?x WHERE { }\n", encoding="utf-8")
    result = run("check", "--graph", str(folder))
    assert result.code == 1
    assert [re.sub(": error at .*\\[", ": [", line).partition(" is ")[0] for line in result.out.splitlines()] == [
        "parts/names.rq:9: parts/names.rq: [query]",
        "queries/headless.rq:1: headless.rq: a stored question has '#+ title:' and '#+ summary:' [query]",
        "queries/own.rq:11: own.rq: a pattern outside GRAPH sees other triples in every store: put it within GRAPH ?g { } [portable]",
        "3 findings",
    ]
