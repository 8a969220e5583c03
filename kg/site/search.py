"""The names by which things are found: labels, what sources call them, terms, questions."""

from collections.abc import Iterable
from typing import NamedTuple

from kg.queries import Question
from kg.site.facts import Facts
from kg.terms import text_of
from kg.vocab import ATTEST, RDF

__all__ = ["Entry", "entries"]

_UNNAMED = ("Claim", "Finding", "FindingNote", "Inference")


class Entry(NamedTuple):
    """What is found, what it is, and what else it is called."""

    iri: str
    question: str
    label: str
    sort: str
    names: list[str]


def entries(facts: Facts, questions: Iterable[Question]) -> list[Entry]:
    """All that can be found by name, in the order of the names."""
    found = [Entry("", one.name, one.title, "question", []) for one in questions]
    found += [Entry(iri, "", facts.label(iri), sort, [facts.names.curie(iri)]) for iri, sort in facts.sorts.items()]
    for iri in facts.things():
        if iri in facts.stated and iri != facts.base and not any(facts.is_a(iri, name) for name in _UNNAMED):
            sort = next((facts.label(value.value) for value in facts.values(iri, RDF + "type")), "")
            found.append(Entry(iri, "", facts.label(iri), sort, _called(facts, iri)))
    return sorted(found, key=lambda entry: (entry.label.casefold(), entry.iri, entry.question))


def _called(facts: Facts, iri: str) -> list[str]:
    """The names that claims report of a thing, its label left out."""
    claims = [claim for claim in facts.pointing[iri][RDF + "object"] if facts.text(claim, RDF + "predicate") == ATTEST + "calls"]
    words = {text_of(word) for claim in claims for word in facts.values(claim, ATTEST + "words")}
    return sorted(words - {facts.label(iri)}, key=lambda word: (word.casefold(), word))
