"""The descriptions of a release: numbers that are counted again, digests of the files, and the form of each standard."""

import hashlib
import json
from collections import Counter
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal as Term
from pyoxigraph import NamedNode
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, VOID, XSD
from rdflib.term import Node

from kg.dumps.description import catalogue, introductions
from kg.dumps.packing import Packed, packed
from kg.dumps.publication import File, Publication
from kg.terms import text_of
from tests.dumps.reading import added

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
NAMES = ["void.ttl", "CITATION.cff", "LICENSE-DATA.txt"]


def introduced(publication: Publication, name: str) -> bytes:
    files = introductions(publication, ["rdf/attest.nq.gz"])
    assert [file.name for file in files] == NAMES
    return next(file.content for file in files if file.name == name)


def counted(publication: Publication) -> Graph:
    return Graph().parse(data=introduced(publication, "void.ttl"), format="turtle")


def test_the_numbers_of_void_are_those_of_an_independent_count(either: Publication) -> None:
    graph, this = counted(either), URIRef(f"{either.base}release/1.0.0")
    triples = {(quad.subject, quad.predicate, quad.object) for quad in either.store}
    types = {(subject, value) for subject, predicate, value in triples if predicate.value == str(RDF.type)}
    expected = {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len({subject for subject, _, _ in triples}),
        VOID.distinctObjects: len({value for _, _, value in triples}),
        VOID.entities: len({subject for subject, _, _ in triples if str(subject).startswith(f"<{either.base}")}),
        VOID.classes: len({value for _, value in types}),
        VOID.properties: len({predicate for _, predicate, _ in triples}),
    }
    assert {name: number(graph, this, name) for name in expected} == expected
    assert partition(graph, this, "property", VOID.triples) == Counter(predicate.value for _, predicate, _ in triples)
    assert partition(graph, this, "class", VOID.entities) == Counter(str(value)[1:-1] for _, value in types)
    assert graph.value(this, VOID.dataDump) == URIRef(f"{this}/rdf/attest.nq.gz")
    assert [str(value) for value in graph.objects(this, VOID.uriSpace)] == [either.base]


def number(graph: Graph, subject: Node, predicate: URIRef) -> int:
    return int(str(graph.value(subject, predicate)))


def partition(graph: Graph, this: URIRef, sort: str, counted_by: URIRef) -> dict[str, int]:
    parts = list(graph.objects(this, VOID[f"{sort}Partition"]))
    return {str(graph.value(part, VOID[sort])): number(graph, part, counted_by) for part in parts}


def test_a_record_without_links_has_no_linkset(either: Publication) -> None:
    assert not list(counted(either).subjects(RDF.type, VOID.Linkset))


def test_links_to_registers_make_linksets(demo_publication: Publication) -> None:
    base = demo_publication.base
    linked = added(
        demo_publication,
        f"""PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        GRAPH <{base}graph/actors> {{
          <{base}actor/alba> owl:sameAs <https://register.example/1> , <https://register.example/2> .
          <{base}actor/alba> skos:exactMatch <https://other.example/a> .
          <{base}actor/brine> owl:sameAs <https://register.example/3> , <{base}actor/alba> .
        }}""",
    )
    graph = counted(linked)
    found = {
        (
            str(graph.value(part, VOID.objectsTarget)),
            str(graph.value(part, VOID.linkPredicate)).rpartition("#")[2],
            number(graph, part, VOID.triples),
        )
        for part in graph.subjects(RDF.type, VOID.Linkset)
    }
    assert found == {("https://other.example/", "exactMatch", 1), ("https://register.example/", "sameAs", 3)}


@pytest.fixture
def files() -> list[Packed]:
    return [
        packed(File("rdf/attest.nq.gz", "application/n-quads", "The dataset", b"abc\n" * 1000)),
        packed(File("tables/claims.csv", "text/csv", "The claims", b"claim\r\n")),
    ]


def described(publication: Publication, files: list[Packed], previous: str | None = None) -> tuple[Graph, Any]:
    turtle, page = catalogue(publication, files, previous)
    assert (turtle.name, page.name) == ("dcat.ttl", "dataset.jsonld")
    return Graph().parse(data=turtle.content, format="turtle"), json.loads(page.content)


