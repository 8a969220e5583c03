"""All that the graph holds about one claim or one thing, gathered for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.catalog import Catalog
from kg.engine import Engine
from kg.names import Names
from kg.passages import passages
from kg.queries import Row, Term, parse_question, select, with_values
from kg.vocab import ATTEST, RDF, RDFS, SKOS

__all__ = ["Account", "Gatherer"]

_PARTS = frozenset(ATTEST + name for name in ("hop", "alternativeHop", "passage"))
_SHOWN_APART = frozenset(
    {RDF + "type", RDF + "subject", RDF + "predicate", RDF + "object", RDFS + "label", SKOS + "prefLabel", SKOS + "definition"}
)
_QUALIFIERS = (
    "words",
    "figureWords",
    "atLeast",
    "atMost",
    "victims",
    "against",
    "supportKind",
    "terms",
    "condition",
    "exclusivity",
    "lagDays",
    "spatialPrecision",
    "post",
    "denies",
    "contrastedWith",
    "supersedes",
    "withdrawn",
)
_BOUNDS = ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter")


@dataclass(frozen=True, slots=True)
class Account:
    """What is stated of a thing, and the rows that stand around it, ready for JSON."""

    head: dict[str, object]
    rows: dict[str, list[dict[str, object]]]

    def plain(self) -> dict[str, object]:
        """The account as one JSON object."""
        return {**self.head, **self.rows}


class Gatherer:
    """Reads accounts out of a store through the stored queries."""

    def __init__(self, store: Engine, catalog: Catalog, names: Names, texts: Mapping[str, str]) -> None:
        self._store = store
        self._catalog = catalog
        self._names = names
        self._texts = texts

    def of_claim(self, claim: NamedNode) -> Account:
        """A claim: its content, chains, times, qualifiers, notes and passages."""
        stated = self._stated(claim)
        content = [self._words(stated[RDF + part]) for part in ("subject", "predicate", "object")]
        names = {predicate.removeprefix(ATTEST): values for predicate, values in stated.items()}
        head: dict[str, object] = {
            "claim": self._names.curie(claim.value),
            "claim_iri": claim.value,
            "says": self._words(stated.get(RDFS + "label", [])),
            "content": content,
            "stance": self._words(names["stance"]),
            "modality": self._words(names["modality"]),
            "speaker": self._words(names["speaker"]),
            "speaker_iri": names["speaker"][0].value,
            "source": self._words(names["source"]),
            "source_iri": names["source"][0].value,
            "origin": self._words(names["origin"]),
            "origin_iri": names["origin"][0].value,
            "bounds": {name: names[name][0].value if name in names else None for name in _BOUNDS},
            "dating_basis": self._words(names.get("datingBasis", [])),
            "dating_note": self._words(names.get("datingNote", [])) or None,
            "recorded": names["recorded"][0].value,
            "known_from": names["knownFrom"][0].value,
            "recorded_until": names["recordedUntil"][0].value,
            "qualifiers": {name: [self._word(term) for term in names[name]] for name in _QUALIFIERS if name in names},
            "notes": [term.value for term in [*stated.get(SKOS + "editorialNote", []), *names.get("reason", [])]],
        }
        chain = self._rows("chain", {"claim": claim})
        places: list[dict[str, object]] = [
            {
                "key_phrase": item.key_phrase,
                "kind": self._names.label(item.kind),
                "start": item.start,
                "end": item.end,
                "passage": item.shown(self._texts),
            }
            for item in passages(self._store, self._catalog.queries, claim)
        ]
        return Account(head, {"chain": chain, "passages": places})

    def of_thing(self, thing: NamedNode) -> Account:
        """A thing: what it is, who calls it what, and every claim about it."""
        stated = self._stated(thing)
        head: dict[str, object] = {
            "thing": self._names.label(thing.value),
            "thing_iri": thing.value,
            "classes": [self._word(term) for term in stated.get(RDF + "type", [])],
            "stated": {
                self._names.curie(predicate): [self._word(term) for term in values]
                for predicate, values in stated.items()
                if predicate not in _SHOWN_APART and predicate not in _PARTS
            },
        }
        definition = stated.get(SKOS + "definition")
        if definition:
            head["definition"] = self._words(definition)
        return Account(head, {"names": self._rows("names", {"of": thing})})

    def _stated(self, thing: NamedNode) -> dict[str, list[Term]]:
        question = parse_question(self._catalog.queries / "parts" / "description.rq")
        stated: dict[str, list[Term]] = {}
        for row in select(self._store, with_values(question.text, {"thing": thing}), "parts/description.rq")[1]:
            predicate, value = row["property"], row["value"]
            if predicate is not None and value is not None:
                stated.setdefault(predicate.value, []).append(value)
        return stated

    def _rows(self, part: str, values: Mapping[str, Term]) -> list[dict[str, object]]:
        """The rows of a stored part, labels beside their IRIs."""
        question = parse_question(self._catalog.queries / "parts" / f"{part}.rq")
        rows = select(self._store, with_values(question.text, values), f"parts/{part}.rq")[1]
        return [self._plain(row) for row in rows]

    def _plain(self, row: Row) -> dict[str, object]:
        plain: dict[str, object] = {}
        for name, term in row.items():
            plain[name] = self._word(term) if term is not None else None
            if isinstance(term, NamedNode):
                plain[f"{name}_iri"] = term.value
        return plain

    def _word(self, term: Term) -> str:
        return self._names.label(term.value) if isinstance(term, NamedNode) else term.value

    def _words(self, terms: list[Term]) -> str:
        return ", ".join(self._word(term) for term in terms)
