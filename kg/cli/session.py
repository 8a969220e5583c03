"""What the commands share: the graph they work on, its names, and the options that choose them."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
from pyoxigraph import NamedNode, Store

from kg import settings
from kg.catalog import Catalog, is_folder, open_catalog
from kg.dataset import Dataset, build
from kg.errors import FolderError, ParameterError, UnknownNameError
from kg.names import Names, prefixes_of
from kg.queries import Parameter, Term, value_of
from kg.terms import text_of
from kg.vocab import ATTEST, OWL, RDF, node

__all__ = ["FORMATS", "Session", "format_option", "graph_option", "texts_option"]

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "srj", "ttl")
_Function = TypeVar("_Function", bound=Callable[..., Any])


def graph_option(function: _Function) -> _Function:
    """The option ``--graph``."""
    return click.option(
        "--graph", type=click.Path(path_type=Path), metavar="DIR", help="The graph to ask; KG_GRAPH, else the shipped one."
    )(function)


def format_option(function: _Function) -> _Function:
    """The option ``--format``."""
    return click.option("--format", "form", type=click.Choice(FORMATS), help="A table on a terminal, else TSV.")(function)


def texts_option(function: _Function) -> _Function:
    """The option ``--texts``."""
    return click.option("--texts", type=click.Path(path_type=Path), metavar="DIR", help="Where the texts of the sources lie; KG_TEXTS.")(
        function
    )


class Session:
    """A graph opened for one command."""

    def __init__(
        self, graph: Path | None = None, texts: Path | None = None, *, reads: tuple[str, ...] = (), needs: tuple[str, ...] = ()
    ) -> None:
        self._reads = reads
        self._needs = needs
        self.catalog: Catalog = open_catalog(graph or settings.graph_folder())
        self.texts = texts or settings.texts_folder()
        if self.texts is not None and not is_folder(self.texts):
            raise FolderError(f"{self.texts}: no such folder; --texts names the folder of the source texts")

    @cached_property
    def dataset(self) -> Dataset:
        """The graph, built in memory: what a question reads, or all of it, with the findings and inferences that are needed."""
        dataset = build(self.catalog, reads=self._reads)
        if not self._reads and not dataset.problems:
            from kg.findings import add_findings, add_identities  # here, as the quickest answers need neither

            add_identities(dataset)
            if "findings" in self._needs:
                add_findings(dataset)
            if "inferences" in self._needs:
                from kg.reason import add_inferences

                add_inferences(dataset)
        return dataset

    @cached_property
    def store(self) -> Store:
        """The store to ask; raises RecordError where the record cannot be built whole."""
        return self.dataset.require()

    @cached_property
    def names(self) -> Names:
        """Every name in the graph."""
        return Names(self.store, self.dataset.base, self.prefixes)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the graph."""
        return prefixes_of(self.catalog.prefixes_file(), self.dataset.base)

    @cached_property
    def naming_claims(self) -> frozenset[str]:
        """The claims that say what something is called."""
        named = self.store.quads_for_pattern(None, node(RDF + "predicate"), node(ATTEST + "calls"))
        return frozenset(text_of(quad.subject) for quad in named)

    def value(self, parameter: Parameter, word: str) -> Term:
        """A user's word as the term of a parameter."""
        if parameter.type == "actor":
            return self._actor(word)
        if parameter.type == "thing":
            return self.names.resolve(word)
        if parameter.type == "property":
            return self._property(parameter, word)
        return value_of(parameter, word)

    def things(self, kind: str) -> frozenset[str]:
        """The IRIs of every thing of a class of the ontology, or of a class below it."""
        below = self.store.quads_for_pattern(None, node(ATTEST + "specialises"), node(ATTEST + kind))
        typed = node(RDF + "type")
        return frozenset(text_of(quad.subject) for low in below for quad in self.store.quads_for_pattern(None, typed, low.subject))

    def _actor(self, word: str) -> NamedNode:
        try:
            return self.names.resolve(word, among=self.things("Actor"))
        except UnknownNameError as error:
            if sides := self.names.matches(word, among=self.things("Side")):
                members = [text_of(quad.subject) for quad in self.store.quads_for_pattern(None, node(ATTEST + "side"), node(sides[0]))]
                named = ", ".join(self.names.curie(member) for member in members[:3])
                raise UnknownNameError(f"{word!r} is a side, and its actors are asked for: name one of them, such as {named}") from error
            raise

    def _property(self, parameter: Parameter, word: str) -> NamedNode:
        found = self._any_property(word)
        low = node(ATTEST + "specialises")
        if any(next(self.store.quads_for_pattern(found, low, node(ATTEST + root)), None) for root in parameter.roots):
            return found
        raise ParameterError(f"--{parameter.name}: {word!r} is not one of {', '.join(parameter.roots)}, nor below one")

    def _any_property(self, word: str) -> NamedNode:
        properties = frozenset(
            text_of(quad.subject)
            for kind in ("ObjectProperty", "DatatypeProperty")
            for quad in self.store.quads_for_pattern(None, node(RDF + "type"), node(OWL + kind))
        )
        plain = ATTEST + word
        if plain in properties:
            return node(plain)
        try:
            return self.names.resolve(word, among=properties)
        except UnknownNameError as error:
            raise UnknownNameError(str(error).replace("nothing in the graph goes", "no property goes")) from error
