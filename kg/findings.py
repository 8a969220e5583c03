"""What claims do to each other: contradictions and corroborations, found by the stored rules of ``queries/findings``.

The rules are run over a whole dataset. Each finding is about two committed
claims; its IRI is the hash of its kind and of both.
"""

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from kg.dataset import Dataset
from kg.errors import QueryError
from kg.turtle import display_name, read_text
from kg.vocab import ATTEST, RDF, attest, node

__all__ = ["add_findings"]

_JOINING = ("sameEventAs", "samePlaceAs")


def add_findings(dataset: Dataset) -> None:
    """Add to a whole dataset the graph of identities and the graph of findings."""
    store = dataset.store
    store.extend(_identities(store, node(f"{dataset.base}graph/identities")))
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
    joined: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for end in ("subject", "object"):
        for quad in store.quads_for_pattern(None, node(RDF + end), None):
            if isinstance(quad.object, NamedNode):
                joined[quad.object].add(quad.object)
    for name in _JOINING:
        for quad in store.quads_for_pattern(None, attest(name), None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                _join(joined, quad.subject, quad.object)
    one_with = node(ATTEST + "oneWith")
    for thing, others in joined.items():
        for other in others:
            yield Quad(thing, one_with, other, graph)


def _join(joined: dict[NamedNode, set[NamedNode]], left: NamedNode, right: NamedNode) -> None:
    """Let two things, and all that is one with either, share one set."""
    together = joined[left] | joined[right] | {left, right}
    for thing in together:
        joined[thing] = together
