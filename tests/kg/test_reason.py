"""``kg infer``: the entailments of a record are those of owlrl, each with its claims and days; inconsistencies are told, not met."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from rdflib import RDF, SKOS, URIRef

from kg.axioms import unread_axioms
from kg.catalog import open_catalog, shipped
from kg.dataset import Dataset, build
from kg.hierarchy import Hierarchy
from kg.queries import parse_question
from kg.reason import Inference, add_inferences, counting, described, inferences
from kg.turtle import read
from kg.vocab import ATTEST, attest, node
from tests.kg.command import DEMO, Outcome, answered, refused, replaced, run
from tests.semantics.entailing import Plain, closure, ontology_of, plain
from tests.semantics.world import NO_DAYS, Said, World, built, on

RDF_TYPE = str(RDF.type)
RULES = sorted((shipped() / "queries" / "rules").glob("*.rq"))
GRAPH = ["--graph", str(DEMO / "graph")]
INCONSISTENT = 1


def stated(dataset: Dataset) -> set[Triple]:
    """The content of the claims that count, and the classes of things."""
    contents = {triple for triple, _ in counting(dataset.store).values()}
    return contents | set(described(dataset, {term for triple in contents for term in (triple.subject, triple.object)}))


def with_classes_above(dataset: Dataset, statements: Iterable[Triple]) -> set[Plain]:
    """Statements with each class that stands above one of a thing, by the hierarchy that the build writes."""
    above = Hierarchy(quad for path in dataset.catalog.ontology_files() for quad in read(path)).above
    found = {plain(triple) for triple in statements}
    return found | {(s, p, (high,)) for s, p, o in found if p == RDF_TYPE for high in above.get(o[0], ())}


def entailed(found: Iterable[Inference]) -> set[Plain]:
    return {plain(Triple(one.subject, one.predicate, one.object)) for one in found if one.kind == "Entailment"}


@pytest.mark.parametrize("record", ["shipped_dataset", "demo_dataset"])
def test_statements_classes_and_entailments_are_together_what_the_referee_entails(record: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(record)
    statements = stated(dataset)
    found = inferences(dataset)
    closed, wrong = closure(ontology_of(dataset.catalog), statements)
    declared = {triple for triple in with_classes_above(dataset, statements) if triple in closed or triple[1] != RDF_TYPE}
    assert entailed(found) - declared
    assert declared | entailed(found) == closed
    assert wrong == []
    assert {one.kind for one in found} == {"Entailment"}


def test_the_claims_of_each_entailment_entail_it_alone(shipped_dataset: Dataset) -> None:
    said, found = counting(shipped_dataset.store), inferences(shipped_dataset)
    apart = [(number, said[claim][0]) for number, one in enumerate(found) for claim in one.claims]
    closed, _ = closure(ontology_of(shipped_dataset.catalog), [renamed(triple, number) for number, triple in apart])
    assert len(found) > 100
    assert [
        one for number, one in enumerate(found) if plain(renamed(Triple(one.subject, one.predicate, one.object), number)) not in closed
    ] == []


def renamed(triple: Triple, number: int) -> Triple:
    """A triple about things of its own, so that nothing follows from it together with another."""
    subject, target = triple.subject, triple.object
    assert isinstance(subject, NamedNode)
    other = NamedNode(f"{target.value}/{number}") if isinstance(target, NamedNode) else target
    return Triple(NamedNode(f"{subject.value}/{number}"), triple.predicate, other)


def test_each_claim_behind_an_inference_counts_and_its_days_are_theirs(shipped_dataset: Dataset) -> None:
    said = counting(shipped_dataset.store)
    for one in inferences(shipped_dataset):
        days = [said[claim][1] for claim in one.claims]
        assert one.days == (
            max(day.sure_from for day in days),
            min(day.sure_to for day in days),
            max(day.may_from for day in days),
            min(day.may_to for day in days),
        )


def test_inferences_stand_in_a_graph_of_their_own() -> None:
    dataset = build(open_catalog(DEMO / "graph"))
    before = set(dataset.store)
    add_inferences(dataset)
    added = set(dataset.store) - before
    assert {quad.graph_name.value for quad in added} == {f"{dataset.base}graph/inferences"}
    assert before < set(dataset.store)
    names = {quad.subject for quad in added}
    assert len(names) == len(inferences(dataset)) > 2
    described_by = {name: sorted(quad.predicate.value.rpartition("#")[2] for quad in added if quad.subject == name) for name in names}
    every = ["followsFrom", "inferenceRule", "mayFrom", "mayTo", "object", "predicate", "subject", "sureFrom", "sureTo", "type"]
    assert [found for found in described_by.values() if found != every] == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_has_the_form_of_a_stored_query_and_names_itself(path: Path) -> None:
    rule = parse_question(path)
    header, prefixes, query = rule.text.split("\n\n")
    declared = re.findall(r"^PREFIX (\w+): <\S+>$", prefixes, re.MULTILINE)
    assert declared == sorted(declared)
    assert set(re.findall(r"\b(\w+):\w", query)) == set(declared)
    columns = [column.name for column in rule.columns]
    assert query.startswith(f"SELECT DISTINCT {' '.join(f'?{name}' for name in columns)}\nWHERE {{\n")
    assert columns[:5] == ["kind", "rule", "subject", "predicate", "object"]
    assert query.endswith(f"\nORDER BY {' '.join(f'STR(?{name})' for name in columns[2:])}\n")
    assert header.count("\n") == len(columns) + 1
    assert f"attest:{path.stem}Rule" in query
    assert re.search(r" of OWL 2 RL: ", rule.summary)


def test_each_rule_is_a_concept_and_each_concept_a_rule(shipped_dataset: Dataset) -> None:
    concepts = ontology_of(shipped_dataset.catalog).subjects(SKOS.inScheme, URIRef(f"{ATTEST}inferenceRules"))
    assert sorted(str(concept) for concept in concepts) == [f"{ATTEST}{path.stem}Rule" for path in RULES]
    assert len(RULES) == 9


def test_the_shipped_ontology_has_no_axiom_that_no_rule_reads(tmp_path: Path) -> None:
    assert unread_axioms(open_catalog()) == []
    built(
        tmp_path,
        [],
        terms=f"PREFIX attest: <{ATTEST}> PREFIX owl: <http://www.w3.org/2002/07/owl#> attest:backs a owl:FunctionalProperty .",
    )
    assert unread_axioms(open_catalog(tmp_path)) == ["FunctionalProperty"]
    outcome = run("infer", "--graph", tmp_path)
    assert outcome.code == 0
    assert "owl:FunctionalProperty, which no rule of queries/rules reads" in outcome.err


def clash(first: Said, second: Said, folder: Path) -> list[Inference]:
    """The inconsistencies of two claims about actors of whom no more is known."""
    names = frozenset({"asel", "boran", "cyra", "herald"})
    return [one for one in inferences(built(folder, World([first, second], unnamed=names))) if one.kind == "Inconsistency"]


def test_claims_that_the_ontology_rules_out_together_are_an_inconsistency_on_the_days_they_share(tmp_path: Path) -> None:
    first = Said("asel", "commands", "boran", ("2020-03-01", "2020-03-02", "2020-03-08", "2020-03-09"))
    second = Said("boran", "commands", "cyra", on("2020-03-05"))
    [one] = clash(first, second, tmp_path / "meeting")
    assert [claim.rpartition("/")[2] for claim in one.claims] == ["claims-1", "claims-2"]
    assert (one.subject.value.rpartition("/")[2], {one.object, one.other}) == ("boran", {attest("ArmedForce"), attest("Person")})
    assert one.days == ("2020-03-05", "2020-03-05", "2020-03-01", "2020-03-09")
    later = Said("boran", "commands", "cyra", ("2020-03-10", "2020-03-10", None, None))
    assert clash(first, later, tmp_path / "apart") == []
    denied = Said("boran", "commands", "cyra", on("2020-03-05"), stance="denied")
    assert clash(first, denied, tmp_path / "denied") == []


def test_a_claim_that_the_ontology_rules_out_by_what_a_thing_is_stands_alone(tmp_path: Path) -> None:
    found = inferences(built(tmp_path, [Said("alba", "commands", "league", NO_DAYS), Said("alba", "suppliesArmsTo", "alba", NO_DAYS)]))
    clashes = [(one.claims[0].rpartition("-")[2], one.rules[0].removeprefix(ATTEST)) for one in found if one.kind == "Inconsistency"]
    assert sorted(set(clashes)) == [("1", "disjointRule"), ("2", "irreflexiveRule")]
    assert {len(one.claims) for one in found} == {1}


def test_an_inconsistency_is_told_with_its_claims_and_the_exit_code(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "rdf:predicate attest:funds", "rdf:predicate attest:commands")
    outcome = run("infer", "--graph", demo, "--format", "json")
    clashes = [row for row in json.loads(outcome.out) if row["kind"] == "inconsistency"]
    assert outcome.code == INCONSISTENT
    assert clashes
    assert {claim for row in clashes for claim in row["claims"]} >= {"claim:lorries-4"}
    table = run("infer", "--graph", demo, "--format", "table")
    assert table.code == INCONSISTENT
    assert "Inconsistencies, which the ontology rules out:" in table.out
    other = run("infer", "--graph", demo, "--of", "gazette")
    assert (other.code, other.out.count("\n")) == (INCONSISTENT, 1)
    assert "inconsistencies of the record are not among them" in other.err


def rows(outcome: Outcome) -> list[dict[str, object]]:
    assert outcome.code == 0, outcome
    found: list[dict[str, object]] = json.loads(outcome.out)
    return found


def test_the_command_tells_each_entailment_with_rule_claims_and_days() -> None:
    outcome = run("infer", *GRAPH, "--format", "json")
    found = {(row["subject"], row["predicate"], row["object"]): row for row in rows(outcome)}
    row = found["Kingdom of Alba", "backs", "Northern League"]
    assert (row["kind"], row["rules"], row["claims"]) == ("entailment", ["subproperty"], ["claim:lorries-1"])
    assert (row["sure_from"], row["sure_to"], row["may_from"], row["may_to"]) == ("2031-03-03", "2031-03-03", None, None)
    assert outcome.err == f"{len(rows(outcome))} entailments and 0 inconsistencies, from 2 claims\n"


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("table", "subproperty"),
        ("csv", ",subproperty,"),
        ("tsv", "\tsubproperty\t"),
        ("jsonl", '"rules": ["subproperty"]'),
        ("md", "| subproperty |"),
        ("srj", '"value": "entailment"'),
        ("ttl", "attest:inferenceRule attest:subpropertyRule"),
    ],
)
def test_every_format_tells_the_same_entailments(form: str, sign: str) -> None:
    told = run("infer", *GRAPH, "--format", form)
    assert told.code == 0
    assert told.out.count(sign) == len(rows(run("infer", *GRAPH, "--format", "json"))) == 3


def test_of_and_as_of_restrict_what_is_told() -> None:
    every = rows(run("infer", *GRAPH, "--format", "json"))
    of_alba = rows(run("infer", *GRAPH, "--of", "alba", "--format", "json"))
    assert of_alba == [row for row in every if "Kingdom of Alba" in (row["subject"], row["object"])] != []
    on_day = run("infer", *GRAPH, "--as-of", "2031-03-03", "--format", "json")
    assert rows(on_day) == [row for row in every if row["sure_from"] == row["sure_to"] == "2031-03-03"] != []
    before = run("infer", *GRAPH, "--as-of", "2031-03-02", "--format", "json")
    assert rows(before) == []
    assert f"{len(every)} more may hold on 2031-03-02" in before.err


def test_turtle_is_written_whole_and_reads_back(tmp_path: Path) -> None:
    file = tmp_path / "inferences.ttl"
    file.write_text("what was there before", encoding="utf-8")
    assert run("infer", *GRAPH, "--output", file).out == ""
    assert file.read_text(encoding="utf-8") == run("infer", *GRAPH, "--format", "ttl").out
    dataset = build(open_catalog(DEMO / "graph"))
    add_inferences(dataset)
    stored = {quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, node(f"{dataset.base}graph/inferences"))}
    assert {quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE)} == stored
    assert [path.name for path in tmp_path.iterdir()] == ["inferences.ttl"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    assert "is no file" in refused(run("infer", *GRAPH, "--output", tmp_path), 2)
    assert "cannot be written: No such file or directory" in run("infer", *GRAPH, "--output", tmp_path / "none" / "x.ttl").err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--as-of", "2031"], "'2031' is no day of the calendar"),
        (["--of", "nobody at all"], "nothing in the graph goes by"),
        (["--output", "x.ttl", "--format", "csv"], "--output writes Turtle, not csv"),
    ],
)
def test_wrong_words_are_refused_in_one_line(words: list[str], says: str) -> None:
    assert says in refused(run("infer", *GRAPH, *words), 2)


def test_a_record_that_cannot_be_built_is_refused_with_file_and_line(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "    rdf:predicate attest:funds ;\n", "")
    assert re.match(r"seeds/lorries\.ttl:\d+: ", refused(run("infer", "--graph", demo), 3))


def test_the_command_answers_of_the_shipped_record() -> None:
    told = answered("infer", "--help")
    assert [option for option in ("--of", "--as-of", "--output", "--format", "--graph") if option not in told] == []
    assert rows(run("infer", "--format", "json"))
