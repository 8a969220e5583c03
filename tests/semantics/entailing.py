"""Small records under ontologies of their own, and owlrl as the referee of what follows from them."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from owlrl import OWLRL_Semantics
from pyoxigraph import Literal as StoredLiteral
from pyoxigraph import NamedNode, Triple
from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.catalog import Catalog, open_catalog, shipped
from kg.dataset import Dataset, build
from tests.semantics.world import BASE, BOUND_NAMES, NO_DAYS, Days

ATTEST = "https://w3id.org/attest/ontology#"
PREFIXES = f"""
PREFIX attest: <{ATTEST}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
COMMITTING = """
attest:commits a owl:AnnotationProperty .
attest:asserted attest:commits attest:counts .
attest:alleged attest:commits attest:counts .
attest:intended attest:commits attest:countsNot .
"""

Part = tuple[str, ...]
Plain = tuple[str, str, Part]
"""A triple in plain words: subject, predicate, and the object as an IRI, or as a text with its language and datatype."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim in plain values: names are those of things, and local names of the ontology."""

    subject: str
    predicate: str
    object: str
    days: Days = NO_DAYS
    stance: str = "affirmed"
    modality: str = "asserted"
    withdrawn: str | None = None
    supersedes: int | None = None


def recorded(folder: Path, axioms: str, sayings: Sequence[Saying], classes: Mapping[str, str]) -> Dataset:
    """The dataset of some claims, numbered from 1, about things of these classes, under an ontology of these axioms."""
    for name in ("seeds", "ontology"):
        (folder / name).mkdir(parents=True)
    shutil.copy(shipped() / "ontology" / "prefixes.ttl", folder / "ontology")
    things = "".join(f"<{BASE}thing/{name}> a attest:{kind} .\n" for name, kind in classes.items())
    texts = {
        "ontology/small": COMMITTING + axioms,
        "seeds/record": f'<{BASE}> a void:Dataset ; void:uriSpace "{BASE}" .\n<{BASE}source/paper> a attest:Source .\n',
        "seeds/things": things,
        "seeds/paper": "".join(_claim(number, saying) for number, saying in enumerate(sayings, 1)),
    }
    for name, text in texts.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    dataset = build(open_catalog(folder))
    dataset.require()
    return dataset


def _claim(number: int, saying: Saying) -> str:
    iri = claim(number)
    dated = zip((*BOUND_NAMES, "withdrawn"), (*saying.days, saying.withdrawn), strict=True)
    days = "".join(f' ; attest:{name} "{day}"^^xsd:date' for name, day in dated if day)
    earlier = f" ; attest:supersedes <{claim(saying.supersedes)}>" if saying.supersedes else ""
    content = f'"{saying.object[1:]}"' if saying.object.startswith('"') else f"<{thing(saying.object)}>"
    return (
        f'<{iri}> a attest:Claim ; rdfs:label "claim {number}"@en ; rdf:subject <{thing(saying.subject)}> ; '
        f"rdf:predicate attest:{saying.predicate} ; rdf:object {content} ; attest:stance attest:{saying.stance} ; "
        f"attest:modality attest:{saying.modality} ; attest:source <{BASE}source/paper> ; "
        f'attest:recorded "2020-01-01"^^xsd:date ; attest:hop <{iri}#hop-1>{days}{earlier} .\n'
        f"<{iri}#hop-1> a attest:Hop ; attest:position 1 ; attest:agent <{BASE}actor/herald> .\n"
    )


def claim(number: int) -> str:
    """The IRI of a claim of a small record."""
    return f"{BASE}claim/paper-{number}"


def thing(name: str) -> str:
    """The IRI of a thing of a small record."""
    return f"{BASE}thing/{name}"


def ontology_of(catalog: Catalog) -> Graph:
    """The ontology of a graph, as the referee reads it."""
    graph = Graph()
    for path in catalog.ontology_files():
        graph.parse(path, format="turtle")
    return graph


def closure(ontology: Graph, statements: Iterable[Triple]) -> tuple[set[Plain], list[str]]:
    """What owlrl finds to follow: the triples about the things of the statements in the terms of the ontology; and what it finds wrong.

    Left out is what is true of everything: axiomatic triples, the classes and
    properties of OWL itself, each thing's being itself; literals as subjects;
    and how the lists of concepts are put together.
    """
    graph = Graph() + ontology
    things: set[Node] = set()
    for statement in statements:
        triple = _theirs(statement)
        things |= {triple[0], triple[2]}
        graph.add(triple)
    semantics = OWLRL_Semantics(graph, False, False)
    semantics.closure()
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if ATTEST in str(term)}
    found = {
        _plain(*triple)
        for term in things
        if isinstance(term, URIRef)
        for triple in graph.triples((term, None, None))
        if triple[1] in properties or (triple[1] == RDF.type and triple[2] in classes)
    }
    return found, sorted(semantics.error_messages)


def plain(triple: Triple) -> Plain:
    """A triple of the engine in plain words."""
    return _plain(*_theirs(triple))


def _theirs(triple: Triple) -> tuple[URIRef, URIRef, URIRef | Literal]:
    """A triple of the engine as one of rdflib."""
    subject, target = triple.subject, triple.object
    assert isinstance(subject, NamedNode)
    if isinstance(target, NamedNode):
        return URIRef(subject.value), URIRef(triple.predicate.value), URIRef(target.value)
    assert isinstance(target, StoredLiteral)
    literal = Literal(target.value, lang=target.language, datatype=None if target.language else URIRef(target.datatype.value))
    return URIRef(subject.value), URIRef(triple.predicate.value), literal


def _plain(subject: Node, predicate: Node, target: Node) -> Plain:
    if isinstance(target, Literal):
        return str(subject), str(predicate), (str(target), target.language or "", str(target.datatype or XSD.string))
    return str(subject), str(predicate), (str(target),)
