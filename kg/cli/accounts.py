"""Accounts of claims for a reader."""

from typing import Any

import click

from kg.account import Account, Gatherer
from kg.cli.session import Session
from kg.errors import NotFoundError
from kg.passages import read_texts
from kg.terms import FIRST_DAY, LAST_DAY

__all__ = ["echo_claim", "gatherer"]


def gatherer(session: Session) -> Gatherer:
    """The reader of accounts for a session, with the texts that are at hand."""
    texts = read_texts(session.texts) if session.texts else {}
    return Gatherer(session.store, session.catalog, session.names, texts)


def echo_claim(account: Account, *, texts_given: bool) -> None:
    """Print one claim for a reader."""
    head = account.head
    content = head["content"]
    if not isinstance(content, list):
        raise NotFoundError(f"{head['claim']} has no content")
    click.echo(f"{head['claim']}  {head['says']}")
    _line("content", " — ".join(content))
    _line("stance", f"{head['stance']}, {head['modality']}")
    for chain in ("preferred", "alternative"):
        hops = [hop for hop in account.rows["chain"] if hop["chain"] == chain]
        if hops:
            _line("chain" if chain == "preferred" else "or", " < ".join(_hop(hop) for hop in hops))
    _line("origin", str(head["origin"]))
    _line("time", _time(head["bounds"], str(head["dating_basis"])))
    _line("dating", head["dating_note"])
    _line("source", head["source"])
    _line("known by", "no date of issue" if head["known_from"] == LAST_DAY else str(head["known_from"]))
    until = "" if head["recorded_until"] == LAST_DAY else f" until {head['recorded_until']}"
    _line("recorded", f"{head['recorded']}{until}")
    qualifiers = head["qualifiers"]
    if isinstance(qualifiers, dict):
        for name, values in qualifiers.items():
            _line(name, ", ".join(values))
    for place in account.rows["passages"]:
        _line("words", f'"{place["key_phrase"]}", in characters {place["start"]}-{place["end"]} ({place["kind"]})')
        if place["passage"]:
            _line("passage", " ".join(str(place["passage"]).split()))
        elif texts_given:
            _line("passage", "not among the texts given, or not proved: run kg check")
    notes = head["notes"]
    for text in notes if isinstance(notes, list) else []:
        _line("note", text)


def _line(name: str, text: Any) -> None:
    if text:
        click.echo(f"  {name:<12} {text}")


def _hop(hop: dict[str, object]) -> str:
    said = sorted({str(hop["said_from"]), str(hop["said_to"])} - {"", FIRST_DAY})
    parts = [
        f'"{hop["role"]}"' if hop["role"] else "",
        f"said {' to '.join(said)}" if said else "",
        f'{hop["distance"]}: "{hop["distance_words"]}"' if hop["distance"] else "",
    ]
    more = ", ".join(part for part in parts if part)
    return f"{hop['agent']} ({more})" if more else str(hop["agent"])


def _time(bounds: object, basis: str) -> str:
    assert isinstance(bounds, dict)
    begins = _range(bounds["beginsNotBefore"], bounds["beginsNotAfter"])
    ends = _range(bounds["endsNotBefore"], bounds["endsNotAfter"])
    told = [text for text in (f"begins {begins}" if begins else "", f"ends {ends}" if ends else "") if text]
    return f"{'; '.join(told) or 'not bounded'} ({basis})"


def _range(early: str | None, late: str | None) -> str:
    if early and late:
        return early if early == late else f"between {early} and {late}"
    return f"by {late}" if late else (f"not before {early}" if early else "")
