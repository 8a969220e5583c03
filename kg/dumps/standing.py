"""What becomes of the claims of one record between two days, by one of its three clocks.

In the world a claim holds on a day surely, possibly or not, as its bounds have
it; by the issue of its source it is known or not; in the record it stands, or
not yet, or no longer.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from kg.dumps.changes import Change, ordered
from kg.dumps.quads import natural
from kg.engine import Engine
from kg.terms import LAST_DAY, text_of
from kg.vocab import ATTEST, RDFS, attest, node

__all__ = ["standing_changes"]

_READ = ("sureFrom", "sureTo", "mayFrom", "mayTo", "knownFrom", "recorded", "recordedUntil", "withdrawn")

_Days = Mapping[str, str]
"""The days of a claim by the local names of their properties."""


class _Clock(NamedTuple):
    """How a clock tells where a claim stands on a day, and what has become of one that stood at the first word and stands at the second."""

    word: Callable[[_Days, str], str]
    kind: Callable[[str, str], str]
    counts: Callable[[_Days], bool]
    """Whether a claim is told of at all: one that is no longer in the record counts by the clock of the record alone."""


def standing_changes(store: Engine, clock: str, first: str, last: str) -> tuple[Change, ...]:
    """The claims that stand otherwise on the last day than on the first; ``clock`` is as_of, known_by or recorded_by."""
    word, kind, counts = _CLOCKS[clock]
    named = store.quads_for_pattern(None, node(RDFS + "label"), None)
    labels = dict(sorted(((text_of(quad.subject), text_of(quad.object)) for quad in named), reverse=True))
    claims, later = _days(store), _superseding(store)
    found = []
    for claim, days in claims.items():
        before, after = word(days, first), word(days, last)
        if before != after and counts(days):
            since = (one for one in later.get(claim, ()) if after == "superseded" and claims[one]["recorded"] <= last)
            found.append(Change(claim, kind(before, after), labels.get(claim, ""), tuple(sorted(since, key=natural)), (), (before, after)))
    return ordered(found)


def _days(store: Engine) -> dict[str, dict[str, str]]:
    """The days of every claim."""
    found: dict[str, dict[str, str]] = {}
    for quad in store.quads_for_pattern(None, attest("recordedUntil"), None):
        found[text_of(quad.subject)] = {}
    for name in _READ:
        for quad in store.quads_for_pattern(None, attest(name), None):
            if (days := found.get(text_of(quad.subject))) is not None:
                days[name] = text_of(quad.object)
    return found


def _superseding(store: Engine) -> dict[str, list[str]]:
    """The claims that supersede each claim."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, node(ATTEST + "supersedes"), None):
        found.setdefault(text_of(quad.object), []).append(text_of(quad.subject))
    return found


def _in_the_world(days: _Days, day: str) -> str:
    if days["sureFrom"] <= day <= days["sureTo"]:
        return "surely"
    return "possibly" if days["mayFrom"] <= day <= days["mayTo"] else "not"


def _known(days: _Days, day: str) -> str:
    return "known" if days["knownFrom"] <= day and days["knownFrom"] < LAST_DAY else "unknown"


def _in_the_record(days: _Days, day: str) -> str:
    if day < days["recorded"]:
        return "not yet"
    if day < days["recordedUntil"]:
        return "stands"
    return "withdrawn" if days.get("withdrawn") == days["recordedUntil"] else "superseded"


def _stands(days: _Days) -> bool:
    return days["recordedUntil"] == LAST_DAY


def _kind_in_the_record(_: str, after: str) -> str:
    if after in ("withdrawn", "superseded"):
        return after
    return "added" if after == "stands" else "removed"


_CLOCKS = {
    "as_of": _Clock(_in_the_world, lambda *_: "changed", _stands),
    "known_by": _Clock(_known, lambda _, after: "added" if after == "known" else "removed", _stands),
    "recorded_by": _Clock(_in_the_record, _kind_in_the_record, lambda _: True),
}
