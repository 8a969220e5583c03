"""The axioms of an ontology as the rules of ``queries/rules`` read them, and those that no rule reads."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from kg.catalog import Catalog
from kg.terms import text_of
from kg.turtle import read, read_text
from kg.vocab import OWL, RDF, node

__all__ = ["axioms", "rule_files", "unread_axioms"]

_TYPE = node(RDF + "type")
_DISJOINT = node(OWL + "disjointWith")
_DECLARATIONS = {"AnnotationProperty", "Class", "DatatypeProperty", "NamedIndividual", "ObjectProperty", "Ontology"}
_DECLARATIONS |= {"AllDisjointClasses", "members", "versionIRI", "versionInfo"}


def rule_files(catalog: Catalog) -> list[Path]:
    """The stored rules of a graph, by name."""
    return sorted((catalog.queries / "rules").glob("*.rq"))


def axioms(catalog: Catalog) -> Iterator[Triple]:
    """An ontology with each pair of classes that share nothing written out once, the lesser IRI first."""
    ontology = [quad for path in catalog.ontology_files() for quad in read(path)]
    yield from (quad.triple for quad in ontology if quad.predicate != _DISJOINT)
    yield from (Triple(left, _DISJOINT, right) for left, right in _disjoint(ontology))


def unread_axioms(catalog: Catalog) -> list[str]:
    """The words of OWL in an ontology that no stored rule reads: what follows by them is missing."""
    known = {word for path in rule_files(catalog) for word in re.findall(r"\bowl:(\w+)", read_text(path))}
    ontology = (quad for path in catalog.ontology_files() for quad in read(path))
    used = {term for quad in ontology for term in ((quad.predicate, quad.object) if quad.predicate == _TYPE else (quad.predicate,))}
    words = {text_of(term).removeprefix(OWL) for term in used if text_of(term).startswith(OWL)}
    return sorted(words - known - _DECLARATIONS)


def _disjoint(ontology: Iterable[Quad]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The pairs of disjoint classes: those that are stated, and those of each list."""
    told: dict[str, dict[object, object]] = defaultdict(dict)
    groups: list[list[NamedNode]] = []
    for quad in ontology:
        told[quad.predicate.value][quad.subject] = quad.object
        if quad.predicate == _DISJOINT:
            groups.append([term for term in (quad.subject, quad.object) if isinstance(term, NamedNode)])
    for axiom, members in told[OWL + "members"].items():
        if told[_TYPE.value].get(axiom) == node(OWL + "AllDisjointClasses"):
            groups.append(list(_listed(members, told[RDF + "first"], told[RDF + "rest"])))
    for group in groups:
        yield from combinations(sorted(group, key=text_of), 2)


def _listed(members: object, first: Mapping[object, object], rest: Mapping[object, object]) -> Iterator[NamedNode]:
    """The classes of a list; one that leads back into itself ends."""
    for _ in first:
        term = first.get(members)
        if isinstance(term, NamedNode):
            yield term
        members = rest.get(members)
