"""What `kg ask` prints, in each form, and what stands beside it."""

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.cli.session import FORMATS
from kg.terms import is_iso_date, text_of
from kg.turtle import read
from tests.kg.command import DEMO, answered, replaced, run

BASE = "https://example.org/demo/"
GRAPH = ["--graph", str(DEMO / "graph")]
TEXTS = ["--texts", str(DEMO / "texts")]
BACKERS = ["ask", "backers", "--of", "Northern League", *GRAPH]
ON = ["--as-of", "2031-03-03"]
DATES = '    attest:issuedNotAfter "2031-03-03"^^xsd:date ;\n    attest:issuedNotBefore "2031-03-03"^^xsd:date ;\n'
NOTHING = "nothing found\n"
PASSAGE = "The Kingdom of Alba sends lorries to the Northern League, its spokeswoman Ada Birch said on Monday."
COLUMNS = ["backer", "backed", "status", "contested", "kinds", "origins", "unnamed_origins", "first_attested", "last_attested", "claims"]


def asked(*words: str) -> list[dict[str, object]]:
    """The rows of an answer in JSON."""
    rows: list[dict[str, object]] = json.loads(answered(*BACKERS, *words, "--format", "json"))
    return rows


def test_json_is_a_list_of_objects_keyed_by_column() -> None:
    rows = asked(*ON)
    assert [row["backer"] for row in rows] == ["Kingdom of Alba", "Republic of Brine"]
    alba = rows[0]
    assert [name for name in alba if not name.endswith("_iri")] == COLUMNS
    assert alba["backer_iri"] == f"{BASE}actor/alba"
    assert (alba["backed"], alba["backed_iri"]) == ("Side of the League", f"{BASE}side/league-side")
    assert (alba["kinds"], alba["kinds_iri"]) == (["supplies arms to"], ["https://w3id.org/attest/ontology#suppliesArmsTo"])
    assert (alba["status"], alba["contested"], alba["origins"], alba["claims"]) == ("attested", "yes", 1, 1)
    assert (rows[1]["origins"], rows[1]["unnamed_origins"], rows[1]["contested"]) == (0, 1, "no")
    assert all(is_iso_date(str(row[name])) for row in rows for name in ("first_attested", "last_attested"))


def test_an_absent_date_is_null(demo: Path) -> None:
    hop = "    attest:hop\n        <https://example.org/demo/claim/lorries-4#hop-1>"
    day = '"2031-03-03"^^xsd:date ;\n'
    basis = '    attest:datingBasis attest:articleDate ;\n    attest:edtf "2031-03-03" ;\n'
    replaced(demo / "seeds" / "lorries.ttl", f"    attest:beginsNotAfter {day}{basis}    attest:endsNotBefore {day}{hop}", hop)
    rows = json.loads(answered("ask", "backers", "--of", "league", *ON, "--graph", demo, "--format", "json"))
    brine = next(row for row in rows if row["backer"] == "Republic of Brine")
    assert (brine["status"], brine["first_attested"], brine["last_attested"]) == ("undetermined", None, None)


