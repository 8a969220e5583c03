"""What a release is called, and what its record says of itself: title, description, makers, licence, rights."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.dumps.publication import Publication
from kg.dumps.record import labels
from kg.errors import RecordError
from kg.terms import text_of
from kg.vocab import RDF, VOID, node

__all__ = ["DCTERMS", "about_record", "creators", "licence", "release_iri", "series_iri", "told"]

DCTERMS = "http://purl.org/dc/terms/"
_TOLD = ("title", "description", "creator", "publisher", "license", "rights")


def release_iri(publication: Publication) -> str:
    """The IRI of a release; its files lie below."""
    return f"{publication.base}release/{publication.version}"


def series_iri(publication: Publication) -> str:
    """The IRI of the series of releases of one record."""
    return f"{publication.base}release/"


def about_record(publication: Publication, subject: NamedNode) -> Iterator[Triple]:
    """What the record says of itself, said of a release."""
    for name in _TOLD:
        for value in _values(publication, name):
            yield Triple(subject, node(DCTERMS + name), value)


def told(publication: Publication, name: str, otherwise: str = "") -> str:
    """One thing that the record says of itself, as text; of several languages in English."""
    return next((value.value for value in sorted(_values(publication, name), key=_language)), otherwise)


def licence(publication: Publication) -> NamedNode | None:
    """The licence of the record; raises RecordError where it is named by no IRI."""
    values = _values(publication, "license")
    if wrong := [value for value in values if not isinstance(value, NamedNode)]:
        place = f"{publication.catalog.seeds.name}/record.ttl"
        raise RecordError(f"{place}: dcterms:license {wrong[0]} is no IRI: name the licence by one, such as that of its text on the web")
    return next((value for value in values if isinstance(value, NamedNode)), None)


def _language(value: NamedNode | Literal) -> tuple[bool, bool]:
    """English before what is in no language, and this before the others."""
    language = value.language if isinstance(value, Literal) else None
    return language != "en", language is not None


def creators(publication: Publication) -> list[str]:
    """The names of those who made the record; the editors, where it names none."""
    names = labels(publication.store)
    made = [names.get(value.value, value.value) for value in _values(publication, "creator")]
    return made or [f"Editors of {told(publication, 'title', publication.base)}"]


def _values(publication: Publication, name: str) -> list[NamedNode | Literal]:
    store = publication.store
    records = {text_of(quad.subject) for quad in store.quads_for_pattern(None, node(RDF + "type"), node(VOID + "Dataset"))}
    spaces = store.quads_for_pattern(None, node(VOID + "uriSpace"), Literal(publication.base))
    own = sorted(text_of(quad.subject) for quad in spaces if isinstance(quad.subject, NamedNode) and text_of(quad.subject) in records)
    found = (quad.object for iri in own for quad in store.quads_for_pattern(node(iri), node(DCTERMS + name), None))
    return sorted({value for value in found if isinstance(value, NamedNode | Literal)}, key=str)
