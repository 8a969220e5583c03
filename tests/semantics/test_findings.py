"""Findings: each kind has the pairs, the hardness and the days that the design gives it, and near misses give none."""

import hashlib
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib
from pyoxigraph import NamedNode, QueryTriples, Store

from kg.catalog import shipped
from kg.dataset import Dataset
from kg.queries import answer, find
from kg.terms import text_of
from kg.vocab import ATTEST, RDF, attest, node
from tests.rdflib_engine import in_rdflib
from tests.semantics.drawn import ASKED, patterns
from tests.semantics.world import BASE, NO_DAYS, Days, Said, World, built_whole, on

RULES = sorted((shipped() / "queries" / "findings").glob("*.rq"))
KINDS = ("agreement", "characterisation", "date", "perpetrator", "place", "stance", "status", "value")
FIRST, LAST = "0001-01-01", "9999-12-31"
D2, D3, D4, D5, D6, D7, D9 = (f"2020-03-0{number}" for number in (2, 3, 4, 5, 6, 7, 9))
AMRA, BORIA, CELA, DORN = "amra", "boria", "cela", "dorn"
RAID, STRIKE, BLAST = "event/raid", "event/strike", "event/blast"
FORT, CASTLE, TOWN, COUNTY, LAND, REALM = (f"place/{name}" for name in ("fort", "castle", "town", "county", "land", "realm"))
SOMEONE, NOBODY = "someone", "nobody"
OPEN = (FIRST, LAST)
NEVER = ("", "")


class Found(NamedTuple):
    """A finding about two claims of a case, by their places in it, with the days on which they meet."""

    kind: str
    hardness: str
    one: int
    other: int
    days: tuple[str, str]


Case = tuple[list[Said], list[Found]]
ON_D3: Days = (D3, D3, D3, D3)


def during(first: str, last: str) -> Days:
    """The bounds of something that begins and ends on known days."""
    return (first, first, last, last)


def between(first: str, last: str) -> Days:
    """The bounds of something that happens at some time between two days."""
    return (first, None, None, last)


def says(subject: str, predicate: str, target: str, days: Days = NO_DAYS, *, by: str = "herald", denied: bool = False) -> Said:
    return Said(subject, predicate, target, days, chain=(by,), stance="denied" if denied else "affirmed")


def words(subject: str, predicate: str, text: str, days: Days = NO_DAYS, *, by: str = "herald", denied: bool = False) -> Said:
    return replace(says(subject, predicate, text, days, by=by, denied=denied), is_text=True)


def figure(event: str, measure: str, least: int | None, most: int | None, *, by: str = "herald", days: Days = ON_D3) -> Said:
    text = f"{least} to {most} {measure} as {by} counts"
    return replace(words(event, measure, text, days, by=by), least=least, most=most)


def holds(actor: str, place: str = FORT, days: Days = NO_DAYS, *, by: str = "herald") -> Said:
    return says(actor, "controls", place, days, by=by)


def joined(one: str, other: str, *, stance: str = "affirmed", withdrawn: str | None = None) -> Said:
    made = says(one, "sameEventAs" if one.startswith("event") else "samePlaceAs", other, by="editors")
    return replace(made, stance=stance, withdrawn=withdrawn)


def of_side(actor: str, side: str, days: Days = NO_DAYS, *, withdrawn: str | None = None) -> Said:
    return replace(says(actor, "side", side, days, by="editors"), withdrawn=withdrawn)


BACKS, DENIES = says(BORIA, "backs", AMRA, during(D2, D6)), says(BORIA, "backs", AMRA, during(D4, D9), by="gazette", denied=True)
STANCE: dict[str, Case] = {
    "affirmed and denied": ([BACKS, DENIES], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "denied and affirmed": ([DENIES, BACKS], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "against one, and denied against that one": (
        [replace(BACKS, against=CELA), replace(DENIES, against=CELA)],
        [Found("stance", "hard", 0, 1, (D4, D6))],
    ),
    "against one, and denied": ([replace(BACKS, against=CELA), DENIES], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "against one, and denied against another": ([replace(BACKS, against=CELA), replace(DENIES, against=DORN)], []),
    "affirmed, and denied against someone": ([BACKS, replace(DENIES, against=CELA)], []),
    "the speaker denies it too": ([BACKS, replace(DENIES, chain=("herald",))], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "alleged and denied": ([replace(BACKS, modality="alleged"), DENIES], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "on one day": ([BACKS, replace(DENIES, days=during(D6, D9))], [Found("stance", "hard", 0, 1, (D6, D6))]),
    "only the outer bounds meet": ([BACKS, replace(DENIES, days=(None, D7, D9, None))], [Found("stance", "soft", 0, 1, (D2, D6))]),
    "reported of two days": ([replace(BACKS, days=on(D3)), replace(DENIES, days=on(D5))], [Found("stance", "soft", 0, 1, OPEN)]),
    "undated": ([replace(BACKS, days=NO_DAYS), replace(DENIES, days=NO_DAYS)], [Found("stance", "soft", 0, 1, OPEN)]),
    "on days that cannot meet": ([BACKS, replace(DENIES, days=during(D7, D9))], []),
    "a wider property denied": ([replace(BACKS, predicate="suppliesArmsTo"), DENIES], [Found("stance", "hard", 0, 1, (D4, D6))]),
    "a narrower property denied": ([BACKS, replace(DENIES, predicate="suppliesArmsTo")], []),
    "another kind denied": ([replace(BACKS, predicate="sendsForcesTo"), replace(DENIES, predicate="suppliesArmsTo")], []),
    "of another subject": ([BACKS, replace(DENIES, subject=CELA)], []),
    "of another object": ([BACKS, replace(DENIES, object=CELA)], []),
    "of another of the side": ([BACKS, replace(DENIES, object=CELA), of_side(AMRA, "north"), of_side(CELA, "north")], []),
    "denied twice": ([replace(BACKS, stance="denied"), DENIES], []),
    "of words": (
        [words(BORIA, "describedAs", "a capital"), words(BORIA, "describedAs", "a capital", by="gazette", denied=True)],
        [Found("stance", "soft", 0, 1, OPEN)],
    ),
    "of other words": (
        [words(BORIA, "describedAs", "a capital"), words(BORIA, "describedAs", "a village", by="gazette", denied=True)],
        [],
    ),
    "of one event": (
        [says(RAID, "target", TOWN, between(D2, D6)), says(RAID, "target", TOWN, between(D4, D9), denied=True)],
        [Found("stance", "hard", 0, 1, (D4, D6))],
    ),
    "of one event on days that cannot meet": (
        [says(RAID, "target", TOWN, between(D2, D3)), says(RAID, "target", TOWN, between(D4, D9), denied=True)],
        [],
    ),
    "of joined events": (
        [says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True), joined(STRIKE, RAID)],
        [Found("stance", "hard", 0, 1, OPEN)],
    ),
    "of events joined through a third": (
        [says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True), joined(BLAST, STRIKE), joined(BLAST, RAID)],
        [Found("stance", "hard", 0, 1, OPEN)],
    ),
    "of events that are not joined": ([says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True)], []),
    "of events whose join is denied": (
        [says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True), joined(STRIKE, RAID, stance="denied")],
        [],
    ),
    "of events whose join is left open": (
        [says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True), joined(STRIKE, RAID, stance="leftOpen")],
        [],
    ),
    "of events whose join is withdrawn": (
        [says(RAID, "target", TOWN), says(STRIKE, "target", TOWN, denied=True), joined(STRIKE, RAID, withdrawn="2020-02-01")],
        [],
    ),
    "of joined places": (
        [holds(BORIA, days=on(D3)), replace(DENIES, predicate="controls", object=CASTLE, days=on(D3)), joined(FORT, CASTLE)],
        [Found("stance", "hard", 0, 1, (D3, D3))],
    ),
    "of places that are not joined": ([holds(BORIA, days=on(D3)), replace(DENIES, predicate="controls", object=CASTLE, days=on(D3))], []),
}

