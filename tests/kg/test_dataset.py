"""Seeds become named graphs and come back without loss; each claim has a graph, and only what is committed and affirmed stands bare."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.catalog import open_catalog
from kg.claims import DERIVED
from kg.dataset import Dataset, build, to_seeds
from kg.days import DAY_NAMES, Bounds, normalised
from kg.errors import RecordError, TurtleError
from kg.hierarchy import Hierarchy
from kg.terms import is_iso_date, text_of
from kg.turtle import read
from kg.vocab import ATTEST, RDF, XSD, attest, node
from tests.kg.command import DEMO, replaced

COMMITTING = {ATTEST + "asserted", ATTEST + "alleged"}
CONTENT = [node(RDF + part) for part in ("subject", "predicate", "object")]
BOUNDS = ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter")


@pytest.fixture(scope="session", params=["demo", "shipped"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """Each record in turn."""
    found: Dataset = request.getfixturevalue(f"{request.param}_dataset")
    return found


def graphs(dataset: Dataset) -> dict[str, list[Quad]]:
    """The quads of each graph, by its name."""
    found: dict[str, list[Quad]] = {}
    for quad in dataset.store:
        found.setdefault(text_of(quad.graph_name), []).append(quad)
    return found


def claims(dataset: Dataset) -> dict[str, list[Quad]]:
    """The quads of each claim's graph."""
    found = {name: quads for name, quads in graphs(dataset).items() if name.startswith(dataset.base + "claim/")}
    assert found
    return found


def values(quads: list[Quad], subject: str) -> dict[str, str]:
    """The last value of each predicate of a subject."""
    return {quad.predicate.value: text_of(quad.object) for quad in quads if text_of(quad.subject) == subject}


def test_every_record_is_built_whole(dataset: Dataset) -> None:
    assert dataset.problems == ()
    assert dataset.require() is dataset.store


def test_the_seeds_come_back_file_by_file(dataset: Dataset) -> None:
    files = dataset.catalog.seed_files()
    assert files
    assert to_seeds(dataset) == {path.stem: {quad.triple for quad in read(path)} for path in files}


def test_a_record_that_lacks_a_statement_does_not_come_back_the_same(demo: Path) -> None:
    dataset = build(open_catalog(demo))
    replaced(demo / "seeds" / "lorries.ttl", "oa:end 395", "oa:end 396")
    assert to_seeds(dataset)["lorries"] != {quad.triple for quad in read(demo / "seeds" / "lorries.ttl")}


def test_nothing_is_in_the_unnamed_graph(dataset: Dataset) -> None:
    assert list(dataset.store.quads_for_pattern(None, None, None, DefaultGraph())) == []


def test_every_graph_is_a_claim_a_seed_file_or_made_by_the_build(dataset: Dataset) -> None:
    others = {f"{dataset.base}graph/{path.stem}" for path in dataset.catalog.seed_files()}
    made = {f"{dataset.base}graph/{name}" for name in ("ontology", "hierarchy")}
    rest = graphs(dataset).keys() - claims(dataset).keys()
    assert made <= rest <= made | others


def test_each_claim_has_one_graph_named_by_it(dataset: Dataset) -> None:
    kind, claim = node(RDF + "type"), attest("Claim")
    described = Counter(
        text_of(quad.subject)
        for path in dataset.catalog.seed_files()
        for quad in read(path)
        if (quad.predicate, quad.object) == (kind, claim)
    )
    stated = {quad.graph_name: quad.subject for quad in dataset.store.quads_for_pattern(None, kind, claim)}
    assert described.keys() == claims(dataset).keys() == {text_of(subject) for subject in stated.values()}
    assert all(graph == subject for graph, subject in stated.items())
    assert set(described.values()) == {1}


def test_a_graph_of_a_claim_holds_the_claim_its_parts_and_its_content_alone(dataset: Dataset) -> None:
    for name, quads in claims(dataset).items():
        about = values(quads, name)
        content = (about[RDF + "subject"], about[RDF + "predicate"], about[RDF + "object"])
        beside = [quad for quad in quads if text_of(quad.subject).partition("#")[0] != name]
        assert [(text_of(quad.subject), quad.predicate.value, text_of(quad.object)) for quad in beside] in ([], [content])


def test_the_bare_content_stands_exactly_where_it_is_committed_and_affirmed(dataset: Dataset) -> None:
    bare = 0
    for name, quads in claims(dataset).items():
        about = values(quads, name)
        claim = node(name)
        subject, predicate, target = (next(dataset.store.quads_for_pattern(claim, part, None, claim)).object for part in CONTENT)
        assert isinstance(subject, NamedNode)
        assert isinstance(predicate, NamedNode)
        committed = about[ATTEST + "modality"] in COMMITTING and about[ATTEST + "stance"] != ATTEST + "leftOpen"
        affirmed = about[ATTEST + "stance"] == ATTEST + "affirmed"
        assert (Quad(subject, predicate, target, claim) in dataset.store) == (committed and affirmed)
        assert about.get(ATTEST + "committedStance") == (about[ATTEST + "stance"] if committed else None)
        bare += committed and affirmed
    assert 0 < bare < len(claims(dataset))


