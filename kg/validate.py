"""Check a graph: syntax, literals, the build, SHACL, and the layout of files.

Each finding names file and line, the statement, and what to do.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.catalog import Catalog
from kg.claims import Problem
from kg.dataset import build
from kg.drafts import stem_of
from kg.engine import Engine
from kg.errors import AttestError
from kg.findings import add_findings, add_identities
from kg.portable import faults
from kg.queries import parse_question, select
from kg.terms import literal_fault
from kg.turtle import display_name, line_of, read
from kg.vocab import ATTEST, node

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "Finding",
    "dangling_findings",
    "layout_findings",
    "literal_findings",
    "problem_findings",
    "query_findings",
    "shape_findings",
    "syntax_findings",
]

_HOUSE = "layout"
_PART_OF = "http://purl.org/dc/terms/isPartOf"
_Result = tuple[str, str | None, str, str]
"""The thing in which a fault is found, the predicate, what to do, and the rule."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend, as a line a person can act on."""

    file: str
    line: int
    subject: str
    message: str
    rule: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.subject}: {self.message} [{self.rule}]"


def syntax_findings(catalog: Catalog) -> list[Finding]:
    """The Turtle files that do not parse."""
    findings = []
    for path in _files(catalog):
        try:
            read(path)
        except AttestError as error:
            place, _, message = str(error).partition(": ")
            line = place.rpartition(":")[2]
            findings.append(Finding(display_name(path), int(line) if line.isdigit() else 1, path.name, message, "syntax"))
    return findings


def literal_findings(catalog: Catalog) -> list[Finding]:
    """The literals of the record that stores would rewrite or that are no dates."""
    findings = []
    for path in catalog.seed_files():
        for quad in read(path):
            fault = literal_fault(quad.object) if isinstance(quad.object, Literal) else None
            if fault and isinstance(quad.subject, NamedNode):
                line = line_of(path, quad.subject.value, quad.predicate.value)
                findings.append(Finding(display_name(path), line, _name(quad.subject.value), fault, "literal"))
    return findings


def query_findings(catalog: Catalog) -> list[Finding]:
    """The stored queries that cannot be read as questions, that are no SPARQL, or that stores do not answer alike."""
    folder = catalog.queries
    findings = []
    for path in sorted([*folder.glob("*.rq"), *folder.glob("evidence/*.rq"), *folder.glob("parts/*.rq"), *folder.glob("assertions/*.rq")]):
        name = str(path.relative_to(folder))
        try:
            text = parse_question(path).text
            select(Store(), text, display_name(path))
        except AttestError as error:
            place, _, message = str(error).partition(": ")
            line = re.search(r"\d+", message if message.startswith("error at ") else place.rpartition(":")[2])
            findings.append(Finding(display_name(path), int(line[0]) if line else 1, name, message, "query"))
        else:
            findings += [Finding(display_name(path), fault.line, name, fault.message, "portable") for fault in faults(text)]
    return findings


def problem_findings(catalog: Catalog, problems: Iterable[Problem]) -> list[Finding]:
    """What keeps claims from being built, as findings."""
    return [
        Finding(
            f"{catalog.seeds.name}/{problem.stem}.ttl",
            line_of(catalog.seeds / f"{problem.stem}.ttl", problem.subject, problem.predicate),
            _name(problem.subject),
            problem.message,
            "build",
        )
        for problem in problems
    ]


def dangling_findings(catalog: Catalog, store: Engine) -> list[Finding]:
    """The things that claims name and nothing describes: a misspelt name is one."""
    path = catalog.queries / "parts" / "dangling.rq"
    rows = select(store, parse_question(path).text, display_name(path))[1]
    problems = []
    for row in rows:
        claim, predicate, thing = (term.value if (term := row[name]) is not None else "" for name in ("claim", "property", "thing"))
        problems.append(
            Problem(stem_of(claim), claim, predicate, f"<{thing}> is described nowhere: give it a class and a label, or mend its name")
        )
    return [Finding(found.file, found.line, found.subject, found.message, "dangling") for found in problem_findings(catalog, problems)]