THREE, FIVE = figure(RAID, "killed", 3, 3), figure(RAID, "killed", 5, 5, by="gazette")
VALUE: dict[str, Case] = {
    "two figures": ([THREE, FIVE], [Found("value", "hard", 0, 1, (D3, D3))]),
    "two figures, the greater first": ([FIVE, THREE], [Found("value", "hard", 0, 1, (D3, D3))]),
    "of one speaker": ([THREE, replace(FIVE, chain=("herald",))], [Found("value", "hard", 0, 1, (D3, D3))]),
    "at most and at least": ([replace(THREE, least=None), replace(FIVE, most=None)], [Found("value", "hard", 0, 1, (D3, D3))]),
    "of one event told of two days": ([THREE, replace(FIVE, days=during(D5, D5))], [Found("value", "hard", 0, 1, NEVER)]),
    "of one event on days that may meet": ([THREE, replace(FIVE, days=between(D2, D9))], [Found("value", "hard", 0, 1, (D3, D3))]),
    "two least figures": ([replace(THREE, most=None), replace(FIVE, most=None)], []),
    "two greatest figures": ([replace(THREE, least=None), replace(FIVE, least=None)], []),
    "ranges that share an end": ([figure(RAID, "killed", 1, 5), FIVE], []),
    "one range inside the other": ([figure(RAID, "killed", 1, 9), FIVE], []),
    "a wider measure that is less": ([figure(RAID, "casualties", 3, 3), FIVE], [Found("value", "hard", 0, 1, (D3, D3))]),
    "a wider measure that is more": ([THREE, figure(RAID, "casualties", 5, 5, by="gazette")], []),
    "two measures side by side": ([THREE, figure(RAID, "injured", 5, 5, by="gazette")], []),
    "none and words without a number": (
        [figure(RAID, "casualties", 0, 0), figure(RAID, "injured", None, None, by="gazette")],
        [Found("value", "hard", 0, 1, (D3, D3))],
    ),
    "some and words without a number": ([THREE, figure(RAID, "killed", None, None, by="gazette")], []),
    "of the same victims": ([replace(THREE, victims=AMRA), replace(FIVE, victims=AMRA)], [Found("value", "hard", 0, 1, (D3, D3))]),
    "of all, and more of some": ([THREE, replace(FIVE, victims=AMRA)], [Found("value", "hard", 0, 1, (D3, D3))]),
    "of some, and more of all": ([replace(THREE, victims=AMRA), FIVE], []),
    "of some, and more of others": ([replace(THREE, victims=AMRA), replace(FIVE, victims=BORIA)], []),
    "words without a number twice": (
        [figure(RAID, "killed", None, None), figure(RAID, "killed", None, None, by="gazette")],
        [],
    ),
    "at most none twice": ([figure(RAID, "killed", None, 0), figure(RAID, "killed", None, 0, by="gazette")], []),
    "none and at most some": ([figure(RAID, "killed", 0, 0), figure(RAID, "killed", None, 5, by="gazette")], []),
    "of two events": ([THREE, replace(FIVE, subject=STRIKE)], []),
    "of joined events": ([THREE, replace(FIVE, subject=STRIKE), joined(RAID, STRIKE)], [Found("value", "hard", 0, 1, (D3, D3))]),
    "of an event and one that it is part of": ([THREE, replace(FIVE, subject=STRIKE), says(RAID, "partOf", STRIKE)], []),
    "one of them denied": ([THREE, replace(FIVE, stance="denied")], []),
    "in the same words": (
        [replace(THREE, object="several"), replace(FIVE, object="several")],
        [Found("value", "hard", 0, 1, (D3, D3))],
    ),
    "in the same words, the greater first": (
        [replace(FIVE, object="several"), replace(THREE, object="several")],
        [Found("value", "hard", 0, 1, (D3, D3))],
    ),
}

