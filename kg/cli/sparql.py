"""``kg sparql``: a query of the reader's own against the dataset of named graphs."""

import sys
from pathlib import Path

import click
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.cli import output
from kg.cli.session import Session, format_option, graph_option
from kg.errors import InputError, NotFoundError, ParameterError, QueryError
from kg.queries import Column
from kg.turtle import read_prefixes, write

__all__ = ["sparql"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--expect", is_flag=True, help="Exit 1 where nothing is found.")
@format_option
@graph_option
def sparql(file: Path, expect: bool, form: str | None, graph: Path | None) -> None:
    """Run the SPARQL query in FILE, or - for stdin; the prefixes of the graph are there without a declaration.

    Every triple stands in a named graph: write GRAPH ?g { ... }.
    """
    text = _read(file)
    session = Session(graph)
    result = _query(session.store, text, read_prefixes(session.catalog.prefixes_file()))
    chosen = output.chosen_format(form)
    if isinstance(result, QueryTriples):
        _echo_graph(session, result, form)
    elif isinstance(result, QueryBoolean):
        click.echo("true" if result else "false")
        found = bool(result)
        if expect and not found:
            raise NotFoundError("the answer is false")
    else:
        columns = [Column(variable.value, "thing", variable.value) for variable in result.variables]
        rows: list[dict[str, object]] = [{column.name: solution[column.name] for column in columns} for solution in result]
        output.echo_rows(columns, rows, chosen, session.names)
        if expect and not rows:
            raise NotFoundError("nothing found")


def _read(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{file}: cannot be read: {reason}") from error


def _query(store: Store, text: str, prefixes: dict[str, str]) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(text, prefixes=prefixes)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"the query: {error}") from error


def _echo_graph(session: Session, triples: QueryTriples, form: str | None) -> None:
    if form not in (None, "ttl"):
        raise ParameterError(f"the query constructs a graph: --format ttl, not {form}")
    click.echo(write(triples, read_prefixes(session.catalog.prefixes_file())), nl=False)
