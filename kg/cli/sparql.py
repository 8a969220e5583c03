"""``kg sparql``: a query of the reader's own against the dataset of named graphs."""

import sys
from pathlib import Path

import click
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from kg.cli import output
from kg.cli.holding import settled
from kg.cli.session import Session, format_option, graph_option, with_store_options
from kg.engine import Engine
from kg.errors import InputError, NotFoundError, ParameterError, QueryError
from kg.queries import Column, refuse_service
from kg.turtle import write

__all__ = ["sparql"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--expect", is_flag=True, help="Exit 1 where nothing is found.")
@format_option
@graph_option
@with_store_options
def sparql(file: Path, expect: bool, form: str | None, graph: Path | None, at: str | None, timeout: float) -> None:
    """Run the SPARQL query in FILE, or - for stdin; the prefixes of the graph are there without a declaration.

    Every triple stands in a named graph: write GRAPH ?g { ... }.
    """
    text = _read(file)
    with settled(Session(graph, at=at, timeout=timeout, as_it_is=True, needs=("findings", "inferences"))) as session:
        _answer(session, text, form, expect=expect)


def _answer(session: Session, text: str, form: str | None, *, expect: bool) -> None:
    result = _query(session.store, text, session.prefixes)
    chosen = output.chosen_format(form)
    if isinstance(result, QueryTriples):
        _echo_graph(session, result, form)
    elif isinstance(result, QueryBoolean):
        click.echo("true" if result else "false")
        found = bool(result)
        if expect and not found:
            raise NotFoundError("the answer is false")
    else:
        names = [variable.value for variable in result.variables]
        rows: list[dict[str, object]] = [{name: solution[name] for name in names} for solution in result]
        columns = [_column(name, rows) for name in names]
        output.echo_rows(columns, rows, chosen, session.names)
        if expect and not rows:
            raise NotFoundError("nothing found")


def _read(file: Path) -> str:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{file}: cannot be read: {reason}") from error


def _column(name: str, rows: list[dict[str, object]]) -> Column:
    """A column of the answer; one that holds IRIs comes with labels beside them."""
    return Column(name, "thing" if any(isinstance(row[name], NamedNode) for row in rows) else "text", name)


def _query(store: Engine, text: str, prefixes: dict[str, str]) -> QuerySolutions | QueryBoolean | QueryTriples:
    refuse_service(text, "the query")
    try:
        return store.query(text, prefixes=prefixes)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"the query: {error}") from error


def _echo_graph(session: Session, triples: QueryTriples, form: str | None) -> None:
    if form not in (None, "ttl"):
        raise ParameterError(f"the query constructs a graph: --format ttl, not {form}")
    click.echo(write(sorted(set(triples), key=str), session.prefixes), nl=False)