def test_no_blank_node_is_in_a_dataset(dataset: Dataset) -> None:
    terms = (term for quad in dataset.store for term in (quad.subject, quad.object, quad.graph_name))
    assert not any(isinstance(term, BlankNode | Triple) for term in terms)


def test_a_record_built_twice_is_the_same(dataset: Dataset) -> None:
    assert set(build(dataset.catalog).store) == set(dataset.store)


def test_the_days_are_those_of_the_bounds(dataset: Dataset) -> None:
    for name, quads in claims(dataset).items():
        about = values(quads, name)
        bounds = Bounds(*(about.get(ATTEST + bound) for bound in BOUNDS))
        assert tuple(about[ATTEST + day] for day in DAY_NAMES) == normalised(bounds)


def test_what_the_build_writes_stands_once_with_each_claim(dataset: Dataset) -> None:
    always = DERIVED - {ATTEST + "committedStance", ATTEST + "rival"}
    for name, quads in claims(dataset).items():
        written = Counter(quad.predicate.value for quad in quads if quad.predicate.value in DERIVED)
        assert always <= written.keys()
        assert {count for derived, count in written.items() if derived != ATTEST + "rival"} == {1}
        assert {text_of(quad.subject) for quad in quads if quad.predicate.value in DERIVED} == {name}


def test_every_date_of_a_dataset_is_a_day_without_a_zone(dataset: Dataset) -> None:
    dates = [quad.object for quad in dataset.store if isinstance(quad.object, Literal) and quad.object.datatype.value == XSD + "date"]
    assert dates
    assert [date for date in dates if not is_iso_date(date.value)] == []


def test_a_claim_is_known_from_the_day_of_issue_and_recorded_until_it_is_withdrawn(dataset: Dataset) -> None:
    issued = {text_of(quad.subject): text_of(quad.object) for quad in dataset.store.quads_for_pattern(None, attest("issuedNotAfter"), None)}
    for name, quads in claims(dataset).items():
        about = values(quads, name)
        assert about[ATTEST + "knownFrom"] == issued.get(about[ATTEST + "source"], "9999-12-31")
        assert about[ATTEST + "recordedUntil"] == about.get(ATTEST + "withdrawn", "9999-12-31") or superseded(dataset, name)


def superseded(dataset: Dataset, claim: str) -> bool:
    return next(dataset.store.quads_for_pattern(None, attest("supersedes"), node(claim)), None) is not None


def test_the_number_of_a_claim_is_not_used_twice(shipped_dataset: Dataset) -> None:
    numbers: dict[str, list[str]] = {}
    for name in claims(shipped_dataset):
        source, _, number = name.rpartition("/")[2].rpartition("-")
        numbers.setdefault(source, []).append(number)
    assert numbers.keys() >= {"misrata-raid", "news-front", "turkish-journal", "mitiga-shelling", "foreign-air-force", "editors"}
    for found in numbers.values():
        assert all(number.isascii() and number.isdigit() and str(int(number)) == number for number in found)
        assert len(set(found)) == len(found)


def ontology(dataset: Dataset) -> Iterator[Quad]:
    return (quad for path in dataset.catalog.ontology_files() for quad in read(path))


def test_the_hierarchy_is_written_out_closed(dataset: Dataset) -> None:
    order = {
        (text_of(quad.subject), quad.predicate.value.removeprefix(ATTEST), text_of(quad.object))
        for quad in graphs(dataset)[dataset.base + "graph/hierarchy"]
    }
    assert order == set(Hierarchy(ontology(dataset)).triples())
    below = {(low, high) for low, step, high in order if step == "specialises"}
    assert {(low, top) for low, high in below for middle, top in below if high == middle} <= below
    assert (ATTEST + "suppliesArmsTo", ATTEST + "backs") in below


def test_the_ontology_stands_in_its_graph_without_its_lists(dataset: Dataset) -> None:
    named = {quad.triple for quad in ontology(dataset) if not any(isinstance(term, BlankNode) for term in (quad.subject, quad.object))}
    assert {quad.triple for quad in graphs(dataset)[dataset.base + "graph/ontology"]} == named


def test_what_cannot_be_built_is_told_by_claim_and_keeps_the_store_back(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "attest:stance attest:denied", "attest:stance attest:denied, attest:affirmed")
    dataset = build(open_catalog(demo))
    assert [(problem.stem, problem.subject.rpartition("/")[2]) for problem in dataset.problems] == [("lorries", "lorries-2")]
    with pytest.raises(RecordError, match=r"^seeds/lorries\.ttl:69: lorries-2: attest:stance stands 2 times"):
        dataset.require()


