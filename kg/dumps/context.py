"""The JSON-LD context of a graph: a word for each term of the ontology, and how its values are written."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.catalog import Catalog
from kg.dumps.publication import File, Publication
from kg.names import prefixes_of
from kg.terms import text_of
from kg.vocab import ATTEST, OWL, RDF, RDFS, SKOS, XSD, node

__all__ = ["CONTEXT", "Context", "Word", "as_json", "context_file", "context_of"]

CONTEXT = "context.jsonld"
_OA = "http://www.w3.org/ns/oa#"
_DCTERMS = "http://purl.org/dc/terms/"
_VOID = "http://rdfs.org/ns/void#"
_WRITTEN: dict[str, Mapping[str, str]] = {
    "link": {"@type": "@id"},
    "word": {"@type": "@vocab"},
    "day": {"@type": f"{XSD}date"},
    "text": {"@container": "@language"},
    "plain": {},
}
"""The ways of writing a value: an IRI, a word of this context, a date, a text by its language, or as JSON has it."""

_BY_RANGE = {XSD + "date": "day", RDF + "langString": "text", XSD + "string": "plain", XSD + "integer": "plain", SKOS + "Concept": "word"}
_BY_CLASS = {OWL + "ObjectProperty": "link", OWL + "DatatypeProperty": "plain", OWL + "AnnotationProperty": "plain"}
_FOREIGN = {
    **{RDF + name: "link" for name in ("subject", "object")},
    RDF + "predicate": "word",
    RDFS + "label": "text",
    **{RDFS + name: "word" for name in ("domain", "range", "subClassOf", "subPropertyOf")},
    **{RDFS + name: "link" for name in ("isDefinedBy", "seeAlso")},
    OWL + "inverseOf": "word",
    **{SKOS + name: "text" for name in ("prefLabel", "definition", "scopeNote", "editorialNote", "note")},
    **{SKOS + name: "word" for name in ("hasTopConcept", "inScheme", "topConceptOf")},
    **{_OA + name: "plain" for name in ("start", "end")},
    **{_DCTERMS + name: "text" for name in ("title", "description", "rights")},
    **{_DCTERMS + name: "link" for name in ("creator", "license", "isPartOf")},
    _DCTERMS + "created": "day",
    _DCTERMS + "language": "plain",
    _VOID + "uriSpace": "plain",
    _VOID + "vocabulary": "link",
}
"""The terms of other vocabularies that a record uses, and how their values are written."""


class Word(NamedTuple):
    """The word of a term, and the way in which its values are written."""

    name: str
    way: str = "plain"


class Context(NamedTuple):
    """What shortens the IRIs of a graph."""

    base: str
    prefixes: Mapping[str, str]
    words: Mapping[str, Word]
    """By the IRI of the term."""

    def within(self, quads: Iterable[Quad]) -> "Context":
        """What of it some quads need."""
        iris = _iris(quads)
        spaces = set(map(_space, iris))
        words = {iri: word for iri, word in self.words.items() if iri in iris}
        return Context(self.base, {name: space for name, space in self.prefixes.items() if space in spaces}, words)

    def document(self) -> dict[str, Any]:
        """The context as JSON-LD has it."""
        words = {word.name: self._definition(iri, word.way) for iri, word in self.words.items()}
        spaces = dict(sorted(self.prefixes.items()))
        return {"@version": 1.1, "id": "@id", "type": "@type", **spaces, **dict(sorted(words.items()))}

    def _definition(self, iri: str, way: str) -> object:
        named = self.compact(iri)
        return {"@id": named, **_WRITTEN[way]} if _WRITTEN[way] else named

    def compact(self, iri: str) -> str:
        """An IRI with a prefix, where one fits."""
        start = _space(iri)
        local = iri.removeprefix(start)
        name = next((name for name, space in self.prefixes.items() if space == start), "")
        return f"{name}:{local}" if name and local else iri


def context_file(publication: Publication) -> File:
    """The file of the context, for documents elsewhere; they name their own ``@base``."""
    document = {"@context": context_of(publication.catalog, publication.base, publication.store).document()}
    return File(CONTEXT, "application/ld+json", "The JSON-LD context: a word for each term", as_json(document))


def as_json(document: object) -> bytes:
    """A document as JSON, readable."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def context_of(catalog: Catalog, base: str, store: Store) -> Context:
    """The context of a dataset.

    Words are the local names of the terms of its ontology, then those of other
    vocabularies that are not taken. A word or prefix that an IRI of the
    dataset has as its scheme is left out, as the IRI would be read as another.
    """
    ways = _ways(store.quads_for_pattern(None, None, None, node(f"{base}graph/ontology")))
    schemes = {iri.partition(":")[0] for iri in _iris(store)}
    taken = schemes | {"id", "type"}
    words: dict[str, Word] = {}
    for iri, way in [*sorted(ways.items()), *_FOREIGN.items()]:
        name = iri.rpartition("#")[2].rpartition("/")[2]
        if name.isidentifier() and name.isascii() and name not in taken:
            words[iri] = Word(name, way)
            taken.add(name)
    spaces = {
        name: space
        for name, space in prefixes_of(catalog.prefixes_file(), base).items()
        if name not in {"", *taken} and not space.startswith(base)
    }
    return Context(base, spaces, words)


def _ways(ontology: Iterable[Quad]) -> dict[str, str]:
    """How the values of each term of an ontology are written."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in ontology:
        said[text_of(quad.subject)][quad.predicate.value].add(text_of(quad.object))
    return {iri: _way(of) for iri, of in said.items() if iri.startswith(ATTEST)}


def _way(said: Mapping[str, set[str]]) -> str:
    for predicate, ways in ((RDFS + "range", _BY_RANGE), (RDF + "type", _BY_CLASS)):
        for way in sorted(ways[value] for value in said.get(predicate, ()) if value in ways):
            return way
    return "plain"


def _space(iri: str) -> str:
    """What an IRI begins with, up to its last slash or hash."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _iris(quads: Iterable[Quad]) -> set[str]:
    """The IRIs of a dataset, those of datatypes included."""
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    kinds = {term.datatype.value for term in terms if isinstance(term, Literal)}
    return kinds | {term.value for term in terms if isinstance(term, NamedNode)}
