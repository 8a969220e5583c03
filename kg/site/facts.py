"""The whole dataset as the pages read it: what is stated of each thing, and what stands around it."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.dataset import Dataset
from kg.dumps.context import context_of
from kg.names import Names, prefixes_of
from kg.terms import text_of
from kg.turtle import read
from kg.vocab import ATTEST, OWL, RDF, RDFS, SKOS

__all__ = ["Facts", "Term"]

Term = NamedNode | BlankNode | Literal
_CONTENT = (RDF + "subject", RDF + "predicate", RDF + "object")
_LABELS = (RDFS + "label", SKOS + "prefLabel")
_SORTS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property",
    OWL + "AnnotationProperty": "property",
    SKOS + "ConceptScheme": "scheme",
    SKOS + "Concept": "concept",
}


class Facts:
    """What a dataset states, by subject and by the claims about each thing; its order is that of the IRIs."""

    def __init__(self, dataset: Dataset) -> None:
        self.base = dataset.base
        self.catalog = dataset.catalog
        self.store = dataset.require()
        self.prefixes = prefixes_of(dataset.catalog.prefixes_file(), dataset.base)
        self.context = context_of(dataset.catalog, dataset.base, self.store)
        self.names = Names(self.store, dataset.base, self.prefixes)
        self.quads = sorted(self.store, key=_order)
        self.stated: dict[str, dict[str, list[Term]]] = {}
        self.triples: dict[str, list[Triple]] = defaultdict(list)
        self.graphs: dict[str, list[Quad]] = defaultdict(list)
        self.pointing: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.quads:
            self.graphs[text_of(quad.graph_name)].append(quad)
            if not self.is_content(quad):
                self._take(quad)
        self._users: dict[str, set[str]] = defaultdict(set)
        for iri, stated in self.stated.items():
            for predicate in stated:
                self._users[predicate].add(iri)
        self.parts: dict[str, list[str]] = defaultdict(list)
        for iri in self.stated:
            if iri.startswith(self.base) and "#" in iri:
                self.parts[iri.partition("#")[0]].append(iri)
        self.claims = frozenset(self.of_class("Claim"))
        self.axioms = [quad for path in dataset.catalog.ontology_files() for quad in read(path)]
        self.alignments = _by_subject(read(path) for path in [dataset.catalog.ontology / "alignments.ttl"] if path.is_file())
        self.ontology = next((text_of(q.subject) for q in self.axioms if text_of(q.object) == OWL + "Ontology"), ATTEST.rstrip("#"))
        self.sorts = {iri: sort for iri in self.stated if iri.startswith(self.ontology + "#") and (sort := self._sort(iri))}

    def is_content(self, quad: Quad) -> bool:
        """Whether a quad is what a claim says of the world, which stands in its graph alone."""
        graph = text_of(quad.graph_name)
        return graph.startswith(self.base + "claim/") and text_of(quad.subject).partition("#")[0] != graph

    def things(self) -> list[str]:
        """Every IRI of the record that something is stated of, parts left out, and every graph."""
        own = {iri.partition("#")[0] for iri in (*self.stated, *self.graphs) if iri.startswith(self.base)}
        return sorted(own)

    def of_class(self, name: str) -> list[str]:
        """All that is of a class of the ontology by its own statement, or of a class below it."""
        below = {*self.pointing[ATTEST + name][ATTEST + "specialises"], ATTEST + name}
        return sorted({iri for kind in below for iri in self.pointing[kind][RDF + "type"]})

    def is_a(self, iri: str, name: str) -> bool:
        """Whether a thing is of a class of the ontology, or of one below it."""
        kinds = [value.value for value in self.values(iri, RDF + "type")]
        return any(kind == ATTEST + name or ATTEST + name in self._above(kind) for kind in kinds)

    def values(self, iri: str, predicate: str) -> list[Term]:
        """What is stated of a thing by a predicate."""
        return self.stated.get(iri, {}).get(predicate, [])

    def value(self, iri: str, predicate: str) -> Term | None:
        """The first value of a thing by a predicate."""
        return next(iter(self.values(iri, predicate)), None)

    def text(self, iri: str, predicate: str) -> str:
        """The text of the first value of a thing by a predicate; empty where there is none."""
        value = self.value(iri, predicate)
        return "" if value is None else value.value

    def content(self, claim: str) -> list[Term]:
        """The subject, the predicate and the object of a claim."""
        return [value for part in _CONTENT for value in self.values(claim, part)[:1]]

    def claims_about(self, thing: str) -> list[str]:
        """The claims that have a thing as subject or object."""
        return sorted({claim for end in (_CONTENT[0], _CONTENT[2]) for claim in self.pointing[thing][end] if claim in self.claims})

    def subjects_of(self, predicate: str) -> list[str]:
        """The things of the record that something is stated of by a predicate."""
        return sorted(iri for iri in self._users[predicate] if iri.startswith(self.base))

    def predicates(self) -> list[str]:
        """Every predicate by which something is stated."""
        return sorted(self._users)

    def pointed_from(self, iri: str) -> list[str]:
        """The things of the record of which something is stated that names a thing."""
        found = {subject for subjects in self.pointing[iri].values() for subject in subjects}
        return sorted(subject for subject in found if subject.startswith(self.base))

    def label(self, iri: str) -> str:
        """What a person calls a thing: its label, of a claim its sentence, else its short form."""
        return next((text for name in _LABELS if (text := self.text(iri, name))), "") or self.names.label(iri)

    def described(self, iri: str) -> list[Triple]:
        """The triples about a thing and its parts; about an actor or the like also what claims say of it, as claims."""
        if iri in self.graphs and iri not in self.stated:
            return [quad.triple for quad in self.graphs[iri]]
        own = [triple for one in (iri, *self.parts.get(iri, ())) for triple in self.triples.get(one, ())]
        around = (triple for claim in self.claims_about(iri) if claim != iri for triple in self.triples[claim])
        return [*own, *(triple for triple in around if triple.predicate.value in _CONTENT)]

    def _take(self, quad: Quad) -> None:
        subject, predicate = text_of(quad.subject), quad.predicate.value
        values = self.stated.setdefault(subject, {}).setdefault(predicate, [])
        if quad.object not in values and not isinstance(quad.object, Triple):
            values.append(quad.object)
            self.triples[subject].append(quad.triple)
            if isinstance(quad.object, NamedNode):
                self.pointing[quad.object.value][predicate].append(subject)

    def _above(self, kind: str) -> list[str]:
        return [value.value for value in self.values(kind, ATTEST + "specialises")]

    def _sort(self, iri: str) -> str:
        kinds = [value.value for value in self.values(iri, RDF + "type")]
        return next((_SORTS[kind] for kind in _SORTS if kind in kinds), "")


def _by_subject(files: Iterable[Iterable[Quad]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in (quad for file in files for quad in file):
        if isinstance(quad.object, NamedNode):
            found[text_of(quad.subject)].append((quad.predicate.value, quad.object.value))
    return found


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name)
