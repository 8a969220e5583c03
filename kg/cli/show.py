"""``kg show``: all that the graph says about a thing."""

import json
from pathlib import Path

import click
from pyoxigraph import NamedNode

from kg import queries
from kg.account import Account
from kg.cli import output
from kg.cli.accounts import echo_claim, gatherer
from kg.cli.holding import settled
from kg.cli.session import Session, format_option, graph_option, texts_option, with_store_options
from kg.errors import ParameterError
from kg.queries import Answer

__all__ = ["show"]


@click.command()
@click.argument("thing")
@format_option
@graph_option
@texts_option
@with_store_options
def show(thing: str, form: str | None, graph: Path | None, texts: Path | None, at: str | None, timeout: float) -> None:
    """Show what a THING is, who calls it what, and who says or denies what of it.

    A thing is named by its IRI, its short form (actor:lna), its slug, its label,
    or any name that a source uses. With --texts each claim comes with its passage.
    """
    with settled(Session(graph, texts, at=at, timeout=timeout)) as session:
        _show(session, thing, form)


def _show(session: Session, thing: str, form: str | None) -> None:
    found = session.names.resolve(thing)
    if found.value in session.things("Claim"):
        _show_claim(session, found, form)
        return
    account = gatherer(session).of_thing(found)
    question = queries.find(session.catalog.queries, "claims_about")
    answer = queries.answer(session.store, question, {"of": found})
    form = form or "table"
    if form == "ttl":
        claims = [row["claim"].value for row in answer.rows if isinstance(row["claim"], NamedNode)]
        output.echo_claims(session.store, claims, session.prefixes)
    elif form == "json":
        rows = output.plain_rows(question.columns, answer.rows, session.names)
        click.echo(json.dumps(account.plain() | {"claims": rows}, ensure_ascii=False, indent=2))
    elif form == "table":
        _echo(session, account, answer)
    else:
        output.echo_rows(question.columns, answer.rows, form, session.names)


def _show_claim(session: Session, claim: NamedNode, form: str | None) -> None:
    if form == "ttl":
        output.echo_claims(session.store, [claim.value], session.prefixes)
        return
    if form not in (None, "table", "json"):
        raise ParameterError(f"one claim is shown as table, json or ttl, not as {form}")
    account = gatherer(session).of_claim(claim)
    if form == "json":
        click.echo(json.dumps(account.plain(), ensure_ascii=False, indent=2))
    else:
        echo_claim(account, texts_given=session.texts is not None)


def _echo(session: Session, account: Account, answer: Answer) -> None:
    """Print a thing for a reader: what it is, its names, then what is said of it."""
    head = account.head
    classes, stated = head["classes"], head["stated"]
    assert isinstance(classes, list)
    assert isinstance(stated, dict)
    click.echo(f"{head['thing']}  ({', '.join(classes)})\n  {head['thing_iri']}")
    if "definition" in head:
        click.echo(f"  {head['definition']}")
    for name, values in stated.items():
        click.echo(f"  {name}: {'; '.join(values)}")
    for title, rows in (
        ("Names", [f'"{row["words"]}" by {row["speaker"]}, in {row["source"]} ({row["claim"]})' for row in account.rows["names"]]),
    ):
        if rows:
            click.echo(f"\n{title}")
            click.echo("\n".join(f"  {row}" for row in rows))
    claims = [row for row in answer.rows if not _is_name(session, row)]
    if claims:
        click.echo("\nClaims")
    gather = gatherer(session)
    for row in claims:
        claim = row["claim"]
        assert isinstance(claim, NamedNode)
        days = " to ".join(
            dict.fromkeys(day for day in (session.names.words(row[name]) for name in ("first_attested", "last_attested")) if day)
        )
        told = ", ".join(session.names.words(row[name]) for name in ("stance", "modality"))
        click.echo(f"  {session.names.curie(claim.value)}  {session.names.words(row['says'])} ({told}; {days or 'undated'})")
        phrases = row["key_phrases"]
        shown = "; ".join(f'"{session.names.words(phrase)}"' for phrase in phrases) if isinstance(phrases, list) else ""
        click.echo(f"    {session.names.words(row['speaker'])}{': ' + shown if shown else ''}")
        if session.texts:
            for place in gather.of_claim(claim).rows["passages"]:
                if place["passage"]:
                    click.echo(f"    passage {place['start']}-{place['end']}: {' '.join(str(place['passage']).split())}")


def _is_name(session: Session, row: dict[str, object]) -> bool:
    """Whether a row of claims_about only says what the thing is called; names are listed apart."""
    claim = row["claim"]
    assert isinstance(claim, NamedNode)
    return claim.value in session.naming_claims