@pytest.mark.parametrize(
    "odd",
    [
        'claim:lorries-6 attest:editorialNote "x"@ar-Latn.claim:lorries-2 attest:editorialNote "y"@en .',
        "claim:lorries-6 attest:atLeast 5.claim:lorries-2 attest:atMost 6 .",
        'BASE <https://example.org/demo/claim/>\n<../claim/lorries-2> attest:editorialNote "y"@en .',
    ],
)
def test_a_statement_that_is_not_in_the_graph_of_its_claim_is_told(demo: Path, odd: str) -> None:
    path = demo / "seeds/lorries.ttl"
    assert not build(open_catalog(demo)).problems
    path.write_text(path.read_text() + odd + "\n")
    told = [(problem.stem, problem.subject, problem.message) for problem in build(open_catalog(demo)).problems]
    assert ("lorries", "https://example.org/demo/claim/lorries-2") in {(stem, subject) for stem, subject, _ in told}
    assert any("cannot be placed" in message for _, _, message in told)


def test_a_thing_in_the_graph_of_a_claim_is_told(demo: Path) -> None:
    path = demo / "seeds/lorries.ttl"
    path.write_text(path.read_text() + "claim:lorries-6 attest:atLeast 5.actor:zed a attest:State .\n")
    told = [(problem.stem, problem.subject) for problem in build(open_catalog(demo)).problems]
    assert told == [("lorries", "https://example.org/demo/actor/zed")]


BREAKING_OUT = [
    "actor:zed a attest:State }}\nGRAPH <{graph}> {{ actor:zed a attest:State .",
    "<{graph}> {{ actor:zed a attest:State . }}",
    "GRAPH <{graph}> {{ actor:zed a attest:State . }}",
    "{{ actor:zed a attest:State . }}",
    "actor:zed a attest:State . }}\nGRAPH <{graph}> {{ actor:yan a attest:State .",
    "actor:zed a attest:State . }}",
]


@pytest.mark.parametrize("reads", [(), ("backs",)], ids=["whole", "in part"])
@pytest.mark.parametrize("graph", ["urn:g", "https://example.org/demo/claim/lorries-2"])
@pytest.mark.parametrize("text", BREAKING_OUT)
def test_no_brace_leads_into_another_graph(demo: Path, text: str, graph: str, reads: tuple[str, ...]) -> None:
    path = demo / "seeds/actors.ttl"
    before = path.read_text()
    path.write_text(f"{before}\n{text.format(graph=graph)}\n")
    line = before.count("\n") + 2
    with pytest.raises(TurtleError, match=rf"^seeds/actors\.ttl:({line}|{line + 1}): not Turtle"):
        build(open_catalog(demo), reads=reads)


@pytest.mark.parametrize("reads", [(), ("backs",)], ids=["whole", "in part"])
@pytest.mark.parametrize("name", ["a> { } GRAPH <urn:x.ttl", "my actors.ttl", "a\nb.ttl"])
def test_a_file_whose_name_can_be_no_part_of_an_iri_is_refused(demo: Path, name: str, reads: tuple[str, ...]) -> None:
    (demo / "seeds/actors.ttl").rename(demo / "seeds" / name)
    with pytest.raises(RecordError, match=rf"^seeds/{re.escape(repr(name))}: .* rename the file$"):
        build(open_catalog(demo), reads=reads)


def test_a_syntax_error_is_told_before_what_is_wrong_with_a_claim_of_the_file(demo: Path) -> None:
    path = demo / "seeds/lorries.ttl"
    text = path.read_text()
    at = text.rindex("rdf:object actor:fighters ;")
    path.write_text(text[:at].replace("source:lorries ;", "source:lorris ;", 1) + text[at:].replace("actor:", "acto:", 1))
    line = text[:at].count("\n") + 1
    with pytest.raises(TurtleError, match=rf"^seeds/lorries\.ttl:{line}: not Turtle"):
        build(open_catalog(demo), reads=("backs",)).require()


def test_a_superseded_claim_is_recorded_until_the_claim_that_takes_its_place(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "claim:lorries-6\n", "claim:lorries-6\n    attest:supersedes claim:lorries-5 ;\n")
    dataset = build(open_catalog(demo))
    claim = node(dataset.base + "claim/lorries-5")
    assert [text_of(quad.object) for quad in dataset.store.quads_for_pattern(claim, attest("recordedUntil"), None)] == ["2031-04-01"]


def test_the_demo_stands_beside_the_tests() -> None:
    assert len(open_catalog(DEMO / "graph").seed_files()) == 6
