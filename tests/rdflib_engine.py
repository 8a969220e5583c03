"""The other engine: the quads of a store in rdflib, and what a query gives there."""

import warnings
from collections import defaultdict
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.stores.memory import Memory, SimpleMemory

from tests.asking import Cell


class ByGraph(Memory):
    """rdflib's store in memory, with an index of each graph by itself: its own walks those of all graphs for each of them."""

    def __init__(self) -> None:
        super().__init__()
        self._graphs: dict[object, SimpleMemory] = defaultdict(SimpleMemory)

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        super().add(triple, context, quoted)
        self._graphs[context.identifier].add(triple, context)

    def triples(self, triple_pattern: Any, context: Any = None) -> Any:
        own = self._graphs.get(context.identifier) if isinstance(context, rdflib.Graph) else None
        return super().triples(triple_pattern, context) if own is None else own.triples(triple_pattern)


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
