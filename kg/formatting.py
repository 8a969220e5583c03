"""The one form in which Turtle files are kept."""

import re
from io import BytesIO
from pathlib import Path

from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

from kg.turtle import read_prefixes

__all__ = ["canonical", "is_canonical"]

_BLANK_LINES = re.compile(r"\n[ \t]+(?=\n)")
_DIGITS = re.compile(r"(\d+)")
_HEADERS = (OWL.Ontology, URIRef("http://rdfs.org/ns/void#Dataset"))


def _natural(subject: Node) -> list[tuple[bool, int, str]]:
    """A sort key in which claim 2 stands before claim 10."""
    parts = _DIGITS.split(str(subject))
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


class _HouseSerializer(LongTurtleSerializer):
    """Long Turtle with the header first and the subjects in natural order."""

    def orderSubjects(self) -> list[Node]:  # noqa: N802 (rdflib's name)
        headers = [subject for kind in _HEADERS for subject in sorted(self.store.subjects(RDF.type, kind), key=str)]
        names = [subject for subject in self._subjects if isinstance(subject, URIRef) and subject not in headers]
        blanks = [subject for subject in self._subjects if not isinstance(subject, URIRef)]
        return [*headers, *sorted(names, key=_natural), *sorted(blanks, key=lambda node: (self._references[node], str(node)))]


def canonical(path: Path, prefixes: Path) -> str:
    """The text of a Turtle file in the form of the house.

    ``prefixes`` is the file that declares them; where the text gives one of
    them another meaning, as a record with IRIs of its own does, that stands.
    Prefixes that the text does not use are left out.
    """
    graph = Graph(bind_namespaces="none")
    own = read_prefixes(path)
    for prefix, iri in read_prefixes(prefixes).items():
        if own.get(prefix, iri) == iri:
            graph.bind(prefix, Namespace(iri))
    graph.parse(path, format="turtle")
    text = _serialise(graph)
    return text if text.strip() else path.read_bytes().decode("utf-8")


def is_canonical(path: Path, prefixes: Path) -> bool:
    """Whether a Turtle file already has the form of the house."""
    return path.read_bytes().decode("utf-8") == canonical(path, prefixes)


def _serialise(graph: Graph) -> str:
    stream = BytesIO()
    serializer = _HouseSerializer(graph)  # type: ignore[no-untyped-call]
    serializer.serialize(stream, canon=True)
    text = stream.getvalue().decode("utf-8").rstrip("\n") + "\n"
    return text if '"""' in text else _BLANK_LINES.sub("\n", text)
