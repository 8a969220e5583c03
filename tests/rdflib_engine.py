"""The other engine: the quads of a store in rdflib, and what a query gives there.

rdflib tries the pattern after ``GRAPH ?name`` in every named graph, for every
row that it has so far: over the record that takes hours. Here it is told, by the
hook that it has for that, in which graphs the pattern can match at all; the
rest of the evaluation is its own.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.evalutils import _join
from rdflib.plugins.stores.memory import Memory, SimpleMemory

from tests.asking import Cell


class ByGraph(Memory):
    """rdflib's store in memory, with an index of each graph by itself, and of the graphs in which a term stands at a place of a triple."""

    def __init__(self) -> None:
        super().__init__()
        self._graphs: dict[object, SimpleMemory] = defaultdict(SimpleMemory)
        self._holding: dict[tuple[int, object], set[object]] = defaultdict(set)

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        super().add(triple, context, quoted)
        self._graphs[context.identifier].add(triple, context)
        for place, term in enumerate(triple):
            self._holding[place, term].add(context.identifier)

    def triples(self, triple_pattern: Any, context: Any = None) -> Any:
        own = self._graphs.get(context.identifier) if isinstance(context, rdflib.Graph) else None
        return super().triples(triple_pattern, context) if own is None else own.triples(triple_pattern)

    def graphs_with(self, ctx: Any, pattern: Any) -> set[object]:
        """The graphs in which every triple of a pattern may have a match, as far as its bound terms tell."""
        found = set(self._graphs)
        for triple in required(pattern):
            for place, part in enumerate(triple):
                if (term := ctx[part]) is not None:
                    found &= self._holding.get((place, term), set())
        return found


def required(pattern: Any) -> Iterator[Any]:
    """The triples without which a pattern has no match."""
    if pattern.name == "BGP":
        yield from pattern.triples
    elif pattern.name in ("Join", "LeftJoin"):
        yield from required(pattern.p1)
        yield from required(pattern.p2) if pattern.name == "Join" else ()
    elif pattern.name in ("Filter", "Extend"):
        yield from required(pattern.p)


def in_graphs_that_match(ctx: Any, part: Any) -> Iterator[Any]:
    """``GRAPH ?name`` as rdflib has it, of the graphs in which it may match."""
    if part.name != "Graph" or not isinstance(ctx.dataset.store, ByGraph) or ctx[part.term] is not None:
        raise NotImplementedError  # rdflib's own way, as its hook has it
    return _matches(ctx.clone(), part)


def _matches(ctx: Any, part: Any) -> Iterator[Any]:
    before, default = ctx.graph, ctx.dataset.default_context.identifier
    for name in sorted(ctx.dataset.store.graphs_with(ctx, part.p) - {default}):
        inner = ctx.pushGraph(ctx.dataset.get_context(name)).push()
        for solution in _join(evalPart(inner, part.p), [{part.term: name}]):
            solution.ctx.graph = before
            yield solution


CUSTOM_EVALS["attest:in_graphs_that_match"] = in_graphs_that_match


def in_rdflib(store: Store, *, by_graph: bool = False) -> rdflib.Dataset:
    """The quads of a store in the other engine; with an index of each graph where they are many."""
    dataset = rdflib.Dataset(ByGraph() if by_graph else "default")
    dumped = store.dump(format=RdfFormat.N_QUADS)
    assert dumped is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=dumped.decode("utf-8"), format="nquads")
    return dataset


def cell_of_rdflib(term: object) -> Cell:
    if isinstance(term, rdflib.Literal):
        language = term.language
        kind = rdflib.RDF.langString if language else term.datatype or rdflib.XSD.string
        return ("literal", str(term), str(kind), language)
    assert term is None or isinstance(term, rdflib.URIRef)
    return None if term is None else ("iri", str(term), None, None)


def rows_of_rdflib(dataset: rdflib.Dataset, text: str) -> list[dict[str, Cell]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        result = dataset.query(text)
        bindings = list(result.bindings)
    assert result.vars is not None
    columns = [str(variable) for variable in result.vars]
    return [{column: cell_of_rdflib(row.get(rdflib.Variable(column))) for column in columns} for row in bindings]
