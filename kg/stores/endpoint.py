"""A SPARQL endpoint elsewhere, asked like the dataset in memory, through SPARQLWrapper.

A store may cut an answer and say so in a header, or say nothing. So where the
number of rows makes it possible, the store is asked how many there are: an
answer that is not whole is an error, and is never passed on.
"""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from SPARQLWrapper import CONSTRUCT, JSON, N3, POST, SELECT, SPARQLWrapper

from kg.errors import StoreError, WrongPlaceError
from kg.stores.http import Answered, Web
from kg.stores.parts import parts, within
from kg.terms import text_of

__all__ = ["Endpoint"]

_ROWS = {"application/sparql-results+json": QueryResultsFormat.JSON, "application/json": QueryResultsFormat.JSON}
_TRIPLES = {"application/n-triples": RdfFormat.N_TRIPLES, "text/plain": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
_CUT = "x-sparql-maxrows"
"""The header by which Virtuoso says how many rows it gives at most."""
_MANY = 1000
"""How many rows are asked for, to see that so many come."""
_DEEPEST = 4
"""How often a part of the rows is divided again."""
_PROLOGUE = re.compile(r"(?:\s|#[^\r\n]*|BASE\s*<[^>]*>|PREFIX\s*[^\s:]*:\s*<[^>]*>)*", re.IGNORECASE)
_CONSTRUCT = re.compile(r"CONSTRUCT\s*(?:\{[^{}]*\})?\s*", re.IGNORECASE)
_QUADS = "SELECT ?g ?s ?p ?o WHERE { %s }"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class _Request(SPARQLWrapper):
    """A query as SPARQLWrapper writes it, sent on the way of the house: no redirects, limits, errors as one line."""

    def __init__(self, web: Web, query: str, form: str, accept: str) -> None:
        super().__init__(web.url)
        self._web = web
        self.setMethod(POST)
        self.setReturnFormat(form)
        self.setOnlyConneg(True)
        self.addCustomHttpHeader("Accept", accept)
        self.setQuery(query)
        # the engine in memory has read it as a query; by its words alone attest:movesTo would be an update
        self.queryType = CONSTRUCT if form == N3 else SELECT

    def answered(self) -> Answered:
        """What the store answers."""
        return self._web.send(self._createRequest())


class Endpoint:
    """One SPARQL endpoint; every answer is whole, or a StoreError."""

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        self._web = Web(url, timeout=timeout)
        self.url = self._web.url
        self.within = ""
        """Where the names of the graphs begin of which quads are given; all graphs where it is empty."""
        self.server = ""
        """By what name the server calls itself, once it has answered."""
        self.divides_whole = False
        """Whether 7 / 2 is 3 there, as in Virtuoso, once it has been measured."""
        self._whole = 0
        """Answers with fewer rows than this are whole: so many have come."""

    def measure(self) -> None:
        """Find out how many rows come at least; an answer with as many is counted, as nothing else tells whether a store has cut it."""
        asked = f"SELECT (7 / 2 AS ?half) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {_MANY}"
        found = self._solutions(self._sent(asked, _ROWS))
        self.divides_whole = {text_of(row["half"]) for row in found} == {"3"}
        self._whole = len(found)

    def query(self, query: str, *, prefixes: dict[str, str] | None = None) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query; raises SyntaxError where it is none, and StoreError where the store does not answer, or not whole."""
        form = Store().query(query, prefixes=prefixes)
        text = "".join(f"PREFIX {name}: <{space}>\n" for name, space in (prefixes or {}).items()) + query
        if isinstance(form, QueryTriples):
            return self._constructed(text)
        answered = self._sent(text, _ROWS)
        found = self._parsed(answered)
        if isinstance(form, QueryBoolean):
            return _truth(found)
        if isinstance(found, QueryBoolean):
            raise StoreError(f"{self.url}: answers yes or no to a question for rows: is it the address of a SPARQL endpoint?")
        if self._may_be_cut(rows := sum(1 for _ in found), answered.headers):
            self._require_whole(text, rows)
        again = self._parsed(answered)
        assert isinstance(again, QuerySolutions)
        return again

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | None,  # noqa: A002 (the name in pyoxigraph)
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads of named graphs that fit, in parts where the store cuts."""
        bound = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        values = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in bound.items() if term is not None)
        near = f' FILTER (STRSTARTS(STR(?g), "{self.within}"))' if self.within and graph_name is None else ""
        for row in self._rows(f"{values} GRAPH ?g {{ ?s ?p ?o }}{near}"):
            yield Quad(row["s"], row["p"], row["o"], row["g"])

    def _rows(self, pattern: str) -> list[QuerySolution]:
        """The rows of a pattern of quads; where the store cuts them they are fetched in parts and counted."""
        text = _QUADS % pattern
        answered = self._sent(text, _ROWS)
        found = self._solutions(answered)
        if not self._may_be_cut(len(found), answered.headers):
            return found
        number = self._count(text)
        if number == len(found):
            self._whole = max(self._whole, number)
            return found
        found = list(self._in_parts(pattern, len(found)))
        if len({str(row) for row in found}) != number:
            raise StoreError(f"{self.url}: gives {len(found)} of {number} rows, in parts too: have its limit of rows raised")
        return found

    def _in_parts(self, pattern: str, most: int, begins: str = "") -> Iterator[QuerySolution]:
        """The rows of a pattern of quads of which a store gives so many at most, and of each part that has as many."""
        for some in parts(begins):
            found = self._solutions(self._sent(_QUADS % f"{pattern} {within(some, 'g', 's', 'p', 'o')}", _ROWS))
            yield from self._in_parts(pattern, most, some) if len(found) >= most and len(some) < _DEEPEST else found

    def _constructed(self, text: str) -> QueryTriples:
        """The triples of a CONSTRUCT or DESCRIBE, each once."""
        answered = self._sent(text, _TRIPLES)
        store = Store()
        try:
            store.extend(Quad(*quad.triple) for quad in parse(answered.body, format=_TRIPLES[answered.type]))
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url}: what came back are no triples: {error}") from error
        self._require_solutions_whole(text, len(store))
        found = store.query(_ALL)
        assert isinstance(found, QueryTriples)
        return found

    def _require_solutions_whole(self, text: str, triples: int) -> None:
        """Raise StoreError where a store that cuts rows cuts those that the triples are made of."""
        prologue, rest = _split(text)
        template = _CONSTRUCT.match(rest)
        if template is not None and rest[template.end() :].lower().startswith(("where", "{")):
            self.query(f"{prologue}SELECT * {rest[template.end() :]}")
        elif triples >= self._whole:
            raise StoreError(f"{self.url}: it cannot be found out whether the answer is whole: ask for less")

    def _require_whole(self, text: str, rows: int) -> None:
        """Raise StoreError where a SELECT has more rows than came."""
        if (number := self._count(text)) != rows:
            raise StoreError(f"{self.url}: the store gives {rows} of {number} rows: ask for less, or have its limit of rows raised")
        self._whole = max(self._whole, rows)

    def _may_be_cut(self, rows: int, headers: Mapping[str, str]) -> bool:
        """Whether a store may have cut its answer: it says that it cuts, or gives no fewer rows than have come before."""
        return rows >= self._whole or any(name.lower() == _CUT for name in headers)

    def _count(self, text: str) -> int:
        """How many rows a SELECT has."""
        prologue, select = _split(text)
        counting = f"{prologue}SELECT (COUNT(*) AS ?rows) WHERE {{ {{\n{select}\n}} }}"
        try:
            found = self._solutions(self._sent(counting, _ROWS))
        except StoreError as error:
            raise StoreError(f"{self.url}: it cannot be found out whether the answer is whole ({error})") from error
        number = found[0]["rows"] if len(found) == 1 else None
        if not isinstance(number, Literal) or not number.value.isdecimal():
            raise StoreError(f"{self.url}: it cannot be found out whether the answer is whole: ask for less")
        return int(number.value)

    def _sent(self, text: str, types: Mapping[str, object]) -> Answered:
        """What the store sends, in a type that was asked for."""
        wanted = next(iter(types))
        answered = _Request(self._web, text, JSON if types is _ROWS else N3, wanted).answered()
        self.server = next((value for name, value in answered.headers.items() if name.lower() == "server"), "")
        if answered.type not in types:
            raise WrongPlaceError(f"{self.url}: answers with {answered.type}, not with {wanted}: is it the address of a SPARQL endpoint?")
        return answered

    def _solutions(self, answered: Answered) -> list[QuerySolution]:
        found = self._parsed(answered)
        try:
            return list(found) if isinstance(found, QuerySolutions) else []
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from error

    def _parsed(self, answered: Answered) -> QuerySolutions | QueryBoolean:
        """Rows or a truth, all of which can be read."""
        try:
            found = parse_query_results(answered.body, format=_ROWS[answered.type])
            if isinstance(found, QuerySolutions):
                for _ in found:
                    pass
                found = parse_query_results(answered.body, format=_ROWS[answered.type])
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from error
        return found

    def _broken(self, error: Exception) -> StoreError:
        return StoreError(f"{self.url}: what came back are no SPARQL results, or not all of them: {error}")


def _truth(found: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """The answer to an ASK; Virtuoso gives a row with an integer."""
    if isinstance(found, QuerySolutions):
        yes = any(isinstance(term, Literal) and term.value in ("1", "true") for row in found for term in row)
        found = parse_query_results(f'{{"head": {{}}, "boolean": {"true" if yes else "false"}}}', format=QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found


def _split(text: str) -> tuple[str, str]:
    """The prologue of a query, and the rest."""
    match = _PROLOGUE.match(text)
    end = match.end() if match else 0
    return text[:end], text[end:]
