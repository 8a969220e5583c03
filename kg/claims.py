"""A claim as the record writes it, read out of its triples and judged."""

from collections import defaultdict
from typing import NamedTuple, cast

from pyoxigraph import Literal, NamedNode

from kg.days import DAY_NAMES, Bounds
from kg.terms import date_literal, is_iso_date
from kg.vocab import ATTEST, RDF

__all__ = ["DERIVED", "READ_OF_CLAIM", "READ_OF_HOP", "Claim", "Draft", "Problem", "Term", "finished"]

Term = NamedNode | Literal

Hop = tuple[str, str | None, str | None]
"""A hop of a chain: its agent, said not before, said not after."""

DERIVED = frozenset(
    ATTEST + name for name in (*DAY_NAMES, "recordedUntil", "knownFrom", "committedStance", "speaker", "origin", "originKind", "rival")
)
"""The predicates that the build writes of a claim, and no author."""

_SUBJECT, _PREDICATE, _OBJECT = (RDF + name for name in ("subject", "predicate", "object"))
_ONCE = (_SUBJECT, _PREDICATE, _OBJECT, *(ATTEST + name for name in ("stance", "modality", "source", "recorded")))
_BOUNDS = tuple(ATTEST + name for name in ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter"))
_SAID = (ATTEST + "saidNotBefore", ATTEST + "saidNotAfter")
_THINGS = (_SUBJECT, _PREDICATE, *(ATTEST + name for name in ("stance", "modality", "source", "supersedes")))
_WITHDRAWN, _SUPERSEDES = ATTEST + "withdrawn", ATTEST + "supersedes"
_HOP, _ALTERNATIVE, _POSITION, _AGENT = (ATTEST + name for name in ("hop", "alternativeHop", "position", "agent"))

READ_OF_CLAIM = (*_ONCE, *_BOUNDS, _WITHDRAWN, _SUPERSEDES, _HOP, _ALTERNATIVE, *sorted(DERIVED))
"""The predicates of a claim that the build reads, those among them that no author may write."""

READ_OF_HOP = (_POSITION, _AGENT, *_SAID)
"""The predicates of a hop that the build reads."""

_DATES = frozenset({ATTEST + "recorded", _WITHDRAWN, *_BOUNDS, *_SAID})


class Problem(NamedTuple):
    """Something that keeps a statement of the record from being built."""

    stem: str
    subject: str
    predicate: str | None
    message: str


class Draft:
    """The triples of a claim and of its parts, as they are read from a file."""

    __slots__ = ("iri", "parts", "stem", "values")

    def __init__(self, iri: str, stem: str) -> None:
        self.iri = iri
        self.stem = stem
        self.values: dict[str, list[Term]] = defaultdict(list)
        self.parts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))


class Claim(NamedTuple):
    """A claim whose parts are there: what the build needs to know of it."""

    iri: str
    subject: NamedNode
    predicate: NamedNode
    object: Term
    stance: str
    modality: str
    source: str
    bounds: Bounds
    recorded: str
    withdrawn: str | None
    supersedes: tuple[str, ...]
    chain: tuple[Hop, ...]
    """The hops of the preferred chain, outlet first."""


