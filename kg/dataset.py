"""From seeds to the dataset of named graphs, and back without loss.

Each claim has a graph named by its own IRI. It holds the description of the
claim and of its parts, the days that questions compare, and, only where the
claim is committed and affirmed, its content as a bare triple. What else a
seed file says stands in ``graph/<name of the file>``; the ontology in
``graph/ontology``, the order of its terms in ``graph/hierarchy``. Nothing is
in the unnamed graph.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kg.attribution import Principals, is_committed
from kg.catalog import Catalog
from kg.claims import DERIVED, Claim, Problem, finished
from kg.days import normalised
from kg.drafts import drafts, stem_of
from kg.engine import Engine
from kg.errors import RecordError
from kg.excerpts import Scope, excerpt
from kg.hierarchy import READ_OF_TERMS, Hierarchy
from kg.loading import Loading
from kg.rivals import rivals
from kg.terms import LAST_DAY, date_literal, is_iri, is_iso_date, text_of
from kg.turtle import display_name, line_of, read, read_bytes
from kg.vocab import ATTEST, RDF, RDFS, SKOS, VOID, XSD, attest, node

__all__ = ["Dataset", "base_of", "build", "describe", "described", "to_seeds"]

_AFFIRMED = ATTEST + "affirmed"
_ASIDE = ("passage-", "alternative-hop-", "sentence-")
_OF_NAMES = frozenset({RDF + "type", RDF + "predicate", RDF + "object", ATTEST + "words", ATTEST + "withdrawn"})
_NAMING = frozenset({RDF + "type", RDFS + "label", SKOS + "prefLabel"})
_BUILT_GRAPHS = ("ontology", "hierarchy")
_SOURCE = ATTEST + "source"
_ISSUED = attest("issuedNotAfter")
_SPACE = re.compile(r"(?!.*/\.\.?/)[^#?]+/")
"""With what the IRIs of a record may begin, so that relative ones can be resolved against it."""


class Dataset(NamedTuple):
    """A graph in memory, ready to be asked, and what could not be built of it."""

    catalog: Catalog
    base: str
    store: Store
    problems: tuple[Problem, ...]

    def require(self) -> Store:
        """The store; raises RecordError with file and line where anything could not be built."""
        if self.problems:
            first, more = self.problems[0], len(self.problems) - 1
            rest = f" (and {more} more: run kg check)" if more else ""
            raise RecordError(f"{describe(self.catalog, first)}{rest}")
        return self.store


def describe(catalog: Catalog, problem: Problem) -> str:
    """A problem as one line that names file and line."""
    path = catalog.seeds / f"{problem.stem}.ttl"
    line = line_of(path, problem.subject, problem.predicate)
    return f"{display_name(path)}:{line}: {problem.subject.rsplit('/', 1)[-1]}: {problem.message}"


def build(catalog: Catalog, *, reads: tuple[str, ...] = ()) -> Dataset:
    """Read a graph and build its dataset in memory: all of it, or what a question reads.

    Where ``reads`` names properties (by their local names), the dataset has the
    claims that bear on one of them and those of who belongs to which side and who
    speaks for whom; of the claims that name things only the names. It lacks what
    proves and explains claims: passages, second chains, the ledger, definitions.
    Raises TurtleError where a file is not Turtle and RecordError where the
    record has no base; all else that is wrong is returned as problems.
    """
    base = base_of(catalog)
    store = Store()
    files: dict[str, list[str]] = {}
    with Loading(store) as loading:
        for item in _prepared(catalog, base, reads):
            if isinstance(item, _Terms):
                terms = item
            else:
                loading.add(item.path, item.trig)
                files[item.path.stem] = item.claims
    store.extend(terms.quads)
    found, problems = drafts(store, files)
    claims: list[Claim] = []
    for draft in found:
        outcome = finished(draft, whole=not reads)
        if isinstance(outcome, Claim):
            claims.append(outcome)
        else:
            problems += outcome
    known, undated = _days_of_issue(store, base)
    problems += undated + [
        Problem(stem_of(claim.iri), claim.iri, _SOURCE, f"<{claim.source}> is described nowhere in the record as a source")
        for claim in claims
        if claim.source not in known
    ]
    problems += [] if reads else _strays(store, base)
    context = _Context.of(store, claims, terms, known)
    store.load(input=_derived(claims, context).encode(), format=RdfFormat.TRIG)
    return Dataset(catalog, base, store, tuple(problems))


class _Seeds(NamedTuple):
    """A seed file as TriG, and the claims that it describes."""

    path: Path
    trig: bytes
    claims: list[str]


class _Terms(NamedTuple):
    """The ontology: the order of its terms, the modalities that commit, and its quads."""

    hierarchy: Hierarchy
    committing: frozenset[str]
    quads: list[Quad]


def _prepared(catalog: Catalog, base: str, reads: tuple[str, ...]) -> Iterator[_Seeds | _Terms]:
    """All that is to be loaded: the ontology, then the seed files."""
    terms = _terms_of(catalog, base, whole=not reads)
    yield terms
    always = {ATTEST + "side"} | terms.hierarchy.below.get(ATTEST + "speaksFor", set())
    wanted = frozenset(terms.hierarchy.bearing_on(ATTEST + name for name in reads) | always)
    scope = Scope(_ASIDE, wanted, frozenset({ATTEST + "calls"}), _OF_NAMES) if reads else None
    for path in catalog.seed_files():
        yield _seeds_of(path, base, scope)


def _seeds_of(path: Path, base: str, scope: Scope | None) -> _Seeds:
    """A seed file, or what is in scope of it; raises RecordError where the name of the file can be no part of an IRI."""
    graph = f"{base}graph/{path.stem}"
    if not is_iri(graph):
        raise RecordError(f"seeds/{path.name!r}: its graph would be <{base}graph/...> with a character that no IRI has: rename the file")
    data = read_bytes(path)
    if scope and (taken := excerpt(data, base + "claim/", graph, scope)):
        return _Seeds(path, *taken)
    from kg.placing import placed  # here, as a quick answer seldom needs it

    trig, claims = placed(data.decode(), base + "claim/", graph)
    return _Seeds(path, trig.encode(), claims)


def _terms_of(catalog: Catalog, base: str, *, whole: bool) -> _Terms:
    """The ontology without its lists, or of it the classes and names, and the order of its terms."""
    said: dict[str, list[Quad]] = defaultdict(list)
    for path in catalog.ontology_files():
        for quad in read(path):
            said[quad.predicate.value].append(quad)
    hierarchy = Hierarchy(quad for predicate in READ_OF_TERMS for quad in said.get(predicate, ()))
    committing = frozenset(text_of(quad.subject) for quad in said[ATTEST + "commits"] if text_of(quad.object) == ATTEST + "counts")
    graph, order = node(base + "graph/ontology"), node(base + "graph/hierarchy")
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for predicate in (said if whole else _NAMING)
        for quad in said.get(predicate, ())
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    ]
    quads += [Quad(node(low), attest(predicate), node(high), order) for low, predicate, high in hierarchy.triples()]
    return _Terms(hierarchy, committing, quads)


def to_seeds(dataset: Dataset) -> dict[str, set[Triple]]:
    """The record that a dataset was built from: the triples of each seed file, by the file's stem."""
    claim_base, graph_base = dataset.base + "claim/", dataset.base + "graph/"
    seeds: dict[str, set[Triple]] = defaultdict(set)
    for quad in dataset.store:
        name = text_of(quad.graph_name)
        if name.startswith(claim_base):
            if _is_authored(quad, name):
                seeds[stem_of(name)].add(quad.triple)
        elif (stem := name.removeprefix(graph_base)) not in _BUILT_GRAPHS:
            seeds[stem].add(quad.triple)
    return dict(seeds)


