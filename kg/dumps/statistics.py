"""What a release holds, counted: its description in the Vocabulary of Interlinked Datasets (VoID)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.dumps.naming import DCTERMS, about_record, release_iri
from kg.dumps.publication import Publication
from kg.dumps.record import shortened
from kg.terms import date_literal, text_of
from kg.turtle import write
from kg.vocab import OWL, RDF, RDFS, SKOS, VOID, XSD, node

__all__ = ["Counts", "counted", "described", "void"]

_FOAF = "http://xmlns.com/foaf/0.1/"
_LINKS = frozenset(
    {OWL + "sameAs", RDFS + "seeAlso", "https://schema.org/sameAs"}
    | {SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
)
"""The properties by which a record says that a thing is described elsewhere."""

_HOST = re.compile("//[^/?#]+")


class Counts(NamedTuple):
    """The numbers of a dataset, over its triples without their graphs."""

    triples: int
    subjects: int
    own: int
    """Subjects whose IRI lies in the space of the record."""
    objects: int
    classes: dict[str, int]
    """By class, its members."""
    properties: dict[str, int]
    """By property, its triples."""
    links: dict[tuple[str, str], int]
    """By host and property, the links to a register elsewhere."""


def void(publication: Publication, dumps: Iterable[str]) -> str:
    """The description of a release as Turtle; ``dumps`` are the names of the files that hold the dataset."""
    release = release_iri(publication)
    this = node(release)
    told = [
        *about_record(publication, this),
        Triple(this, node(DCTERMS + "isVersionOf"), node(publication.base)),
        Triple(this, node(DCTERMS + "issued"), date_literal(publication.day)),
        _void(this, "uriSpace", Literal(publication.base)),
        *(_void(this, "dataDump", node(f"{release}/{name}")) for name in sorted(dumps)),
    ]
    return described(this, f"{release}/void.ttl", told, counted(publication.store, publication.base), shortened(publication))


def described(this: NamedNode, page: str, told: Iterable[Triple], counts: Counts, prefixes: Mapping[str, str]) -> str:
    """The description of a dataset as Turtle, which stands at ``page``: what is told of it, and what it holds."""
    more = {"dcterms": DCTERMS, "foaf": _FOAF, "void": VOID, "xsd": XSD}
    about = [_kind(node(page), "DatasetDescription"), Triple(node(page), node(_FOAF + "primaryTopic"), this), _kind(this, "Dataset")]
    return write(dict.fromkeys([*about, *told, *_numbers(this, page, counts)]), {**prefixes, **more})


def _numbers(this: NamedNode, page: str, counts: Counts) -> Iterator[Triple]:
    """What a dataset holds, and the same of its parts."""
    for space in sorted({_space(iri) for iri in (*counts.classes, *counts.properties)}):
        yield _void(this, "vocabulary", node(space))
    yield _number(this, "triples", counts.triples)
    yield _number(this, "entities", counts.own)
    yield _number(this, "distinctSubjects", counts.subjects)
    yield _number(this, "distinctObjects", counts.objects)
    yield _number(this, "classes", len(counts.classes))
    yield _number(this, "properties", len(counts.properties))
    parts = (
        _partitions(this, page, "class", "entities", counts.classes),
        _partitions(this, page, "property", "triples", counts.properties),
        _linksets(this, page, counts.links),
    )
    for links, _ in parts:
        yield from links
    for _, told in parts:
        yield from told


def counted(store: Store, base: str) -> Counts:
    """The numbers of a dataset whose own IRIs begin with ``base``."""
    triples = {quad.triple for quad in store}
    members: dict[str, set[str]] = defaultdict(set)
    properties, links = Counter[str](), Counter[tuple[str, str]]()
    for triple in triples:
        predicate, value = triple.predicate.value, triple.object
        properties[predicate] += 1
        if predicate == RDF + "type":
            members[text_of(value)].add(text_of(triple.subject))
        elif predicate in _LINKS and isinstance(value, NamedNode) and not value.value.startswith(base):
            links[_register(value.value), predicate] += 1
    subjects = {text_of(triple.subject) for triple in triples}
    return Counts(
        len(triples),
        len(subjects),
        sum(subject.startswith(base) for subject in subjects),
        len({triple.object for triple in triples}),
        {name: len(found) for name, found in sorted(members.items())},
        dict(sorted(properties.items())),
        dict(sorted(links.items())),
    )


def _partitions(this: NamedNode, page: str, sort: str, counted: str, numbers: dict[str, int]) -> tuple[list[Triple], list[Triple]]:
    """What links the dataset with its parts, one for each class or property, and what is told of each part."""
    parts = [(node(f"{page}#{sort}-{number}"), name, count) for number, (name, count) in enumerate(numbers.items(), 1)]
    links = [_void(this, f"{sort}Partition", part) for part, _, _ in parts]
    return links, [told for part, name, count in parts for told in (_void(part, sort, node(name)), _number(part, counted, count))]


def _linksets(this: NamedNode, page: str, links: dict[tuple[str, str], int]) -> tuple[list[Triple], list[Triple]]:
    """What links the dataset with its links to registers elsewhere, and what is told of each."""
    parts: list[Triple] = []
    told: list[Triple] = []
    for number, ((register, predicate), count) in enumerate(links.items(), 1):
        part = node(f"{page}#linkset-{number}")
        parts.append(_void(this, "subset", part))
        told += [_kind(part, "Linkset"), _void(part, "subjectsTarget", this), _void(part, "objectsTarget", node(register))]
        told += [_void(part, "linkPredicate", node(predicate)), _number(part, "triples", count)]
    for register in sorted({register for register, _ in links}):
        told += [_kind(node(register), "Dataset"), _void(node(register), "uriSpace", Literal(register))]
    return parts, told


def _space(iri: str) -> str:
    """The namespace of a term: all up to its last hash or slash."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] or iri


def _register(iri: str) -> str:
    """What an IRI elsewhere is part of, by its host."""
    scheme, _, rest = iri.partition(":")
    host = _HOST.match(rest)
    return f"{scheme}:{host[0]}/" if host else f"{scheme}:"


def _kind(subject: NamedNode, name: str) -> Triple:
    return Triple(subject, node(RDF + "type"), node(VOID + name))


def _void(subject: NamedNode, name: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, node(VOID + name), value)


def _number(subject: NamedNode, name: str, count: int) -> Triple:
    return _void(subject, name, Literal(str(count), datatype=node(XSD + "integer")))