BY_BORIA, BY_CELA = says(RAID, "perpetrator", BORIA, during(D3, D3)), says(RAID, "perpetrator", CELA, between(D2, D5), by="gazette")
PERPETRATOR: dict[str, Case] = {
    "two attackers": ([BY_BORIA, BY_CELA], [Found("perpetrator", "hard", 0, 1, (D3, D3))]),
    "of two sides": (
        [BY_BORIA, BY_CELA, of_side(BORIA, "north"), of_side(CELA, "south")],
        [Found("perpetrator", "hard", 0, 1, (D3, D3))],
    ),
    "of one side": ([BY_BORIA, BY_CELA, of_side(BORIA, "north"), of_side(CELA, "north")], [Found("agreement", "soft", 0, 1, (D3, D3))]),
    "of one side on later days": (
        [BY_BORIA, BY_CELA, of_side(BORIA, "north"), of_side(CELA, "north", during(D6, D9))],
        [Found("perpetrator", "hard", 0, 1, (D3, D3))],
    ),
    "of one side on earlier days": (
        [BY_BORIA, BY_CELA, of_side(BORIA, "north", (None, None, None, D2)), of_side(CELA, "north")],
        [Found("perpetrator", "hard", 0, 1, (D3, D3))],
    ),
    "of one side as was once held": (
        [BY_BORIA, BY_CELA, of_side(BORIA, "north", withdrawn="2020-02-01"), of_side(CELA, "north")],
        [Found("perpetrator", "hard", 0, 1, (D3, D3))],
    ),
    "one without a name": ([BY_BORIA, replace(BY_CELA, object=SOMEONE)], [Found("perpetrator", "soft", 0, 1, (D3, D3))]),
    "one without a name, written first": ([replace(BY_BORIA, object=SOMEONE), BY_CELA], [Found("perpetrator", "soft", 0, 1, (D3, D3))]),
    "both without a name": (
        [replace(BY_BORIA, object=SOMEONE), replace(BY_CELA, object=NOBODY)],
        [Found("perpetrator", "soft", 0, 1, (D3, D3))],
    ),
    "on days that cannot meet": ([BY_BORIA, replace(BY_CELA, days=during(D5, D6))], [Found("perpetrator", "hard", 0, 1, NEVER)]),
    "from one origin": ([BY_BORIA, replace(BY_CELA, chain=("herald",))], []),
    "from one who speaks for the other": ([BY_BORIA, BY_CELA, says("gazette", "speaksFor", "herald")], []),
    "of two events": ([BY_BORIA, replace(BY_CELA, subject=STRIKE)], []),
    "of joined events": (
        [BY_BORIA, replace(BY_CELA, subject=STRIKE), joined(RAID, STRIKE)],
        [Found("perpetrator", "hard", 0, 1, (D3, D3))],
    ),
    "one of them denied": ([BY_BORIA, replace(BY_CELA, stance="denied")], []),
    "the same attacker": ([BY_BORIA, replace(BY_CELA, object=BORIA)], [Found("agreement", "hard", 0, 1, (D3, D3))]),
    "an attacker and an aim": ([BY_BORIA, replace(BY_CELA, predicate="target")], []),
}

ON_3, ON_5 = words(RAID, "occursOn", "the third", during(D3, D3)), words(RAID, "occursOn", "the fifth", during(D5, D5), by="gazette")
DATE: dict[str, Case] = {
    "two days": ([ON_3, ON_5], [Found("date", "hard", 0, 1, NEVER)]),
    "of one speaker": ([ON_3, replace(ON_5, chain=("herald",))], [Found("date", "hard", 0, 1, NEVER)]),
    "two stretches": ([replace(ON_3, days=between(D2, D3)), replace(ON_5, days=between(D4, D6))], [Found("date", "hard", 0, 1, NEVER)]),
    "a day and all that is later": ([ON_3, replace(ON_5, days=(D4, None, None, None))], [Found("date", "hard", 0, 1, NEVER)]),
    "a day inside a stretch": ([ON_3, replace(ON_5, days=between(D2, D5))], []),
    "stretches that share a day": ([replace(ON_3, days=between(D2, D4)), replace(ON_5, days=between(D4, D6))], []),
    "a day and words without bounds": ([ON_3, replace(ON_5, days=NO_DAYS)], []),
    "of two events": ([ON_3, replace(ON_5, subject=STRIKE)], []),
    "of joined events": ([ON_3, replace(ON_5, subject=STRIKE), joined(RAID, STRIKE)], [Found("date", "hard", 0, 1, NEVER)]),
    "one of them denied": ([ON_3, replace(ON_5, stance="denied")], []),
}

AT_FORT, AT_TOWN = says(RAID, "takesPlaceAt", FORT, on(D3)), says(RAID, "takesPlaceAt", TOWN, on(D3), by="gazette")
STEPS = [says(low, "within", high, by="editors") for low, high in ((FORT, TOWN), (TOWN, COUNTY), (COUNTY, LAND), (LAND, REALM))]
PLACE: dict[str, Case] = {
    "two places": ([AT_FORT, AT_TOWN], [Found("place", "hard", 0, 1, (D3, D3))]),
    "on days that cannot meet": (
        [replace(AT_FORT, days=during(D3, D3)), replace(AT_TOWN, days=during(D5, D5))],
        [Found("place", "hard", 0, 1, NEVER)],
    ),
    "one within the other": ([AT_FORT, AT_TOWN, STEPS[0]], []),
    "one around the other": ([AT_TOWN, AT_FORT, STEPS[0]], []),
    "one within the other by two steps": ([AT_FORT, replace(AT_TOWN, object=COUNTY), *STEPS[:2]], []),
    "one within the other by three steps": ([AT_FORT, replace(AT_TOWN, object=LAND), *STEPS[:3]], []),
    "one within the other by four steps": ([AT_FORT, replace(AT_TOWN, object=REALM), *STEPS], []),
    "one within another name of the other": ([AT_FORT, AT_TOWN, says(CASTLE, "within", TOWN), joined(CASTLE, FORT)], []),
    "both within a third": (
        [AT_FORT, AT_TOWN, says(FORT, "within", LAND), says(TOWN, "within", LAND)],
        [Found("place", "hard", 0, 1, (D3, D3))],
    ),
    "one denied to be within the other": ([AT_FORT, AT_TOWN, replace(STEPS[0], stance="denied")], [Found("place", "hard", 0, 1, (D3, D3))]),
    "one within the other as was once held": (
        [AT_FORT, AT_TOWN, replace(STEPS[0], withdrawn="2020-02-01")],
        [Found("place", "hard", 0, 1, (D3, D3))],
    ),
    "joined places": ([AT_FORT, AT_TOWN, joined(TOWN, FORT)], [Found("agreement", "hard", 0, 1, (D3, D3))]),
    "from one origin": ([AT_FORT, replace(AT_TOWN, chain=("herald",))], []),
    "of two events": ([AT_FORT, replace(AT_TOWN, subject=STRIKE)], []),
    "of joined events": ([AT_FORT, replace(AT_TOWN, subject=STRIKE), joined(RAID, STRIKE)], [Found("place", "hard", 0, 1, (D3, D3))]),
    "one of them denied": ([AT_FORT, replace(AT_TOWN, stance="denied")], []),
}

