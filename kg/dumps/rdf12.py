"""A dataset as RDF 1.2: each claim is the reifier of its content, in place of ``rdf:subject``, ``rdf:predicate`` and ``rdf:object``.

``claim rdf:reifies <<( subject property object )>>`` says in one triple what
three say in RDF 1.1. A node that lacks one of the three, or has one of them
twice, keeps them as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.dumps.layout import trig
from kg.dumps.publication import File, Publication
from kg.dumps.quads import parsed, prefixes
from kg.errors import RecordError
from kg.terms import text_of
from kg.vocab import RDF, node

__all__ = ["NAME", "read", "write"]

NAME = "rdf/attest.rdf12.trig.gz"
_REIFIES = node(RDF + "reifies")
_PARTS = (node(RDF + "subject"), node(RDF + "predicate"), node(RDF + "object"))


def write(publication: Publication) -> list[File]:
    """The file; raises RecordError where the dataset reifies by itself, which could not be told apart."""
    title = "The dataset as TriG of RDF 1.2: each claim reifies its content"
    return [File(NAME, "application/trig", title, trig(_reified(publication.store), prefixes(publication)).encode())]


def read(files: Mapping[str, bytes]) -> set[Quad]:
    """The dataset that the file holds; raises InputError where it cannot be read."""
    return {quad for name, content in files.items() for found in parsed(name, content, RdfFormat.TRIG) for quad in _plain(found)}


def _reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Quads with a triple term for each statement that is whole."""
    parts: dict[tuple[str, str], list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == _REIFIES or isinstance(quad.object, Triple):
            raise RecordError(f"{quad}: a record is RDF 1.1, and names the parts of a statement one by one")
        if quad.predicate in _PARTS:
            parts[text_of(quad.graph_name), text_of(quad.subject)].append(quad)
        else:
            yield quad
    for found in parts.values():
        yield from _statement(found)


def _statement(parts: list[Quad]) -> list[Quad]:
    """The parts of a statement as one quad, where they are three of which a triple can be made."""
    found = {quad.predicate: quad.object for quad in parts}
    if len(parts) != len(_PARTS) or len(found) != len(_PARTS):
        return parts
    subject, predicate, target = (found[part] for part in _PARTS)
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return parts
    return [Quad(parts[0].subject, _REIFIES, Triple(subject, predicate, target), parts[0].graph_name)]


def _plain(quad: Quad) -> Iterator[Quad]:
    """A quad of RDF 1.2 as those of RDF 1.1."""
    triple = quad.object
    if quad.predicate == _REIFIES and isinstance(triple, Triple):
        for predicate, part in zip(_PARTS, (triple.subject, triple.predicate, triple.object), strict=True):
            yield Quad(quad.subject, predicate, part, quad.graph_name)
    else:
        yield quad
