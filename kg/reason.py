"""What follows from claims by the ontology, and where they cannot all be right.

The rules of ``queries/rules`` are those of OWL 2 RL that an ontology of claims
makes use of. They are run until nothing new follows, over a view of the
record: the ontology, and each statement in a named graph of its own. A
statement is the content of a claim that counts (committed, affirmed, standing
in the record), or the class that the editors give a thing, which rests on no
claim.

An inference rests on as few claims as it can: where some of its claims are
enough, the others are no part of it. It holds on the days that its claims have
in common, and does not arise where they have none. What follows from the
classes of things alone is told by ``graph/hierarchy`` and is no inference here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import product
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.axioms import axioms, rule_files
from kg.dataset import Dataset
from kg.days import DAY_NAMES
from kg.errors import RecordError
from kg.queries import Question, Term, parse_question, select
from kg.terms import FIRST_DAY, LAST_DAY, date_literal, text_of
from kg.turtle import display_name
from kg.vocab import ATTEST, RDF, attest, node

__all__ = ["Days", "Inference", "add_inferences", "counting", "described", "inferences", "inferred"]

Claims = frozenset[str]

_TYPE = node(RDF + "type")
_MOST = 200
"""The most derivations of one triple from several claims: what is symmetric and transitive at once has more than anyone can read."""


class Days(NamedTuple):
    """The days on which claims surely hold together, and those on which they may; where the first lies after the last there are none."""

    sure_from: str = FIRST_DAY
    sure_to: str = LAST_DAY
    may_from: str = FIRST_DAY
    may_to: str = LAST_DAY

    def within(self, other: "Days") -> "Days":
        """The days that both have."""
        return Days(
            max(self.sure_from, other.sure_from),
            min(self.sure_to, other.sure_to),
            max(self.may_from, other.may_from),
            min(self.may_to, other.may_to),
        )

    def surely(self, day: str) -> bool:
        """Whether a day is one on which they surely hold together."""
        return self.sure_from <= day <= self.sure_to

    def perhaps(self, day: str) -> bool:
        """Whether a day is one on which they may hold together."""
        return self.may_from <= day <= self.may_to


class Inference(NamedTuple):
    """A triple that follows from claims, or one that they should not entail."""

    kind: str
    """The local name of its class: Entailment or Inconsistency."""
    subject: NamedNode
    predicate: NamedNode
    object: Term
    other: NamedNode | None
    """Of an inconsistency, the class that the subject cannot have beside the object."""
    rules: tuple[str, ...]
    claims: tuple[str, ...]
    days: Days


class _Firing(NamedTuple):
    """One application of a rule: what follows, from which statements."""

    kind: str
    rule: str
    conclusion: Triple
    other: NamedNode | None
    premises: tuple[Triple, ...]


_Derived = dict[Triple, dict[Claims, tuple[str, ...]]]
"""Of each triple, the sets of claims from which it follows, with the rules by which it does: none where a claim states it."""


def add_inferences(dataset: Dataset) -> None:
    """Add to a whole dataset the graph of its inferences."""
    graph = node(f"{dataset.base}graph/inferences")
    dataset.store.extend(_placed(triple, graph) for triple in inferred(inferences(dataset), dataset.base))


def inferences(dataset: Dataset) -> list[Inference]:
    """The entailments and inconsistencies of a whole dataset, inconsistencies last; raises RecordError where there is no end of them."""
    said = counting(dataset.store)
    days = {claim: days for claim, (_, days) in said.items()}
    stated: _Derived = defaultdict(dict)
    for claim, (triple, _) in said.items():
        stated[triple][frozenset((claim,))] = ()
    mentioned = {term for triple in stated for term in (triple.subject, triple.object)}
    stated |= {triple: {frozenset(): ()} for triple in described(dataset, mentioned)}
    firings = _fired(dataset, list(stated))
    entailing = [firing for firing in firings if firing.kind == "Entailment"]
    derived = _derivations(entailing, stated, days)
    found = [
        Inference("Entailment", *_parts(triple), None, rules, tuple(sorted(claims)), _meeting(claims, days))
        for triple, ways in derived.items()
        for claims, rules in ways.items()
        if claims and rules
    ]
    found += _inconsistencies((firing for firing in firings if firing.kind == "Inconsistency"), derived, days)
    return sorted(found, key=lambda one: (one.kind, *(str(part) for part in one[1:5]), one.claims))


def inferred(found: Iterable[Inference], base: str) -> Iterator[Triple]:
    """Inferences as triples; the IRI of one is the hash of its rules, its triple, and its claims."""
    for one in found:
        objects = [one.object, one.other] if one.other else [one.object]
        text = " ".join(map(str, (*one.rules, one.subject, one.predicate, *objects, *one.claims)))
        name = node(f"{base}{one.kind.lower()}/{sha256(text.encode()).hexdigest()[:16]}")
        yield Triple(name, _TYPE, attest(one.kind))
        yield Triple(name, node(RDF + "subject"), one.subject)
        yield Triple(name, node(RDF + "predicate"), one.predicate)
        for term in objects:
            yield Triple(name, node(RDF + "object"), term)
        for rule in one.rules:
            yield Triple(name, attest("inferenceRule"), node(rule))
        for claim in one.claims:
            yield Triple(name, attest("followsFrom"), node(claim))
        for day_name, day in zip(DAY_NAMES, one.days, strict=True):
            yield Triple(name, attest(day_name), date_literal(day))


def counting(store: Store) -> dict[str, tuple[Triple, Days]]:
    """The claims that entail anything: committed, affirmed, and standing in the record; each with its content and its days."""
    found: dict[str, tuple[Triple, Days]] = {}
    for quad in store.quads_for_pattern(None, attest("committedStance"), attest("affirmed")):
        told = {part.predicate.value: part.object for part in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)}
        if told[ATTEST + "recordedUntil"] == date_literal(LAST_DAY):
            subject, predicate = told[RDF + "subject"], told[RDF + "predicate"]
            assert isinstance(subject, NamedNode)
            assert isinstance(predicate, NamedNode)
            days = Days(*(text_of(told[ATTEST + name]) for name in DAY_NAMES))
            found[text_of(quad.subject)] = (Triple(subject, predicate, told[RDF + "object"]), days)
    return found


def described(dataset: Dataset, mentioned: Iterable[object]) -> Iterator[Triple]:
    """What the editors say a thing is: of the things of the record, and of the claims and concepts that are mentioned."""
    ontology, claims, named = node(f"{dataset.base}graph/ontology"), f"{dataset.base}claim/", set(mentioned)
    for quad in dataset.store.quads_for_pattern(None, _TYPE, None):
        if quad.subject in named or not (quad.graph_name == ontology or text_of(quad.graph_name).startswith(claims)):
            yield quad.triple


def _placed(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _fired(dataset: Dataset, stated: Iterable[Triple]) -> list[_Firing]:
    """Every application of a rule to what is stated and to what follows from it."""
    rules = [parse_question(path) for path in rule_files(dataset.catalog)]
    view, names = Store(), dict[str, Triple]()
    view.extend(_placed(axiom, node(f"{dataset.base}graph/ontology")) for axiom in axioms(dataset.catalog))
    firings: list[_Firing] = []
    fresh = dict.fromkeys(stated)
    while fresh:
        for triple in fresh:
            name = f"{dataset.base}statement/{len(names)}"
            names[name] = triple
            view.add(_placed(triple, node(name)))
        firings = [firing for rule in rules for firing in _firings(rule, view, names)]
        known = set(names.values())
        fresh = dict.fromkeys(one.conclusion for one in firings if one.kind == "Entailment" and one.conclusion not in known)
    return firings


def _firings(rule: Question, view: Store, names: Mapping[str, Triple]) -> Iterator[_Firing]:
    """The applications of one rule; what the ontology says of its own terms is no premise."""
    for row in select(view, rule.text, display_name(rule.path))[1]:
        given = [text_of(term) for name in ("premise", "second") if (term := row.get(name))]
        if not all(name in names for name in given):
            continue
        subject, predicate, other = row["subject"], row["predicate"], row.get("other")
        assert isinstance(subject, NamedNode)
        assert isinstance(predicate, NamedNode)
        kind, named = (text_of(row[name] or attest("")) for name in ("kind", "rule"))
        conclusion = Triple(subject, predicate, row["object"] or subject)
        yield _Firing(
            kind.removeprefix(ATTEST),
            named,
            conclusion,
            other if isinstance(other, NamedNode) else None,
            tuple(map(names.__getitem__, given)),
        )


def _derivations(firings: Sequence[_Firing], stated: _Derived, days: Mapping[str, Days]) -> _Derived:
    """Of each triple, every least set of claims from which it follows on some day, with the rules of its shortest derivations."""
    known: _Derived = defaultdict(dict, stated)
    while True:
        fresh: dict[Triple, dict[Claims, set[str]]] = defaultdict(lambda: defaultdict(set))
        for firing in firings:
            for claims in _together(firing, known, days):
                if claims not in known[firing.conclusion] and not _more_than_needed(claims, known[firing.conclusion]):
                    fresh[firing.conclusion][claims].add(firing.rule)
            _refuse_endless(firing.conclusion, fresh.get(firing.conclusion, ()))
        if not fresh:
            return known
        for triple, ways in fresh.items():
            known[triple] = _least(known[triple] | {claims: tuple(sorted(rules)) for claims, rules in ways.items()})


def _together(firing: _Firing, known: _Derived, days: Mapping[str, Days]) -> set[Claims]:
    """The sets of claims from which all premises of a firing follow, on days that they have in common."""
    chosen = product(*(known[premise] for premise in firing.premises))
    found = {frozenset[str]().union(*sets) for sets in chosen}
    return {claims for claims in found if (meeting := _meeting(claims, days)).may_from <= meeting.may_to}


def _least(ways: dict[Claims, tuple[str, ...]]) -> dict[Claims, tuple[str, ...]]:
    """The sets of claims that hold no other of the sets."""
    return {claims: rules for claims, rules in ways.items() if not _more_than_needed(claims, ways)}


def _more_than_needed(claims: Claims, ways: Collection[Claims]) -> bool:
    """Whether some of the claims are enough."""
    return (bool(claims) and frozenset() in ways) or (len(claims) > 1 and any(fewer < claims for fewer in ways))


def _refuse_endless(triple: Triple, ways: Iterable[Claims]) -> None:
    """Raise RecordError where a triple has too many derivations from several claims."""
    if sum(len(claims) > 1 for claims in ways) > _MOST:
        raise RecordError(f"{triple} follows from more than {_MOST} sets of claims: its property is transitive over too many of them")


def _meeting(claims: Claims, days: Mapping[str, Days]) -> Days:
    """The days that claims have in common."""
    common = Days()
    for claim in claims:
        common = common.within(days[claim])
    return common


def _inconsistencies(firings: Iterable[_Firing], derived: _Derived, days: Mapping[str, Days]) -> Iterator[Inference]:
    for firing in firings:
        ways = _least(dict.fromkeys(_together(firing, derived, days), (firing.rule,)))
        for claims, rules in ways.items():
            yield Inference(firing.kind, *_parts(firing.conclusion), firing.other, rules, tuple(sorted(claims)), _meeting(claims, days))


def _parts(triple: Triple) -> tuple[NamedNode, NamedNode, Term]:
    subject, target = triple.subject, triple.object
    assert isinstance(subject, NamedNode)
    assert isinstance(target, NamedNode | Literal)
    return subject, triple.predicate, target
