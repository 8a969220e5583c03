"""From seeds to the dataset of named graphs, and back without loss.

Each claim has a graph named by its own IRI. It holds the description of the
claim and of its parts, the days that questions compare, and, only where the
claim is committed and affirmed, its content as a bare triple. What else a
seed file says stands in ``graph/<name of the file>``; the ontology in
``graph/ontology``, the order of its terms in ``graph/hierarchy``. Nothing is
in the unnamed graph.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.attribution import Principals, is_committed
from kg.catalog import Catalog
from kg.claims import Claim, Draft, Problem, finished
from kg.days import DAY_NAMES, normalised
from kg.errors import RecordError
from kg.hierarchy import Hierarchy
from kg.terms import LAST_DAY, date_literal
from kg.turtle import display_name, line_of, read
from kg.vocab import ATTEST, RDF, VOID, attest, node

__all__ = ["DERIVED", "Dataset", "build", "describe", "to_seeds"]

DERIVED = frozenset(
    ATTEST + name for name in (*DAY_NAMES, "recordedUntil", "knownFrom", "committedStance", "speaker", "origin", "originKind")
)
"""The predicates that the build writes into the graph of a claim."""

_BUILT_GRAPHS = ("ontology", "hierarchy")


@dataclass(frozen=True, slots=True)
class Dataset:
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


def build(catalog: Catalog) -> Dataset:
    """Read a graph and build its dataset in memory.

    Raises TurtleError where a file is not Turtle and RecordError where the
    record has no base; all else that is wrong is returned as problems.
    """
    seeds = {path.stem: read(path) for path in catalog.seed_files()}
    base = _base(catalog, seeds)
    ontology = [quad for path in catalog.ontology_files() for quad in read(path)]
    quads, drafts, problems = _placed(seeds, base)
    claims: list[Claim] = []
    for draft in drafts.values():
        outcome = finished(draft)
        if isinstance(outcome, Claim):
            claims.append(outcome)
        else:
            problems += outcome
    hierarchy = Hierarchy(ontology)
    quads += _ontology_quads(ontology, hierarchy, base)
    known, unnamed = _sources_and_unnamed(seeds)
    quads += _derived(claims, _Context.of(claims, ontology, hierarchy, known, unnamed))
    problems += [
        Problem(drafts[claim.iri].stem, claim.iri, ATTEST + "source", f"<{claim.source}> is described nowhere in the record as a source")
        for claim in claims
        if claim.source not in known
    ]
    store = Store()
    store.bulk_extend(quads)
    return Dataset(catalog, base, store, tuple(problems))


def to_seeds(dataset: Dataset) -> dict[str, set[Triple]]:
    """The record that a dataset was built from: the triples of each seed file, by the file's stem."""
    claim_base, graph_base = dataset.base + "claim/", dataset.base + "graph/"
    seeds: dict[str, set[Triple]] = defaultdict(set)
    for quad in dataset.store:
        name, subject = quad.graph_name, quad.subject
        assert isinstance(name, NamedNode) and isinstance(subject, NamedNode)
        if name.value.startswith(claim_base):
            if quad.predicate.value not in DERIVED and subject.value.partition("#")[0] == name.value:
                seeds[_stem(name.value)].add(quad.triple)
        elif (stem := name.value.removeprefix(graph_base)) not in _BUILT_GRAPHS:
            seeds[stem].add(quad.triple)
    return dict(seeds)


def _stem(claim: str) -> str:
    """The seed file of a claim: its slug without the number."""
    return claim.rsplit("/", 1)[-1].rpartition("-")[0]


def _base(catalog: Catalog, seeds: dict[str, list[Quad]]) -> str:
    found = {quad.object.value for quads in seeds.values() for quad in quads if quad.predicate.value == VOID + "uriSpace" and isinstance(quad.object, Literal)}
    if len(found) != 1:
        raise RecordError(f"{display_name(catalog.seeds / 'record.ttl')}:1: one void:uriSpace says where the IRIs of the record begin; found {len(found)}")
    return found.pop()


