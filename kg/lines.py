"""The line of each statement of a Turtle file, from the parser's own count."""

from collections.abc import Mapping, MutableSequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rdflib import Graph, Literal
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

__all__ = ["statement_lines"]


class _Sink(RDFSink):
    """A sink that takes literals as they are written: only their place counts here."""

    def newLiteral(self, s: str, dt: object, lang: object) -> Literal:  # noqa: ARG002, N802 (rdflib's names)
        return Literal(s)


class _LineParser(SinkParser):
    """A Turtle parser that notes where the predicate of each statement stands; rdflib's own count runs ahead after a list of strings."""

    def __init__(self, sink: RDFSink) -> None:
        super().__init__(sink, turtle=True)
        self.table: dict[tuple[str, str], int] = {}
        self._offset, self._line = 0, 1
        self._stands = 1

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802 (rdflib's name)
        self._line += argstr.count("\n", self._offset, i)
        self._offset, line = i, self._line
        end = super().objectList(argstr, i, res)
        self._stands = line
        return end

    def makeStatement(self, quadruple: tuple[object, object, object, object]) -> None:  # noqa: N802 (rdflib's name)
        _, predicate, subject, _ = quadruple
        self.table.setdefault((_iri(subject), _iri(predicate)), self._stands)
        super().makeStatement(quadruple)


def _iri(part: object) -> str:
    """The parser hands over IRIs that it knows by heart as (kind, IRI)."""
    return str(part[1]) if isinstance(part, tuple) else str(part)


def statement_lines(path: Path) -> Mapping[tuple[str, str], int]:
    """The first line of each (subject, predicate) of a Turtle file that parses."""
    return _lines_of(path.read_bytes())


@lru_cache(maxsize=64)
def _lines_of(text: bytes) -> Mapping[tuple[str, str], int]:
    """The table of one text, made once: a file with many faults is asked for many lines."""
    parser = _LineParser(_Sink(Graph()))
    parser.loadBuf(text)
    return parser.table