def shape_findings(catalog: Catalog) -> list[Finding]:
    """What the shapes find in the record, in the ontology, and in what the rules find.

    The record has passed the literal check, as an ill-typed date stops the
    engine that runs the shapes, and it can be built.
    """
    from pyshacl import validate
    from rdflib import Graph, Namespace, URIRef

    sh = Namespace("http://www.w3.org/ns/shacl#")
    data, shapes = Graph(), Graph()
    for path in [*catalog.seed_files(), *catalog.ontology_files()]:
        data.parse(path, format="turtle")
    data.parse(data=_found_by_rules(catalog), format="nt")
    for path in catalog.shape_files():
        shapes.parse(path, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes, advanced=False, inference="none", do_owl_imports=False)
    places = _places(catalog)
    found: list[_Result] = list(_shared_numbers(data))
    for result in report.objects(None, sh.result):
        focus, path, shape = report.value(result, sh.focusNode), report.value(result, sh.resultPath), report.value(result, sh.sourceShape)
        message = str(report.value(result, sh.resultMessage) or "the shape does not hold")
        found.append((str(focus), str(path) if isinstance(path, URIRef) else None, message, _name(str(shape))))
    return sorted({_located(catalog, places, *item) for item in found})


def layout_findings(catalog: Catalog, *, rewrite: bool) -> list[Finding]:
    """The Turtle files that are not in the layout of the house; with ``rewrite`` they are put into it."""
    from kg.formatting import canonical

    findings = []
    for path in _files(catalog):
        if path == catalog.prefixes_file():
            continue
        text = canonical(path, catalog.prefixes_file())
        if path.read_bytes() == text.encode():
            continue
        if rewrite:
            aside = path.with_suffix(".ttl.new")
            aside.write_text(text, encoding="utf-8")
            aside.replace(path)
        else:
            findings.append(
                Finding(display_name(path), 1, path.name, "not in the layout of the house; kg check --rewrite puts it into it", _HOUSE)
            )
    return findings


def _files(catalog: Catalog) -> list[Path]:
    return [*catalog.seed_files(), *catalog.shape_files(), *sorted(catalog.ontology.glob("*.ttl"))]


def _found_by_rules(catalog: Catalog) -> bytes:
    """The contradictions and corroborations of a record, as N-Triples."""
    dataset = build(catalog)
    add_identities(dataset)
    add_findings(dataset)
    return dataset.store.dump(format=RdfFormat.N_TRIPLES, from_graph=node(f"{dataset.base}graph/findings")) or b""


def _shared_numbers(data: "Graph") -> Iterator[_Result]:
    """The sentences that have the number of another one of their source, which SHACL Core has no words for."""
    from rdflib import URIRef

    first: dict[tuple[object, object], str] = {}
    for sentence, number in sorted(data.subject_objects(URIRef(ATTEST + "sentenceNumber"))):
        for source in data.objects(sentence, URIRef(_PART_OF)):
            holder = first.setdefault((source, number), str(sentence))
            if holder != str(sentence):
                message = f"{_name(holder)} has the number {number} too: count the sentences of a source from 1"
                yield str(sentence), ATTEST + "sentenceNumber", message, "sentence number"


def _places(catalog: Catalog) -> dict[str, Path]:
    """The file in which each subject is described first."""
    places: dict[str, Path] = {}
    for path in [*catalog.seed_files(), *catalog.ontology_files()]:
        for subject in _subjects(read(path)):
            places.setdefault(subject, path)
    return places


def _subjects(quads: Iterable[Quad]) -> Iterator[str]:
    return (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def _located(catalog: Catalog, places: dict[str, Path], focus: str, predicate: str | None, message: str, shape: str) -> Finding:
    path = places.get(focus)
    if path is None:
        return Finding(f"{catalog.seeds.name}/", 1, _name(focus), message, shape)
    return Finding(display_name(path), line_of(path, focus, predicate), _name(focus), message, shape)


def _name(iri: str) -> str:
    """The end of an IRI, which is enough to find it in its file."""
    return iri.rstrip("/").rpartition("/")[2]
