"""What the commands share: the graph they work on, its names, and the options that choose them."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from pyoxigraph import NamedNode

from kg import settings
from kg.catalog import Catalog, is_folder, open_catalog
from kg.dataset import Dataset, build
from kg.engine import Engine
from kg.errors import AmbiguousNameError, FolderError, UnknownNameError
from kg.names import Names, folded, prefixes_of
from kg.queries import Parameter, Term, select, value_of, with_values
from kg.terms import text_of
from kg.vocab import ATTEST, OWL, RDF, SKOS, attest, node

if TYPE_CHECKING:
    from kg.stores.remote import Record

__all__ = ["FORMATS", "Session", "format_option", "graph_option", "store_options", "texts_option", "with_store_options"]

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "srj", "ttl")
_SORTS = {
    OWL + "AnnotationProperty": "property",
    OWL + "Class": "class",
    OWL + "DatatypeProperty": "property",
    OWL + "ObjectProperty": "property",
    SKOS + "Concept": "concept",
    SKOS + "ConceptScheme": "scheme of concepts",
}
"""What the terms of an ontology are called that have a class of another vocabulary."""

_THINGS = f"""PREFIX attest: <{ATTEST}>
SELECT DISTINCT ?thing
WHERE {{
  VALUES ?kind {{ UNDEF }}
  GRAPH ?order {{ ?class attest:specialises ?kind }}
  GRAPH ?things {{ ?thing a ?class }}
}}"""

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


def store_options() -> list[click.Option]:
    """The options ``--at`` and ``--timeout``."""
    return [
        click.Option(["--at"], metavar="URL", default=settings.store_address, help="Ask the store at this address; KG_AT."),
        click.Option(
            ["--timeout"], type=click.FloatRange(min=0, min_open=True), default=60.0, metavar="SECONDS", help="How long a store may take."
        ),
    ]


def with_store_options(function: _Function) -> _Function:
    """The options ``--at`` and ``--timeout`` of a command that is written as a function."""
    params: list[click.Option] = function.__dict__.setdefault("__click_params__", [])
    params += reversed(store_options())
    return function


class Session:
    """A graph opened for one command: built in memory, or in a store elsewhere.

    A query that is not stored is asked of a store ``as_it_is``.
    """

    def __init__(
        self,
        graph: Path | None = None,
        texts: Path | None = None,
        *,
        at: str | None = None,
        timeout: float = 60.0,
        as_it_is: bool = False,
        reads: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
    ) -> None:
        self._at = at
        self._record: Record | None = None
        self._timeout = timeout
        self._as_it_is = as_it_is
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
    def _opened(self) -> tuple[Engine, str]:
        """What is asked, and where the IRIs of its record begin."""
        if not self._at:
            return self.dataset.require(), self.dataset.base
        from kg.stores.remote import opened  # here, as SPARQLWrapper brings rdflib, which no local answer needs

        self._record = opened(self._at, timeout=self._timeout)
        return self._record.endpoint if self._as_it_is else self._record.engine(), self._record.base

    @property
    def is_elsewhere(self) -> bool:
        """Whether a store elsewhere is asked."""
        return bool(self._at)

    @property
    def is_uncertain(self) -> bool:
        """Whether a store elsewhere is asked as it is, whose answers to large queries cannot be trusted."""
        return self._as_it_is and self._record is not None and self._record.is_uncertain

    @property
    def is_fetched(self) -> bool:
        """Whether the graphs of a store elsewhere were fetched and are asked here."""
        return self._record is not None and self.store is not self._record.endpoint

    def require_unchanged(self) -> None:
        """Raise StoreError where the store that was asked has been loaded into since it was opened."""
        if self._record is not None:
            self._record.require_unchanged()

    @property
    def store(self) -> Engine:
        """What is asked; raises RecordError where the record cannot be built whole, and StoreError where a store does not hold it."""
        return self._opened[0]

    @property
    def base(self) -> str:
        """Where the IRIs of the record begin."""
        return self._opened[1]

    @cached_property
    def names(self) -> Names:
        """Every name in the graph."""
        return Names(self.store, self.base, self.prefixes)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the graph."""
        return prefixes_of(self.catalog.prefixes_file(), self.base)

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
        if parameter.type in ("property", "class", "concept"):
            return self._term(parameter, word)
        return value_of(parameter, word)

    def things(self, kind: str) -> frozenset[str]:
        """The IRIs of every thing of a class of the ontology, or of a class below it."""
        _, rows = select(self.store, with_values(_THINGS, {"kind": attest(kind)}), "things")
        return frozenset(term.value for row in rows if (term := row["thing"]) is not None)

    def _actor(self, word: str) -> NamedNode:
        try:
            return self.names.resolve(word, among=self.things("Actor"))
        except UnknownNameError as error:
            if sides := self.names.matches(word, among=self.things("Side")):
                members = [text_of(quad.subject) for quad in self.store.quads_for_pattern(None, node(ATTEST + "side"), node(sides[0]))]
                named = ", ".join(self.names.curie(member) for member in members[:3])
                raise UnknownNameError(f"{word!r} is a side, and its actors are asked for: name one of them, such as {named}") from error
            if found := self._found(word):
                raise UnknownNameError(f"{found}, and an actor is asked for") from error
            raise

    def _term(self, parameter: Parameter, word: str) -> NamedNode:
        """A word as a property, a class or a concept, among those that the parameter takes."""
        allowed = self._allowed(parameter)
        try:
            return self.names.resolve(word, among=allowed)
        except UnknownNameError as error:
            found = self._found(word) or f"no {parameter.type} goes by {word!r}"
            taken = self._choice(parameter, word, sorted(map(self.names.label, allowed)))
            raise UnknownNameError(f"{found}; --{parameter.name.replace('_', '-')} takes {taken}") from error

    def _allowed(self, parameter: Parameter) -> frozenset[str]:
        """The IRIs of all that a parameter takes: what is or stands below a root, is in a scheme, or is said by claims."""
        link = node(SKOS + "inScheme") if parameter.type == "concept" else attest("specialises")
        found = [self.store.quads_for_pattern(None, link, attest(root)) for root in parameter.roots]
        if not parameter.roots:
            found = [self.store.quads_for_pattern(None, attest("nature"), None)]
        return frozenset(text_of(quad.subject) for quads in found for quad in quads)

    def _choice(self, parameter: Parameter, word: str, labels: list[str]) -> str:
        """What a parameter takes, in words: all of it, or of any property those nearest to a word."""
        if parameter.roots:
            return f"one of: {', '.join(labels)}"
        from difflib import get_close_matches  # only on the way to an error

        near = get_close_matches(folded(word), labels, n=3)
        return f"a property, such as {', '.join(near)}" if near else "a property of claims, by its label or local name"

    def _found(self, word: str) -> str:
        """What goes by a word, and what it is; empty where nothing does."""
        try:
            found = [self.names.resolve(word).value]
        except AmbiguousNameError:
            found = self.names.matches(word)
        except UnknownNameError:
            return ""
        return f"{word!r} is {', or '.join(map(self._described, found))}"

    def _described(self, iri: str) -> str:
        """A thing by its short form, its label and its class."""
        curie, label = self.names.curie(iri), self.names.label(iri)
        classes = sorted(text_of(quad.object) for quad in self.store.quads_for_pattern(node(iri), node(RDF + "type"), None))
        sort = next((name for kind in classes if (name := _SORTS.get(kind) or self.names.labels.get(kind))), "thing")
        return f"{curie if label == curie else f'{curie} ({label})'}, {'an' if sort[0] in 'aeiou' else 'a'} {sort}"
