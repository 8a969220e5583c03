"""The line of each statement of a Turtle file, from the parser's own count."""

from pathlib import Path

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

__all__ = ["statement_lines"]


class _LineParser(SinkParser):
    """A Turtle parser that notes where each statement ends."""

    def __init__(self, sink: RDFSink) -> None:
        super().__init__(sink, turtle=True)
        self.table: dict[tuple[str, str], int] = {}

    def makeStatement(self, quadruple: tuple[object, object, object, object]) -> None:  # noqa: N802 (rdflib's name)
        _, predicate, subject, _ = quadruple
        self.table.setdefault((_iri(subject), _iri(predicate)), self.lines + 1)
        super().makeStatement(quadruple)


def _iri(part: object) -> str:
    """The parser hands over IRIs that it knows by heart as (kind, IRI)."""
    return str(part[1]) if isinstance(part, tuple) else str(part)


def statement_lines(path: Path) -> dict[tuple[str, str], int]:
    """The first line of each (subject, predicate) of a Turtle file that parses."""
    parser = _LineParser(RDFSink(Graph()))
    parser.loadBuf(path.read_bytes())
    return parser.table
