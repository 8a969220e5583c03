"""``kg why``: the chain and the words behind one claim, or behind a row of an answer."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from pyoxigraph import NamedNode

from kg import queries, settings
from kg.catalog import open_catalog
from kg.cli.accounts import echo_claim, gatherer
from kg.cli.asking import all_option, graph_after, offers_all, parameter_options, shown_rows, values_of
from kg.cli.evidence import bearing, row_numbers, told_role
from kg.cli.holding import settled
from kg.cli.session import Session, graph_option, store_options, texts_option, with_store_options
from kg.queries import Question

__all__ = ["why"]


class Reasons(click.Command):
    """A command that takes claims, or, where its first word names a question, the parameters of that question and a row."""

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        folder = open_catalog(graph_after(args) or settings.graph_folder()).queries if args else None
        if folder is not None and args[0] in queries.names(folder):
            question = queries.find(folder, args[0])
            return _row_command(question).make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=Reasons)
@click.argument("claims", metavar="CLAIM... | QUESTION --row N [--of ...]", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Text to read, or JSON.")
@graph_option
@texts_option
@with_store_options
def why(claims: tuple[str, ...], form: str, graph: Path | None, texts: Path | None, at: str | None, timeout: float) -> None:
    """Show what stands behind a CLAIM: its chain, times, words, and the passage where the text is at hand.

    A claim is named as answers name it (claim:misrata-raid-26), by its IRI, or
    by its slug. With the name of a QUESTION, its parameters and --row, it shows
    the claims behind that row of the answer: `kg why backers --of Haftar --row 1`.
    """
    with settled(Session(graph, texts, at=at, timeout=timeout)) as session:
        known = session.things("Claim")
        _echo(session, [session.names.resolve(word, among=known) for word in claims], form)


def _row_command(question: Question) -> click.Command:
    options: list[click.Parameter] = [
        *parameter_options(question),
        *([all_option()] if offers_all(question) else []),
        click.Option(["--row"], metavar="ROW", required=True, help="A row of the answer: its number, the name of a thing in it, or all."),
        click.Option(["--format", "form"], type=click.Choice(["text", "json"]), default="text", help="Text to read, or JSON."),
        click.Option(["--graph"], type=click.Path(path_type=Path), metavar="DIR", help="The graph to ask; KG_GRAPH, else the shipped one."),
        click.Option(["--texts"], type=click.Path(path_type=Path), metavar="DIR", help="Where the texts of the sources lie; KG_TEXTS."),
        *store_options(),
    ]

    def run(**words: Any) -> None:
        asked = Session(words["graph"], words["texts"], at=words["at"], timeout=words["timeout"], needs=question.needs)
        with settled(asked) as session:
            _echo_rows(session, question, words)

    return click.Command(question.name, params=options, callback=run, help=f"Show what stands behind a row of: {question.title}.")


def _echo_rows(session: Session, question: Question, words: Mapping[str, Any]) -> None:
    """The accounts of the claims behind the rows of an answer that a user names."""
    answer = queries.answer(session.store, question, values_of(session, question, words))
    shown, _ = shown_rows(answer, every=words.get("every", False))
    rows = [shown[number - 1] for number in row_numbers(session, shown, question, words["row"])]
    roles: dict[NamedNode, str] = {}
    for row in rows:
        roles = bearing(answer, row) | roles
    _echo(session, list(roles), words["form"], roles)


def _echo(session: Session, claims: Sequence[NamedNode], form: str, roles: Mapping[NamedNode, str] | None = None) -> None:
    """The accounts of claims; of those behind a row, with how each bears on it."""
    gather = gatherer(session)
    accounts = [gather.of_claim(claim) for claim in claims]
    if form == "json":
        plain = [({"role": roles[claim]} if roles else {}) | account.plain() for claim, account in zip(claims, accounts, strict=True)]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for number, (claim, account) in enumerate(zip(claims, accounts, strict=True)):
        click.echo("\n" * bool(number) + (told_role(roles[claim]) if roles else ""), nl=False)
        echo_claim(account, texts_given=session.texts is not None)
