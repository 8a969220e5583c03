"""A dataset as plain Turtle, RDF 1.1, in files by the place where things stand; and back.

Each seed file has a file of its name, with all that it says and nothing else:
it could be taken for a seed again. What the build makes stands in files of its
own: ``derived`` has the days and origins that the build writes in the graph of
each claim, and the graphs of the ontology, the order of its terms, identities,
findings and inferences have a file each.

Turtle has no graphs, and the reader puts each statement where it was: what is
said of a claim or of a part of it into the graph of the claim, all else into
the graph of its file. The content of a claim is not written beside the claim,
as nothing would tell who says it; the reader adds it where the claim counts
(``attest:committedStance attest:affirmed``). So a release is read without the
rules of the build, which another version of Attest may have changed. What the
reader could not put back is not written: it is an error.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.claims import DERIVED
from kg.drafts import stem_of
from kg.dumps.layout import turtle
from kg.dumps.publication import File, Publication
from kg.dumps.quads import in_graph, parsed, prefixes
from kg.errors import InputError, RecordError
from kg.terms import is_iri, text_of
from kg.vocab import ATTEST, RDF, VOID, node

__all__ = ["FOLDER", "read", "write"]

FOLDER = "rdf/turtle/"
_END = ".ttl.gz"
_RECORD = "record"
_DERIVED = "derived"
_BUILT = {
    _DERIVED: "What the build derives for each claim: the days compared by questions, who speaks, the origin, rivals",
    "findings": "What claims do to each other: contradictions and corroborations",
    "hierarchy": "The order of the terms of the ontology, with all that follows",
    "identities": "Which things of different sources are one",
    "inferences": "What follows from claims by the ontology, and where they cannot all be right",
    "ontology": "The ontology",
}
_STEM = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_AFFIRMED = ATTEST + "affirmed"
_STANCE = ATTEST + "committedStance"
_CONTENT = tuple(RDF + part for part in ("subject", "predicate", "object"))


def write(publication: Publication) -> list[File]:
    """The files of Turtle; raises RecordError where a statement could not be put back from them."""
    files: dict[str, list[Quad]] = defaultdict(list)
    for graph, quads in _by_graph(publication.store).items():
        for quad in quads:
            if stem := _stem(quad, graph, publication.base):
                files[stem].append(quad)
        _require_restored(graph, quads, publication.base)
    spaces = prefixes(publication)
    return [
        File(f"{FOLDER}{stem}{_END}", "text/turtle", _BUILT.get(stem, f"The record: {stem}"), turtle(files[stem], spaces).encode())
        for stem in sorted(files)
    ]


def read(files: Mapping[str, bytes]) -> set[Quad]:
    """The dataset that the files of Turtle hold; raises InputError where one cannot be read."""
    triples = {_stem_of(name): parsed(name, content, RdfFormat.TURTLE) for name, content in files.items()}
    base = _base(triples.get(_RECORD, ()))
    quads: set[Quad] = set()
    for stem, found in triples.items():
        for quad in found:
            claim = "" if stem in _BUILT and stem != _DERIVED else _claim(text_of(quad.subject), base)
            quads.add(in_graph(quad.triple, node(claim or f"{base}graph/{stem}")))
    claims = ((graph, of) for graph, of in _by_graph(quads).items() if graph.startswith(f"{base}claim/"))
    return quads | {content for graph, of in claims for content in _content(graph, of)}


def _stem_of(name: str) -> str:
    """The stem of a file of this form."""
    stem = name.removeprefix(FOLDER).removesuffix(_END)
    if not _STEM.fullmatch(stem):
        raise InputError(f"{name}: is no name of a Turtle file of a release; take it out")
    return stem


def _stem(quad: Quad, graph: str, base: str) -> str:
    """The name of the file for a quad; empty for one that is not written, as the reader adds it."""
    if not graph.startswith(f"{base}claim/"):
        return _named(graph.removeprefix(f"{base}graph/"), graph)
    if _claim(text_of(quad.subject), base) != graph:
        return ""
    if text_of(quad.subject) == graph and quad.predicate.value in DERIVED:
        return _DERIVED
    stem = _named(stem_of(graph), graph)
    if stem in _BUILT:
        raise RecordError(f"<{graph}>: {stem}.ttl is the name of a file that the build makes; rename the seed file")
    return stem


def _named(stem: str, graph: str) -> str:
    """A name of a file, if it is one and no other graph can have it."""
    if stem == _DERIVED or not _STEM.fullmatch(stem):
        raise RecordError(f"<{graph}>: what stands in it has no Turtle file to go to; rename the graph or the claim")
    return stem


def _require_restored(graph: str, quads: list[Quad], base: str) -> None:
    """Raise RecordError where the reader would not put all quads of a graph into it again, or others too."""
    if graph.startswith(f"{base}claim/"):
        said = {quad for quad in quads if _claim(text_of(quad.subject), base) == graph}
        if said | set(_content(graph, said)) != set(quads):
            raise RecordError(f"<{graph}>: holds what is neither said of the claim nor its content, and cannot be told from Turtle")
    elif graph.removeprefix(f"{base}graph/") not in _BUILT and any(_claim(text_of(quad.subject), base) for quad in quads):
        raise RecordError(f"<{graph}>: says of a claim what stands in its own graph only")


def _claim(subject: str, base: str) -> str:
    """The claim of which, or of a part of which, something is said; empty where the subject is no claim."""
    return subject.partition("#")[0] if subject.startswith(f"{base}claim/") else ""


def _content(claim: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The content of a claim that counts, in its graph."""
    said: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if text_of(quad.subject) == claim:
            said[quad.predicate.value].append(quad)
    if any(text_of(quad.object) == _AFFIRMED for quad in said[_STANCE]):
        parts = [said[part][0].object for part in _CONTENT if len(said[part]) == 1]
        if len(parts) == len(_CONTENT) and isinstance(parts[0], NamedNode) and isinstance(parts[1], NamedNode):
            yield Quad(parts[0], parts[1], parts[2], node(claim))


def _base(record: Iterable[Quad]) -> str:
    """Where the IRIs of a record begin, as its own file says."""
    spaces = {quad.object for quad in record if quad.predicate.value == VOID + "uriSpace"}
    found = [space.value for space in spaces if isinstance(space, Literal) and is_iri(space.value)]
    if len(found) != 1:
        name = f"{FOLDER}{_RECORD}{_END}"
        raise RecordError(f"{name}: one void:uriSpace, an IRI, says where the IRIs of the record begin; found {len(found)}")
    return found[0]


def _by_graph(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        graphs[text_of(quad.graph_name)].append(quad)
    return graphs
