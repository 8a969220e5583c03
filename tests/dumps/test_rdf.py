"""Each RDF form gives back the dataset that it was written from, whatever its texts and IRIs are."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld as processor
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.catalog import open_catalog
from kg.dumps import jsonld, places, rdf12
from kg.dumps.context import CONTEXT, context_file
from kg.dumps.publication import File, Publication, publication
from kg.dumps.quads import in_graph, lines, parsed, rdfc10
from kg.dumps.rdf import FORMS, Form
from kg.errors import InputError, RecordError
from kg.vocab import ATTEST, RDF
from tests.conftest import DEMO
from tests.dumps.generated import BASE, anything, publications, published
from tests.kg.command import environment

EACH = pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
CLAIM = NamedNode(f"{BASE}claim/lorries-1")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
A, B, C = (NamedNode(f"{BASE}actor/{name}") for name in "abc")


@pytest.fixture(scope="module")
def demo() -> Publication:
    return publication(open_catalog(DEMO / "graph"), "1.0.0", "2031-05-01")


@pytest.fixture(scope="module")
def shipped() -> Publication:
    return publication(open_catalog(), "1.0.0", "2026-11-21")


def contents(files: list[File]) -> dict[str, bytes]:
    return {file.name: file.content for file in files}


def restored(form: Form, source: Publication) -> set[Quad]:
    return form.read(contents(form.write(source)))


def turned(source: Publication) -> Publication:
    """The same publication with its quads put in from the last to the first."""
    store = Store()
    for quad in reversed(list(source.store)):
        store.add(quad)
    return source._replace(store=store)


@EACH
@given(data=st.data())
@QUICK
def test_a_generated_dataset_is_read_back_as_it_was(form: Form, data: st.DataObject) -> None:
    of_any = form.name in ("trig", "n-quads", "json-ld", "rdf-1.2")
    source = data.draw(publications() | anything() if of_any else publications())
    files = form.write(source)
    found = form.read(contents(files))
    assert found == set(form.holds(source))
    assert rdfc10(found) == rdfc10(form.holds(source))
    assert files == form.write(turned(source))


@EACH
def test_literals_of_one_text_always_stand_in_one_order(form: Form) -> None:
    record = NamedNode(f"{BASE}graph/record")
    same = [Literal("a"), Literal("a", language="en"), Literal("a", language="ar"), Literal("a", datatype=A), Literal("a", datatype=B)]
    quads = [Quad(A, B, value, record) for value in same] + [Quad(CLAIM, B, value, CLAIM) for value in same]
    assert form.write(published(quads)) == form.write(published(quads[::-1]))


@EACH
def test_the_demo_is_read_back_as_it_was(form: Form, demo: Publication) -> None:
    assert rdfc10(restored(form, demo)) == rdfc10(form.holds(demo))


@EACH
def test_the_shipped_record_is_read_back_as_it_was(form: Form, shipped: Publication) -> None:
    found, wanted = restored(form, shipped), set(form.holds(shipped))
    assert len(wanted) > 30_000
    assert found == wanted


@EACH
def test_files_lie_where_the_table_says(form: Form, demo: Publication) -> None:
    files = form.write(demo)
    assert files
    assert all(file.media_type == form.media_type and file.title for file in files)
    assert all(file.name.startswith(form.path) if form.path.endswith("/") else file.name == form.path for file in files)


def test_names_and_paths_of_forms_are_different() -> None:
    assert len({form.name for form in FORMS}) == len({form.path for form in FORMS}) == len(FORMS) == 6


def test_the_bytes_are_the_same_in_every_process() -> None:
    program = (
        "import hashlib; from pathlib import Path; from kg.catalog import open_catalog; from kg.dumps.publication import publication;"
        "from kg.dumps.rdf import FORMS; from kg.dumps.context import context_file;"
        f"p = publication(open_catalog(Path({str(DEMO / 'graph')!r})), '1', '2031-05-01');"
        "files = [file for form in FORMS for file in form.write(p)] + [context_file(p)];"
        "print(hashlib.sha256(b''.join(file.name.encode() + file.content for file in files)).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, cwd=DEMO.parents[1], env=environment({"PYTHONHASHSEED": seed})
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_the_hash_is_that_of_another_implementation(demo: Publication) -> None:
    text = (serialize(demo.store, format=RdfFormat.N_QUADS) or b"").decode()
    normal = processor.normalize(text, {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"})
    assert rdfc10(demo.store) == hashlib.sha256(normal.encode()).hexdigest()
    assert lines(demo.store) == normal.encode()


def test_the_hash_does_not_depend_on_the_names_of_blank_nodes() -> None:
    def ring(*names: str) -> list[Quad]:
        ends = [BlankNode(name) for name in names]
        return [Quad(start, A, end, B) for start, end in zip(ends, ends[1:] + ends[:1], strict=True)]

    text = (serialize(ring("x", "y", "z"), format=RdfFormat.N_QUADS) or b"").decode()
    normal = processor.normalize(text, {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"})
    assert rdfc10(ring("x", "y", "z")) == rdfc10(ring("q", "p", "o")) == hashlib.sha256(normal.encode()).hexdigest()
    assert rdfc10(ring("x", "y")) != rdfc10(ring("x", "y", "z"))


def test_the_hash_tells_a_dataset_that_lacks_a_quad_or_has_it_elsewhere(demo: Publication) -> None:
    first, *rest = demo.store
    moved = in_graph(first.triple, A)
    assert len({rdfc10(rest), rdfc10(demo.store), rdfc10([*rest, moved])}) == 3


@pytest.mark.parametrize("name", ["trig", "n-quads"])
def test_rdflib_reads_the_same_dataset(name: str, demo: Publication) -> None:
    form = next(form for form in FORMS if form.name == name)
    found = rdflib.Dataset()
    for file in form.write(demo):
        found.parse(data=file.content, format={"trig": "trig", "n-quads": "nquads"}[name])
    assert set(parse(found.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS)) == set(demo.store)


def test_rdflib_reads_the_same_turtle(demo: Publication) -> None:
    for file in places.write(demo):
        found = rdflib.Graph().parse(data=file.content, format="turtle")
        triples = {quad.triple for quad in parse(found.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)}
        assert triples == {quad.triple for quad in parsed(file.name, file.content, RdfFormat.TURTLE)}


def refusing(url: str, _: Mapping[str, Any]) -> Any:
    raise AssertionError(f"asked for {url}")


def by_pyld(document: object) -> set[Quad]:
    text = processor.to_rdf(document, {"format": "application/n-quads", "documentLoader": refusing, "processingMode": "json-ld-1.1"})
    return set(parse(text.encode(), format=RdfFormat.N_QUADS))


def test_another_processor_reads_the_same_json_ld(demo: Publication) -> None:
    (file,) = jsonld.write(demo)
    assert by_pyld(json.loads(file.content)) == set(demo.store)


@given(anything())
@QUICK
def test_another_processor_reads_the_same_of_any_dataset(source: Publication) -> None:
    (file,) = jsonld.write(source)
    assert by_pyld(json.loads(file.content)) == set(source.store)


def test_a_claim_reads_well_in_json_ld(demo: Publication) -> None:
    (file,) = jsonld.write(demo)
    graphs = {graph["id"]: graph["@graph"] for graph in json.loads(file.content)["@graph"]}
    claim = next(node for node in graphs["claim/lorries-1"] if node["id"] == "claim/lorries-1")
    assert claim["type"] == "Claim"
    assert claim["label"] == {"en": "Alba supplies the League with lorries."}
    assert (claim["subject"], claim["predicate"], claim["object"]) == ("actor/alba", "suppliesArmsTo", "actor/league")
    assert (claim["stance"], claim["beginsNotAfter"]) == ("affirmed", "2031-03-03")
    assert [hop["agent"] for hop in claim["hop"]] == ["actor/gazette", "actor/ada-birch"]
    assert (claim["passage"]["start"], claim["passage"]["end"]) == (50, 149)


def test_the_context_alone_serves_a_document_that_names_its_base(demo: Publication) -> None:
    file = context_file(demo)
    assert (file.name, file.media_type) == (CONTEXT, "application/ld+json")
    context = json.loads(file.content)["@context"]
    assert "@base" not in context
    (whole,) = jsonld.write(demo)
    graphs = json.loads(whole.content)["@graph"]
    assert by_pyld({"@context": [context, {"@base": demo.base}], "@graph": graphs}) == set(demo.store)


@pytest.mark.parametrize(
    "iri", ["geo:1,2", "hop:b", "id:x", "attest:backs", f"{BASE}actor/a/../b", f"{BASE}actor/a//b", f"{BASE}a:b", BASE]
)
def test_an_iri_that_could_be_read_as_another_stays_what_it_is(iri: str) -> None:
    ontology = [Quad(NamedNode(ATTEST + "hop"), NamedNode(RDF + "type"), NamedNode(ATTEST + "x"), NamedNode(f"{BASE}graph/ontology"))]
    source = published([*ontology, Quad(A, NamedNode(iri), NamedNode(iri), NamedNode(iri))])
    (file,) = jsonld.write(source)
    assert jsonld.read(contents([file])) == by_pyld(json.loads(file.content)) == set(source.store)


def test_the_turtle_of_a_seed_file_is_the_seed_file(demo: Publication, shipped: Publication) -> None:
    for source in (demo, shipped):
        found = {name.removeprefix(places.FOLDER).removesuffix(".gz"): content for name, content in contents(places.write(source)).items()}
        seeds = {path.name: path.read_bytes() for path in source.catalog.seed_files()}
        assert {name: found[name] for name in seeds} == seeds
        assert found.keys() - seeds.keys() == {
            f"{name}.ttl" for name in ("derived", "findings", "hierarchy", "identities", "inferences", "ontology")
        }


def test_turtle_never_states_the_content_of_a_claim(demo: Publication) -> None:
    content = next(demo.store.quads_for_pattern(NamedNode(f"{demo.base}actor/alba"), NamedNode(ATTEST + "suppliesArmsTo"), None)).triple
    triples = {quad.triple for file in places.write(demo) for quad in parsed(file.name, file.content, RdfFormat.TURTLE)}
    assert content not in triples


@pytest.mark.parametrize(
    "lost",
    [
        Quad(A, B, C, NamedNode("https://elsewhere.example/graph")),
        Quad(A, B, C, NamedNode(f"{BASE}graph/derived")),
        Quad(A, B, C, NamedNode(f"{BASE}graph/a/b")),
        Quad(A, B, C, CLAIM),
        Quad(CLAIM, B, C, NamedNode(f"{BASE}claim/lorries-2")),
        Quad(CLAIM, B, C, NamedNode(f"{BASE}graph/actors")),
        Quad(NamedNode(f"{BASE}claim/findings-1"), B, C, NamedNode(f"{BASE}claim/findings-1")),
    ],
)
def test_turtle_is_refused_where_it_would_lose_something(lost: Quad) -> None:
    with pytest.raises(RecordError):
        places.write(published([lost]))


def test_turtle_is_refused_where_it_would_add_the_content_of_a_claim() -> None:
    said = [(ATTEST + "committedStance", NamedNode(ATTEST + "affirmed"))] + [(RDF + part, A) for part in ("subject", "predicate", "object")]
    claim = [Quad(CLAIM, NamedNode(predicate), target, CLAIM) for predicate, target in said]
    with pytest.raises(RecordError, match="cannot be told from Turtle"):
        places.write(published(claim))
    assert places.write(published([*claim, Quad(A, A, A, CLAIM)]))


def test_a_claim_of_rdf_1_2_reifies_its_content(demo: Publication) -> None:
    (file,) = rdf12.write(demo)
    found = {quad.predicate.value: quad.object for quad in parsed(file.name, file.content, RdfFormat.TRIG) if quad.subject == lorries(demo)}
    parts = (f"{demo.base}actor/alba", f"{ATTEST}suppliesArmsTo", f"{demo.base}actor/league")
    assert found[RDF + "reifies"] == Triple(*map(NamedNode, parts))
    assert not {RDF + part for part in ("subject", "predicate", "object")} & found.keys()


def lorries(demo: Publication) -> NamedNode:
    return NamedNode(f"{demo.base}claim/lorries-1")


@pytest.mark.parametrize(
    "parts",
    [
        {"subject": [A], "predicate": [B]},
        {"subject": [A], "predicate": [B], "object": [A, C]},
        {"subject": [Literal("a")], "predicate": [B], "object": [C]},
        {"subject": [A], "predicate": [Literal("b")], "object": [C]},
    ],
)
def test_a_statement_that_is_not_whole_stays_as_it_is_in_rdf_1_2(parts: dict[str, list[NamedNode | Literal]]) -> None:
    source = published([Quad(CLAIM, NamedNode(RDF + part), value, CLAIM) for part, values in parts.items() for value in values])
    (file,) = rdf12.write(source)
    assert b"reifies" not in file.content
    assert rdf12.read(contents([file])) == set(source.store)


def test_rdf_1_2_is_refused_where_the_dataset_reifies_by_itself() -> None:
    with pytest.raises(RecordError, match=r"RDF 1\.1"):
        rdf12.write(published([Quad(A, NamedNode(RDF + "reifies"), Triple(A, B, C), A)]))
    with pytest.raises(RecordError, match=r"RDF 1\.1"):
        rdf12.write(published([Quad(A, NamedNode(RDF + "reifies"), C, A)]))


def test_json_ld_is_refused_for_nodes_without_a_name() -> None:
    with pytest.raises(RecordError, match="give the node an IRI"):
        jsonld.write(published([Quad(BlankNode("x"), B, C, A)]))


@EACH
@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"<html>", b"<a:b> <c:d", b"[" * 100_000, b'{"@context": "http://127.0.0.1:9/c", "a": 1}']
)
def test_a_file_that_is_not_in_its_form_is_refused_in_one_line(form: Form, content: bytes) -> None:
    name = f"{form.path}record.ttl.gz" if form.path.endswith("/") else form.path
    with pytest.raises(InputError) as refused:
        form.read({name: content})
    assert str(refused.value).startswith(f"{name}: not ")
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("space", ["", "not an IRI", "https://example.org/a> <b"])
def test_turtle_that_does_not_say_where_its_iris_begin_is_refused(space: str) -> None:
    record = f'<https://example.org/> <http://rdfs.org/ns/void#uriSpace> "{space}" .'.encode()
    for files in ({}, {f"{places.FOLDER}record.ttl.gz": record}, {f"{places.FOLDER}actors.ttl.gz": record}):
        with pytest.raises(InputError, match="void:uriSpace"):
            places.read(files)


def test_a_turtle_file_of_another_name_is_refused() -> None:
    with pytest.raises(InputError, match="take it out"):
        places.read({f"{places.FOLDER}a b.ttl.gz": b""})
