"""The RDF forms of a release in one table: how each is written, and how it is read back into the dataset."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import Quad, RdfFormat

from kg.dumps import jsonld, nanopubs, places, rdf12
from kg.dumps.layout import trig
from kg.dumps.publication import File, Publication
from kg.dumps.quads import claim_graphs, lines, parsed, prefixes, rdfc10
from kg.errors import FaultError, InputError

__all__ = ["FORMS", "Form", "proved", "whole_files"]

_TRIG, _QUADS = "rdf/attest.trig.gz", "rdf/attest.nq.gz"


class Form(NamedTuple):
    """A form of RDF in which a dataset is published."""

    name: str
    path: str
    """The file of the form below the folder of the release, or its folder, which ends in a slash."""
    media_type: str
    title: str
    write: Callable[[Publication], list[File]]
    read: Callable[[Mapping[str, bytes]], set[Quad]]
    """The quads of the files, given by their names as they were written, before compression; raises InputError."""
    holds: Callable[[Publication], Iterable[Quad]]
    """What of a publication the form holds, and gives back when it is read."""


def proved(form: Form, publication: Publication) -> list[File]:
    """The files of a form; raises FaultError where they are not the same dataset when they are read back, by RDFC-1.0."""
    files = form.write(publication)
    try:
        found = form.read({file.name: file.content for file in files})
    except InputError as error:
        raise FaultError(f"the form {form.name} cannot be read back, a fault of kg, and nothing was written: {error}") from error
    if rdfc10(found) != rdfc10(form.holds(publication)):
        raise FaultError(f"the form {form.name} is another dataset when it is read back, a fault of kg, and nothing was written: report it")
    return files


def whole_files() -> list[str]:
    """The names of the files of which each holds the whole dataset."""
    return [form.path for form in FORMS if form.holds is _whole and not form.path.endswith("/")]


def _whole(publication: Publication) -> Iterable[Quad]:
    return publication.store


def _write_trig(publication: Publication) -> list[File]:
    title = "The dataset as TriG: a graph for each claim"
    return [File(_TRIG, "application/trig", title, trig(publication.store, prefixes(publication)).encode())]


def _read_trig(files: Mapping[str, bytes]) -> set[Quad]:
    return {quad for name, content in files.items() for quad in parsed(name, content, RdfFormat.TRIG)}


def _write_quads(publication: Publication) -> list[File]:
    title = "The dataset as N-Quads, canonical by RDFC-1.0: a graph for each claim"
    return [File(_QUADS, "application/n-quads", title, lines(publication.store))]


def _read_quads(files: Mapping[str, bytes]) -> set[Quad]:
    return {quad for name, content in files.items() for quad in parsed(name, content, RdfFormat.N_QUADS)}


FORMS = (
    Form("turtle", places.FOLDER, "text/turtle", "The dataset as Turtle, by the place of things", places.write, places.read, _whole),
    Form("trig", _TRIG, "application/trig", "The dataset as TriG", _write_trig, _read_trig, _whole),
    Form("n-quads", _QUADS, "application/n-quads", "The dataset as N-Quads", _write_quads, _read_quads, _whole),
    Form("json-ld", jsonld.NAME, "application/ld+json", "The dataset as JSON-LD 1.1", jsonld.write, jsonld.read, _whole),
    Form("rdf-1.2", rdf12.NAME, "application/trig", "The dataset as TriG of RDF 1.2", rdf12.write, rdf12.read, _whole),
    Form(
        "nanopublications", nanopubs.NAME, "application/trig", "The claims as nanopublications", nanopubs.write, nanopubs.read, claim_graphs
    ),
)