HOLDS, HELD = holds(BORIA, days=during(D2, D6)), holds(CELA, days=during(D4, D9), by="gazette")
FOR, AGAINST = says(BORIA, "backs", AMRA, during(D2, D6)), says(BORIA, "opposes", AMRA, during(D4, D9), by="gazette")
STATUS: dict[str, Case] = {
    "two holders": ([HOLDS, HELD], [Found("status", "hard", 0, 1, (D4, D6))]),
    "two holders of one speaker": ([HOLDS, replace(HELD, chain=("herald",))], [Found("status", "hard", 0, 1, (D4, D6))]),
    "holders reported of two days": ([replace(HOLDS, days=on(D3)), replace(HELD, days=on(D5))], [Found("status", "soft", 0, 1, OPEN)]),
    "a holder without days": ([HOLDS, replace(HELD, days=NO_DAYS)], [Found("status", "soft", 0, 1, (D2, D6))]),
    "two holders without days": ([replace(HOLDS, days=NO_DAYS), replace(HELD, days=NO_DAYS)], [Found("status", "soft", 0, 1, OPEN)]),
    "holders on days that cannot meet": ([HOLDS, replace(HELD, days=during(D7, D9))], []),
    "a holder that begins after the other, by no known day": ([HOLDS, replace(HELD, days=(D7, None, None, None))], []),
    "a holder that begins when the other ends": ([HOLDS, replace(HELD, days=during(D6, D9))], []),
    "a holder that ends when the other begins": ([replace(HELD, days=during(D6, D9)), HOLDS], []),
    "a holder that is over before the other is reported": ([HOLDS, replace(HELD, days=on(D9))], []),
    "a holder over by the day on which the other has begun": (
        [replace(HOLDS, days=between(D2, D5)), replace(HELD, days=(D3, D5, D9, None))],
        [],
    ),
    "holders of one and the same day": (
        [replace(HOLDS, days=during(D4, D4)), replace(HELD, days=on(D4))],
        [Found("status", "hard", 0, 1, (D4, D4))],
    ),
    "a holder that ends on the one day of the other": (
        [HOLDS, replace(HELD, days=during(D6, D6))],
        [Found("status", "hard", 0, 1, (D6, D6))],
    ),
    "holders of one side": ([HOLDS, HELD, of_side(BORIA, "north"), of_side(CELA, "north")], []),
    "holders of two sides": ([HOLDS, HELD, of_side(BORIA, "north"), of_side(CELA, "south")], [Found("status", "hard", 0, 1, (D4, D6))]),
    "holders of one side on other days": (
        [HOLDS, HELD, of_side(BORIA, "north", (D7, None, None, None)), of_side(CELA, "north")],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "holders of one side as was once held": (
        [HOLDS, HELD, of_side(BORIA, "north"), of_side(CELA, "north", withdrawn="2020-02-01")],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "a holder without a name": ([HOLDS, replace(HELD, subject=SOMEONE)], [Found("status", "soft", 0, 1, (D4, D6))]),
    "a holder without a name, written first": ([replace(HOLDS, subject=SOMEONE), HELD], [Found("status", "soft", 0, 1, (D4, D6))]),
    "one holder": ([HOLDS, replace(HELD, subject=BORIA, chain=("herald",))], []),
    "holders of two places": ([HOLDS, replace(HELD, object=CASTLE)], []),
    "holders of joined places": ([HOLDS, replace(HELD, object=CASTLE), joined(FORT, CASTLE)], [Found("status", "hard", 0, 1, (D4, D6))]),
    "holders of what has many": ([replace(FOR, subject=CELA), replace(FOR, days=during(D4, D9))], []),
    "holders of a property below": (
        [says(CELA, "garrisons", AMRA, during(D2, D6)), says(BORIA, "protects", AMRA, during(D4, D9))],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "one of them denied": ([HOLDS, replace(HELD, stance="denied")], []),
    "for and against": ([FOR, AGAINST], [Found("status", "hard", 0, 1, (D4, D6))]),
    "against and for": ([AGAINST, FOR], [Found("status", "hard", 0, 1, (D4, D6))]),
    "for and against, of some side": ([FOR, AGAINST, of_side(BORIA, "north")], [Found("status", "hard", 0, 1, (D4, D6))]),
    "for and against, without a name": (
        [replace(FOR, subject=SOMEONE), replace(AGAINST, subject=SOMEONE)],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "for and against in narrower words": (
        [replace(FOR, predicate="suppliesArmsTo"), replace(AGAINST, predicate="fights")],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "for and against on days that may meet": (
        [replace(FOR, days=on(D3)), replace(AGAINST, days=on(D5))],
        [Found("status", "soft", 0, 1, OPEN)],
    ),
    "for and against what has two names": (
        [replace(FOR, object=FORT), replace(AGAINST, object=CASTLE), joined(FORT, CASTLE)],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "for and against, under two names": (
        [replace(FOR, subject=RAID), replace(AGAINST, subject=STRIKE), joined(RAID, STRIKE)],
        [Found("status", "hard", 0, 1, (D4, D6))],
    ),
    "for one and against the other": ([FOR, replace(AGAINST, object=CELA)], []),
    "for, and another against": ([FOR, replace(AGAINST, subject=CELA)], []),
    "for, until against": ([FOR, replace(AGAINST, days=during(D6, D9))], []),
}

MARSHAL, GENERAL = words(BORIA, "hasRank", "Marshal", during(D2, D6)), words(BORIA, "hasRank", "General", during(D4, D9), by="gazette")
FOR_REVENGE, FOR_GAIN = words(RAID, "explainedBy", "revenge"), words(RAID, "explainedBy", "gain", by="gazette")
CHARACTERISATION: dict[str, Case] = {
    "two ranks": ([MARSHAL, GENERAL], [Found("characterisation", "soft", 0, 1, (D4, D6))]),
    "two ranks on days that may meet": ([MARSHAL, replace(GENERAL, days=on(D9))], [Found("characterisation", "soft", 0, 1, (D2, D6))]),
    "two ranks on days that cannot meet": ([MARSHAL, replace(GENERAL, days=during(D7, D9))], []),
    "two ranks from one origin": ([MARSHAL, replace(GENERAL, chain=("herald",))], [Found("characterisation", "soft", 0, 1, (D4, D6))]),
    "two reasons from one origin": ([FOR_REVENGE, replace(FOR_GAIN, chain=("herald",))], []),
    "one rank in capitals": ([MARSHAL, replace(GENERAL, object="MARSHAL")], []),
    "two ranks of two": ([MARSHAL, replace(GENERAL, subject=CELA)], []),
    "one rank": ([MARSHAL, replace(GENERAL, object="Marshal")], [Found("agreement", "hard", 0, 1, (D4, D6))]),
    "two reasons": ([FOR_REVENGE, FOR_GAIN], [Found("characterisation", "soft", 0, 1, OPEN)]),
    "two reasons of joined events": (
        [FOR_REVENGE, replace(FOR_GAIN, subject=STRIKE), joined(STRIKE, RAID)],
        [Found("characterisation", "soft", 0, 1, OPEN)],
    ),
    "two reasons of two events": ([FOR_REVENGE, replace(FOR_GAIN, subject=STRIKE)], []),
    "a reason and a rank": ([replace(MARSHAL, predicate="explainedBy"), GENERAL], []),
    "two descriptions": ([replace(MARSHAL, predicate="describedAs"), replace(GENERAL, predicate="describedAs")], []),
    "one of them denied": ([MARSHAL, replace(GENERAL, stance="denied")], []),
}

ALSO = replace(BACKS, days=during(D4, D9), chain=("gazette",))
NARROWER = replace(ALSO, predicate="suppliesArmsTo")
AGREEMENT: dict[str, Case] = {
    "figures of some victims, and of all": (
        [figure(RAID, "killed", 3, 3), replace(figure(RAID, "killed", 3, 3), chain=("gazette",), victims=AMRA)],
        [Found("agreement", "hard", 0, 1, (D3, D3))],
    ),
    "figures of the same victims": (
        [replace(figure(RAID, "killed", 3, 3), victims=AMRA), replace(figure(RAID, "killed", 3, 3), chain=("gazette",), victims=AMRA)],
        [Found("agreement", "hard", 0, 1, (D3, D3))],
    ),
    "figures of other victims": (
        [replace(figure(RAID, "killed", 3, 3), victims=BORIA), replace(figure(RAID, "killed", 3, 3), chain=("gazette",), victims=AMRA)],
        [],
    ),
    "the same": ([BACKS, ALSO], [Found("agreement", "hard", 0, 1, (D4, D6))]),
    "the same of days that may meet": ([BACKS, replace(ALSO, days=on(D9))], [Found("agreement", "hard", 0, 1, (D2, D6))]),
    "the same without days": ([replace(BACKS, days=NO_DAYS), replace(ALSO, days=NO_DAYS)], [Found("agreement", "hard", 0, 1, OPEN)]),
    "the same of days that cannot meet": ([BACKS, replace(ALSO, days=during(D7, D9))], []),
    "something narrower": ([BACKS, NARROWER], [Found("agreement", "soft", 0, 1, (D4, D6))]),
    "something wider": ([NARROWER, BACKS], [Found("agreement", "soft", 0, 1, (D4, D6))]),
    "another kind": ([replace(BACKS, predicate="sendsForcesTo"), NARROWER], []),
    "of another of the side": (
        [BACKS, replace(ALSO, object=CELA), of_side(AMRA, "north"), of_side(CELA, "north")],
        [Found("agreement", "soft", 0, 1, (D4, D6))],
    ),
    "narrower, of another of the side": (
        [BACKS, replace(NARROWER, object=CELA), of_side(AMRA, "north"), of_side(CELA, "north")],
        [Found("agreement", "soft", 0, 1, (D4, D6))],
    ),
    "of one of another side": ([BACKS, replace(ALSO, object=CELA), of_side(AMRA, "north"), of_side(CELA, "south")], []),
    "of one who was of the side once": (
        [BACKS, replace(ALSO, object=CELA), of_side(AMRA, "north"), of_side(CELA, "north", during(D2, D3))],
        [],
    ),
    "of one who was taken for one of the side": (
        [BACKS, replace(ALSO, object=CELA), of_side(AMRA, "north"), of_side(CELA, "north", withdrawn="2020-02-01")],
        [],
    ),
    "of another object": ([BACKS, replace(ALSO, object=CELA)], []),
    "of another subject": ([BACKS, replace(ALSO, subject=CELA)], []),
    "from one origin": ([BACKS, replace(ALSO, chain=("herald",))], []),
    "from one origin by way of another": ([BACKS, replace(ALSO, chain=("gazette", "herald"))], []),
    "from one who speaks for the other": ([BACKS, ALSO, says("gazette", "speaksFor", "herald")], []),
    "from two without a name": (
        [replace(BACKS, chain=(SOMEONE,)), replace(ALSO, chain=(NOBODY,))],
        [Found("agreement", "hard", 0, 1, (D4, D6))],
    ),
    "denied by both": ([replace(BACKS, stance="denied"), replace(ALSO, stance="denied")], []),
    "in the same words": (
        [words(BORIA, "describedAs", "a capital"), words(BORIA, "describedAs", "a capital", by="gazette")],
        [Found("agreement", "hard", 0, 1, OPEN)],
    ),
    "in other words": ([words(BORIA, "describedAs", "a capital"), words(BORIA, "describedAs", "the capital", by="gazette")], []),
    "figures that fit, in the same words": (
        [replace(THREE, object="several"), replace(FIVE, least=2, object="several")],
        [Found("agreement", "hard", 0, 1, (D3, D3))],
    ),
    "of joined events and places": (
        [AT_FORT, replace(AT_TOWN, subject=STRIKE), joined(RAID, STRIKE), joined(TOWN, FORT)],
        [Found("agreement", "hard", 0, 1, (D3, D3))],
    ),
    "a name": ([says(BORIA, "calls", AMRA), says(BORIA, "calls", AMRA, by="gazette")], []),
    "a side": ([of_side(BORIA, "north"), replace(of_side(BORIA, "north"), chain=("gazette",))], []),
}

PLANTED = {
    "agreement": AGREEMENT["the same"],
    "characterisation": CHARACTERISATION["two ranks"],
    "date": DATE["two days"],
    "perpetrator": PERPETRATOR["two attackers"],
    "place": PLACE["two places"],
    "stance": STANCE["affirmed and denied"],
    "status": STATUS["two holders"],
    "value": VALUE["two figures"],
}
SPOILT: dict[str, Callable[[Said], Said]] = {
    "speculated": lambda said: replace(said, modality="speculated"),
    "intended": lambda said: replace(said, modality="intended"),
    "supposed": lambda said: replace(said, modality="supposed"),
    "left open": lambda said: replace(said, stance="leftOpen"),
    "withdrawn": lambda said: replace(said, withdrawn="2020-02-01"),
}


NOT_OF_THE_SIDE: dict[str, Callable[[Said], Said]] = {
    "later": lambda said: replace(said, days=(D7, None, None, None)),
    "earlier": lambda said: replace(said, days=(None, None, None, "2020-03-01")),
    "no more": lambda said: replace(said, withdrawn="2020-02-01"),
    "not": lambda said: replace(said, stance="denied"),
    "perhaps": lambda said: replace(said, modality="speculated"),
}


def sides_apart() -> Iterator[tuple[str, Case]]:
    """Pairs that one side would make one, where the one or the other is of it on other days, or is not held to be."""
    apart: dict[str, tuple[list[Said], list[str], list[Found]]] = {
        "agreement": ([replace(BACKS, days=during(D2, D6)), replace(ALSO, object=CELA, days=during(D3, D6))], [AMRA, CELA], []),
        "perpetrator": (*PERPETRATOR["two attackers"][:1], [BORIA, CELA], PERPETRATOR["two attackers"][1]),
        "status": ([HOLDS, replace(HELD, days=during(D4, D6))], [BORIA, CELA], [Found("status", "hard", 0, 1, (D4, D6))]),
    }
    for kind, (claims, actors, found) in apart.items():
        for place, (word, change) in product(range(2), NOT_OF_THE_SIDE.items()):
            sides = [of_side(actor, "north") for actor in actors]
            sides[place] = change(sides[place])
            yield f"{kind}: {place} {word} of the side", ([*claims, *sides], found)


def superseded(claims: list[Said], place: int) -> list[Said]:
    """The claims of a case, one of them superseded by a claim of something else."""
    return [*claims, says(DORN, "describedAs", REALM), replace(says(DORN, "backs", CELA), supersedes=claims[place])]


def spoilt() -> Iterator[tuple[str, Case]]:
    """Each planted pair with one claim or the other out of play; a claim that is alleged stays in."""
    for kind, (claims, found) in PLANTED.items():
        for place, said in enumerate(claims):
            for word, change in SPOILT.items():
                yield f"{kind}: {place} {word}", ([*claims[:place], change(said), *claims[place + 1 :]], [])
            yield f"{kind}: {place} superseded", (superseded(claims, place), [])
            yield f"{kind}: {place} alleged", ([*claims[:place], replace(said, modality="alleged"), *claims[place + 1 :]], found)


TABLES = {
    "agreement": AGREEMENT,
    "characterisation": CHARACTERISATION,
    "date": DATE,
    "perpetrator": PERPETRATOR,
    "place": PLACE,
    "stance": STANCE,
    "status": STATUS,
    "value": VALUE,
}
CASES: dict[str, Case] = {
    **{f"{kind}: {name}": case for kind, table in TABLES.items() for name, case in table.items()},
    **dict(spoilt()),
    **dict(sides_apart()),
}


def renamed(said: Said, number: int) -> Said:
    """A claim of a case with names that no other case has."""
    return replace(
        said,
        subject=f"{said.subject}-{number}",
        object=said.object if said.is_text else f"{said.object}-{number}",
        chain=tuple(f"{agent}-{number}" for agent in said.chain),
        supersedes=renamed(said.supersedes, number) if said.supersedes else None,
    )


def world_of(cases: Sequence[list[Said]]) -> World:
    """One world of many cases that have nothing to do with each other."""
    claims = [renamed(said, number) for number, case in enumerate(cases) for said in case]
    assert len(set(claims)) == len(claims)
    return World(claims, unnamed=frozenset(f"{name}-{number}" for name in (SOMEONE, NOBODY) for number in range(len(cases))))


class Finding(NamedTuple):
    """A finding as the graph has it: kind, hardness, the two claims in order, and its days."""

    iri: str
    kind: str
    hardness: str
    claims: tuple[str, str]
    days: tuple[str, str]


def findings(dataset: Dataset) -> list[Finding]:
    """All findings of a dataset."""
    store, found = dataset.store, []
    for quad in store.quads_for_pattern(None, attest("findingKind"), None, node(f"{dataset.base}graph/findings")):
        told: dict[str, list[str]] = {}
        for about in store.quads_for_pattern(quad.subject, None, None, quad.graph_name):
            told.setdefault(plain_name(about.predicate.value), []).append(plain_name(text_of(about.object)))
        (kind,), (hardness,), (one, other) = told["findingKind"], told["hardness"], sorted(told["about"])
        (first,), (last,) = (told.get(name, [""]) for name in ("overlapFrom", "overlapTo"))
        found.append(Finding(text_of(quad.subject), kind.removesuffix("Finding"), hardness, (one, other), (first, last)))
    return found


def plain_name(iri: str) -> str:
    return iri.removeprefix(ATTEST)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """The findings of all cases, in one world."""
    return findings(built_whole(tmp_path_factory.mktemp("planted"), world_of([claims for claims, _ in CASES.values()])))


def owners() -> dict[str, tuple[str, int]]:
    """By its IRI, the case of each claim and its place in it."""
    places = [(name, place) for name, (claims, _) in CASES.items() for place in range(len(claims))]
    return {f"{BASE}claim/claims-{number}": place for number, place in enumerate(places, 1)}


@pytest.mark.parametrize("name", CASES)
def test_a_case_has_exactly_its_findings(name: str, planted: list[Finding]) -> None:
    owner, found = owners(), []
    for each in planted:
        (case, one), (_, other) = (owner[claim] for claim in each.claims)
        if case == name:
            found.append(Found(each.kind, each.hardness, *((one, other) if one < other else (other, one)), each.days))
    assert found == CASES[name][1]


def test_no_finding_is_about_claims_of_two_cases(planted: list[Finding]) -> None:
    owner = owners()
    assert [each for each in planted if owner[each.claims[0]][0] != owner[each.claims[1]][0]] == []
    assert len(planted) == sum(len(found) for _, found in CASES.values())


def test_every_kind_is_planted_hard_and_soft_where_its_rule_knows_both() -> None:
    seen = {(found.kind, found.hardness) for _, expected in CASES.values() for found in expected}
    known = {(path.stem, word) for path in RULES for word in re.findall(r"attest:(hard|soft)\b", path.read_text(encoding="utf-8"))}
    assert seen == known
    assert {kind for kind, _ in known} == set(KINDS) == TABLES.keys() == PLANTED.keys()


def test_the_iri_of_a_finding_is_the_hash_of_its_kind_and_both_claims(planted: list[Finding]) -> None:
    hashes = {each: hashlib.sha256(f"{each.kind} {each.claims[0]} {each.claims[1]}".encode()).hexdigest()[:16] for each in planted}
    assert {each.iri for each in planted} == {f"{BASE}finding/{digest}" for digest in hashes.values()}
    assert len(set(hashes.values())) == len(planted)


@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_is_the_same_whichever_claim_is_written_first(kind: str, tmp_path: Path) -> None:
    claims, _ = PLANTED[kind]
    (one,), (other,) = (findings(built_whole(tmp_path / name, order)) for name, order in (("one", claims), ("other", claims[::-1])))
    assert one == other
    assert one.kind == kind


def test_a_pair_has_another_finding_for_another_kind(tmp_path: Path) -> None:
    pairs = [[BACKS, ALSO], [BACKS, DENIES], [FOR, AGAINST]]
    found = [findings(built_whole(tmp_path / str(number), claims)) for number, claims in enumerate(pairs)]
    assert {each.claims for (each,) in found} == {(f"{BASE}claim/claims-1", f"{BASE}claim/claims-2")}
    assert len({each.iri for (each,) in found}) == len({each.kind for (each,) in found}) == 3


def test_the_rules_share_their_blocks_to_the_letter() -> None:
    assert [path.stem for path in RULES] == sorted(KINDS)
    found: dict[str, list[str]] = {"head": [], "days": [], "end": [], "claim": [], "side": []}
    for path in RULES:
        text = (
            path.read_text(encoding="utf-8").replace(f'"{path.stem} ', '"kind ').replace(f"attest:{path.stem}Finding", "attest:kindFinding")
        )
        found["head"].append(
            text[text.index("PREFIX attest:") : text.index("WHERE {")].replace("attest:Corroboration", "attest:Contradiction")
        )
        found["days"].append(text[text.index("  # both have to stand") : text.index("AS ?mayMeet)")])
        found["end"].append(text[text.index("  # the days on which they meet") :])
        found["claim"] += [one_way(block) for block in re.findall(r"GRAPH \?(?:left|right) \{\n.*?\n *\}", text, re.DOTALL)]
        found["side"] += re.findall(
            r"# one side, on the days.*?\n *\}", text.replace("Object attest:side", "Subject attest:side"), re.DOTALL
        )
    assert {name: len(blocks) for name, blocks in found.items()} == {"head": 8, "days": 8, "end": 8, "claim": 18, "side": 3}
    assert {name: len(set(blocks)) for name, blocks in found.items()} == dict.fromkeys(found, 1)


def one_way(block: str) -> str:
    """The pattern of a claim as if it were the left one, and affirmed."""
    return re.sub(r"\n +", "\n", block.replace("right", "left").replace("attest:denied", "attest:affirmed"))


# The days on which two claims meet, counted out from all the worlds that their bounds allow.

WORLDS = [(begin, end) for begin, end in product(ASKED, ASKED) if begin <= end]


def allowed(bounds: Days) -> list[set[str]]:
    """The days of each stretch that the bounds allow; the first and the last day asked for lie outside all bounds."""
    early, late, until, end = bounds
    return [
        {day for day in ASKED if begin <= day <= stop}
        for begin, stop in WORLDS
        if (not early or early <= begin) and (not late or begin <= late) and (not until or until <= stop) and (not end or stop <= end)
    ]


def surely(bounds: Days) -> set[str]:
    """The days on which it holds in every world."""
    return set(ASKED).intersection(*allowed(bounds))


def maybe(bounds: Days) -> set[str]:
    """The days on which it holds in some world."""
    return {day for world in allowed(bounds) for day in world}


def meeting(one: Days, other: Days) -> tuple[str, tuple[str, str]]:
    """Whether two claims surely meet (hard), may meet (soft) or never do, and on which days."""
    sure, outer = surely(one) & surely(other), maybe(one) & maybe(other)
    if not outer:
        return "never", NEVER
    first, last = min(sure or outer), max(sure or outer)
    return "hard" if sure else "soft", (FIRST if first == ASKED[0] else first, LAST if last == ASKED[-1] else last)


def succession(one: Days, other: Days) -> bool:
    """Whether the one is over by the day by which the other has begun; on a day of both, whether it came before and the other lasts."""
    over, begun = max(maybe(one)), max(min(world) for world in allowed(other))
    if not over <= begun < ASKED[-1]:
        return False
    return not surely(one) & surely(other) or (min(surely(one)) < begun and max(surely(other)) > over)


def drawn_pairs(count: int) -> list[tuple[Days, Days]]:
    """Pairs of bounds, drawn the same on every run."""
    every = patterns()
    digests = [hashlib.sha256(f"pair {number}".encode()).digest() for number in range(count)]
    return [(every[int.from_bytes(digest[:2]) % len(every)], every[int.from_bytes(digest[2:4]) % len(every)]) for digest in digests]


def expected_of(kind: str, one: Days, other: Days) -> list[tuple[str, tuple[str, str]]]:
    """What a rule makes of a pair that differs only in its days."""
    hardness, days = meeting(one, other)
    if kind == "date":
        return [("hard", days)] if hardness == "never" else []
    if hardness == "never" or (kind == "status" and (succession(one, other) or succession(other, one))):
        return []
    return [(hardness if kind in ("stance", "status") else "hard", days)]


OF_DAYS = {
    "stance": (BACKS, DENIES),
    "status": (HOLDS, HELD),
    "date": (ON_3, ON_5),
    "agreement": (BACKS, ALSO),
}


@pytest.mark.parametrize("kind", OF_DAYS)
def test_drawn_pairs_meet_as_all_their_worlds_say(kind: str, tmp_path: Path) -> None:
    pairs, both = drawn_pairs(400), OF_DAYS[kind]
    world = world_of([[replace(said, days=days) for said, days in zip(both, pair, strict=True)] for pair in pairs])
    found: dict[int, list[tuple[str, tuple[str, str]]]] = {}
    for each in findings(built_whole(tmp_path, world)):
        assert each.kind == kind
        one, other = sorted(int(claim.rpartition("-")[2]) for claim in each.claims)
        assert (one % 2, other - one) == (1, 1)
        found.setdefault(one // 2, []).append((each.hardness, each.days))
    expected = [expected_of(kind, *pair) for pair in pairs]
    assert [
        (pair, found.get(number, []), expected[number]) for number, pair in enumerate(pairs) if found.get(number, []) != expected[number]
    ] == []
    seen = Counter(hardness for each in expected for hardness, _ in each or [("none", NEVER)])
    assert min(seen[word] for word in ("hard", "none")) > 20, seen
    assert (seen["soft"] > 20) == (kind in ("stance", "status"))


NEAR = (
    PERPETRATOR["of one side"],
    PERPETRATOR["one without a name"],
    PERPETRATOR["on days that cannot meet"],
    PLACE["one within the other by two steps"],
    VALUE["none and words without a number"],
    AGREEMENT["something narrower"],
    STATUS["a holder that begins when the other ends"],
    STATUS["for, until against"],
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, rdflib.Dataset]:
    """A pair of each kind and some near misses, in both engines."""
    claims = [claims for claims, _ in (*PLANTED.values(), *NEAR)]
    store = built_whole(tmp_path_factory.mktemp("engines"), world_of(claims)).store
    return store, in_rdflib(store)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_both_engines_find_the_same(path: Path, engines: tuple[Store, rdflib.Dataset]) -> None:
    text = path.read_text(encoding="utf-8")
    assert made_by_rdflib(engines[1], text) == made_by_store(engines[0], text) != set()


def made_by_store(store: Store, text: str) -> set[tuple[str, ...]]:
    made = store.query(text)
    assert isinstance(made, QueryTriples)
    return {(text_of(triple.subject), triple.predicate.value, text_of(triple.object)) for triple in made}


def made_by_rdflib(dataset: rdflib.Dataset, text: str) -> set[tuple[str, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = dataset.query(text).graph
    assert graph is not None
    return {tuple(map(str, triple)) for triple in graph}


# On the shipped record, in general terms: no pair of its contradictions differs only in scope or time.


class Told(NamedTuple):
    """What a claim of the shipped record says, as far as a contradiction depends on it."""

    subject: str
    predicate: str
    object: str
    stance: str
    origin: str
    may: tuple[str, str]
    figures: tuple[int | None, int | None]


def told(dataset: Dataset, claim: str) -> Told:
    name = node(claim)
    values = {quad.predicate.value: text_of(quad.object) for quad in dataset.store.quads_for_pattern(name, None, None, name)}
    least, most = (int(values[ATTEST + part]) if ATTEST + part in values else None for part in ("atLeast", "atMost"))
    assert values[ATTEST + "recordedUntil"] == LAST
    return Told(
        subject=values[RDF + "subject"],
        predicate=values[RDF + "predicate"],
        object=values[RDF + "object"],
        stance=plain_name(values[ATTEST + "committedStance"]),
        origin=values[ATTEST + "origin"],
        may=(values[ATTEST + "mayFrom"], values[ATTEST + "mayTo"]),
        figures=(least, most),
    )


def pairs_of(dataset: Dataset, kind: str) -> list[tuple[Told, Told]]:
    """The pairs that the question gives for a kind."""
    question = find(dataset.catalog.queries, "contradictions")
    rows = answer(dataset.store, question, {"kind": attest(f"{kind}Finding")}).rows
    return [(told(dataset, value(row["claim"])), told(dataset, value(row["other_claim"]))) for row in rows]


def value(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value


def related(dataset: Dataset, low: str, step: str, high: str) -> bool:
    return next(dataset.store.quads_for_pattern(node(low), attest(step), node(high)), None) is not None


def may_meet(one: Told, other: Told) -> bool:
    return max(one.may[0], other.may[0]) <= min(one.may[1], other.may[1])


def cannot_fit(dataset: Dataset, one: Told, other: Told) -> bool:
    """Whether the most that the one allows, of a measure that covers the other's, is less than what that says at least."""
    least = other.figures[0] if other.figures[0] is not None else int(other.figures[1] is None)
    most = one.figures[1]
    return related(dataset, other.predicate, "specialises", one.predicate) and most is not None and most < least


def test_the_question_gives_every_contradiction_of_the_shipped_record_once(dataset_with_findings: Dataset) -> None:
    question = find(dataset_with_findings.catalog.queries, "contradictions")
    rows = [(row["claim"], row["other_claim"], row["kind"]) for row in answer(dataset_with_findings.store, question, {}).rows]
    made = [each for each in findings(dataset_with_findings) if each.kind != "agreement"]
    assert len(set(rows)) == len(rows) == len(made)
    assert {(value(one), value(other)) for one, other, _ in rows} == {each.claims for each in made}


def test_pairs_of_the_shipped_record_are_about_one_thing(dataset_with_findings: Dataset) -> None:
    seen = Counter[str]()
    for kind in ("value", "perpetrator", "date", "place", "characterisation", "stance"):
        for one, other in pairs_of(dataset_with_findings, kind):
            assert related(dataset_with_findings, one.subject, "oneWith", other.subject), (one, other)
            seen[kind] += 1
    assert seen.keys() >= {"value", "date", "stance"}


def test_figures_of_the_shipped_record_that_contradict_each_other_have_one_scope_and_no_number_in_common(
    dataset_with_findings: Dataset,
) -> None:
    pairs = pairs_of(dataset_with_findings, "value")
    assert pairs
    assert [pair for pair in pairs if cannot_fit(dataset_with_findings, *pair) == cannot_fit(dataset_with_findings, *pair[::-1])] == []


def test_what_the_shipped_record_has_denied_is_denied_of_days_that_may_be_meant(dataset_with_findings: Dataset) -> None:
    pairs = pairs_of(dataset_with_findings, "stance")
    assert pairs
    for pair in pairs:
        denied, affirmed = sorted(pair, key=lambda each: each.stance, reverse=True)
        assert (affirmed.stance, denied.stance) == ("affirmed", "denied")
        assert related(dataset_with_findings, affirmed.predicate, "specialises", denied.predicate)
        assert may_meet(affirmed, denied)


def test_other_pairs_of_the_shipped_record_are_of_days_that_may_meet_save_where_the_days_are_the_quarrel(
    dataset_with_findings: Dataset,
) -> None:
    for kind in ("status", "characterisation"):
        assert [pair for pair in pairs_of(dataset_with_findings, kind) if not may_meet(*pair)] == []
    dates = pairs_of(dataset_with_findings, "date")
    assert dates
    assert [pair for pair in dates if may_meet(*pair)] == []


def test_what_the_shipped_record_puts_in_two_ways_is_put_so_by_two_origins_but_for_ranks(dataset_with_findings: Dataset) -> None:
    pairs = [pair for kind in ("perpetrator", "place", "characterisation") for pair in pairs_of(dataset_with_findings, kind)]
    assert pairs
    assert [(one, other) for one, other in pairs if one.object == other.object] == []
    same = [(one, other) for one, other in pairs if one.origin == other.origin]
    assert {one.predicate for one, _ in same} <= {ATTEST + "hasRank"}