def _placed(seeds: dict[str, list[Quad]], base: str) -> tuple[list[Quad], dict[str, Draft], list[Problem]]:
    """Every triple of the seeds in its graph, and the claims as drafts."""
    claim_base, quads, problems = base + "claim/", list[Quad](), list[Problem]()
    drafts: dict[str, Draft] = {}
    for stem, triples in seeds.items():
        file_graph = node(f"{base}graph/{stem}")
        for quad in triples:
            subject, predicate, target = quad.subject, quad.predicate, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(target, NamedNode | Literal):
                problems.append(Problem(stem, f"_:{subject.value}" if isinstance(subject, BlankNode) else str(subject), None, "a record has no blank nodes; give the node an IRI"))
                continue
            iri = subject.value
            if predicate.value in DERIVED:
                problems.append(Problem(stem, iri, predicate.value, f"attest:{predicate.value.removeprefix(ATTEST)} is written by the build; remove it"))
            elif iri.startswith(claim_base):
                claim = iri.partition("#")[0]
                draft = drafts.get(claim)
                if draft is None:
                    draft = drafts[claim] = Draft(claim, stem)
                if draft.stem != stem or _stem(claim) != stem:
                    problems.append(Problem(stem, iri, None, f"a claim of this name belongs in {_stem(claim)}.ttl, and nowhere else"))
                (draft.values if iri == claim else draft.parts[iri])[predicate.value].append(target)
                quads.append(Quad(subject, predicate, target, node(claim)))
            else:
                quads.append(Quad(subject, predicate, target, file_graph))
    return quads, drafts, problems


def _ontology_quads(ontology: list[Quad], hierarchy: Hierarchy, base: str) -> Iterator[Quad]:
    """The ontology without its lists, and the order of its terms."""
    graph, order = node(base + "graph/ontology"), node(base + "graph/hierarchy")
    for quad in ontology:
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    for low, predicate, high in hierarchy.triples():
        yield Quad(node(low), attest(predicate), node(high), order)


def _sources_and_unnamed(seeds: dict[str, list[Quad]]) -> tuple[dict[str, str], set[str]]:
    """The day by which each source was issued, and the actors without a name."""
    known: dict[str, str] = {}
    unnamed: set[str] = set()
    for quads in seeds.values():
        for quad in quads:
            predicate, target = quad.predicate.value, quad.object.value
            if predicate == RDF + "type" and target == ATTEST + "Source":
                known.setdefault(quad.subject.value, LAST_DAY)
            elif predicate == ATTEST + "issuedNotAfter":
                known[quad.subject.value] = target
            elif predicate == RDF + "type" and target == ATTEST + "UnnamedActor":
                unnamed.add(quad.subject.value)
    return known, unnamed


@dataclass(frozen=True, slots=True)
class _Context:
    """What the derived days and origins of one claim depend on beside the claim."""

    known: dict[str, str]
    unnamed: set[str]
    committing: frozenset[str]
    principals: Principals
    superseded: dict[str, str]

    @classmethod
    def of(cls, claims: list[Claim], ontology: list[Quad], hierarchy: Hierarchy, known: dict[str, str], unnamed: set[str]) -> "_Context":
        committing = frozenset(quad.subject.value for quad in ontology if quad.predicate.value == ATTEST + "commits" and quad.object.value == ATTEST + "counts")
        speaking = frozenset(hierarchy.below.get(ATTEST + "speaksFor", ()))
        superseded: dict[str, str] = {}
        for claim in claims:
            for earlier in claim.supersedes:
                superseded[earlier] = min(claim.recorded, superseded.get(earlier, LAST_DAY))
        return cls(known, unnamed, committing, Principals(claims, speaking, committing), superseded)


def _derived(claims: list[Claim], context: _Context) -> Iterator[Quad]:
    """What the build adds to the graph of each claim."""
    named, unnamed = attest("named"), attest("unnamed")
    day_predicates = [attest(name) for name in DAY_NAMES]
    for claim in claims:
        graph = node(claim.iri)
        for predicate, day in zip(day_predicates, normalised(claim.bounds), strict=True):
            yield Quad(graph, predicate, date_literal(day), graph)
        until = min(claim.withdrawn or LAST_DAY, context.superseded.get(claim.iri, LAST_DAY))
        yield Quad(graph, attest("recordedUntil"), date_literal(until), graph)
        yield Quad(graph, attest("knownFrom"), date_literal(context.known.get(claim.source, LAST_DAY)), graph)
        yield Quad(graph, attest("speaker"), node(claim.chain[-1][0]), graph)
        origin = context.principals.origin(claim)
        yield Quad(graph, attest("origin"), node(origin), graph)
        yield Quad(graph, attest("originKind"), unnamed if origin in context.unnamed else named, graph)
        if is_committed(claim, context.committing):
            yield Quad(graph, attest("committedStance"), node(claim.stance), graph)
            if claim.stance == ATTEST + "affirmed":
                yield Quad(claim.subject, claim.predicate, claim.object, graph)
