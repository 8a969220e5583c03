"""``kg load``: the graph into a triplestore, compared graph by graph."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import click
from pyoxigraph import Literal

from kg.cli import output
from kg.cli.session import Session, format_option, graph_option
from kg.errors import ParameterError
from kg.manifest import Release, release_of
from kg.queries import Column
from kg.stores import loading
from kg.stores.http import Web, address
from kg.stores.kinds import KINDS, base_of, recognised

__all__ = ["load"]

_T = TypeVar("_T")
_DERIVED = ("findings", "inferences")
_COLUMNS = (
    Column("method", "word", "the method of the request"),
    Column("url", "text", "where it goes"),
    Column("bytes", "integer", "how much it sends"),
    Column("begins", "text", "the first line of what it sends"),
)


class _Terminal:
    """Progress and notes on stderr."""

    def note(self, text: str) -> None:
        output.note(text)

    def over(self, items: Sequence[_T], label: str) -> AbstractContextManager[Iterable[_T]]:
        return click.progressbar(items, label=label, file=sys.stderr)


@click.command()
@click.argument("url")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What the store is; else it is asked.")
@click.option("--dry-run", is_flag=True, help="List the requests, and send nothing.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300, show_default=True, help="Seconds for each request.")
@format_option
@graph_option
def load(url: str, kind: str | None, dry_run: bool, timeout: float, form: str | None, graph: Path | None) -> None:
    """Load the graph into the triplestore at URL, and compare what it holds then.

    The graphs of this graph, and no others, are replaced: the store keeps a
    list of them. KG_STORE_USER and KG_STORE_PASSWORD, or ~/.netrc, have the
    credentials. Where the store holds something else than was sent, or fails,
    the exit code is 4.

    \b
    URL is http://HOST:7878 of Oxigraph, http://HOST:3030/DATASET of Fuseki,
    http://HOST:8890 of Virtuoso, .../repositories/ID of RDF4J and GraphDB;
    else the address of a graph store (--kind graphstore), or of queries and
    updates (--kind update).
    """
    named = address(url)
    if dry_run:
        _list(named, kind, output.chosen_format(form), Session(graph, needs=_DERIVED))
        return
    chosen = KINDS[kind] if kind else recognised(Web(named, timeout=timeout))
    web = Web(base_of(named, chosen), timeout=timeout, bearer=chosen.bearer)
    release = _release(Session(graph, needs=_DERIVED))
    loading.load(web, chosen, release, _Terminal())
    triples = sum(map(len, release.graphs.values()))
    output.note(f"{len(release.graphs)} graphs with {triples} triples are in {web.url} ({chosen.name}), compared one by one")


def _release(session: Session) -> Release:
    session.dataset.require()
    return release_of(session.dataset)


def _list(url: str, kind: str | None, form: str, session: Session) -> None:
    """Write the requests of a load into a store that holds no release before."""
    if kind is None:
        raise ParameterError(f"--dry-run sends nothing, not even to ask what the store is: name it with --kind {'|'.join(KINDS)}")
    chosen = KINDS[kind]
    steps = loading.plan(base_of(url, chosen), chosen, _release(session), loading.new_load())
    output.echo_rows(_COLUMNS, [_row(step) for step in steps], form, session.names)
    output.note("nothing was sent; where the store holds a release before, its graphs that are not in this one are removed too")


def _row(step: loading.Step) -> dict[str, object]:
    first = step.body.decode().partition("\n")[0]
    return {"method": Literal(step.method), "url": Literal(step.url), "bytes": Literal(len(step.body)), "begins": Literal(first)}
