"""A claim as the record writes it, read out of its triples and judged."""

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.days import Bounds
from kg.terms import is_iso_date
from kg.vocab import ATTEST, RDF

__all__ = ["Claim", "Draft", "Problem", "finished"]

Term = NamedNode | Literal

_CONTENT = (RDF + "subject", RDF + "predicate", RDF + "object")
_ONCE = (*_CONTENT, *(ATTEST + name for name in ("stance", "modality", "source", "recorded")))
_BOUNDS = tuple(ATTEST + name for name in ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a statement of the record from being built."""

    stem: str
    subject: str
    predicate: str | None
    message: str


@dataclass(slots=True)
class Draft:
    """The triples of a claim and of its parts, as they are read from a file."""

    iri: str
    stem: str
    values: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[str, dict[str, list[Term]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))


@dataclass(frozen=True, slots=True)
class Claim:
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
    chain: tuple[tuple[str, str | None, str | None], ...]
    """The hops of the preferred chain, outlet first: agent, said not before, said not after."""


def finished(draft: Draft) -> Claim | list[Problem]:
    """The claim that a draft holds, or what is wrong with it."""
    problems = [
        Problem(draft.stem, draft.iri, predicate, f"{_short(predicate)} stands {len(found)} times; a claim has exactly one")
        for predicate in _ONCE
        if len(found := draft.values.get(predicate, [])) != 1
    ]
    problems += _date_problems(draft)
    chain, chain_problems = _chain(draft, ATTEST + "hop")
    problems += chain_problems + _chain(draft, ATTEST + "alternativeHop", required=False)[1]
    bounds = Bounds(*(_day(draft, predicate) for predicate in _BOUNDS))
    if not problems and (fault := bounds.fault()):
        problems.append(Problem(draft.stem, draft.iri, _BOUNDS[0], f"the bounds are in the wrong order: {fault}"))
    subject, predicate, content = (draft.values[name][0] if draft.values.get(name) else None for name in _CONTENT)
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode) or content is None:
        problems = problems or [Problem(draft.stem, draft.iri, RDF + "subject", "rdf:subject and rdf:predicate are IRIs")]
    elif subject.value == draft.iri:
        problems.append(Problem(draft.stem, draft.iri, RDF + "subject", "a claim is never its own subject"))
    if problems:
        return problems
    assert isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and content is not None
    stance, modality, source, recorded = (draft.values[ATTEST + name][0].value for name in ("stance", "modality", "source", "recorded"))
    return Claim(
        iri=draft.iri,
        subject=subject,
        predicate=predicate,
        object=content,
        stance=stance,
        modality=modality,
        source=source,
        bounds=bounds,
        recorded=recorded,
        withdrawn=_day(draft, ATTEST + "withdrawn"),
        supersedes=tuple(value.value for value in draft.values.get(ATTEST + "supersedes", ())),
        chain=chain,
    )


def _chain(draft: Draft, link: str, *, required: bool = True) -> tuple[tuple[tuple[str, str | None, str | None], ...], list[Problem]]:
    """One chain of a claim in order, and what is wrong with its positions and agents."""
    problems: list[Problem] = []
    hops: list[tuple[int, str, str | None, str | None]] = []
    for hop in draft.values.get(link, ()):
        part = draft.parts.get(hop.value, {})
        position, agent = part.get(ATTEST + "position", []), part.get(ATTEST + "agent", [])
        if len(position) != 1 or len(agent) != 1 or not position[0].value.isdigit():
            problems.append(Problem(draft.stem, hop.value, None, "a hop has exactly one attest:position (1, 2, ...) and one attest:agent"))
            continue
        said = [values[0].value if (values := part.get(ATTEST + name)) else None for name in ("saidNotBefore", "saidNotAfter")]
        hops.append((int(position[0].value), agent[0].value, said[0], said[1]))
    hops.sort(key=lambda hop: hop[0])
    positions = [hop[0] for hop in hops]
    agents = [hop[1] for hop in hops]
    if not problems and (positions != list(range(1, len(hops) + 1)) or (required and not hops)):
        said_positions = ", ".join(map(str, positions)) or "none"
        problems.append(Problem(draft.stem, draft.iri, link, f"the positions of the chain are {said_positions}; number its hops 1, 2, ... without gap or repeat"))
    if len(set(agents)) != len(agents):
        problems.append(Problem(draft.stem, draft.iri, link, "an agent stands twice in one chain; each hop has its own"))
    return tuple((agent, early, late) for _, agent, early, late in hops), problems


def _date_problems(draft: Draft) -> list[Problem]:
    dated = [(draft.iri, name, draft.values.get(ATTEST + name, ())) for name in ("recorded", "withdrawn")]
    dated += [(draft.iri, predicate.removeprefix(ATTEST), draft.values.get(predicate, ())) for predicate in _BOUNDS]
    dated += [(iri, name, part.get(ATTEST + name, ())) for iri, part in draft.parts.items() for name in ("saidNotBefore", "saidNotAfter")]
    problems = []
    for subject, name, values in dated:
        if len(values) > 1:
            problems.append(Problem(draft.stem, subject, ATTEST + name, f"attest:{name} stands {len(values)} times; there is at most one"))
        problems += [
            Problem(draft.stem, subject, ATTEST + name, f'attest:{name} is "{value.value}", which is no day of the calendar written YYYY-MM-DD')
            for value in values
            if not is_iso_date(value.value)
        ]
    return problems


def _day(draft: Draft, predicate: str) -> str | None:
    values = draft.values.get(predicate)
    return values[0].value if values else None


def _short(predicate: str) -> str:
    return predicate.replace(ATTEST, "attest:").replace(RDF, "rdf:")
