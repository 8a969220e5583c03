"""The ledger of sentences: what was read of each source, and whether all of it is accounted for.

A sentence is accounted for by the claims whose passages lie in it, or by a
reason for making none. Where a passage lies is decided by its code points;
what it names in ``attest:sentence`` has to agree. Only claims that stand
count: one that is withdrawn or superseded, on whatever day, accounts for
nothing. White space (``str.isspace``) belongs to no sentence; every other
character of a text does.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.claims import Problem
from kg.engine import Engine
from kg.queries import Row, parse_question, select
from kg.terms import LAST_DAY
from kg.vocab import ATTEST, OA_START

__all__ = ["Coverage", "SourceCoverage", "coverage"]

_NO_CLAIM, _SENTENCE, _DIGEST = (ATTEST + name for name in ("noClaim", "sentence", "digest"))
_OFFSET = re.compile("[0-9]{1,9}")
_NOWHERE = (0, 0)


class SourceCoverage(NamedTuple):
    """What the ledger holds of one source; of claims and passages those that stand."""

    source: str
    sentences: int
    sentences_with_claims: int
    passages: int
    claims: int
    sentences_without_claim: dict[str, int]
    """How many sentences make no claim, by the name of the reason."""
    characters: tuple[int, int] | None
    """The characters of the text that are in a sentence, and all, white space aside; None where the text is not at hand."""


class Coverage(NamedTuple):
    """Every source that has a text, passages or sentences, by its IRI, and what is wrong."""

    sources: tuple[SourceCoverage, ...]
    problems: tuple[Problem, ...]

    def unchecked(self) -> list[SourceCoverage]:
        """The sources whose sentences could not be held against a text."""
        return [source for source in self.sources if source.characters is None]


class _Source(NamedTuple):
    iri: str
    stem: str
    text_digest: str


class _Sentence(NamedTuple):
    iri: str
    stem: str
    source: str
    start: int
    end: int
    digest: str
    reason: str
    """The name of the reason for making no claim; its IRI where the ontology has no such reason; empty where none is given."""


class _Passage(NamedTuple):
    iri: str
    claim: str
    source: str
    start: int
    end: int
    sentence: str
    stands: bool

    @property
    def stem(self) -> str:
        return _name(self.claim).rpartition("-")[0]


def coverage(store: Engine, queries: Path, texts: Mapping[str, str]) -> Coverage:
    """Hold the ledger of a graph against its passages and, by the digest of each text that is at hand, against the texts."""
    sources = [_Source(_text(row, "source"), _stem(row), _text(row, "text_digest")) for row in _rows(store, queries, "coverage_sources")]
    known = {source.iri: source for source in sources}
    passages = [_passage(row) for row in _rows(store, queries, "coverage_passages")]
    listed: dict[str, list[Row]] = {}
    for row in _rows(store, queries, "coverage_sentences"):
        listed.setdefault(_text(row, "sentence"), []).append(row)
    if not listed:
        message = "the graph has no ledger: list the sentences, headlines, captions and posts of its sources (attest:Sentence)"
        problems = [Problem("record", "ledger", None, message)]
    else:
        problems = [problem for iri, rows in listed.items() if (problem := _misdescribed(iri, rows, known))]
    broken = {problem.subject for problem in problems}
    sentences = [_sentence(rows[0]) for iri, rows in listed.items() if iri not in broken]
    problems += _unknown_reasons(listed)
    found = []
    for source in known.values():
        its = sorted((item for item in sentences if item.source == source.iri), key=lambda item: (item.start, item.end, item.iri))
        its_passages = [passage for passage in passages if passage.source == source.iri]
        if source.text_digest or its or its_passages:
            text = texts.get(source.text_digest)
            found.append(_counted(source, its, its_passages, text))
            if listed:
                problems += _problems(source, its, its_passages, broken, text)
    return Coverage(tuple(found), tuple(problems))


def _problems(
    source: _Source, sentences: list[_Sentence], passages: list[_Passage], broken: set[str], text: str | None
) -> Iterator[Problem]:
    """What is wrong with the ledger of one source; a passage that names a broken sentence is not asked where it lies."""
    if not sentences:
        message = "it has no sentence in the ledger: list its sentences, headlines, captions and posts (attest:Sentence)"
        yield Problem(source.stem, source.iri, None, message)
        return
    yield from _unaccounted(sentences, passages)
    yield from _misplaced(sentences, [passage for passage in passages if passage.sentence not in broken])
    yield from _overlapping(sentences)
    if text is not None:
        yield from _against_text(sentences, text)


def _counted(source: _Source, sentences: list[_Sentence], passages: list[_Passage], text: str | None) -> SourceCoverage:
    standing = [passage for passage in passages if passage.stands]
    carrying = {sentence.iri for sentence in sentences if any(_meet(sentence, passage) for passage in standing)}
    return SourceCoverage(
        source=source.iri,
        sentences=len(sentences),
        sentences_with_claims=len(carrying),
        passages=len({passage.iri for passage in standing}),
        claims=len({passage.claim for passage in standing}),
        sentences_without_claim=dict(
            sorted(Counter(item.reason for item in sentences if item.reason and item.iri not in carrying).items())
        ),
        characters=_characters(sentences, text) if text is not None else None,
    )


def _characters(sentences: list[_Sentence], text: str) -> tuple[int, int]:
    inside = {at for sentence in sentences for at in range(sentence.start, min(sentence.end, len(text)))}
    marks = [at for at, character in enumerate(text) if not character.isspace()]
    return sum(at in inside for at in marks), len(marks)


def _misdescribed(iri: str, rows: list[Row], known: Mapping[str, _Source]) -> Problem | None:
    """Why a sentence cannot be placed, or None."""
    first = rows[0]
    source = _text(first, "source")
    predicate, message = None, ""
    if len(rows) > 1:
        message = "something of it stands twice; it has one source, start, end and digest, at most one reason, and one file"
    elif source not in known:
        message = f"dcterms:isPartOf names a source of the record, not <{source}>" if source else "dcterms:isPartOf names its source"
    elif _extent(first) == _NOWHERE:
        predicate, message = OA_START, "oa:start and oa:end are integers, counted from 0, and the end comes after the start"
    return Problem(_stem(first), iri, predicate, message) if message else None


def _unknown_reasons(listed: Mapping[str, list[Row]]) -> Iterator[Problem]:
    for iri, rows in listed.items():
        for row in rows:
            if (reason := _text(row, "reason")) and not _text(row, "reason_name"):
                yield Problem(_stem(row), iri, _NO_CLAIM, f"<{reason}> is no reason of attest:noClaimReasons; name one of them")


def _unaccounted(sentences: list[_Sentence], passages: list[_Passage]) -> Iterator[Problem]:
    """The sentences that neither carry a claim nor give a reason, and those that do both."""
    for sentence in sentences:
        upon = [passage for passage in passages if _meet(sentence, passage)]
        claims = sorted({_name(passage.claim) for passage in upon if passage.stands})
        if sentence.reason and claims:
            named = ", ".join(claims[:3]) + (f" and {len(claims) - 3} more" if len(claims) > 3 else "")
            message = f"attest:noClaim says that it makes no claim, and passages of {named} lie in it: remove the reason or mend them"
            yield Problem(sentence.stem, sentence.iri, _NO_CLAIM, message)
        elif not sentence.reason and not claims:
            none = "only claims that are withdrawn or superseded have" if upon else "no claim has"
            message = f"{none} a passage in it: record what it says, or give the reason for none (attest:noClaim)"
            yield Problem(sentence.stem, sentence.iri, None, message)


def _misplaced(sentences: list[_Sentence], passages: list[_Passage]) -> Iterator[Problem]:
    """The passages that lie in no sentence, and those that name one in which they do not lie."""
    for passage in passages:
        touched = [sentence.iri for sentence in sentences if _meet(sentence, passage)]
        if not touched:
            message = "it touches no sentence of the ledger: mend oa:start and oa:end, or list the sentence"
            yield Problem(passage.stem, passage.iri, OA_START, message)
        elif passage.sentence and passage.sentence not in touched:
            message = f"it names {_name(passage.sentence)}, and its code points lie in {_name(touched[0])}: mend attest:sentence"
            yield Problem(passage.stem, passage.iri, _SENTENCE, message)


def _overlapping(sentences: list[_Sentence]) -> Iterator[Problem]:
    """The sentences, in the order of their places, that begin before an earlier one has ended."""
    furthest = sentences[0]
    for sentence in sentences[1:]:
        if sentence.start < furthest.end:
            message = f"it overlaps {_name(furthest.iri)}, which ends at {furthest.end}: each code point is in one sentence"
            yield Problem(sentence.stem, sentence.iri, OA_START, message)
        furthest = max(furthest, sentence, key=lambda item: item.end)


def _against_text(sentences: list[_Sentence], text: str) -> Iterator[Problem]:
    """The sentences that the text does not prove, and the stretches of text that are in none."""
    for sentence in sentences:
        if sentence.end > len(text):
            message = f"code points {sentence.start}-{sentence.end} do not lie in the text, which has {len(text)} code points"
            yield Problem(sentence.stem, sentence.iri, OA_START, message)
        elif hashlib.sha256(text[sentence.start : sentence.end].encode()).hexdigest() != sentence.digest:
            message = f"the digest does not fit code points {sentence.start}-{sentence.end} of the text"
            yield Problem(sentence.stem, sentence.iri, _DIGEST, message)
    at = 0
    before: _Sentence | None = None
    for following in [*sentences, None]:
        start, end = _stripped(text, at, following.start if following else len(text))
        if start < end:
            near, side = (before, "after") if before else (sentences[0], "before")
            message = f"code points {start}-{end} {side} it are in no sentence: list them, or mend its oa:start and oa:end"
            yield Problem(near.stem, near.iri, OA_START, message)
        if following and following.end > at:
            at, before = following.end, following


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _meet(sentence: _Sentence, passage: _Passage) -> bool:
    return passage.start < sentence.end and sentence.start < passage.end


def _sentence(row: Row) -> _Sentence:
    start, end = _extent(row)
    reason = _text(row, "reason_name") or _text(row, "reason")
    return _Sentence(_text(row, "sentence"), _stem(row), _text(row, "source"), start, end, _text(row, "digest"), reason)


def _passage(row: Row) -> _Passage:
    start, end = _extent(row)
    iri, claim, source, sentence = (_text(row, name) for name in ("passage", "claim", "source", "sentence"))
    return _Passage(iri, claim, source, start, end, sentence, _text(row, "recorded_until") == LAST_DAY)


def _extent(row: Row) -> tuple[int, int]:
    """The code points of a sentence or passage; nowhere where they are none."""
    start, end = _text(row, "start"), _text(row, "end")
    if not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)) or int(start) >= int(end):
        return _NOWHERE
    return int(start), int(end)


def _rows(store: Engine, queries: Path, name: str) -> Iterable[Row]:
    return select(store, parse_question(queries / "parts" / f"{name}.rq").text, f"parts/{name}.rq")[1]


def _text(row: Row, name: str) -> str:
    term = row[name]
    return term.value if term is not None else ""


def _stem(row: Row) -> str:
    """The seed file whose graph a row names."""
    return _name(_text(row, "graph"))


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]