def described(store: Engine, claim: str) -> list[Triple]:
    """The triples of one claim and its parts, as the record has them."""
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, node(claim)) if _is_authored(quad, claim)]


def _is_authored(quad: Quad, claim: str) -> bool:
    """Whether a triple in the graph of a claim stands in the record, rather than being its content or derived from it."""
    subject = text_of(quad.subject)
    return subject.partition("#")[0] == claim and not (subject == claim and quad.predicate.value in DERIVED)


def base_of(catalog: Catalog) -> str:
    """Where the IRIs of a record begin; raises RecordError where it does not say so, once and rightly."""
    path, space = catalog.seeds / "record.ttl", VOID + "uriSpace"
    said = [quad for quad in read(path) if quad.predicate.value == space] if path.is_file() else []
    found = {quad.object.value: quad for quad in said if isinstance(quad.object, Literal)}
    if len(found) != 1:
        raise RecordError(f"{display_name(path)}:1: one void:uriSpace says where the IRIs of the record begin; found {len(found)}")
    [(base, quad)] = found.items()
    if not is_iri(base) or not _SPACE.fullmatch(base):
        where = f"{display_name(path)}:{line_of(path, text_of(quad.subject), space)}"
        raise RecordError(
            f"{where}: no IRIs begin with the void:uriSpace {base!r}: write one that ends in '/', such as https://example.org/"
        )
    return base


