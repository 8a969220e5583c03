"""Tiny invented graphs, written from plain Python values, built and asked."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.catalog import open_catalog, shipped
from kg.dataset import Dataset, build
from kg.findings import add_findings, add_identities
from kg.queries import Question, Row, Term, answer, evidence, find, select, with_values
from kg.terms import date_literal
from kg.vocab import attest, node

BASE = "https://example.org/demo/"

_PREFIXES = """
PREFIX attest: <https://w3id.org/attest/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

MOMENTS = f"""{_PREFIXES}
attest:withdrewFrom
    a owl:ObjectProperty ;
    attest:nature attest:moment ;
.

attest:fledFrom
    a owl:ObjectProperty ;
    rdfs:subPropertyOf attest:withdrewFrom ;
    attest:nature attest:moment ;
.

attest:stoppedArming
    a owl:ObjectProperty ;
    attest:nature attest:moment ;
.

attest:fights
    a owl:ObjectProperty ;
    rdfs:subPropertyOf attest:opposes ;
    attest:nature attest:state ;
.

attest:protects
    a owl:ObjectProperty ;
    rdfs:subPropertyOf attest:backs ;
    attest:exclusiveIn rdf:object ;
    attest:nature attest:state ;
.

attest:garrisons
    a owl:ObjectProperty ;
    rdfs:subPropertyOf attest:protects ;
    attest:nature attest:state ;
.

attest:backs
    attest:endedBy attest:withdrewFrom ;
.

attest:suppliesArmsTo
    attest:endedBy attest:stoppedArming ;
.
"""
"""An ontology file of the tests: moments that end backing, a kind of it that has one holder at a time, and a state below opposing."""

BOUND_NAMES = ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter")

Days = tuple[str | None, str | None, str | None, str | None]
"""Began not before, began not after, ended not before, ended not after."""

