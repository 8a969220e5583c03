"""What differs between two versions of one record: its claims, its things, its terms, and the answers to its questions.

Compared is what authors write. What the build adds, such as findings, follows
from it, and shows in the answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Quad, Store, Triple

from kg.dataset import Dataset, to_seeds
from kg.dumps.answers import AnswerChange, answer_changes
from kg.dumps.quads import natural
from kg.errors import ParameterError, RecordError
from kg.queries import Question, Term
from kg.terms import text_of
from kg.vocab import ATTEST, RDFS, SKOS, node

__all__ = ["KINDS", "Change", "Changes", "ValueChange", "changes", "ordered"]

KINDS = ("added", "superseded", "withdrawn", "changed", "removed")
"""What may have become of a claim or a thing, in the order in which it is told; a claim that is removed breaks the rule of the record."""

_BUILT = ("findings", "identities", "inferences")
_LABELS = (RDFS + "label", SKOS + "prefLabel")
_WITHDRAWN, _SUPERSEDES = ATTEST + "withdrawn", ATTEST + "supersedes"

_Values = dict[tuple[str, str], set[Term]]
"""The values of a claim or a thing, by the part that has them (or itself) and the predicate."""


class ValueChange(NamedTuple):
    """The values of one predicate that are in one version only."""

    subject: str
    """The claim or thing, or a part of it."""
    predicate: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]


class Change(NamedTuple):
    """A claim or a thing that is not as it was."""

    iri: str
    kind: str
    label: str
    by: tuple[str, ...]
    """The claims that supersede it since."""
    values: tuple[ValueChange, ...]
    """All that is in one version only: of what is added or removed, everything."""
    standing: tuple[str, str] | None = None
    """Of a claim on two days of one version: where it stands on each."""


class Changes(NamedTuple):
    """All that differs between two versions."""

    claims: tuple[Change, ...] = ()
    things: tuple[Change, ...] = ()
    """What is described beside claims: actors, places, events, items, sources with their ledger, the record itself."""
    terms: tuple[Change, ...] = ()
    """Terms of the ontology, without its lists."""
    answers: tuple[AnswerChange, ...] = ()

    def any(self) -> bool:
        """Whether anything differs."""
        return any(self)


def changes(before: Dataset, after: Dataset, questions: Iterable[Question] = ()) -> Changes:
    """What differs between two whole datasets of one record, findings included, and in the answers to some questions.

    The questions are asked with no parameter set. Raises ParameterError where
    the two are of different records, and RecordError where a node has no name.
    """
    if before.base != after.base:
        raise ParameterError(f"these are two records, <{before.base}> and <{after.base}>: compare two versions of one")
    if _quads(before.store) == _quads(after.store):
        return Changes()
    old, new = _described(before), _described(after)
    return Changes(
        claims=_claim_changes(old.claims, new.claims),
        things=_changes(old.things, new.things),
        terms=_changes(old.terms, new.terms),
        answers=answer_changes((before.store, {}), (after.store, {}), questions),
    )


class _Described(NamedTuple):
    """What authors have written, by what it is about."""

    claims: dict[str, _Values]
    things: dict[str, _Values]
    terms: dict[str, _Values]


def _described(dataset: Dataset) -> _Described:
    claims = dataset.base + "claim/"
    written = {stem: triples for stem, triples in to_seeds(dataset).items() if stem not in _BUILT}
    parts = _by_whole(triple for triples in written.values() for triple in triples)
    ontology = list(dataset.store.quads_for_pattern(None, None, None, node(dataset.base + "graph/ontology")))
    return _Described(
        claims={iri: values for iri, values in parts.items() if iri.startswith(claims)},
        things={iri: values for iri, values in parts.items() if not iri.startswith(claims)},
        terms=_by_whole((quad.triple for quad in ontology), parts=False),
    )


def _by_whole(triples: Iterable[Triple], *, parts: bool = True) -> dict[str, _Values]:
    """Triples by what they are about; with parts, what follows a number sign names a part of it."""
    found: dict[str, _Values] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        subject = text_of(triple.subject)
        whole = subject.partition("#")[0] if parts else subject
        if isinstance(triple.object, BlankNode | Triple) or isinstance(triple.subject, BlankNode | Triple):
            raise RecordError(f"{triple}: what has no name cannot be compared; give the node an IRI")
        found[whole][subject, triple.predicate.value].add(triple.object)
    return found


def _quads(store: Store) -> set[Quad]:
    return set(store)


def _claim_changes(old: Mapping[str, _Values], new: Mapping[str, _Values]) -> tuple[Change, ...]:
    """The changes of claims; one that is superseded need not have changed itself."""
    before, after = _superseding(old), _superseding(new)
    found = {change.iri: change for change in _changes(old, new)}
    for iri in old.keys() & new.keys():
        since = tuple(sorted(after[iri] - before[iri], key=natural))
        if since:
            change = found.get(iri) or Change(iri, "", _label(iri, new[iri]), (), ())
            found[iri] = change._replace(kind="superseded", by=since)
        elif new[iri].keys() - old[iri].keys() >= {(iri, _WITHDRAWN)}:
            found[iri] = found[iri]._replace(kind="withdrawn")
    return ordered(found.values())


def _superseding(claims: Mapping[str, _Values]) -> defaultdict[str, set[str]]:
    """The claims that supersede each claim."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for iri, values in claims.items():
        for earlier in values.get((iri, _SUPERSEDES), ()):
            found[text_of(earlier)].add(iri)
    return found


def _changes(old: Mapping[str, _Values], new: Mapping[str, _Values]) -> tuple[Change, ...]:
    """What was added, removed or changed of what is described."""
    return ordered(_change(iri, old.get(iri), new.get(iri)) for iri in old.keys() | new.keys() if old.get(iri) != new.get(iri))


def _change(iri: str, old: _Values | None, new: _Values | None) -> Change:
    kind = "added" if old is None else "removed" if new is None else "changed"
    before, after = old or {}, new or {}
    values = [_value_change(*place, before.get(place, set()), after.get(place, set())) for place in sorted(before.keys() | after.keys())]
    return Change(iri, kind, _label(iri, after or before), (), tuple(value for value in values if value.old or value.new))


def _value_change(subject: str, predicate: str, old: set[Term], new: set[Term]) -> ValueChange:
    return ValueChange(subject, predicate, tuple(sorted(old - new, key=str)), tuple(sorted(new - old, key=str)))


def _label(iri: str, values: _Values) -> str:
    return next((text_of(value) for name in _LABELS for value in sorted(values.get((iri, name), ()), key=str)), "")


def ordered(found: Iterable[Change]) -> tuple[Change, ...]:
    """Changes by their kinds, and by name, in which claim 2 stands before claim 10."""
    return tuple(sorted(found, key=lambda change: (KINDS.index(change.kind), natural(change.iri))))
