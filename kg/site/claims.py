"""What the page of a claim tells, and the row that stands for it in a table."""

from typing import NamedTuple

from kg.dumps.naming import DCTERMS
from kg.dumps.quads import natural
from kg.site.facts import Facts, Term
from kg.terms import FIRST_DAY, LAST_DAY
from kg.vocab import ATTEST, OA_END, OA_START, RDFS, SKOS

__all__ = ["ClaimRow", "Place", "claim_row", "claim_rows", "claim_values", "places", "when"]

_QUALIFIERS = {
    "words": "words",
    "figureWords": "words of the figure",
    "atLeast": "at least",
    "atMost": "at most",
    "victims": "of whom",
    "against": "against",
    "supportKind": "kind of support",
    "terms": "terms",
    "condition": "on the condition",
    "exclusivity": "exclusivity",
    "lagDays": "lag in days",
    "spatialPrecision": "precision of the place",
    "post": "post",
    "denies": "denies",
    "contrastedWith": "contrasted with",
}


class ClaimRow(NamedTuple):
    """A claim in one row."""

    iri: str
    says: Term | None
    stance: str
    modality: str
    speaker: str
    source: str
    when: str
    standing: bool
    """Whether it is neither withdrawn nor superseded."""


class Place(NamedTuple):
    """Where a claim stands in its source, and the key phrase by which it is found."""

    part: str
    phrase: str
    kind: str
    start: str
    end: str
    sentence: str
    number: str
    digest: str


class Hop(NamedTuple):
    """One step of a chain."""

    part: str
    agent: str
    role: str
    said: str
    distance: str
    distance_words: str


def claim_row(facts: Facts, claim: str) -> ClaimRow:
    """A claim as a row."""
    stance, modality, speaker, source = (facts.text(claim, ATTEST + name) for name in ("stance", "modality", "speaker", "source"))
    stands = facts.text(claim, ATTEST + "recordedUntil") == LAST_DAY
    return ClaimRow(claim, facts.value(claim, RDFS + "label"), stance, modality, speaker, source, when(facts, claim), stands)


def claim_rows(facts: Facts, claims: list[str]) -> list[ClaimRow]:
    """Claims as rows, those that stand first, by their day."""
    rows = [claim_row(facts, claim) for claim in dict.fromkeys(claims)]
    return sorted(rows, key=lambda row: (not row.standing, facts.text(row.iri, ATTEST + "sureFrom"), row.source, natural(row.iri)))


def claim_values(facts: Facts, claim: str) -> dict[str, object]:
    """All that the page of a claim shows."""
    chains = {name: _hops(facts, claim, name) for name in ("hop", "alternativeHop")}
    findings = sorted(facts.pointing[claim][ATTEST + "about"])
    known, until = facts.text(claim, ATTEST + "knownFrom"), facts.text(claim, ATTEST + "recordedUntil")
    return {
        "row": claim_row(facts, claim),
        "content": facts.content(claim),
        "committed": bool(facts.values(claim, ATTEST + "committedStance")),
        "chains": chains,
        "origin": facts.text(claim, ATTEST + "origin"),
        "origin_kind": facts.text(claim, ATTEST + "originKind"),
        "places": places(facts, claim),
        "language": facts.text(facts.text(claim, ATTEST + "source"), DCTERMS + "language"),
        "bounds": [(word, facts.text(claim, ATTEST + name)) for name, word in _BOUNDS.items()],
        "edtf": facts.text(claim, ATTEST + "edtf"),
        "basis": facts.text(claim, ATTEST + "datingBasis"),
        "dating_note": facts.value(claim, ATTEST + "datingNote"),
        "known": "" if known == LAST_DAY else known,
        "recorded": facts.text(claim, ATTEST + "recorded"),
        "until": "" if until == LAST_DAY else until,
        "withdrawn": facts.text(claim, ATTEST + "withdrawn"),
        "supersedes": [value.value for value in facts.values(claim, ATTEST + "supersedes")],
        "superseded_by": facts.pointing[claim][ATTEST + "supersedes"],
        "denied_by": facts.pointing[claim][ATTEST + "denies"],
        "rivals": [value.value for value in facts.values(claim, ATTEST + "rival")],
        "qualifiers": [(word, values) for name, word in _QUALIFIERS.items() if (values := facts.values(claim, ATTEST + name))],
        "notes": [*facts.values(claim, ATTEST + "reason"), *facts.values(claim, SKOS + "editorialNote")],
        "corroborations": [_other(facts, one, claim) for one in findings if facts.is_a(one, "Corroboration")],
        "contradictions": [_other(facts, one, claim) for one in findings if facts.is_a(one, "Contradiction")],
        "entailments": facts.pointing[claim][ATTEST + "followsFrom"],
        "about_it": claim_rows(facts, facts.claims_about(claim)),
    }


def places(facts: Facts, claim: str) -> list[Place]:
    """The passages of a claim, by their place."""
    found = [_place(facts, value.value) for value in facts.values(claim, ATTEST + "passage")]
    return sorted(found, key=lambda place: (len(place.start), place.start, place.part))


def when(facts: Facts, claim: str) -> str:
    """The time of a claim in words."""
    begins_from, begins_by, ends_from, ends_by = (facts.text(claim, ATTEST + name) for name in _BOUNDS)
    told = [f"{word} {text}" for word, text in (("begins", _range(begins_from, begins_by)), ("ends", _range(ends_from, ends_by))) if text]
    return "; ".join(told) or "not bounded"


_BOUNDS = {
    "beginsNotBefore": "begins not before",
    "beginsNotAfter": "begins not after",
    "endsNotBefore": "ends not before",
    "endsNotAfter": "ends not after",
}


def _range(early: str, late: str) -> str:
    if early and late:
        return early if early == late else f"between {early} and {late}"
    return f"by {late}" if late else (f"not before {early}" if early else "")


def _place(facts: Facts, passage: str) -> Place:
    sentence = facts.text(passage, ATTEST + "sentence")
    return Place(
        passage,
        facts.text(passage, ATTEST + "keyPhrase"),
        facts.text(passage, ATTEST + "passageKind"),
        facts.text(passage, OA_START),
        facts.text(passage, OA_END),
        sentence,
        facts.text(sentence, ATTEST + "sentenceNumber"),
        facts.text(passage, ATTEST + "digest"),
    )


def _hops(facts: Facts, claim: str, link: str) -> list[Hop]:
    """A chain from the outlet inward."""
    parts = [value.value for value in facts.values(claim, ATTEST + link)]
    parts.sort(key=lambda part: (len(facts.text(part, ATTEST + "position")), facts.text(part, ATTEST + "position")))
    return [
        Hop(
            part,
            facts.text(part, ATTEST + "agent"),
            facts.text(part, ATTEST + "role"),
            _range(facts.text(part, ATTEST + "saidNotBefore").replace(FIRST_DAY, ""), facts.text(part, ATTEST + "saidNotAfter")),
            facts.text(part, ATTEST + "distance"),
            facts.text(part, ATTEST + "distanceWords"),
        )
        for part in parts
    ]


def _other(facts: Facts, finding: str, claim: str) -> tuple[str, str, str, ClaimRow]:
    """A finding, its kind, its hardness, and the other claim that it is about."""
    others = [value.value for value in facts.values(finding, ATTEST + "about") if value.value != claim] or [claim]
    return finding, facts.text(finding, ATTEST + "findingKind"), facts.text(finding, ATTEST + "hardness"), claim_row(facts, others[0])
