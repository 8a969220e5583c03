"""The tests of FOOPS! that need no network, on the ontology as published, and on an ontology with a planted fault for each.

Each check does what https://w3id.org/foops/test/NAME says (the catalogue is at
https://w3id.org/foops/catalogue, its text in testCatalogue.properties of
https://github.com/oeg-upm/fair_ontologies). It returns what is missing. Tests
of FOOPS! that ask a registry, or fetch the ontology from its address, are none
of these: CN1, DOC1, FIND2, FIND3, FIND_3_BIS, OM4.2, URI1 and VER2.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from rdflib import DC, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, Graph, Namespace, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
UNFAIR = Path(__file__).parent / "unfair"
ONTOLOGY = "https://w3id.org/attest/ontology"
BIBO, CC, DOAP, PAV = (
    Namespace(space)
    for space in (
        "http://purl.org/ontology/bibo/",
        "http://creativecommons.org/ns#",
        "http://usefulinc.com/ns/doap#",
        "http://purl.org/pav/",
    )
)
MOD, OBO = Namespace("https://w3id.org/mod#"), Namespace("http://purl.obolibrary.org/obo/")
SCHEMA = (Namespace("https://schema.org/"), Namespace("http://schema.org/"))


def schema(name: str) -> set[URIRef]:
    return {space[name] for space in SCHEMA}


PROPERTIES: dict[str, set[URIRef]] = {
    "citation": {DCTERMS.bibliographicCitation} | schema("citation"),
    "creation date": {DCTERMS.created, DOAP.created, PROV.generatedAtTime, PAV.createdOn} | schema("dateCreated"),
    "creator": {DC.creator, DCTERMS.creator, PAV.createdBy, PAV.authoredBy, FOAF.maker, PROV.wasAttributedTo, DOAP.developer}
    | schema("creator"),
    "description": {DC.description, DCTERMS.description, DCTERMS.abstract, RDFS.comment, DOAP.description, DOAP.shortdesc, SKOS.note}
    | schema("description"),
    "issued": {DCTERMS.issued} | schema("datePublished"),
    "license": {DCTERMS.license, DOAP.license, CC.license} | schema("license"),
    "logo": {FOAF.logo} | schema("logo"),
    "namespace URI": {VANN.preferredNamespaceUri},
    "namespace prefix": {VANN.preferredNamespacePrefix},
    "publisher": {DC.publisher, DCTERMS.publisher} | schema("publisher"),
    "rights": {DC.rights, DCTERMS.rights, DCTERMS.accessRights},
    "source": {DC.source, DCTERMS.source},
    "status": {BIBO.status, MOD.status},
    "title": {DC.title, DCTERMS.title} | schema("name"),
    "version info": {OWL.versionInfo} | schema("schemaVersion"),
    "version IRI": {OWL.versionIRI},
}
"""The properties by which FOOPS! knows each piece of metadata, less dcterms:submitted and prov:hadOriginalSource, which do not exist."""
IDENTIFIERS = {DCTERMS.identifier} | schema("identifier")
METADATA_VOCABULARIES = (DC, *SCHEMA, DCTERMS, VANN, PROV, BIBO, PAV, FOAF, RDFS, OWL, DOAP, MOD)
PERSISTENT = re.compile(r"w3id\.org|doi\.org|purl\.(\w+\.)?org|linked\.data\.gov\.au|dbpedia\.org|www\.w3\.org|perma\.cc|data\.europa\.eu")
TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


class Published(NamedTuple):
    """An ontology as it was found at an address: its triples, none where it is no RDF."""

    address: str
    graph: Graph

    @property
    def header(self) -> Node:
        """The ontology itself; the address where the triples name none."""
        return next(self.graph.subjects(RDF.type, OWL.Ontology), URIRef(self.address))

    def lacks(self, *names: str) -> set[str]:
        """Those pieces of metadata that the header does not have, or leaves empty."""
        return {name for name in names if not any(self.told(prop) for prop in PROPERTIES[name])}

    def told(self, prop: URIRef) -> set[str]:
        return {str(value) for value in self.graph.objects(self.header, prop)} - {""}

    def terms(self) -> set[Node]:
        """The classes and properties in the namespace of the ontology."""
        return {term for kind in TERMS for term in self.graph.subjects(RDF.type, kind) if str(term).startswith(str(self.header))}

    def without(self, *properties: URIRef) -> set[str]:
        """The terms that have none of some properties, by their local names."""
        return {str(term).rpartition("#")[2] for term in self.terms() if not any((term, prop, None) in self.graph for prop in properties)}


def find1(found: Published) -> set[str]:
    """The preferred prefix is declared."""
    return found.lacks("namespace prefix")


def http1(found: Published) -> set[str]:
    """The IRI of the ontology is one of an open protocol."""
    return set() if str(found.header).startswith(("http://", "https://")) else {"open protocol"}


def om1(found: Published) -> set[str]:
    """Minimum metadata."""
    return found.lacks("title", "description", "license", "version IRI", "creator", "namespace URI")


def om2(found: Published) -> set[str]:
    """Recommended metadata."""
    return found.lacks("namespace prefix", "version info", "creation date", "citation")


def om3(found: Published) -> set[str]:
    """Detailed metadata."""
    named = {value for prop in IDENTIFIERS for value in found.told(prop) if "doi." in value} | found.told(BIBO.doi)
    return found.lacks("publisher", "logo", "status", "source", "issued") | (set() if named else {"doi"})


def om4_1(found: Published) -> set[str]:
    """A licence is stated, or else rights."""
    return {"license"} if found.lacks("license") and found.lacks("rights") else set()


def om5_1(found: Published) -> set[str]:
    """Basic provenance."""
    return found.lacks("creator", "creation date")


def om5_2(found: Published) -> set[str]:
    """Detailed provenance."""
    return found.lacks("issued", "publisher")


def purl1(found: Published) -> set[str]:
    """The IRI is of a register of lasting addresses."""
    return set() if PERSISTENT.search(str(found.header)) else {"persistent URL"}


def rdf1(found: Published) -> set[str]:
    """It can be read as RDF."""
    return set() if len(found.graph) else {"RDF"}


def uri2(found: Published) -> set[str]:
    """It names itself as it is addressed."""
    return set() if str(found.header).rstrip("/#") == found.address.rstrip("/#") else {"consistent ID"}


def ver1(found: Published) -> set[str]:
    """The version has an IRI, and not that of the ontology."""
    return set() if found.told(OWL.versionIRI) - {str(found.header)} else {"version IRI"}


def voc1(found: Published) -> set[str]:
    """Metadata are told in vocabularies of others."""
    used = {str(prop) for prop in found.graph.predicates(found.header) if prop != RDF.type}
    return set() if any(prop.startswith(str(space)) for prop in used for space in METADATA_VOCABULARIES) else {"metadata vocabulary"}


def voc2(found: Published) -> set[str]:
    """Vocabularies of others are imported or used, beside RDF, RDFS and OWL."""
    named = {str(term) for kind in TERMS for term in found.graph.subjects(RDF.type, kind)}
    others = {term for term in named if not term.startswith((str(found.header), str(RDF), str(RDFS), str(OWL)))}
    return set() if others or found.told(OWL.imports) else {"reused vocabulary"}


def voc3(found: Published) -> set[str]:
    """Every term has a label."""
    return found.without(RDFS.label, SKOS.prefLabel, OBO.IAO_0000118) if found.terms() else {"terms"}


def voc4(found: Published) -> set[str]:
    """Every term has a description."""
    return found.without(RDFS.comment, SKOS.definition) if found.terms() else {"terms"}


CHECKS: dict[str, Callable[[Published], set[str]]] = {
    "FIND1": find1,
    "HTTP1": http1,
    "OM1": om1,
    "OM2": om2,
    "OM3": om3,
    "OM4.1": om4_1,
    "OM5.1": om5_1,
    "OM5.2": om5_2,
    "PURL1": purl1,
    "RDF1": rdf1,
    "URI2": uri2,
    "VER1": ver1,
    "VOC1": voc1,
    "VOC2": voc2,
    "VOC3": voc3,
    "VOC4": voc4,
}
AWAITED = {"OM3": {"doi"}}
"""What nobody but a registrar can give: no DOI is made up. Once there is one, this is to go, and the test says so."""


def published(address: str, *files: Path) -> Published:
    """The ontology in some files, as found at an address."""
    graph = Graph()
    try:
        for path in files:
            graph.parse(path, format="turtle")
    except (BadSyntax, ParserError):
        graph = Graph()
    return Published(address, graph)


def ontology() -> Published:
    return published(ONTOLOGY, ROOT / "ontology" / "core.ttl", ROOT / "ontology" / "concepts.ttl")


@pytest.mark.parametrize("name", CHECKS)
def test_the_ontology_passes(name: str) -> None:
    assert CHECKS[name](ontology()) == AWAITED.get(name, set())


def planted(name: str) -> tuple[Published, set[str]]:
    """An ontology with a fault, at the address that it gives or else at its own, and what it says that it lacks."""
    path = UNFAIR / f"{name}.ttl"
    said = re.search(r'"Lacks: (.+)\."@en', path.read_text(encoding="utf-8"))
    assert said
    found = published(ONTOLOGY, path)
    return (found if name == "URI2" else found._replace(address=str(found.header))), set(said[1].split(", "))


@pytest.mark.parametrize("name", CHECKS)
def test_a_planted_fault_is_found(name: str) -> None:
    found, lacking = planted(name)
    assert CHECKS[name](found) == lacking


@pytest.mark.parametrize("name", [name for name in CHECKS if name != "RDF1"])
def test_a_planted_ontology_is_read(name: str) -> None:
    assert rdf1(planted(name)[0]) == set()


def test_no_test_and_no_planted_fault_is_overlooked() -> None:
    assert len(CHECKS) == 16
    assert {path.stem for path in UNFAIR.glob("*.ttl")} == set(CHECKS)


def test_the_logo_is_a_picture_that_fetches_nothing() -> None:
    [logo] = ontology().told(SDO.logo)
    assert logo == f"{ONTOLOGY}/logo.svg"
    text = (ROOT / "ontology" / "logo.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 (a file of ours)
    assert re.findall(r"href|url\(|<script|<style|<!", text) == []