def test_each_file_is_a_distribution_with_its_size_type_and_digest(demo_publication: Publication, files: list[Packed]) -> None:
    graph, page = described(demo_publication, files)
    this = URIRef(f"{demo_publication.base}release/1.0.0")
    assert (
        set(graph.objects(this, DCAT.distribution))
        == set(graph.subjects(RDF.type, DCAT.Distribution))
        == {URIRef(f"{this}/{item.file.name}") for item in files}
    )
    downloads = {item["contentUrl"]: item for item in page["distribution"]}
    for item in files:
        one = URIRef(f"{this}/{item.file.name}")
        digest = hashlib.sha256(item.data).hexdigest()
        proof = graph.value(one, SPDX.checksum)
        assert graph.value(proof, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert graph.value(proof, SPDX.checksumValue) == Literal(digest, datatype=XSD.hexBinary)
        assert graph.value(one, DCAT.byteSize) == Literal(str(len(item.data)), datatype=XSD.nonNegativeInteger)
        assert str(graph.value(one, DCAT.mediaType)) == f"https://www.iana.org/assignments/media-types/{item.file.media_type}"
        assert (graph.value(one, DCAT.compressFormat) is not None) == item.file.name.endswith(".gz")
        assert downloads[str(one)]["sha256"] == digest
        assert downloads[str(one)]["contentSize"] == f"{len(item.data)} B"


def test_the_release_stands_in_a_series_after_the_one_before(demo_publication: Publication, files: list[Packed]) -> None:
    base = demo_publication.base
    this, before = URIRef(f"{base}release/1.0.0"), URIRef(f"{base}release/0.9.0")
    graph, page = described(demo_publication, files, "0.9.0")
    series = graph.value(this, DCAT.inSeries)
    assert (series, RDF.type, DCAT.DatasetSeries) in graph
    assert graph.value(this, DCAT.prev) == graph.value(this, DCAT.previousVersion) == before
    assert graph.value(this, DCAT.version) == Literal("1.0.0")
    assert graph.value(this, DCTERMS.issued) == Literal("2031-04-01", datatype=XSD.date)
    assert (page["version"], page["datePublished"], page["@type"]) == ("1.0.0", "2031-04-01", "Dataset")
    first, _ = described(demo_publication, files)
    assert first.value(this, DCAT.prev) is None


def test_schema_org_is_json_ld_of_that_vocabulary(demo_publication: Publication, files: list[Packed]) -> None:
    _, page = described(demo_publication, files)
    assert page.pop("@context") == "https://schema.org/"
    graph = Dataset().parse(data=json.dumps(page | {"@context": {"@vocab": "https://schema.org/"}}), format="json-ld")
    schema = Namespace("https://schema.org/")
    assert len(set(graph.subjects(RDF.type, schema.DataDownload))) == len(files)
    assert all(page[name] for name in ("name", "license", "creator"))


def test_how_to_cite_is_told_in_the_fields_of_its_format(either: Publication) -> None:
    plain = yaml.safe_load(introduced(either, "CITATION.cff"))
    assert all(isinstance(plain[name], str) for name in ("cff-version", "message", "title", "version", "date-released"))
    assert (plain["cff-version"], plain["type"], plain["license"], plain["date-released"]) == ("1.2.0", "dataset", "CC-BY-4.0", either.day)
    assert plain.keys() <= {"cff-version", "message", "type", "title", "abstract", "version", "date-released", "url", "license", "authors"}
    assert [list(author) for author in plain["authors"]] == [["name"]]


@pytest.mark.parametrize("title", ['he said: "no" # - {a: b} \\ %', "\U0001f642 \u202e \u0085 \u2028", "yes", "1.0", "\u0001\ttab"])
def test_any_title_can_be_cited(demo_publication: Publication, title: str) -> None:
    store = demo_publication.store
    title_of = NamedNode(str(DCTERMS.title))
    base = demo_publication.base
    hard = added(demo_publication, f"GRAPH <{base}graph/record> {{ <{base}> <{title_of.value}> {Term(title)} }}")
    assert len(list(store.quads_for_pattern(None, title_of, None))) < len(list(hard.store.quads_for_pattern(None, title_of, None)))
    for quad in list(hard.store.quads_for_pattern(NamedNode(base), title_of, None)):
        if text_of(quad.object) == "An invented record":
            hard.store.remove(quad)
    assert yaml.safe_load(introduced(hard, "CITATION.cff"))["title"] == title
    assert " ".join(title.split()) in introduced(hard, "LICENSE-DATA.txt").decode()


def test_the_rights_are_stated(either: Publication) -> None:
    text = introduced(either, "LICENSE-DATA.txt").decode()
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "no sentences" in text
    assert "correction" in text
