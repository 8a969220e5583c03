"""The pitfalls of OOPS! that can be looked for offline: the ontology has none, and each check finds a planted one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VANN, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import GEO, ORG
from rdflib.term import BNode, Node

ROOT = Path(__file__).parents[2]
FAULTY = Path(__file__).parent / "faulty"
ATTEST = Namespace("https://w3id.org/attest/ontology#")
CONTENT = (OWL.ObjectProperty, OWL.DatatypeProperty)
PROPERTIES = (*CONTENT, OWL.AnnotationProperty)
TERMS = (OWL.Class, *PROPERTIES)
BUILT_IN = tuple(str(namespace) for namespace in (RDF, RDFS, OWL, XSD))
CLOSED = (DCTERMS, GEO, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VANN, XSD)
"""Vocabularies of others whose terms are all known here."""
FILE_ENDING = re.compile(r"\.(owl|rdf|rdfs|ttl|n3|nt|xml|obo|html?)\b", re.IGNORECASE)
Pair = tuple[Node, Node]


def is_own(node: Node) -> bool:
    return isinstance(node, URIRef) and node in ATTEST


def own(graph: Graph, *kinds: Node) -> set[Node]:
    """The declared terms of the ontology's own namespace."""
    return {term for kind in kinds for term in graph.subjects(RDF.type, kind) if is_own(term)}


def both(graph: Graph, relation: URIRef) -> set[Pair]:
    return set(graph.subject_objects(relation))


def domain_and_range(graph: Graph, term: Node) -> tuple[set[Node], set[Node]]:
    return set(graph.objects(term, RDFS.domain)), set(graph.objects(term, RDFS.range))


def disjoint_groups(graph: Graph) -> Iterator[set[Node]]:
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in graph.objects(axiom, OWL.members):
            yield set(Collection(graph, members))
    yield from ({left, right} for left, right in both(graph, OWL.disjointWith))


def used_as_property(graph: Graph) -> set[Node]:
    related = {node for relation in (RDFS.subPropertyOf, OWL.inverseOf) for pair in both(graph, relation) for node in pair}
    return set(graph.predicates()) | related


def used_as_class(graph: Graph) -> set[Node]:
    """What stands where a class stands; the ranges of datatype properties are datatypes."""
    data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    found = set(graph.objects(None, RDFS.domain)) | {kind for term, kind in both(graph, RDFS.range) if term not in data}
    return found | {node for pair in both(graph, RDFS.subClassOf) for node in pair} | set(graph.objects(None, RDF.type))


def named(found: set[Node]) -> set[Node]:
    """The IRIs among some nodes, without the words of RDF and OWL themselves."""
    return {node for node in found if isinstance(node, URIRef) and not str(node).startswith(BUILT_IN)}


def p04(graph: Graph) -> set[Node]:
    """Unconnected elements: a class or property that no axiom relates to another term."""
    tying = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.equivalentClass, OWL.disjointWith)
    tied = {node for relation in tying for pair in both(graph, relation) for node in pair}
    return own(graph, OWL.Class, *CONTENT) - tied.union(*disjoint_groups(graph))


def p05(graph: Graph) -> set[Node]:
    """Wrong inverses: the domain of one is not the range of the other."""
    swapped = {pair: (domain_and_range(graph, pair[0]), domain_and_range(graph, pair[1])[::-1]) for pair in both(graph, OWL.inverseOf)}
    return {pair[0] for pair, (one, other) in swapped.items() if one != other}


def p06(graph: Graph) -> set[Node]:
    """A cycle in the hierarchy: a class or property stands above itself."""
    steps = (RDFS.subClassOf, RDFS.subPropertyOf)
    return {low for step in steps for low, high in both(graph, step) if low in set(graph.transitive_objects(high, step))}


def p08(graph: Graph) -> set[Node]:
    """Missing annotations: a term without a label or without a definition."""
    return {term for term in own(graph, *TERMS) if (term, RDFS.label, None) not in graph or (term, SKOS.definition, None) not in graph}


