"""``kg infer``: what follows from claims by the ontology, and where they cannot all be right."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import click
from pyoxigraph import Literal

from kg.axioms import unread_axioms
from kg.cli import output
from kg.cli.session import Session, format_option, graph_option
from kg.errors import ParameterError
from kg.queries import Column
from kg.reason import Inference, inferences, inferred
from kg.terms import FIRST_DAY, LAST_DAY, date_literal, is_iso_date
from kg.turtle import write
from kg.vocab import node

__all__ = ["infer"]

_COLUMNS = {
    column.name: column
    for column in (
        Column("kind", "word", "entailment or inconsistency"),
        Column("subject", "thing", "the subject of the triple"),
        Column("predicate", "thing", "its predicate"),
        Column("object", "thing", "its object"),
        Column("other", "thing", "the class that the subject cannot have beside the object"),
        Column("rules", "things", "the rules by which it follows", "rule"),
        Column("claims", "things", "the claims from which it follows", "claim"),
        Column("sure_from", "date", "the day by which it has surely begun"),
        Column("sure_to", "date", "the day until which it surely lasts"),
        Column("may_from", "date", "the first day on which it may hold"),
        Column("may_to", "date", "the last day on which it may hold"),
    )
}
_IN_TABLE = ("subject", "predicate", "object", "rules", "claims", "sure_from", "sure_to")
_OF_CLASH = ("subject", "predicate", "object", "other", "claims", "may_from", "may_to")


@click.command()
@click.option("--of", metavar="THING", help="Only what is inferred of a thing: its IRI, short form, slug, label or any name.")
@click.option("--as-of", metavar="DAY", help="Only what surely holds on a day.")
@click.option("--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write the inferences to FILE, as Turtle.")
@format_option
@graph_option
@click.pass_context
def infer(ctx: click.Context, of: str | None, as_of: str | None, file: Path | None, form: str | None, graph: Path | None) -> None:
    """Infer what follows from the committed affirmed claims by the rules of OWL 2 RL.

    Each row is a triple with the rule and the claims from which it follows, and
    the days that they have in common. An inconsistency is a triple that claims
    entail together and the ontology rules out; where the record has one, the
    exit code is 1. As Turtle, each inference is described apart from the claims.
    """
    if as_of is not None and not is_iso_date(as_of):
        raise ParameterError(f"--as-of: {as_of!r} is no day of the calendar written YYYY-MM-DD")
    if file is not None and form not in (None, "ttl"):
        raise ParameterError(f"--output writes Turtle, not {form}")
    session = Session(graph)
    session.dataset.require()
    thing = session.names.resolve(of) if of is not None else None
    every = inferences(session.dataset)
    about = [one for one in every if thing is None or thing in (one.subject, one.object, one.other)]
    shown = [one for one in about if as_of is None or one.days.surely(as_of)]
    if file is not None:
        _write_whole(file, _turtle(session, shown))
    elif form == "ttl":
        click.echo(_turtle(session, shown), nl=False)
    else:
        _echo(session, shown, output.chosen_format(form))
    _talk(session, every, shown)
    if as_of is not None and (doubtful := sum(one.days.perhaps(as_of) for one in about) - len(shown)):
        output.note(f"{doubtful} more may hold on {as_of}")
    ctx.exit(1 if _clashes(every) else 0)


def _clashes(found: Sequence[Inference]) -> list[Inference]:
    return [one for one in found if one.kind == "Inconsistency"]


def _turtle(session: Session, found: Sequence[Inference]) -> str:
    return write(inferred(found, session.dataset.base), session.prefixes)


def _echo(session: Session, found: Sequence[Inference], form: str) -> None:
    """The rows in their format; as tables, entailments and inconsistencies each in one of their own."""
    clashes = _clashes(found)
    if form != "table":
        output.echo_rows(list(_COLUMNS.values()), [_row(one) for one in found], form, session.names)
        return
    entailed = [_sure(one, _row(one)) for one in found if one not in clashes]
    output.echo_rows([_COLUMNS[name] for name in _IN_TABLE], entailed, form, session.names)
    if clashes:
        click.echo("\nInconsistencies, which the ontology rules out:")
        output.echo_rows([_COLUMNS[name] for name in _OF_CLASH], [_row(one) for one in clashes], form, session.names)


def _row(one: Inference) -> dict[str, object]:
    days = zip(("sure_from", "sure_to", "may_from", "may_to"), one.days, strict=True)
    return {
        "kind": Literal(one.kind.lower()),
        "subject": one.subject,
        "predicate": one.predicate,
        "object": one.object,
        "other": one.other,
        "rules": [node(rule) for rule in one.rules],
        "claims": [node(claim) for claim in one.claims],
        **{name: None if day in (FIRST_DAY, LAST_DAY) else date_literal(day) for name, day in days},
    }


def _sure(one: Inference, row: dict[str, object]) -> dict[str, object]:
    """A row as a table shows it: with no sure days where there is none."""
    return row if one.days.sure_from <= one.days.sure_to else {**row, "sure_from": None, "sure_to": None}


def _talk(session: Session, every: Sequence[Inference], shown: Sequence[Inference]) -> None:
    """What stands beside the rows: how many they are, what of the record they leave out, and what no rule is there for."""
    clashes = _clashes(shown)
    claims = len({claim for one in shown for claim in one.claims})
    output.note(f"{len(shown) - len(clashes)} entailments and {len(clashes)} inconsistencies, from {claims} claims")
    if hidden := len(_clashes(every)) - len(clashes):
        output.note(f"{hidden} inconsistencies of the record are not among them: kg infer lists them")
    if words := unread_axioms(session.catalog):
        named = ", ".join(f"owl:{word}" for word in words)
        output.note(f"the ontology says {named}, which no rule of queries/rules reads: what follows by that is missing")


def _write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all: aside, then in place of what was there."""
    if file.exists() and not file.is_file():
        raise ParameterError(f"--output {file}: is no file")
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(file)
    except OSError as error:
        raise ParameterError(f"--output {file}: cannot be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
