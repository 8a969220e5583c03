"""Quads of a dataset in one order, under one set of prefixes, as text and back, and the hash of them all."""

import re
from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.dumps.publication import Publication
from kg.errors import InputError
from kg.names import prefixes_of
from kg.terms import text_of
from kg.vocab import RDF, RDFS

__all__ = ["claim_graphs", "in_graph", "lines", "natural", "ordered", "parsed", "prefixes", "rdfc10"]

_DIGITS = re.compile(r"([0-9]+)")
_FIRST = {RDF + "type": 0, RDFS + "label": 1}

Natural = list[tuple[int, str]]


def rdfc10(quads: Iterable[Quad]) -> str:
    """The SHA-256, in hexadecimal digits, over the canonical N-Quads of a dataset by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sha256(lines(dataset)).hexdigest()


def lines(quads: Iterable[Quad]) -> bytes:
    """Quads as lines of canonical N-Quads, in the order of their code points."""
    text = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
    return "".join(f"{line}\n" for line in sorted(text.split("\n")[:-1])).encode()


def ordered(quads: Iterable[Quad]) -> list[Quad]:
    """Quads by graph, subject, property and object, claim 2 before claim 10; the class of a subject and its label come first."""
    known: dict[str, Natural] = {}

    def sortable(text: str) -> Natural:
        if text not in known:
            known[text] = natural(text)
        return known[text]

    def key(quad: Quad) -> tuple[Natural, Natural, int, str, Natural, str]:
        graph, subject, target = map(text_of, (quad.graph_name, quad.subject, quad.object))
        predicate = quad.predicate.value
        rank = _FIRST.get(predicate, len(_FIRST))
        return sortable(graph), sortable(subject), rank, predicate, sortable(target), str(quad.object)

    return sorted(quads, key=key)


def natural(text: str) -> Natural:
    """A sort key in which the numbers within a text stand by their values."""
    parts = _DIGITS.split(text)
    return [(len(part.lstrip("0")) if place % 2 else 0, part) for place, part in enumerate(parts)]


def prefixes(publication: Publication) -> dict[str, str]:
    """The prefixes of a publication."""
    return prefixes_of(publication.catalog.prefixes_file(), publication.base)


def parsed(name: str, content: bytes, form: RdfFormat) -> list[Quad]:
    """The quads of a file of a release; raises InputError where it is not in its form."""
    try:
        return list(parse(content, format=form))
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{name}: not {form.name}: {error}") from error


def in_graph(triple: Triple, graph: NamedNode) -> Quad:
    """A triple as a quad of a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def claim_graphs(publication: Publication) -> set[Quad]:
    """The quads that stand in the graphs of claims."""
    start = f"{publication.base}claim/"
    return {quad for quad in publication.store if text_of(quad.graph_name).startswith(start)}
