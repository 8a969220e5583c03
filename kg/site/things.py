"""What the pages of actors, places, events, items, sides, sources, findings, inferences and graphs tell."""

from collections import defaultdict
from typing import NamedTuple

from kg.dumps.naming import DCTERMS
from kg.site.claims import claim_row, claim_rows, places
from kg.site.facts import Facts, Term
from kg.terms import FIRST_DAY, LAST_DAY, text_of
from kg.vocab import ATTEST, OA_END, OA_START, RDF, RDFS, SKOS, VOID

__all__ = ["finding_values", "graph_values", "inference_values", "record_values", "source_values", "stated", "thing_values"]

_TITLES = frozenset({RDF + "type", RDFS + "label", SKOS + "prefLabel"})
_TRIPLE = (RDF + "subject", RDF + "predicate", RDF + "object")


class Name(NamedTuple):
    """What a thing is called, by whom, and in which sources."""

    words: Term
    speaker: str
    source: str
    claim: str


class Sentence(NamedTuple):
    """A line of the ledger of a source."""

    part: str
    number: str
    kind: str
    start: str
    end: str
    digest: str
    no_claim: str
    claims: list[str]


def stated(facts: Facts, iri: str, shown: frozenset[str] = frozenset()) -> list[tuple[str, list[Term]]]:
    """What the editors state of a thing that its page does not show elsewhere."""
    return [(name, values) for name, values in sorted(facts.stated.get(iri, {}).items()) if name not in _TITLES | shown]


def thing_values(facts: Facts, iri: str) -> dict[str, object]:
    """What is said of a thing, by whom, and what it says."""
    about = facts.claims_about(iri)
    named = [claim for claim in about if _predicate(facts, claim) == "calls" and _object(facts, claim) == iri]
    sides = [claim for claim in about if _predicate(facts, claim) == "side"]
    apart = {*named, *sides}
    sources = facts.pointing[iri][ATTEST + "outlet"] + facts.pointing[iri][ATTEST + "author"]
    others = {value.value for value in facts.values(iri, ATTEST + "oneWith")} - {iri}
    return {
        "classes": [value.value for value in facts.values(iri, RDF + "type")],
        "names": sorted(
            (Name(words, *_who(facts, claim), claim) for claim in named for words in facts.values(claim, ATTEST + "words")),
            key=lambda name: (text_of(name.words).casefold(), name.source, name.claim),
        ),
        "sides": claim_rows(facts, sides),
        "claims": claim_rows(facts, [claim for claim in about if claim not in apart]),
        "says": claim_rows(facts, [claim for claim in facts.pointing[iri][ATTEST + "speaker"] if claim not in apart]),
        "one_with": sorted(others),
        "sources": sorted(set(sources)),
        "entailments": _inferred(facts, iri),
        "stated": stated(facts, iri, frozenset({ATTEST + "oneWith"})),
    }


def source_values(facts: Facts, iri: str) -> dict[str, object]:
    """A source: what is known of the document, its claims, and the ledger of its sentences."""
    carried: dict[str, list[str]] = defaultdict(list)
    claims = facts.pointing[iri][ATTEST + "source"]
    for claim in claims:
        for place in places(facts, claim):
            carried[place.sentence].append(claim)
    lines = [_sentence(facts, part, carried[part]) for part in facts.pointing[iri][DCTERMS + "isPartOf"]]
    return {
        "stated": stated(facts, iri, frozenset({ATTEST + "oneWith"})),
        "language": facts.text(iri, DCTERMS + "language"),
        "claims": claim_rows(facts, claims),
        "about": claim_rows(facts, facts.claims_about(iri)),
        "sentences": sorted(lines, key=lambda line: (len(line.number), line.number, line.part)),
    }


