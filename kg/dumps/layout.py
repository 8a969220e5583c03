"""Triples and quads as Turtle and TriG in the layout of the house: subjects in order, one property on a line, the dot alone."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.dumps.quads import ordered
from kg.terms import text_of
from kg.vocab import RDF, XSD

__all__ = ["trig", "turtle"]

_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)?")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")

Term = NamedNode | BlankNode | Literal | Triple


class _Names:
    """Terms as text under prefixes; which of these were used is kept."""

    def __init__(self, spaces: Mapping[str, str]) -> None:
        self._prefixes = {space: name for name, space in spaces.items()}
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def header(self) -> str:
        """The prefixes that were used."""
        named = sorted((name, space) for space, name in self._prefixes.items() if name in self.used)
        return "".join(f"PREFIX {name}: <{space}>\n" for name, space in named)

    def term(self, term: Term) -> str:
        """A term as Turtle writes it."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Triple):
            return f"<<( {self.term(term.subject)} {self.iri(term.predicate.value)} {self.term(term.object)} )>>"
        return str(term)

    def iri(self, iri: str) -> str:
        """An IRI with a prefix, where what is left needs no escape."""
        if iri not in self._known:
            self._known[iri] = self._shortened(iri)
        return self._known[iri]

    def _shortened(self, iri: str) -> str:
        end = len(iri) if iri in self._prefixes else max(iri.rfind("/"), iri.rfind("#")) + 1
        name = self._prefixes.get(iri[:end])
        if name is None or not _LOCAL.fullmatch(iri, end):
            return f"<{iri}>"
        self.used.add(name)
        return f"{name}:{iri[end:]}"

    def _literal(self, literal: Literal) -> str:
        kind = literal.datatype.value
        if literal.language is not None or kind == XSD + "string":
            return str(literal)
        named = self.iri(kind)
        if kind == XSD + "integer" and _INTEGER.fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{named}"


def turtle(quads: Iterable[Quad], spaces: Mapping[str, str]) -> str:
    """The triples of quads as Turtle, whatever graph they stand in."""
    names = _Names(spaces)
    unnamed = {Quad(*quad.triple) for quad in quads}
    body = "\n".join(_subjects(ordered(unnamed), names))
    return "\n".join(filter(None, (names.header(), body)))


def trig(quads: Iterable[Quad], spaces: Mapping[str, str]) -> str:
    """Quads as TriG, a block for each graph."""
    names = _Names(spaces)
    graphs = groupby(ordered(quads), key=lambda quad: text_of(quad.graph_name))
    blocks = [f"{names.iri(graph)} {{\n{chr(10).join(_subjects(found, names))}}}\n" for graph, found in graphs]
    return "\n".join(filter(None, (names.header(), *blocks)))


def _subjects(quads: Iterable[Quad], names: _Names) -> list[str]:
    """What is said of each subject, as a statement."""
    return [_statement(names.term(subject), list(found), names) for subject, found in groupby(quads, key=lambda quad: quad.subject)]


def _statement(subject: str, quads: list[Quad], names: _Names) -> str:
    said = [subject]
    for predicate, found in groupby(quads, key=lambda quad: quad.predicate.value):
        objects = [names.term(quad.object) for quad in found]
        verb = "a" if predicate == RDF + "type" else names.iri(predicate)
        listed = f" {objects[0]}" if len(objects) == 1 else "\n        " + " ,\n        ".join(objects)
        said.append(f"    {verb}{listed} ;")
    return "\n".join([*said, ".\n"])
