"""``kg questions``: the stored questions, or one of them explained."""

import json
from pathlib import Path

import click

from kg import queries, settings
from kg.catalog import open_catalog
from kg.cli import output
from kg.cli.session import Session, graph_option, with_store_options
from kg.queries import Question

__all__ = ["questions"]


@click.command()
@click.argument("question", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Text to read, or JSON.")
@graph_option
@with_store_options
def questions(question: str | None, form: str, graph: Path | None, at: str | None, timeout: float) -> None:
    """List the stored questions, or explain one QUESTION: its parameters, its columns, its file.

    With --at the store is asked first whether it holds a record that they can be put to.
    """
    folder = open_catalog(graph or settings.graph_folder()).queries
    if at:
        output.note(f"they can be put to {Session(graph, at=at, timeout=timeout).base} at {at}")
    found = [queries.find(folder, name) for name in ([question] if question is not None else queries.names(folder))]
    if form == "json":
        click.echo(json.dumps([_plain(item) for item in found], ensure_ascii=False, indent=2))
    elif question:
        _explain(found[0])
    else:
        width = max((len(item.name) for item in found), default=0)
        for item in found:
            click.echo(f"{item.name:<{width}}  {item.title} ({', '.join(parameter.name for parameter in item.parameters)})")


def _explain(question: Question) -> None:
    click.echo(f"{question.name}: {question.title}\n\n{question.summary}\n\nParameters")
    for parameter in question.parameters:
        click.echo(f"  --{parameter.name.replace('_', '-')} ({parameter.type}): {parameter.help}")
    click.echo("\nColumns")
    for column in question.columns:
        click.echo(f"  {column.name} ({column.type}): {column.help}")
    click.echo(f"\nFile: queries/{question.path.name}")


def _plain(question: Question) -> dict[str, object]:
    return {
        "question": question.name,
        "title": question.title,
        "summary": question.summary,
        "parameters": [{"name": item.name, "type": item.type, "help": item.help} for item in question.parameters],
        "columns": [{"name": item.name, "type": item.type, "help": item.help} for item in question.columns],
        "file": f"queries/{question.path.name}",
    }