def _days_of_issue(store: Store, base: str) -> tuple[dict[str, str], list[Problem]]:
    """The day by which each source was issued, LAST_DAY where it has no date, and the dates that are none."""
    typed = store.quads_for_pattern(None, node(RDF + "type"), attest("Source"))
    known = {text_of(quad.subject): LAST_DAY for quad in typed}
    problems: list[Problem] = []
    for quad in store.quads_for_pattern(None, _ISSUED, None):
        source, day = text_of(quad.subject), text_of(quad.object)
        if is_iso_date(day) and quad.object == date_literal(day):
            known[source] = day
        else:
            stem = text_of(quad.graph_name).removeprefix(f"{base}graph/")
            message = f'attest:issuedNotAfter is "{day}", which is no xsd:date written YYYY-MM-DD'
            problems.append(Problem(stem, source, _ISSUED.value, message))
    return known, problems


def _strays(store: Store, base: str) -> list[Problem]:
    """What could not be told from the statement before it, so that it is not in the graph where it belongs."""
    claims, found = base + "claim/", dict[str, str]()
    for quad in store:
        subject, graph = text_of(quad.subject), text_of(quad.graph_name)
        is_placed = subject.partition("#")[0] == graph if subject.startswith(claims) else not graph.startswith(claims)
        if not is_placed and isinstance(quad.subject, NamedNode):
            found[subject] = stem_of(graph) if graph.startswith(claims) else graph.rpartition("/")[2]
    message = "cannot be placed: begin its statement on a line of its own, with its IRI written out whole or by one prefix"
    return [Problem(stem, subject, None, message) for subject, stem in sorted(found.items())]


class _Context(NamedTuple):
    """What the derived days and origins of one claim depend on beside the claim."""

    known: dict[str, str]
    unnamed: frozenset[str]
    committing: frozenset[str]
    principals: Principals
    superseded: dict[str, str]
    rivals: dict[str, list[str]]

    @classmethod
    def of(cls, store: Store, claims: list[Claim], terms: _Terms, known: dict[str, str]) -> "_Context":
        nameless = store.quads_for_pattern(None, node(RDF + "type"), attest("UnnamedActor"))
        speaking = frozenset(terms.hierarchy.below.get(ATTEST + "speaksFor", ()))
        superseded: dict[str, str] = {}
        for claim in claims:
            for earlier in claim.supersedes:
                superseded[earlier] = min(claim.recorded, superseded.get(earlier, LAST_DAY))
        unnamed = frozenset(text_of(quad.subject) for quad in nameless)
        standing = [claim for claim in claims if claim.withdrawn is None and claim.iri not in superseded]
        held = rivals(claims, terms.hierarchy.displaces, terms.committing)
        return cls(known, unnamed, terms.committing, Principals(standing, speaking, terms.committing), superseded, held)


def _derived(claims: list[Claim], context: _Context) -> str:
    """What the build adds to the graphs of claims, as TriG: text is what the engine takes fastest."""
    header = f"PREFIX a: <{ATTEST}> PREFIX x: <{XSD}>"
    return "\n".join([header, *(_derived_of(claim, context) for claim in claims)])


def _derived_of(claim: Claim, context: _Context) -> str:
    principal = context.principals.origin(claim)
    sure_from, sure_to, may_from, may_to = normalised(claim.bounds)
    until = min(claim.withdrawn or LAST_DAY, context.superseded.get(claim.iri, LAST_DAY))
    known = context.known.get(claim.source, LAST_DAY)
    kind = "unnamed" if principal in context.unnamed else "named"
    stance, content = "", "".join(f" <{claim.iri}> a:rival <{holder}> ." for holder in context.rivals.get(claim.iri, ()))
    if is_committed(claim, context.committing):
        stance = f" ; a:committedStance <{claim.stance}>"
        if claim.stance == _AFFIRMED:
            content += f" {claim.subject} {claim.predicate} {claim.object} ."
    return (
        f'GRAPH <{claim.iri}> {{ <{claim.iri}> a:sureFrom "{sure_from}"^^x:date ; a:sureTo "{sure_to}"^^x:date ; '
        f'a:mayFrom "{may_from}"^^x:date ; a:mayTo "{may_to}"^^x:date ; a:recordedUntil "{until}"^^x:date ; '
        f'a:knownFrom "{known}"^^x:date ; a:speaker <{claim.chain[-1][0]}> ; a:origin <{principal}> ; '
        f"a:originKind a:{kind}{stance} .{content} }}"
    )
