"""What the files of a release are made of: things with what is stated of each, their labels, and the claims that stand."""

from collections import defaultdict
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kg.dumps.publication import Publication
from kg.names import prefixes_of
from kg.queries import Term
from kg.terms import LAST_DAY, date_literal, text_of
from kg.vocab import RDF, RDFS, SKOS, attest, node

__all__ = ["Stated", "classes", "labels", "one", "shortened", "standing", "stated", "things_of"]

Values = dict[str, list[Term]]


class Stated(NamedTuple):
    """What a record states: of each claim and its parts, and of each thing that its files describe; sorted."""

    claims: dict[str, dict[str, Values]]
    """By claim, by subject (the claim or a part of it), by property."""
    things: dict[str, Values]
    """By subject, by property; what is stated of sentences of the ledger is here too."""


def stated(publication: Publication) -> Stated:
    """All that a record states, without the ontology and without what is found by rules."""
    claim_base, graphs = publication.base + "claim/", _seed_graphs(publication)
    claims: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    things: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for quad in publication.store:
        graph, subject, value = text_of(quad.graph_name), text_of(quad.subject), quad.object
        if not isinstance(value, NamedNode | Literal):
            continue
        if graph in graphs:
            things[subject][quad.predicate.value].append(value)
        elif graph.startswith(claim_base) and subject.partition("#")[0] == graph:
            claims[graph][subject][quad.predicate.value].append(value)
    ordered = {claim: {subject: _sorted(parts[subject]) for subject in sorted(parts)} for claim, parts in sorted(claims.items())}
    return Stated(ordered, {subject: _sorted(things[subject]) for subject in sorted(things)})


def _seed_graphs(publication: Publication) -> frozenset[str]:
    return frozenset(f"{publication.base}graph/{path.stem}" for path in publication.catalog.seed_files())


def _sorted(values: Values) -> Values:
    return {name: sorted(values[name], key=str) for name in sorted(values)}


def labels(store: Store) -> dict[str, str]:
    """The label of each thing; of several the first."""
    found: dict[str, str] = {}
    for predicate in (RDFS + "label", SKOS + "prefLabel"):
        given = store.quads_for_pattern(None, node(predicate), None)
        for label, subject in sorted((text_of(quad.object), text_of(quad.subject)) for quad in given):
            found.setdefault(subject, label)
    return found


def shortened(publication: Publication) -> dict[str, str]:
    """The prefixes by which a release shortens IRIs."""
    return dict(sorted(prefixes_of(publication.catalog.prefixes_file(), publication.base).items()))


def classes(store: Store, thing: str) -> list[str]:
    """The classes of a thing."""
    return sorted({text_of(quad.object) for quad in store.quads_for_pattern(node(thing), node(RDF + "type"), None)})


def things_of(store: Store, kind: str) -> list[str]:
    """The things of a class of the ontology, or of a class below it."""
    below = {text_of(quad.subject) for quad in store.quads_for_pattern(None, attest("specialises"), attest(kind))}
    typed = (quad for name in sorted(below) for quad in store.quads_for_pattern(None, node(RDF + "type"), node(name)))
    return sorted({text_of(quad.subject) for quad in typed})


def standing(store: Store, predicate: NamedNode) -> list[str]:
    """The claims that say a property and are neither withdrawn nor superseded."""
    said = (text_of(quad.subject) for quad in store.quads_for_pattern(None, node(RDF + "predicate"), predicate))
    return sorted(claim for claim in said if one(store, claim, attest("recordedUntil")) == date_literal(LAST_DAY))


def one(store: Store, claim: str, predicate: NamedNode) -> Term | None:
    """The value of a property of a claim, in its own graph."""
    values = (quad.object for quad in store.quads_for_pattern(node(claim), predicate, None, node(claim)))
    return next((value for value in values if isinstance(value, NamedNode | Literal)), None)
