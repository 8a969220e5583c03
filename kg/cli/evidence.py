"""The claims behind an answer row, as a person or a program reads them."""

from collections.abc import Mapping, Sequence

import click
from pyoxigraph import Literal, NamedNode

from kg.cli.accounts import gatherer
from kg.cli.session import Session
from kg.errors import ParameterError
from kg.names import folded
from kg.queries import Answer, Question

__all__ = ["bearing", "echo_evidence", "evidence_of", "row_numbers", "told_role"]

_ROLES = {"for": "", "against": "against it: ", "excluding": "incompatible: ", "ending": "ending it: ", "rival": "for a rival: "}
"""How a claim bears on a row, in the order in which claims are listed, and how that is told."""


def row_numbers(session: Session, rows: Sequence[Mapping[str, object]], question: Question, word: str) -> list[int]:
    """The rows that a word chooses: a number counted from 1, the name of a thing in the row, or all."""
    if not question.key and not question.claim_columns():
        raise ParameterError(f"{question.name} has no rows to prove: it counts, and claims nothing")
    if word == "all":
        return list(range(1, len(rows) + 1))
    if word.isdecimal():
        if not 1 <= int(word) <= len(rows):
            raise ParameterError(f"there is no row {word}: the table has {len(rows)}")
        return [int(word)]
    fits = [number for number, row in enumerate(rows, 1) if folded(word) in _row_names(session, row)]
    if not fits:
        raise ParameterError(f"no row of the table names {word!r}: give its number, a name in it, or all")
    return fits


def _row_names(session: Session, row: Mapping[str, object]) -> set[str]:
    things = [value.value for value in row.values() if isinstance(value, NamedNode)]
    return {folded(name) for iri in things for name in (session.names.label(iri), session.names.curie(iri), iri.rpartition("/")[2])}


def bearing(answer: Answer, row: Mapping[str, object]) -> dict[NamedNode, str]:
    """The claims behind a row, each with its role, those for it first."""
    roles = [(found["claim"], found["role"]) for found in answer.behind(row)]
    named = [(claim, role.value) for claim, role in roles if isinstance(claim, NamedNode) and isinstance(role, Literal)]
    found: dict[NamedNode, str] = {}
    for claim, role in sorted(named, key=lambda pair: list(_ROLES).index(pair[1])):
        found.setdefault(claim, role)
    return found


def told_role(role: str) -> str:
    """How a role is told before a claim; nothing for a claim that speaks for the row."""
    return _ROLES[role]


def evidence_of(session: Session, answer: Answer, row: Mapping[str, object]) -> list[dict[str, object]]:
    """The claims behind a row: who says what, where, in which words; the whole passage where the text is at hand."""
    gather = gatherer(session)
    claims: list[dict[str, object]] = []
    for claim, role in bearing(answer, row).items():
        account = gather.of_claim(claim).plain()
        shown = {
            name: account[name]
            for name in ("claim", "claim_iri", "says", "stance", "speaker", "speaker_iri", "source", "source_iri", "chain", "passages")
        }
        claims.append({"role": role, **shown})
    return claims


def echo_evidence(session: Session, answer: Answer, row: Mapping[str, object], number: int) -> None:
    """Print the claims behind a row under its table."""
    things = " / ".join(session.names.words(row[name]) for name in answer.question.key or answer.question.claim_columns())
    click.echo(f"\nRow {number}: {things}")
    for claim in evidence_of(session, answer, row):
        click.echo(f"  {claim['claim']}  {told_role(str(claim['role']))}{claim['says']} ({claim['stance']})")
        click.echo(f"    speaker  {claim['speaker']}")
        chain = claim["chain"]
        agents = [str(hop["agent"]) for hop in chain if hop["chain"] == "preferred"] if isinstance(chain, list) else []
        if len(agents) > 1:
            click.echo(f"    chain    {' < '.join(agents)}")
        click.echo(f"    source   {claim['source']}")
        places = claim["passages"]
        for place in places if isinstance(places, list) else []:
            click.echo(f'    words    "{place["key_phrase"]}", in characters {place["start"]}-{place["end"]} of the text')
            if place["passage"]:
                click.echo(f"    passage  {' '.join(place['passage'].split())}")