NO_DAYS: Days = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as plain values; names are slugs of actors, or event/slug and place/slug, and local names of the ontology."""

    subject: str
    predicate: str
    object: str
    days: Days = NO_DAYS
    stance: str = "affirmed"
    modality: str = "asserted"
    source: str = "paper"
    chain: tuple[str, ...] = ("herald",)
    spoken: tuple[str | None, str | None] = (None, None)
    recorded: str = "2020-01-01"
    withdrawn: str | None = None
    supersedes: "Said | None" = None
    least: int | None = None
    most: int | None = None
    victims: str | None = None
    against: str | None = None
    is_text: bool = False
    """Whether the object is a text and no thing."""


@dataclass(frozen=True, slots=True)
class World:
    """An invented record: its claims, when its sources were issued, which of its actors have no name."""

    claims: Sequence[Said]
    sources: dict[str, str | None] = field(default_factory=lambda: {"paper": "2019-01-01"})
    unnamed: frozenset[str] = frozenset()


def on(day: str) -> Days:
    """The bounds of something that is reported as so on one day."""
    return (None, day, day, None)


def built(folder: Path, world: World | Sequence[Said], *, terms: str = MOMENTS) -> Dataset:
    """The dataset of an invented record, with an ontology of its own beside the shipped terms."""
    record = world if isinstance(world, World) else World(world)
    seeds, ontology = folder / "seeds", folder / "ontology"
    seeds.mkdir(parents=True)
    shutil.copytree(shipped() / "ontology", ontology)
    (ontology / "demo.ttl").write_text(terms, encoding="utf-8")
    (seeds / "record.ttl").write_text(f'{_PREFIXES}<{BASE}> a void:Dataset ; void:uriSpace "{BASE}" .\n', encoding="utf-8")
    (seeds / "things.ttl").write_text(_PREFIXES + "".join(_things(record)), encoding="utf-8")
    (seeds / "claims.ttl").write_text(_PREFIXES + "".join(_claims(record.claims)), encoding="utf-8")
    dataset = build(open_catalog(folder))
    dataset.require()
    return dataset


def built_whole(folder: Path, world: World | Sequence[Said], *, terms: str = MOMENTS) -> Dataset:
    """The same with what its things are one with, and with what its claims do to each other."""
    dataset = built(folder, world, terms=terms)
    add_identities(dataset)
    add_findings(dataset)
    return dataset


def ask(dataset: Dataset, name: str = "backers", /, **values: str | bool) -> list[dict[str, object]]:
    """The rows of a stored question in plain words: slugs, local names, days, numbers as text."""
    question = find(dataset.catalog.queries, name)
    found = answer(dataset.store, question, _terms(question, values))
    return [{column: plain(value) for column, value in row.items()} for row in found.rows]


def ask_bare(dataset: Dataset, name: str = "backers", /, **values: str | bool) -> list[dict[str, object]]:
    """The same without the lists, which are filled from the evidence: quicker where rows are many."""
    question = find(dataset.catalog.queries, name)
    rows = select(dataset.store, with_values(question.text, _terms(question, values)), name)[1]
    return [{column: plain(value) for column, value in row.items()} for row in rows]


def ask_evidence(dataset: Dataset, name: str = "backers", /, **values: str | bool) -> list[dict[str, object]]:
    """The evidence of a stored question in plain words."""
    question = find(dataset.catalog.queries, name)
    rows: list[Row] = evidence(dataset.store, question, _terms(question, values))
    return [{column: plain(value) for column, value in row.items()} for row in rows]


def statuses(dataset: Dataset, of: str, /, **values: str | bool) -> dict[str, str]:
    """The status of each backer of an actor, by the slug of the backer."""
    return {str(row["backer"]): str(row["status"]) for row in ask_bare(dataset, of=of, **values)}


def plain(value: object) -> object:
    """A term as a person would write it down; a list as a sorted list of such words."""
    if isinstance(value, list):
        return sorted(str(plain(item)) for item in value)
    if isinstance(value, NamedNode):
        return value.value.replace("#", "/").rsplit("/", 1)[-1]
    return value.value if isinstance(value, Literal) else None


def _terms(question: Question, values: dict[str, str | bool]) -> dict[str, Term]:
    """Plain words as the terms that a question takes."""
    kinds = {parameter.name: parameter.type for parameter in question.parameters}
    return {name: _term(kinds[name], str(word)) for name, word in values.items()}


def _term(kind: str, word: str) -> Term:
    if kind == "date":
        return date_literal(word)
    if kind == "property":
        return attest(word)
    if kind == "flag":
        return Literal("yes")
    return attest(word.removeprefix("attest:")) if word.startswith("attest:") else node(_iri(word))


def _iri(name: str, folder: str = "actor") -> str:
    """The IRI of a thing: in the folder that its name begins with, else in the one given."""
    return BASE + (name if "/" in name else f"{folder}/{name}")


_CLASSES = {"actor": "State", "event": "Attack", "place": "Location", "side": "Side"}


def _things(world: World) -> Iterable[str]:
    names = {_iri(name) for claim in world.claims for name in (claim.subject, *claim.chain)}
    names |= {_object(claim) for claim in world.claims if not claim.is_text}
    for name in sorted(names):
        folder, slug = name.removeprefix(BASE).split("/")
        kind = "UnnamedActor" if slug in world.unnamed else _CLASSES[folder]
        yield f'<{name}> a attest:{kind} ; rdfs:label "{slug}"@en .\n'
    for name, issued in world.sources.items():
        day = f' ; attest:issuedNotAfter "{issued}"^^xsd:date' if issued else ""
        yield f"<{BASE}source/{name}> a attest:Source{day} .\n"


def _claims(claims: Sequence[Said]) -> Iterable[str]:
    numbers = {claim: number for number, claim in enumerate(claims, 1)}
    for claim, number in numbers.items():
        iri, target = f"{BASE}claim/claims-{number}", f'"{claim.object}"' if claim.is_text else f"<{_object(claim)}>"
        dated = zip((*BOUND_NAMES, "recorded", "withdrawn"), (*claim.days, claim.recorded, claim.withdrawn), strict=True)
        days = "".join(f' ; attest:{name} "{day}"^^xsd:date' for name, day in dated if day)
        earlier = f" ; attest:supersedes <{BASE}claim/claims-{numbers[claim.supersedes]}>" if claim.supersedes else ""
        named = (("atLeast", claim.least), ("atMost", claim.most))
        figures = "".join(f" ; attest:{name} {figure}" for name, figure in named if figure is not None)
        persons = (("victims", claim.victims), ("against", claim.against))
        figures += "".join(f" ; attest:{name} <{_iri(person)}>" for name, person in persons if person)
        hops = ", ".join(f"<{iri}#hop-{place}>" for place in range(1, len(claim.chain) + 1))
        yield (
            f'<{iri}> a attest:Claim ; rdfs:label "claim {number}"@en ; rdf:subject <{_iri(claim.subject)}> ; '
            f"rdf:predicate attest:{claim.predicate} ; rdf:object {target} ; "
            f"attest:stance attest:{claim.stance} ; attest:modality attest:{claim.modality} ; "
            f"attest:source <{BASE}source/{claim.source}> ; attest:hop {hops}{days}{figures}{earlier} .\n"
        )
        yield from (_hop(claim, iri, place, agent) for place, agent in enumerate(claim.chain, 1))


def _object(claim: Said) -> str:
    return _iri(claim.object, "side" if claim.predicate == "side" else "actor")


def _hop(claim: Said, iri: str, place: int, agent: str) -> str:
    spoken = zip(("saidNotBefore", "saidNotAfter"), claim.spoken, strict=True) if place == len(claim.chain) else ()
    said = "".join(f' ; attest:{name} "{day}"^^xsd:date' for name, day in spoken if day)
    return f"<{iri}#hop-{place}> a attest:Hop ; attest:position {place} ; attest:agent <{BASE}actor/{agent}>{said} .\n"
