"""What differs between two versions of a record is found, told, and made into a patch that makes one out of the other."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import Dataset as PlainDataset
from rdflib import URIRef
from rdflib.compare import isomorphic

from kg import queries
from kg.catalog import Catalog, open_catalog, shipped
from kg.dataset import Dataset, to_seeds
from kg.dumps.answers import AnswerChange, tells_single_claims
from kg.dumps.changes import Change, Changes, ValueChange, changes
from kg.dumps.patch import APPLY, patch
from kg.dumps.report import Labels, markdown, plain, summary, tables
from kg.errors import ParameterError, RecordError
from kg.names import Names, prefixes_of
from kg.queries import Question
from kg.turtle import read
from kg.vocab import ATTEST, RDFS, XSD
from tests.dumps.releases import whole
from tests.kg.command import DEMO, ROOT, replaced

BASE = "https://example.org/demo/"
LORRIES = "seeds/lorries.ttl"
RECORDED = '    attest:recorded "2031-04-01"^^xsd:date ;\n    attest:source source:lorries ;\n    attest:stance attest:denied'
PATCH = URIRef("https://example.org/demo/patch")
CHARACTERS = st.characters(blacklist_categories=["Cs"])
SEVENTH = """
claim:lorries-7
    a attest:Claim ;
    rdfs:label "Alba does not support the League."@en ;
    rdf:object actor:league ;
    rdf:predicate attest:backs ;
    rdf:subject actor:alba ;
    attest:datingBasis attest:articleDate ;
    attest:hop <https://example.org/demo/claim/lorries-7#hop-1> ;
    attest:modality attest:asserted ;
    attest:recorded "2031-05-01"^^xsd:date ;
    attest:source source:lorries ;
    attest:stance attest:denied ;
    attest:supersedes claim:lorries-2 ;
.

<https://example.org/demo/claim/lorries-7#hop-1>
    a attest:Hop ;
    attest:agent actor:gazette ;
    attest:position 1 ;
