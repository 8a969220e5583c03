"""``kg why``: the chain and the words behind one claim, or behind the rows of an answer."""

import json
from pathlib import Path

import click

from kg.cli.accounts import echo_claim, gatherer
from kg.cli.session import Session, graph_option, texts_option

__all__ = ["why"]


@click.command()
@click.argument("claims", metavar="CLAIM...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Text to read, or JSON.")
@graph_option
@texts_option
def why(claims: tuple[str, ...], form: str, graph: Path | None, texts: Path | None) -> None:
    """Show what stands behind a CLAIM: its chain, times, words, and the passage where the text is at hand.

    A claim is named as answers name it (claim:misrata-raid-26), by its IRI, or
    by its slug. `kg ask QUESTION --evidence ROW` names the claims behind a row.
    """
    session = Session(graph, texts)
    known = session.things("Claim")
    found = [session.names.resolve(word, among=known) for word in claims]
    gather = gatherer(session)
    accounts = [gather.of_claim(claim) for claim in found]
    if form == "json":
        click.echo(json.dumps([account.plain() for account in accounts], ensure_ascii=False, indent=2))
        return
    for number, account in enumerate(accounts):
        click.echo("\n" * bool(number), nl=False)
        echo_claim(account, texts_given=session.texts is not None)
