"""Single claims: every pattern of the four bounds and every day around them, against possible worlds.

A *world* is a first and a last day within the bounds, the last not before
the first, on a calendar that reaches two days beyond every bound; the ends
of the calendar stand for unbounded. Nothing here uses the rules of the
implementation: what is sure is what is so in every world.

The design leaves the worlds in two places, on purpose. A stretch of doubt
that is open on one side is no edge: where no bound says how early a state
may have begun, the days before its window are in doubt in some world, and
the claim is *later* there, never back-dated. And a claim that is sure on
one side only gives that day as its window, although in some worlds it does
not hold on that day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from kg.dataset import Dataset
from kg.days import DAY_NAMES, Bounds, normalised
from kg.terms import FIRST_DAY, LAST_DAY
from tests.semantics.reference import Span
from tests.semantics.world import Days, Said, ask_bare, built, statuses

CALENDAR = range(8)
BOUNDED = range(2, 6)
ASKED = range(1, 7)

Pattern = tuple[int | None, int | None, int | None, int | None]
Worlds = list[tuple[int, int]]


def iso(day: int) -> str:
    return (date(2020, 3, 1) + timedelta(days=day)).isoformat()


def dated(pattern: Pattern) -> Days:
    early, late, until, end = (None if day is None else iso(day) for day in pattern)
    return (early, late, until, end)


def worlds(pattern: Pattern) -> Worlds:
    lows = [CALENDAR[0] if day is None else day for day in (pattern[0], pattern[2])]
    highs = [CALENDAR[-1] if day is None else day for day in (pattern[1], pattern[3])]
    return [
        (begin, end)
        for begin, end in product(CALENDAR, CALENDAR)
        if begin <= end and lows[0] <= begin <= highs[0] and lows[1] <= end <= highs[1]
    ]


def every_pattern() -> list[Pattern]:
    days = (None, *BOUNDED)
    return list(product(days, days, days, days))


def cases() -> Iterator[tuple[Pattern, Worlds, dict[str, str]]]:
    """Each pattern that some world fits, its worlds, and its normalised days by name."""
    found = [(pattern, fitting) for pattern in every_pattern() if (fitting := worlds(pattern))]
    assert len(found) == 320
    for pattern, fitting in found:
        yield pattern, fitting, dict(zip(DAY_NAMES, normalised(Bounds(*dated(pattern))), strict=True))


def sure_days(fitting: Worlds) -> tuple[int | None, int | None]:
    """By which day it has begun in every world, and until which day it has ended in none; None where no day is so."""
    begun_by, not_over_until = max(begin for begin, _ in fitting), min(end for _, end in fitting)
    return (
        begun_by if begun_by < CALENDAR[-1] else None,
        not_over_until if not_over_until > CALENDAR[0] else None,
    )


def on_edge(fitting: Worlds, day: int) -> bool:
    """Whether a day is in doubt within a stretch that is closed: sure on both sides, or bounded where it is not within."""
    sure = sure_days(fitting)
    if sure[0] is None or sure[1] is None:
        return False
    earliest, latest = min(begin for begin, _ in fitting), max(end for _, end in fitting)
    low = min(sure[0], sure[1]) if earliest == CALENDAR[0] else earliest
    high = max(sure[0], sure[1]) if latest == CALENDAR[-1] else latest
    return low <= day <= high and not all(begin <= day <= end for begin, end in fitting)


def status_in_worlds(fitting: Worlds, day: int) -> str:
    """The status of a fact that rests on one claim, from its worlds."""
    sure = [found for found in sure_days(fitting) if found is not None]
    if all(begin <= day <= end for begin, end in fitting):
        return "attested"
    if all(end < day for _, end in fitting):
        return "ended"
    if on_edge(fitting, day):
        return "around"
    if all(begin <= day for begin, _ in fitting):
        return "persisting"
    return "later" if sure and min(sure) > day else "undetermined"


def test_the_required_order_of_bounds_is_that_some_world_fits() -> None:
    patterns = every_pattern()
    assert len(patterns) == 625
    for pattern in patterns:
        assert (Bounds(*dated(pattern)).fault() is None) == bool(worlds(pattern)), pattern


def test_begun_means_begun_in_every_world() -> None:
    for pattern, fitting, days in cases():
        for day in ASKED:
            assert (days["sureFrom"] <= iso(day)) == all(begin <= day for begin, _ in fitting), (pattern, day)


def test_not_over_means_not_over_in_every_world() -> None:
    for pattern, fitting, days in cases():
        for day in ASKED:
            assert (days["sureTo"] >= iso(day)) == all(end >= day for _, end in fitting), (pattern, day)


def test_a_claim_that_is_begun_and_not_over_holds_in_every_world_and_no_other_does() -> None:
    for pattern, fitting, days in cases():
        for day in ASKED:
            attested = days["sureFrom"] <= iso(day) <= days["sureTo"]
            assert attested == all(begin <= day <= end for begin, end in fitting), (pattern, day)


def test_outside_the_outer_bounds_a_claim_holds_in_no_world_and_inside_in_some() -> None:
    for pattern, fitting, days in cases():
        for day in ASKED:
            possible = days["mayFrom"] <= iso(day) <= days["mayTo"]
            assert possible == any(begin <= day <= end for begin, end in fitting), (pattern, day)


def test_the_three_stretches_that_the_design_calls_an_edge_are_the_closed_stretches_of_doubt() -> None:
    for pattern, fitting, _ in cases():
        for day in ASKED:
            assert Span(*dated(pattern)).on_edge(iso(day)) == on_edge(fitting, day), (pattern, day)


def test_no_world_misses_the_window_of_a_claim_that_is_sure_on_both_sides() -> None:
    for pattern, fitting, _ in cases():
        sure = sure_days(fitting)
        if sure[0] is not None and sure[1] is not None:
            assert all(begin <= max(sure[0], sure[1]) and end >= min(sure[0], sure[1]) for begin, end in fitting), pattern


def test_a_claim_is_undated_only_where_no_day_is_sure() -> None:
    undated = [pattern for pattern, _, days in cases() if days["sureFrom"] == LAST_DAY and days["sureTo"] == FIRST_DAY]
    assert undated == [(None, None, None, None)]


def singles(folder: Path) -> tuple[Dataset, dict[str, tuple[Pattern, Worlds]]]:
    """A record in which each pattern is the one claim of a backer of its own."""
    found = {f"backer-{number}": (pattern, fitting) for number, (pattern, fitting, _) in enumerate(cases())}
    return built(folder, [Said(name, "backs", "amra", dated(pattern)) for name, (pattern, _) in found.items()]), found


def test_the_stored_question_gives_each_single_claim_the_status_of_its_worlds(tmp_path: Path) -> None:
    dataset, found = singles(tmp_path)
    for day in ASKED:
        expected = {name: status_in_worlds(fitting, day) for name, (_, fitting) in found.items()}
        actual = statuses(dataset, "amra", as_of=iso(day))
        assert len(actual) == len(expected)
        wrong = [(found[name][0], day, actual[name], expected[name]) for name in expected if actual[name] != expected[name]]
        assert wrong == []


def test_the_stored_question_gives_each_single_claim_the_window_between_its_sure_days(tmp_path: Path) -> None:
    dataset, found = singles(tmp_path)
    expected = {}
    for name, (_, fitting) in found.items():
        sure_from, sure_to = sure_days(fitting)
        sure = [iso(day) for day in (sure_from, sure_to) if day is not None and sure_from is not None]
        expected[name] = (min(sure, default=""), max(sure, default=""))
    for values in ({}, {"as_of": iso(3)}):
        rows = ask_bare(dataset, of="amra", **values)
        assert {str(row["backer"]): (row["first_attested"], row["last_attested"]) for row in rows} == expected


def test_claims_about_gives_each_single_claim_the_same_status(tmp_path: Path) -> None:
    dataset, found = singles(tmp_path)
    names = dict(enumerate(found, 1))
    for day in ASKED:
        rows = ask_bare(dataset, "claims_about", of="amra", as_of=iso(day))
        actual = {names[int(str(row["claim"]).rpartition("-")[2])]: row["status"] for row in rows}
        assert actual == {name: status_in_worlds(fitting, day) for name, (_, fitting) in found.items()}