.
"""


@pytest.fixture(scope="session")
def before() -> Dataset:
    return whole(DEMO / "graph")


def asked() -> Iterator[Question]:
    folder = shipped() / "queries"
    return (queries.find(folder, name) for name in queries.names(folder))


def labels(old: Dataset, new: Dataset) -> Labels:
    both = (Names(one.store, one.base, prefixes_of(one.catalog.prefixes_file(), one.base)) for one in (old, new))
    return Labels(*both)


def add(folder: Path, text: str) -> None:
    with (folder / LORRIES).open("a", encoding="utf-8") as file:
        file.write(text)


def iri(name: str) -> str:
    return f"{BASE}claim/lorries-{name}"


def term(word: str) -> Literal:
    return Literal(word, datatype=NamedNode(XSD + "date"))


def test_of_two_equal_versions_nothing_differs_and_nothing_is_asked(before: Dataset, demo: Path) -> None:
    questions = asked()
    found = changes(before, whole(demo), questions)
    assert (found, found.any(), summary(found)) == (Changes(), False, "Nothing differs.")
    assert len(list(questions)) == len(queries.names(shipped() / "queries")) > 30
    assert patch(found, {}) == ""


def test_a_changed_claim_tells_which_predicates_of_which_part_and_both_values(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, 'attest:edtf "2032"', 'attest:edtf "2032?"')
    replaced(demo / LORRIES, "oa:end 395", "oa:end 396")
    found = changes(before, whole(demo))
    integer = NamedNode(XSD + "integer")
    end = ValueChange(
        iri("5#passage-1"), "http://www.w3.org/ns/oa#end", (Literal("395", datatype=integer),), (Literal("396", datatype=integer),)
    )
    assert found.claims == (
        Change(
            iri("3"),
            "changed",
            "Brine supports the League.",
            (),
            (ValueChange(iri("3"), ATTEST + "edtf", (Literal("2032"),), (Literal("2032?"),)),),
        ),
        Change(iri("5"), "changed", "Quill leads the fighters.", (), (end,)),
    )
    assert (found.things, found.terms) == ((), ())


def test_a_withdrawn_claim_is_told_with_the_day(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, f"{RECORDED} ;", f'{RECORDED} ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    [change] = changes(before, whole(demo)).claims
    day = ValueChange(iri("2"), ATTEST + "withdrawn", (), (term("2031-05-01"),))
    assert change == Change(iri("2"), "withdrawn", "Alba supports the League.", (), (day,))


def test_a_superseded_claim_is_told_with_what_supersedes_it(before: Dataset, demo: Path) -> None:
    add(demo, SEVENTH)
    found = changes(before, whole(demo))
    assert [(change.iri, change.kind, change.by) for change in found.claims] == [
        (iri("7"), "added", ()),
        (iri("2"), "superseded", (iri("7"),)),
    ]
    assert found.claims[1].values == ()
    assert len(found.claims[0].values) == 15
    back = changes(whole(demo), before)
    assert [(change.iri, change.kind) for change in back.claims] == [(iri("7"), "removed")]


def test_a_claim_that_is_both_superseded_and_withdrawn_is_told_once(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, f"{RECORDED} ;", f'{RECORDED} ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    add(demo, SEVENTH)
    told = {change.iri: change for change in changes(before, whole(demo)).claims}
    assert (told[iri("2")].kind, told[iri("2")].by, len(told[iri("2")].values)) == ("superseded", (iri("7"),), 1)
    assert len(told) == 2


def test_things_are_added_changed_and_removed(before: Dataset, demo: Path) -> None:
    replaced(demo / "seeds/actors.ttl", '"Kingdom of Alba"', '"Alba"')
    with (demo / "seeds/actors.ttl").open("a", encoding="utf-8") as file:
        file.write('\nactor:cove\n    a attest:State ;\n    rdfs:label "Cove"@en ;\n.\n')
    found = changes(before, whole(demo))
    assert [(change.iri, change.kind, change.label) for change in found.things] == [
        (f"{BASE}actor/cove", "added", "Cove"),
        (f"{BASE}actor/alba", "changed", "Alba"),
    ]
    assert [change.kind for change in changes(whole(demo), before).things] == ["changed", "removed"]
    assert found.claims == ()


def test_the_ledger_of_a_source_is_a_part_of_the_source(before: Dataset, demo: Path) -> None:
    text = (demo / "seeds/ledger.ttl").read_text(encoding="utf-8")
    (demo / "seeds/ledger.ttl").write_text(text.replace("attest:sentenceNumber 8", "attest:sentenceNumber 9"), encoding="utf-8")
    [change] = changes(before, whole(demo)).things
    assert (change.iri, change.kind) == (f"{BASE}source/lorries", "changed")
    assert {value.subject for value in change.values} == {f"{BASE}source/lorries#sentence-8"}


def test_terms_of_the_ontology_are_told_apart_and_are_no_part_of_the_patch(before: Dataset, demo: Path) -> None:
    (demo / "ontology").mkdir()
    for path in open_catalog().ontology_files():
        text = path.read_text(encoding="utf-8")
        (demo / "ontology" / path.name).write_text(text.replace('rdfs:label "clash"@en', 'rdfs:label "fight"@en'), encoding="utf-8")
    found = changes(before, whole(demo))
    [change] = found.terms
    assert (change.iri, change.kind, change.values[0].predicate) == (ATTEST + "Clash", "changed", RDFS + "label")
    assert (found.claims, found.things, patch(found, {})) == ((), (), "")


def rows(found: Changes, name: str) -> AnswerChange:
    [answer] = [answer for answer in found.answers if answer.question.name == name]
    return answer


def test_the_answers_tell_what_a_withdrawal_does(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, f"{RECORDED} ;", f'{RECORDED} ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    found = changes(before, whole(demo), asked())
    [row] = rows(found, "backers").rows
    assert row.kind == "changed"
    assert row.before is not None
    assert row.after is not None
    other = {name for name in row.before if row.before[name] != row.after[name]}
    assert other == {"contested"}
    assert [row.kind for row in rows(found, "contradictions").rows] == ["removed"]
    assert rows(found, "dating").count("removed") == 1
    assert tells_single_claims(rows(found, "dating").question)
    assert not tells_single_claims(rows(found, "backers").question)


def test_what_differs_is_told_in_tables_json_and_markdown(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, 'attest:edtf "2032"', 'attest:edtf "2032 | <b>"')
    replaced(
        demo / LORRIES,
        "    rdf:object actor:fighters ;\n    rdf:predicate attest:funds",
        "    rdf:object actor:league ;\n    rdf:predicate attest:funds",
    )
    after = whole(demo)
    found = changes(before, after, asked())
    told = tables(found, labels(before, after))
    assert [table.title.partition(":")[0] for table in told[:2]] == ["Claims", "Answers"]
    assert told[0].rows[0]["what"] == Literal("attest:edtf: 2032 → 2032 | <b>")
    assert told[0].rows[1]["what"] == Literal("rdf:object: Fighters of the League → Northern League")
    assert "timeline" not in [table.title.partition(":")[0] for table in told]
    said = markdown(found, labels(before, after), "Version 2")
    assert said.startswith("# Version 2\n\nWhat differs: 2 claims (2 changed), the answers to ")
    assert "attest:edtf: 2032 → 2032 \\| \\<b\\>" in said
    data = json.loads(json.dumps(plain(found, labels(before, after))))
    assert data["claims"][0]["values"] == [{"subject": iri("3"), "predicate": ATTEST + "edtf", "old": ['"2032"'], "new": ['"2032 | <b>"']}]
    assert {answer["question"] for answer in data["answers"]} == {answer.question.name for answer in found.answers}
    assert sum(len(answer["rows"]) for answer in data["answers"]) == sum(len(answer.rows) for answer in found.answers)


def filled(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def seeds_of(folder: Path) -> set[Triple]:
    return {quad.triple for path in sorted((folder / "seeds").glob("*.ttl")) for quad in read(path)}


def applied(record: set[Triple], turtle: str) -> set[Triple]:
    """A record with a patch applied by the update that stands in the README, in the engine."""
    store = filled(Quad(triple.subject, triple.predicate, triple.object) for triple in record)
    store.load(input=turtle.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(PATCH))
    store.update(APPLY)
    return {quad.triple for quad in store if quad.graph_name != NamedNode(PATCH)}


def test_a_patch_makes_one_record_out_of_the_other(before: Dataset, demo: Path) -> None:
    replaced(demo / "seeds/actors.ttl", '"Kingdom of Alba"', '"Alba “the tall”\\n"')
    replaced(demo / LORRIES, "oa:end 395", "oa:end 396")
    replaced(demo / LORRIES, f"{RECORDED} ;", f'{RECORDED} ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    add(demo, SEVENTH)
    after = whole(demo)
    there, back = patch(changes(before, after), {}), patch(changes(after, before), {"attest": ATTEST})
    old, new = seeds_of(DEMO / "graph"), seeds_of(demo)
    assert old != new
    assert applied(old, there) == new
    assert applied(new, back) == old
    assert applied(old, back) != new


def test_a_patch_is_applied_by_another_tool(before: Dataset, demo: Path) -> None:
    replaced(demo / LORRIES, 'attest:edtf "2032"', 'attest:edtf "2032?"')
    add(demo, SEVENTH)
    plain_dataset = PlainDataset()
    for path in (DEMO / "graph/seeds").glob("*.ttl"):
        plain_dataset.default_graph.parse(path)
    plain_dataset.graph(PATCH).parse(data=patch(changes(before, whole(demo)), {}), format="turtle")
    plain_dataset.update(APPLY)
    wanted = PlainDataset()
    for path in (demo / "seeds").glob("*.ttl"):
        wanted.default_graph.parse(path)
    assert isomorphic(plain_dataset.default_graph, wanted.default_graph)


def test_the_update_that_applies_a_patch_stands_in_the_readme() -> None:
    assert f"```sparql\n{APPLY}```" in (ROOT / "README.md").read_text(encoding="utf-8")


LITERALS = st.one_of(
    st.builds(Literal, st.text(CHARACTERS)),
    st.builds(lambda text: Literal(text, language="ar"), st.text(CHARACTERS)),
    st.builds(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer")), st.integers()),
    st.builds(lambda text: NamedNode(f"{BASE}actor/{text}"), st.text("abc-", min_size=1)),
    st.just(Literal('\u202e\u0644\u06cc "\\\n\t\U0010ffff' * 2000)),
)
SUBJECTS = st.sampled_from([f"{BASE}{name}" for name in ("claim/x-1", "claim/x-1#hop-1", "claim/x-2", "claim/y-10", "actor/a", "actor/b")])
PREDICATES = st.sampled_from([f"{ATTEST}{name}" for name in ("words", "supersedes", "withdrawn", "edtf")])
RECORDS = st.lists(st.tuples(SUBJECTS, PREDICATES, LITERALS), max_size=25)


def drawn(record: list[tuple[str, str, Literal | NamedNode]]) -> Dataset:
    store = Store()
    for subject, predicate, value in record:
        graph = subject.partition("#")[0] if "/claim/" in subject else f"{BASE}graph/things"
        store.add(Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(graph)))
    nowhere = Path()
    return Dataset(Catalog(nowhere, nowhere, nowhere, nowhere), BASE, store, ())


@settings(max_examples=200, deadline=None)
@given(RECORDS, RECORDS)
def test_any_record_is_made_out_of_any_other(
    old: list[tuple[str, str, Literal | NamedNode]], new: list[tuple[str, str, Literal | NamedNode]]
) -> None:
    first, second = drawn(old), drawn(new)
    found = changes(first, second)
    records = [{triple for triples in to_seeds(one).values() for triple in triples} for one in (first, second)]
    turtle = patch(found, {"attest": ATTEST})
    assert applied(records[0], turtle) == records[1]
    assert found.any() == (records[0] != records[1])
    assert patch(changes(first, second), {"attest": ATTEST}) == turtle


def test_a_patch_has_the_same_bytes_whatever_the_order(before: Dataset, demo: Path) -> None:
    add(demo, SEVENTH)
    prefixes = prefixes_of(before.catalog.prefixes_file(), BASE)
    turtle = patch(changes(before, whole(demo)), prefixes)
    shuffled = Dataset(before.catalog, BASE, filled(reversed(list(before.store))), ())
    assert patch(changes(shuffled, whole(demo)), prefixes) == turtle
    assert len(list(parse(turtle, RdfFormat.TURTLE))) > 40


def test_two_records_are_not_compared(before: Dataset) -> None:
    other = before._replace(base="https://example.org/other/")
    with pytest.raises(ParameterError, match=r"these are two records, <https://example\.org/demo/> and <https://example\.org/other/>"):
        changes(before, other)


def test_a_node_without_a_name_is_not_compared(before: Dataset) -> None:
    store = filled(before.store)
    store.add(Quad(NamedNode(f"{BASE}actor/alba"), NamedNode(RDFS + "seeAlso"), BlankNode(), NamedNode(f"{BASE}graph/actors")))
    with pytest.raises(RecordError, match="what has no name cannot be compared; give the node an IRI"):
        changes(before, before._replace(store=store))