def p10(graph: Graph) -> set[Node]:
    """Missing disjointness: a class at the top that is declared disjoint from no other."""
    below = {low for low, high in both(graph, RDFS.subClassOf) if is_own(high)}
    return own(graph, OWL.Class) - below - set[Node]().union(*disjoint_groups(graph))


def p11(graph: Graph) -> set[Node]:
    """Missing domain or range: a property that has none and does not say why."""
    sides = ((RDFS.domain, ATTEST.domainNote), (RDFS.range, ATTEST.rangeNote))
    silent = {side: own(graph, *CONTENT) - set(graph.subjects(side)) - set(graph.subjects(note)) for side, note in sides}
    return silent[RDFS.domain] | silent[RDFS.range]


def p19(graph: Graph) -> set[Node]:
    """Several domains or ranges, which OWL reads as their intersection."""
    return {term for side in (RDFS.domain, RDFS.range) for term, count in Counter(graph.subjects(side)).items() if count > 1}


def p20(graph: Graph) -> set[Node]:
    """Misused annotations: a label that is a sentence, or a definition that is empty or no longer than its label."""
    pairs = [(term, str(label), str(said)) for term, label in both(graph, RDFS.label) for said in graph.objects(term, SKOS.definition)]
    return {term for term, label, said in pairs if not label.strip() or label.endswith(".") or len(said.strip(" .")) <= len(label)}


def p22(graph: Graph) -> set[Node]:
    """Different naming conventions: a class not in TitleCase, a property not in lowerCamelCase."""
    forms = [(own(graph, OWL.Class), r"([A-Z][a-z0-9]+)+"), (own(graph, *PROPERTIES), r"[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)*")]
    return {term for terms, form in forms for term in terms if not re.fullmatch(form, str(term).removeprefix(ATTEST))}


def p24(graph: Graph) -> set[Node]:
    """Recursive definitions: a term that its own defining axiom names."""
    defining = (RDFS.subClassOf, OWL.equivalentClass, RDFS.subPropertyOf, OWL.equivalentProperty)
    return {term for relation in defining for term, said in both(graph, relation) if term in named_in(graph, said)}


def named_in(graph: Graph, said: Node) -> set[Node]:
    """The terms that a class expression names: the term itself, or what an unnamed node leads to."""
    if not isinstance(said, BNode):
        return {said}
    return {term for part in graph.objects(said) for term in named_in(graph, part)}


def p25(graph: Graph) -> set[Node]:
    """A property that is its own inverse, which is a symmetric one."""
    return {one for one, other in both(graph, OWL.inverseOf) if one == other}


def p27(graph: Graph) -> set[Node]:
    """Wrong equivalent properties: two whose domains or ranges are not the same."""
    return {one for one, other in both(graph, OWL.equivalentProperty) if domain_and_range(graph, one) != domain_and_range(graph, other)}


def p28(graph: Graph) -> set[Node]:
    """Wrong symmetric properties: the domain is not the range."""
    return {term for term in graph.subjects(RDF.type, OWL.SymmetricProperty) if len(set(domain_and_range_lists(graph, term))) > 1}


def p29(graph: Graph) -> set[Node]:
    """Wrong transitive properties: the domain is not the range."""
    return {term for term in graph.subjects(RDF.type, OWL.TransitiveProperty) if len(set(domain_and_range_lists(graph, term))) > 1}


def domain_and_range_lists(graph: Graph, term: Node) -> tuple[frozenset[Node], frozenset[Node]]:
    domain, range_ = domain_and_range(graph, term)
    return frozenset(domain), frozenset(range_)


