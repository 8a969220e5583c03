"""A release described: VoID, DCAT 3, schema.org, how to cite it, and its rights."""

import json
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.dumps.naming import DCTERMS, about_record, creators, licence, release_iri, series_iri, told
from kg.dumps.packing import Packed
from kg.dumps.publication import File, Publication
from kg.dumps.record import shortened
from kg.dumps.statistics import void
from kg.terms import date_literal
from kg.turtle import write
from kg.vocab import RDF, XSD, node

__all__ = ["catalogue", "introductions"]

_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TURTLE = "text/turtle"
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
}
"""What licences are called in the list of SPDX."""


def introductions(publication: Publication, dumps: Sequence[str]) -> list[File]:
    """The descriptions that need only the dataset; ``dumps`` are the names of the files that hold all of it."""
    return [
        File("void.ttl", _TURTLE, "What the dataset holds, counted", void(publication, dumps).encode()),
        File("CITATION.cff", "application/yaml", "How to cite the release", _citation(publication).encode()),
        File("LICENSE-DATA.txt", "text/plain", "The licence and the rights", _rights(publication).encode()),
    ]


def catalogue(publication: Publication, files: Sequence[Packed], previous: str | None) -> list[File]:
    """The descriptions that tell of each file; ``previous`` is the version of the release before."""
    prefixes = shortened(publication) | {"dcat": _DCAT, "dcterms": DCTERMS, "spdx": _SPDX, "xsd": XSD}
    turtle = write(_dcat(publication, files, previous), prefixes)
    page = json.dumps(_schema(publication, files), ensure_ascii=False, indent=2) + "\n"
    return [
        File("dcat.ttl", _TURTLE, "The release and its files, in DCAT 3", turtle.encode()),
        File("dataset.jsonld", "application/ld+json", "The release and its files, in schema.org", page.encode()),
    ]


def _dcat(publication: Publication, files: Sequence[Packed], previous: str | None) -> Iterator[Triple]:
    series, this = node(series_iri(publication)), node(release_iri(publication))
    title = told(publication, "title", publication.base)
    yield Triple(series, node(RDF + "type"), _dcat_term("DatasetSeries"))
    yield Triple(series, node(DCTERMS + "title"), Literal(f"Releases of {title}", language="en"))
    yield Triple(this, node(RDF + "type"), _dcat_term("Dataset"))
    yield from about_record(publication, this)
    yield Triple(this, _dcat_term("inSeries"), series)
    yield Triple(this, _dcat_term("isVersionOf"), node(publication.base))
    yield Triple(this, _dcat_term("version"), Literal(publication.version))
    yield Triple(this, node(DCTERMS + "issued"), date_literal(publication.day))
    if previous is not None:
        before = node(series_iri(publication) + previous)
        yield Triple(this, _dcat_term("prev"), before)
        yield Triple(this, _dcat_term("previousVersion"), before)
    for item in files:
        yield Triple(this, _dcat_term("distribution"), node(_address(publication, item)))
    for item in files:
        yield from _distribution(publication, item)


def _distribution(publication: Publication, item: Packed) -> Iterator[Triple]:
    this, proof = node(_address(publication, item)), node(_address(publication, item) + "#sha256")
    yield Triple(this, node(RDF + "type"), _dcat_term("Distribution"))
    yield Triple(this, node(DCTERMS + "title"), Literal(item.file.title, language="en"))
    if named := licence(publication):
        yield Triple(this, node(DCTERMS + "license"), named)
    yield Triple(this, _dcat_term("byteSize"), Literal(str(len(item.data)), datatype=node(XSD + "nonNegativeInteger")))
    if item.file.name.endswith(".gz"):
        yield Triple(this, _dcat_term("compressFormat"), node(_MEDIA + "application/gzip"))
    yield Triple(this, _dcat_term("downloadURL"), this)
    yield Triple(this, _dcat_term("mediaType"), node(_MEDIA + item.file.media_type))
    yield Triple(this, node(_SPDX + "checksum"), proof)
    yield Triple(proof, node(RDF + "type"), node(_SPDX + "Checksum"))
    yield Triple(proof, node(_SPDX + "algorithm"), node(_SPDX + "checksumAlgorithm_sha256"))
    yield Triple(proof, node(_SPDX + "checksumValue"), Literal(item.digest, datatype=node(XSD + "hexBinary")))


def _schema(publication: Publication, files: Sequence[Packed]) -> dict[str, object]:
    plain: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": release_iri(publication),
        "name": told(publication, "title", publication.base),
        "description": told(publication, "description"),
        "version": publication.version,
        "datePublished": publication.day,
        "license": told(publication, "license"),
        "creator": [{"@type": "Organization", "name": name} for name in creators(publication)],
        "isBasedOn": publication.base,
        "distribution": [_download(publication, item) for item in files],
    }
    return {name: value for name, value in plain.items() if value}


def _download(publication: Publication, item: Packed) -> dict[str, object]:
    media = item.file.media_type
    return {
        "@type": "DataDownload",
        "name": item.file.title,
        "contentUrl": _address(publication, item),
        "encodingFormat": [media, "application/gzip"] if item.file.name.endswith(".gz") else media,
        "contentSize": f"{len(item.data)} B",
        "sha256": item.digest,
    }


def _citation(publication: Publication) -> str:
    """How to cite the release, in the Citation File Format."""
    named = told(publication, "license")
    lines = [
        ("cff-version", "1.2.0"),
        ("message", "If you use this dataset, please cite it as below."),
        ("type", "dataset"),
        ("title", told(publication, "title", publication.base)),
        ("abstract", told(publication, "description")),
        ("version", publication.version),
        ("date-released", publication.day),
        ("url", publication.base),
        ("license" if named in _LICENCES else "license-url", _LICENCES.get(named, named)),
    ]
    authors = "".join(f"  - name: {_quoted(name)}\n" for name in creators(publication))
    return "".join(f"{name}: {_quoted(value)}\n" for name, value in lines if value) + f"authors:\n{authors}"


def _quoted(text: str) -> str:
    """A text as a double-quoted scalar of YAML."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted)


def _rights(publication: Publication) -> str:
    """The licence of the release, the rights in what it points at, and how to ask for a correction."""
    title = told(publication, "title", publication.base)
    named = told(publication, "license", "none is stated; ask those who made it")
    lines = [
        f"{title}, release {publication.version} of {publication.day}",
        f"By {', '.join(creators(publication))}. Licence: {named}",
        told(publication, "rights", "The sources belong to their publishers."),
        "Of the texts of its sources the release holds key phrases, titles, names, offsets and digests, and no sentences.",
        "To ask for a correction, name the claim by its IRI and say what its passage says: those who made the record answer.",
        "A claim that is corrected is superseded or withdrawn in the next release; no release is changed.",
    ]
    return "\n\n".join(" ".join(line.split()) for line in lines) + "\n"


def _address(publication: Publication, item: Packed) -> str:
    return f"{release_iri(publication)}/{item.file.name}"


def _dcat_term(name: str) -> NamedNode:
    return node(_DCAT + name)
