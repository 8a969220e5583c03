"""What claims do to each other: contradictions and corroborations, found by the stored rules of ``queries/findings``.

The rules are run over a whole dataset. Each finding is about two committed
claims that stand in the record; its IRI is the hash of its kind and of both.
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryTriples, Store

from kg.dataset import Dataset
from kg.errors import QueryError
from kg.identities import JOINING, joined
from kg.terms import LAST_DAY, date_literal, text_of
from kg.turtle import display_name, read_text
from kg.vocab import RDF, attest, node

__all__ = ["add_findings", "add_identities"]


def add_identities(dataset: Dataset) -> None:
    """Add to a dataset the graph that tells which things of different sources are one."""
    dataset.store.extend(_identities(dataset.store, node(f"{dataset.base}graph/identities")))


def add_findings(dataset: Dataset) -> None:
    """Add to a whole dataset, identities included, the graph of findings."""
    store = dataset.store
    graph = node(f"{dataset.base}graph/findings")
    for path in sorted((dataset.catalog.queries / "findings").glob("*.rq")):
        try:
            found = store.query(read_text(path))
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"{display_name(path)}: {error}") from error
        if not isinstance(found, QueryTriples):
            raise QueryError(f"{display_name(path)}: a rule of findings is a CONSTRUCT")
        store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in list(found))


def _identities(store: Store, graph: NamedNode) -> Iterator[Quad]:
    """Each thing that claims speak of as one with itself and with all that the record takes it to be."""
    told = [quad.object for end in ("subject", "object") for quad in store.quads_for_pattern(None, node(RDF + end), None)]
    pairs = [(thing.value, thing.value) for thing in told if isinstance(thing, NamedNode)]
    for name in sorted(JOINING):
        joins = (quad for quad in store.quads_for_pattern(None, node(name), None) if _stands(store, quad.graph_name))
        pairs += [(text_of(quad.subject), text_of(quad.object)) for quad in joins]
    one_with = attest("oneWith")
    for thing, others in joined(pairs).items():
        for other in others:
            yield Quad(node(thing), one_with, node(other), graph)


def _stands(store: Store, claim: NamedNode | BlankNode | DefaultGraph) -> bool:
    """Whether a claim is neither withdrawn nor superseded."""
    until = store.quads_for_pattern(None, attest("recordedUntil"), date_literal(LAST_DAY), claim)
    return next(until, None) is not None