def test_json_lines_hold_the_same_rows() -> None:
    lines = answered(*BACKERS, *ON, "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == asked(*ON)


def test_csv_and_tsv_hold_the_same_rows() -> None:
    rows = [{name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in row.items()} for row in asked(*ON)]
    assert list(csv.DictReader(io.StringIO(answered(*BACKERS, *ON, "--format", "csv")))) == rows
    assert list(csv.DictReader(io.StringIO(answered(*BACKERS, *ON, "--format", "tsv")), delimiter="\t")) == rows


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_answer_without_rows_has_the_columns_of_things_too(form: str) -> None:
    outcome = run("ask", "claims_about", "--of", "gazette", *GRAPH, "--format", form)
    assert outcome.out.strip().replace("\t", ",").startswith("claim,claim_iri,says,stance,stance_iri,")


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_without_rows_says_so_beside_it(form: str) -> None:
    outcome = run("ask", "claims_about", "--of", "gazette", *GRAPH, "--format", form)
    assert (outcome.code, outcome.err) == (0, NOTHING)


def test_a_table_in_markdown_has_a_row_for_each() -> None:
    lines = answered(*BACKERS, *ON, "--format", "md").splitlines()
    assert lines[0] == f"| {' | '.join(COLUMNS)} |"
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| Kingdom of Alba", "| Republic of Brine"]


def test_sparql_results_in_json_name_their_terms() -> None:
    found = json.loads(answered(*BACKERS, *ON, "--format", "srj"))
    assert found["head"]["vars"] == [column for column in COLUMNS if column != "kinds"]
    first = found["results"]["bindings"][0]
    assert first["backer"] == {"type": "uri", "value": f"{BASE}actor/alba"}
    assert first["claims"] == {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}


def test_turtle_holds_the_claims_behind_the_rows_as_the_record_has_them() -> None:
    triples = {quad.triple for quad in parse(input=answered(*BACKERS, *ON, "--format", "ttl").encode(), format=RdfFormat.TURTLE)}
    seeds = {quad.triple for quad in read(DEMO / "graph" / "seeds" / "lorries.ttl")}
    wanted = {f"{BASE}claim/lorries-{number}" for number in (1, 2, 4)}
    assert triples == {triple for triple in seeds if text_of(triple.subject).partition("#")[0] in wanted}


def test_a_pipe_gets_tab_separated_values_and_every_format_has_an_answer() -> None:
    assert answered(*BACKERS, *ON) == answered(*BACKERS, *ON, "--format", "tsv")
    assert all(answered(*BACKERS, *ON, "--format", form).strip() for form in FORMATS)
    assert len(FORMATS) == 8


def test_a_table_fits_the_width_and_steers_no_terminal() -> None:
    told = run(*BACKERS, *ON, "--format", "table", env={"COLUMNS": "100"}).out
    assert max(map(len, told.splitlines())) <= 100
    assert "\x1b" not in told


def test_rows_later_or_ended_stand_aside_and_with_all_among_the_others() -> None:
    before = [*BACKERS, "--as-of", "2030-01-01"]
    outcome = run(*before)
    assert outcome.out.count("\n") == 1
    assert outcome.err == "2 more rows are later or ended at this date: --all lists them\n"
    assert "Later or ended at this date:" in answered(*before, "--format", "table")
    assert [row["status"] for row in json.loads(answered(*before, "--all", "--format", "json"))] == ["later", "later"]
    alone = run(*before, "--kind", "funds")
    assert alone.err == "1 more row is later or ended at this date: --all lists it\n"


@pytest.mark.parametrize("word", ["1", "Kingdom of Alba", "kingdom of alba", "the Kingdom of Alba", "alba", "actor:alba"])
def test_evidence_of_a_row_is_chosen_by_number_or_name(word: str) -> None:
    told = answered(*BACKERS, *ON, "--format", "table", "--evidence", word, *TEXTS)
    assert told.count("\nRow ") == 1
    proof = told.partition("\nRow 1: Kingdom of Alba / Side of the League\n")[2]
    for part in ("claim:lorries-1", "against it: ", "Ada Birch", "Gazette report on lorries", "characters 50-149", PASSAGE):
        assert part in proof


def test_evidence_of_all_rows_comes_in_json_too() -> None:
    rows = asked(*ON, "--evidence", "all", *TEXTS)
    proofs = [row["evidence"] for row in rows]
    assert [[(item["claim"], item["role"]) for item in proof] for proof in proofs if isinstance(proof, list)] == [
        [("claim:lorries-1", "for"), ("claim:lorries-2", "against")],
        [("claim:lorries-4", "for")],
    ]
    assert isinstance(proofs[0], list)
    assert [place["passage"] for place in proofs[0][0]["passages"]] == [PASSAGE]
    assert "evidence" not in asked(*ON, "--evidence", "2")[0]


def test_nothing_expected_and_found_is_the_answer_no() -> None:
    quiet = ["ask", "backers", "--of", "quill", *GRAPH]
    assert run(*quiet).code == 0
    outcome = run(*quiet, "--expect")
    assert (outcome.code, outcome.err) == (1, "kg: backers: nothing found\n")
    assert run(*BACKERS, "--expect").code == 0
    for query, code in (("ASK { GRAPH ?g { ?s ?p ?o } }", 0), ("ASK { ?s ?p ?o }", 1), ("SELECT * { ?s ?p ?o }", 1)):
        assert run("sparql", "-", "--expect", *GRAPH, stdin=query.encode()).code == code


@pytest.mark.parametrize("words", [BACKERS, [*BACKERS, *ON], ["ask", "claims_about", "--of", "league", *GRAPH], ["ask", "sources", *GRAPH]])
def test_a_shown_query_gives_the_same_rows(words: list[str], tmp_path: Path) -> None:
    query = answered(*words, "--show-query")
    rows = json.loads(answered(*words, "--format", "json", *([] if "sources" in words else ["--all"])))
    lists = {name for row in rows for name, value in row.items() if isinstance(value, list)}
    plain = [{name: value for name, value in row.items() if name not in lists and value is not None} for row in rows]
    (tmp_path / "shown.rq").write_text(query, encoding="utf-8")
    for place, given in (("-", query.encode()), (str(tmp_path / "shown.rq"), b"")):
        found = json.loads(answered("sparql", place, "--format", "json", *GRAPH, stdin=given))
        assert [{name: value for name, value in row.items() if value is not None} for row in found] == plain


def test_claims_whose_source_has_no_date_are_told_where_known_by_leaves_them_out(demo: Path) -> None:
    replaced(demo / "seeds" / "sources.ttl", DATES, "")
    outcome = run("ask", "backers", "--of", "league", "--known-by", "2031-12-31", "--graph", demo)
    assert (outcome.code, outcome.out.count("\n")) == (0, 1)
    assert outcome.err == f"{NOTHING}3 claims are left out because their sources have no issue date: without --known-by they count\n"
    assert run(*BACKERS, "--known-by", "2031-12-31").err == ""
    alone = run("ask", "backers", "--kind", "funds", "--known-by", "2031-12-31", "--graph", demo)
    assert alone.err == f"{NOTHING}1 claim is left out because its source has no issue date: without --known-by it counts\n"


def test_claims_without_a_date_that_are_shown_are_not_told_as_left_out(demo: Path) -> None:
    replaced(demo / "seeds" / "sources.ttl", DATES, "")
    outcome = run("ask", "known_by", "--of", "Northern League", "--known-by", "2031-12-31", "--graph", demo, "--format", "json")
    assert {row["known"] for row in json.loads(outcome.out)} == {"known", "undated"}
    assert (outcome.code, outcome.err) == (0, "")