def finding_values(facts: Facts, iri: str) -> dict[str, object]:
    """A finding: its kind, both of its claims, and what the editors remark on it."""
    claims = [value.value for value in facts.values(iri, ATTEST + "about")]
    notes = [value for note in facts.pointing[iri][ATTEST + "noteOn"] for value in facts.values(note, ATTEST + "remark")]
    return {
        "classes": [value.value for value in facts.values(iri, RDF + "type")],
        "kind": facts.text(iri, ATTEST + "findingKind"),
        "hardness": facts.text(iri, ATTEST + "hardness"),
        "overlap": _bounded(facts.text(iri, ATTEST + "overlapFrom"), facts.text(iri, ATTEST + "overlapTo")),
        "claims": [(claim_row(facts, claim), places(facts, claim)) for claim in claims],
        "notes": notes,
        "languages": {claim: facts.text(facts.text(claim, ATTEST + "source"), DCTERMS + "language") for claim in claims},
    }


def inference_values(facts: Facts, iri: str) -> dict[str, object]:
    """An inference: its triple, its rules, its days, and the claims from which it follows."""
    days = {name: facts.text(iri, ATTEST + name) for name in ("sureFrom", "sureTo", "mayFrom", "mayTo")}
    sure = days["sureFrom"] <= days["sureTo"]
    return {
        "classes": [value.value for value in facts.values(iri, RDF + "type")],
        "triple": [value for part in _TRIPLE for value in facts.values(iri, part)],
        "rules": [value.value for value in facts.values(iri, ATTEST + "inferenceRule")],
        "sure": _bounded(days["sureFrom"], days["sureTo"]) if sure else None,
        "may": _bounded(days["mayFrom"], days["mayTo"]),
        "claims": claim_rows(facts, [value.value for value in facts.values(iri, ATTEST + "followsFrom")]),
    }


def graph_values(facts: Facts, iri: str) -> dict[str, object]:
    """A named graph: how much it holds, and of what."""
    quads = facts.graphs[iri]
    told = {text_of(quad.subject) for quad in quads}
    subjects = sorted({one.partition("#")[0] if one.startswith(facts.base) else one for one in told})
    return {"triples": len(quads), "subjects": subjects}


def record_values(facts: Facts, iri: str) -> dict[str, object]:
    """The record as a whole: what its editors state of it, and its graphs."""
    graphs = [graph for graph in facts.graphs if not graph.startswith(facts.base + "claim/")]
    return {
        "stated": stated(facts, iri, frozenset({VOID + "uriSpace"})),
        "space": facts.base,
        "graphs": [(graph, len(facts.graphs[graph])) for graph in sorted(graphs)],
        "claim_graphs": len(facts.graphs) - len(graphs),
        "quads": len(facts.quads),
    }


def _bounded(*days: str) -> tuple[str, ...]:
    """Days, of which those that stand for no bound are left empty."""
    return tuple("" if day in (FIRST_DAY, LAST_DAY) else day for day in days)


def _predicate(facts: Facts, claim: str) -> str:
    return facts.text(claim, RDF + "predicate").removeprefix(ATTEST)


def _object(facts: Facts, claim: str) -> str:
    return facts.text(claim, RDF + "object")


def _who(facts: Facts, claim: str) -> tuple[str, str]:
    return facts.text(claim, ATTEST + "speaker"), facts.text(claim, ATTEST + "source")


def _inferred(facts: Facts, iri: str) -> list[tuple[str, list[Term]]]:
    """The inferences about a thing, each with its triple."""
    found = {one for end in (_TRIPLE[0], _TRIPLE[2]) for one in facts.pointing[iri][end] if facts.is_a(one, "Inference")}
    return [(one, [value for part in _TRIPLE for value in facts.values(one, part)]) for one in sorted(found)]


def _sentence(facts: Facts, part: str, claims: list[str]) -> Sentence:
    kind, no_claim, digest = (facts.text(part, ATTEST + name) for name in ("passageKind", "noClaim", "digest"))
    number = facts.text(part, ATTEST + "sentenceNumber")
    return Sentence(part, number, kind, facts.text(part, OA_START), facts.text(part, OA_END), digest, no_claim, sorted(set(claims)))
