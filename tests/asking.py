"""Every stored question with every parameter that it declares, and its rows as plain values, for engines to be compared."""

from collections.abc import Iterator

from pyoxigraph import Literal, Store

from kg.catalog import open_catalog
from kg.dataset import build
from kg.engine import Engine
from kg.findings import add_findings, add_identities
from kg.queries import Question, Row, Term, find, names, parse_question, select, with_values
from kg.terms import date_literal
from kg.vocab import attest, node

BASE = "https://w3id.org/attest/libya/"
WORDS = {
    "backers": {"of": "actor/gna", "kind": "backsMilitarily"},
    "backed_by": {"of": "actor/turkey", "kind": "backsMilitarily"},
    "forces": {"of": "actor/lna", "kind": "commands"},
    "claims_about": {"of": "actor/haftar"},
    "said_by": {"of": "actor/gna"},
    "sources": {"of": "source/misrata-raid"},
    "control": {"of": "place/watiya"},
    "contradictions": {"of": "actor/haftar", "kind": "characterisationFinding"},
    "corroboration": {"of": "actor/haftar"},
    "casualties": {"of": "event/misrata-raid-raid"},
    "damage": {"of": "event/misrata-raid-raid"},
    "perpetrators": {"of": "event/misrata-raid-raid"},
    "events": {
        "of": "event/misrata-raid-raid",
        "place": "place/hattin-battalion-camp",
        "kind": "Attack",
        "actor": "actor/misrata-raid-planes",
    },
    "failures": {"of": "event/misrata-raid-zero-hours"},
    "agreements": {"of": "actor/gna"},
    "requests_and_offers": {"of": "actor/gna", "actor": "actor/turkey", "kind": "requestsSupportFrom"},
    "announcements": {"of": "actor/haftar"},
    "offices": {"of": "actor/haftar", "kind": "commands"},
    "places": {"of": "place/foreign-air-force-airbase", "kind": "within"},
    "timeline": {"of": "actor/turkey"},
    "known_by": {"of": "actor/turkey", "kind": "backs"},
    "stages": {"of": "actor/turkey"},
    "dating": {"of": "actor/turkey", "kind": "articleDate"},
    "coverage": {"of": "source/misrata-raid"},
    "sources_of": {"of": "actor/turkey"},
    "characterisations": {"of": "actor/turkey", "kind": "calls"},
    "interventions": {"of": "actor/turkey", "kind": "backs"},
    "position": {"of": "actor/turkey", "kind": "backs", "with": "actor/gna"},
    "statements_about_adversary": {"of": "actor/gna", "about": "actor/lna"},
    "labels": {"of": "actor/libyan-army"},
    "chain": {"of": "claim/misrata-raid-2"},
    "own_voice": {"of": "source/foreign-air-force"},
    "single_source": {"of": "source/misrata-raid", "kind": "backs"},
    "unidentified": {"of": "event/misrata-raid-raid"},
}
"""For each question, the things (with a slash) and the terms of the ontology (without) that its parameters are set to."""
DAYS = {"as_of": "2020-07-10", "known_by": "2020-07-10", "recorded_by": "2026-12-31", "from": "2019-12-01", "to": "2020-12-31"}


Cell = tuple[str, str, str | None, str | None] | None
Values = dict[str, Term]


def questions() -> list[Question]:
    folder = open_catalog().queries
    return [find(folder, name) for name in names(folder)]


def setting(question: Question) -> Values:
    """A value for each parameter that a question declares."""
    terms: Values = {
        "exact": Literal("yes"),
        "soft": Literal("yes"),
        "shared": Literal("yes"),
        **{name: date_literal(day) for name, day in DAYS.items()},
    }
    terms |= {name: node(BASE + word) if "/" in word else attest(word) for name, word in WORDS.get(question.name, {}).items()}
    return {parameter.name: terms[parameter.name] for parameter in question.parameters if parameter.name in terms}


def sets(question: Question) -> Iterator[tuple[str, Values]]:
    """Nothing set, each parameter alone, and all set: each is set twice and left unset at least twice."""
    every = setting(question)
    yield "none", {}
    for name in every:
        yield f"only {name}", {name: every[name]}
    yield "all", every


def companions(question: Question) -> list[tuple[str, str]]:
    """A question and its evidence, each with its text."""
    texts = [(question.name, question.text)]
    return [*texts, (f"{question.name} evidence", parse_question(question.evidence_path()).text)] if question.key else texts


def whole_record() -> Store:
    dataset = build(open_catalog())
    add_identities(dataset)
    add_findings(dataset)
    return dataset.require()


def cell(term: Term | None) -> Cell:
    if isinstance(term, Literal):
        return ("literal", term.value, term.datatype.value, term.language)
    return None if term is None else ("iri", term.value, None, None)


def rows_of(store: Engine, text: str) -> list[dict[str, Cell]]:
    columns, rows = select(store, text, "query")
    found: list[Row] = list(rows)
    return [{column: cell(row[column]) for column in columns} for row in found]


def filled(text: str, values: Values) -> str:
    """A query with those of the values for which it has a slot."""
    return with_values(text, {name: term for name, term in values.items() if f"VALUES ?{name} {{ UNDEF }}" in text})