def finished(draft: Draft, *, whole: bool = True) -> Claim | list[Problem]:
    """The claim that a draft holds, or what is wrong with it; a draft that is not whole lacks its second chain."""
    values = draft.values
    problems = [
        Problem(draft.stem, draft.iri, predicate, f"{_short(predicate)} stands {len(found)} times; a claim has exactly one")
        for predicate in _ONCE
        if len(found := values.get(predicate, ())) != 1
    ]
    for name in DERIVED & values.keys():
        problems.append(Problem(draft.stem, draft.iri, name, f"{_short(name)} is written by the build; remove it"))
    chain = _chain(draft, _HOP, problems, required=True)
    if whole and _ALTERNATIVE in values:
        _chain(draft, _ALTERNATIVE, problems, required=False)
    _judge_dates(draft, draft.iri, values, problems)
    days = [values[name][0].value if name in values else None for name in _BOUNDS]
    bounds = Bounds(*days)
    if not problems and (fault := bounds.fault()):
        problems.append(Problem(draft.stem, draft.iri, _BOUNDS[0], f"the bounds are in the wrong order: {fault}"))
    _judge_things(draft, problems)
    if problems:
        return problems
    stance, modality, source, recorded = (values[name][0].value for name in _ONCE[3:])
    return Claim(
        iri=draft.iri,
        subject=cast(NamedNode, values[_SUBJECT][0]),
        predicate=cast(NamedNode, values[_PREDICATE][0]),
        object=values[_OBJECT][0],
        stance=stance,
        modality=modality,
        source=source,
        bounds=bounds,
        recorded=recorded,
        withdrawn=values[_WITHDRAWN][0].value if _WITHDRAWN in values else None,
        supersedes=tuple(value.value for value in values.get(_SUPERSEDES, ())),
        chain=chain,
    )


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdecimal() and not text.startswith("0")


def _judge_things(draft: Draft, problems: list[Problem]) -> None:
    """Add to the problems the literals that stand where a thing belongs, and a claim that is its own subject."""
    for name in _THINGS:
        for value in draft.values.get(name, ()):
            if not isinstance(value, NamedNode):
                problems.append(Problem(draft.stem, draft.iri, name, f"{_short(name)} is an IRI, not a text"))
    subject = draft.values.get(_SUBJECT)
    if subject and subject[0].value == draft.iri:
        problems.append(Problem(draft.stem, draft.iri, _SUBJECT, "a claim is never its own subject"))


def _chain(draft: Draft, link: str, problems: list[Problem], *, required: bool) -> tuple[Hop, ...]:
    """One chain of a claim in order; what is wrong with its positions and agents is added to the problems."""
    hops: list[tuple[int, Hop]] = []
    for hop in draft.values.get(link, ()):
        part = draft.parts.get(hop.value, {})
        position, agent = part.get(_POSITION, []), part.get(_AGENT, [])
        whole = len(position) == len(agent) == 1 and isinstance(agent[0], NamedNode)
        if not whole or not _is_position(position[0].value):
            message = "a hop has exactly one attest:position (1, 2, ...) and one attest:agent, an IRI"
            problems.append(Problem(draft.stem, hop.value, None, message))
            return ()
        _judge_dates(draft, hop.value, part, problems)
        said = [part[name][0].value if name in part else None for name in _SAID]
        hops.append((int(position[0].value), (agent[0].value, said[0], said[1])))
    hops.sort(key=lambda hop: hop[0])
    positions = [position for position, _ in hops]
    if positions != list(range(1, len(hops) + 1)) or (required and not hops):
        counted = ", ".join(map(str, positions)) or "none"
        message = f"the positions of the chain are {counted}; number its hops 1, 2, ... without gap or repeat"
        problems.append(Problem(draft.stem, draft.iri, link, message))
    if len({hop[0] for _, hop in hops}) != len(hops):
        problems.append(Problem(draft.stem, draft.iri, link, "an agent stands twice in one chain; each hop has its own"))
    return tuple(hop for _, hop in hops)


def _judge_dates(draft: Draft, subject: str, values: dict[str, list[Term]], problems: list[Problem]) -> None:
    """Add to the problems what is no date, or stands more than once, among the dates of a claim or a hop."""
    for name in _DATES & values.keys():
        found = values[name]
        if len(found) > 1:
            problems.append(Problem(draft.stem, subject, name, f"{_short(name)} stands {len(found)} times; there is at most one"))
        for value in found:
            if not is_iso_date(value.value) or value != date_literal(value.value):
                message = f"{_short(name)} is {value}, which is no xsd:date of the calendar written YYYY-MM-DD"
                problems.append(Problem(draft.stem, subject, name, message))


def _short(predicate: str) -> str:
    return predicate.replace(ATTEST, "attest:").replace(RDF, "rdf:")
