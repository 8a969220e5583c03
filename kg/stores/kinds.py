"""The kinds of stores: where each is asked and written, and how it is recognised.

``query``, ``update`` and ``graphs`` follow the address of a store, as its
manual gives them; None where a kind has no such place.
"""

import re
import urllib.request
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from kg.errors import StoreError
from kg.stores.http import Web

__all__ = ["KINDS", "Kind", "base_of", "known", "recognised"]

_ASK = "query=ASK%20%7B%7D"
_ANY = (400, 401, 403, 404, 405, 406, 415, 500, 501)


class Kind(NamedTuple):
    """A kind of store."""

    name: str
    query: str | None
    update: str | None
    graphs: str | None
    parameter: str = "graph"
    """What the Graph Store Protocol calls the graph in an address."""
    also: tuple[str, ...] = ()
    """Other names of the place where it is asked."""
    whole: bool = False
    """Whether an update of several operations is one transaction, so that readers see all of it or nothing."""
    batch: int = 500
    """How many triples one INSERT DATA takes, where graphs are written by updates."""
    bearer: bool = False
    """Whether the password goes as a bearer token."""
    parts: bool = False
    """Whether it gives no graph that has as many triples as its limit of rows, so that a large one is asked for in parts."""
    named: str = ""
    """What the path of each store of the kind has, as a regular expression: the name of a dataset may be that of a place, such as data."""
    header: str = ""
    """What a line of the headers of any answer begins with, as a regular expression."""
    probe: str = ""
    """What follows the address where no header tells the kind."""
    says: str = ""
    """What the answer to the probe is, as a regular expression."""

    def graph_url(self, url: str, graph: str) -> str:
        """The address of a graph, for a kind that has the Graph Store Protocol."""
        return f"{url}{self.graphs}?{self.parameter}={quote(graph, safe='')}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("oxigraph", "/query", "/update", "/store", whole=True, header=r"Server: Oxigraph\b"),
        Kind(
            "fuseki",
            "/query",
            "/update",
            "/data",
            also=("/sparql",),
            whole=True,
            named=r"/[^/]+",
            header=r"Fuseki-Request-Id:|Server: Apache Jena Fuseki",
        ),
        Kind("virtuoso", "/sparql", None, "/sparql-graph-crud-auth", "graph-uri", parts=True, header=r"Server: Virtuoso\b"),
        Kind(
            "rdf4j",
            "",
            "/statements",
            "/rdf-graphs/service",
            whole=True,
            named=r"/repositories/[^/]+",
            probe="/size",
            says=r"\d+\s*",
        ),
        Kind("qlever", "", "", None, bearer=True, probe="?cmd=stats", says=r'\{.*"name-index".*\}\s*'),
        Kind("graphstore", None, None, ""),
        Kind("update", "", "", None),
    )
}


def base_of(url: str, kind: Kind) -> str:
    """The address of a store, where the one of its query, its update or its graphs was given."""
    for path in filter(None, (kind.query, kind.update, kind.graphs, *kind.also)):
        base = url.removesuffix(path)
        if base != url and re.search(kind.named, urlsplit(base).path):
            return base
    return url


def recognised(web: Web) -> Kind:
    """The kind that a store says it is; raises StoreError where it does not say, or is none of these."""
    if (kind := known(web)) is not None:
        return kind
    kinds = "|".join(KINDS)
    raise StoreError(f"{web.url}: does not say what store it is: check the path of the address, or name the kind with --kind {kinds}")


def known(web: Web) -> Kind | None:
    """The kind that a store says it is; None where it does not say, or is none of these."""
    answered = web.send(urllib.request.Request(f"{web.url}?{_ASK}"), also=_ANY)  # noqa: S310 (the scheme was looked at)
    lines = [f"{name}: {value}" for name, value in answered.headers.items()]
    for kind in KINDS.values():
        if kind.header and any(re.match(kind.header, line, re.IGNORECASE) for line in lines):
            return kind
    for kind in KINDS.values():
        if kind.probe and re.fullmatch(kind.says, _text(web, kind.probe), re.DOTALL):
            return kind
    return None


def _text(web: Web, probe: str) -> str:
    answered = web.send(urllib.request.Request(web.url + probe), also=_ANY)  # noqa: S310
    return answered.body.decode("utf-8", "replace")