def p31(graph: Graph) -> set[Node]:
    """Wrong equivalent classes: two of which one stands below the other, or that are disjoint."""
    groups = list(disjoint_groups(graph))
    lower = set(graph.subjects(RDFS.subClassOf))
    below = {(low, high) for low in lower for high in graph.transitive_objects(low, RDFS.subClassOf) if low != high}
    pairs = both(graph, OWL.equivalentClass)
    return {one for one, other in pairs if {(one, other), (other, one)} & below or any({one, other} <= group for group in groups)}


def p32(graph: Graph) -> set[Node]:
    """Several classes with the same label."""
    labels = {(term, str(label).casefold()) for term, label in both(graph, RDFS.label) if term in own(graph, OWL.Class)}
    counted = Counter(label for _, label in labels)
    return {term for term, label in labels if counted[label] > 1}


def p34(graph: Graph) -> set[Node]:
    """Untyped classes: a term that stands where a class stands and is not declared as one."""
    return named(used_as_class(graph)) - set(graph.subjects(RDF.type, OWL.Class))


def p35(graph: Graph) -> set[Node]:
    """Untyped properties: a term that is used as a property and is not declared as one."""
    return named(used_as_property(graph)) - {term for kind in PROPERTIES for term in graph.subjects(RDF.type, kind)}


def p36(graph: Graph) -> set[Node]:
    """A file ending in the IRI of the ontology or of a term."""
    found = own(graph, *TERMS) | set(graph.subjects(RDF.type, OWL.Ontology)) | set(graph.objects(None, RDFS.isDefinedBy))
    return {term for term in found if FILE_ENDING.search(str(term))}


def p38(graph: Graph) -> set[Node]:
    """No declaration of an ontology: the terms stand in none."""
    return set() if list(graph.subjects(RDF.type, OWL.Ontology)) else own(graph, *TERMS)


def p39(graph: Graph) -> set[Node]:
    """An ambiguous namespace: no absolute IRI, or a declared namespace that is not the one of the terms."""
    declared = {(header, str(space)) for header, space in both(graph, VANN.preferredNamespaceUri)}
    clear = {header for header, space in declared if space == str(ATTEST) == f"{header}#"}
    return set(graph.subjects(RDF.type, OWL.Ontology)) - clear


def p40(graph: Graph) -> set[Node]:
    """Namespace hijacking: a term in the namespace of others that they do not define."""
    found = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    return {node for node in found for space in CLOSED if node.startswith(str(space)) and node != URIRef(str(space)) and node not in space}


def p41(graph: Graph) -> set[Node]:
    """No licence is stated for the ontology."""
    return {header for header in graph.subjects(RDF.type, OWL.Ontology) if (header, DCTERMS.license, None) not in graph}


CHECKS: tuple[Callable[[Graph], set[Node]], ...] = (
    *(p04, p05, p06, p08, p10, p11, p19, p20, p22, p24, p25, p27),
    *(p28, p29, p31, p32, p34, p35, p36, p38, p39, p40, p41),
)


def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "core.ttl").parse(ROOT / "ontology" / "concepts.ttl")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_ontology_is_free_of_the_pitfall(check: Callable[[Graph], set[Node]]) -> None:
    assert check(ontology()) == set()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_check_finds_the_planted_pitfall(check: Callable[[Graph], set[Node]]) -> None:
    planted = Graph().parse(FAULTY / f"{check.__name__}.ttl")
    noted = set(planted.subjects(SKOS.editorialNote, Literal("The planted fault.", lang="en")))
    assert noted
    assert check(planted) == noted


def test_no_check_and_no_planted_pitfall_is_overlooked() -> None:
    assert len(CHECKS) == 23
    assert sorted(path.stem for path in FAULTY.glob("*.ttl")) == [check.__name__ for check in CHECKS]


@pytest.mark.parametrize("check", [p05, p06, p24, p25, p27, p31, p40], ids=lambda check: check.__name__)
def test_the_alignments_bring_no_pitfall(check: Callable[[Graph], set[Node]]) -> None:
    assert check(ontology().parse(ROOT / "ontology" / "alignments.ttl")) == set()
