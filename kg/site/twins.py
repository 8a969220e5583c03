"""The data beside a page, in the forms of a release: triples as Turtle, and as JSON-LD with the words of the context that they need."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, Triple

from kg.dumps import jsonld, layout
from kg.dumps.context import Context
from kg.dumps.quads import ordered

__all__ = ["twins"]


def twins(triples: Iterable[Triple], spaces: Mapping[str, str], context: Context) -> dict[str, bytes]:
    """The data by the endings of their files, the same bytes each time."""
    quads = ordered({Quad(*triple) for triple in triples})
    needed = context.within(quads)
    return {"ttl": layout.turtle(quads, spaces).encode(), "jsonld": jsonld.document(jsonld.nodes(quads, needed), needed)}
