"""Passages, and their proof in the texts of the sources.

A text is known by the SHA-256 of its file's bytes, never by its name. Offsets
are code points of its strict UTF-8 decoding, without newline translation.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kg.engine import Engine
from kg.errors import FolderError
from kg.queries import Term, parse_question, select, with_values

__all__ = ["MAX_WORDS", "Passage", "Proof", "passages", "prove", "read_texts"]

MAX_WORDS = 12
_OFFSET = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source: code points ``start`` to ``end`` (exclusive), and what proves them."""

    claim: str
    iri: str
    source: str
    text_digest: str
    text_length: int | None
    start: int
    end: int
    digest: str
    kind: str
    key_phrase: str

    def shown(self, texts: Mapping[str, str]) -> str | None:
        """The whole passage where its text is at hand and the passage is proved in it, else None."""
        return texts[self.text_digest][self.start : self.end] if self.text_digest in texts and not self.fault(texts) else None

    def fault(self, texts: Mapping[str, str]) -> str | None:
        """Why the passage is not proved by its text, or None; KeyError where the text is not at hand."""
        text = texts[self.text_digest]
        if self.text_length is not None and self.text_length != len(text):
            return f"the text has {len(text)} code points, and attest:textLength says {self.text_length}"
        if self.start < 0 or self.end < 0:
            return "oa:start and oa:end are integers, counted from 0"
        if not self.start < self.end <= len(text):
            return f"offsets {self.start}-{self.end} do not lie in the text, which has {len(text)} code points"
        passage = text[self.start : self.end]
        if hashlib.sha256(passage.encode()).hexdigest() != self.digest:
            return f"the digest does not fit code points {self.start}-{self.end} of the text"
        if self.key_phrase not in passage:
            return f"the key phrase {self.key_phrase!r} is not in the passage"
        if len(self.key_phrase.split()) > MAX_WORDS:
            return f"the key phrase has {len(self.key_phrase.split())} words; {MAX_WORDS} at most"
        return None


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of every passage: proved, refuted with the reason, or not checked for want of the text."""

    proved: tuple[Passage, ...]
    refuted: tuple[tuple[Passage, str], ...]
    unchecked: tuple[Passage, ...]


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of a folder by the SHA-256 of their bytes; files that are not UTF-8 are left out."""
    texts: dict[str, str] = {}
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                content = path.read_bytes()
                try:
                    texts[hashlib.sha256(content).hexdigest()] = content.decode("utf-8")
                except UnicodeDecodeError:
                    continue
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    return texts


def passages(store: Engine, queries: Path, claim: NamedNode | None = None) -> list[Passage]:
    """Every passage of the graph, or of one claim, by source and place."""
    question = parse_question(queries / "parts" / "passages.rq")
    text = with_values(question.text, {"claim": claim} if claim else {})
    return [_passage(row) for row in select(store, text, "parts/passages.rq")[1]]


def prove(found: list[Passage], texts: Mapping[str, str]) -> Proof:
    """Hold every passage against its text."""
    at_hand = [passage for passage in found if passage.text_digest in texts]
    faults = [(passage, passage.fault(texts)) for passage in at_hand]
    return Proof(
        proved=tuple(passage for passage, fault in faults if fault is None),
        refuted=tuple((passage, fault) for passage, fault in faults if fault is not None),
        unchecked=tuple(passage for passage in found if passage.text_digest not in texts),
    )


def _passage(row: Mapping[str, Term | None]) -> Passage:
    def text(name: str) -> str:
        term = row[name]
        return term.value if term is not None else ""

    def offset(name: str) -> int:
        return int(text(name)) if _OFFSET.fullmatch(text(name)) else -1

    return Passage(
        claim=text("claim"),
        iri=text("passage"),
        source=text("source"),
        text_digest=text("text_digest"),
        text_length=offset("text_length") if text("text_length") else None,
        start=offset("start"),
        end=offset("end"),
        digest=text("digest"),
        kind=text("kind"),
        key_phrase=text("key_phrase"),
    )
