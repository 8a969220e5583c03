"""Contested facts: who denies, what cannot hold beside, and what counts nowhere."""

from pathlib import Path

import pytest

from tests.semantics.drawn import ASKED, Fact, facts
from tests.semantics.reference import contested, status
from tests.semantics.world import NO_DAYS, Days, Said, World, ask, ask_bare, built, on

BACKED = "amra"
MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
HELD: Days = (None, MARCH_3, MARCH_9, None)
UNCOMMITTED = [
    ("affirmed", "speculated"),
    ("affirmed", "intended"),
    ("affirmed", "supposed"),
    ("leftOpen", "asserted"),
    ("leftOpen", "alleged"),
    ("denied", "speculated"),
    ("denied", "supposed"),
]


def row(folder: Path, claims: list[Said], day: str = MARCH_5, **values: str | bool) -> tuple[object, object]:
    """Status and contested of the one fact that the claims make."""
    rows = ask(built(folder, claims), of=BACKED, as_of=day, **values)
    assert len(rows) == 1
    return rows[0]["status"], rows[0]["contested"]


def backing(predicate: str = "backs", days: Days = HELD) -> Said:
    return Said("boria", predicate, BACKED, days)


def denial(predicate: str = "backs", days: Days = HELD, modality: str = "asserted") -> Said:
    return Said("boria", predicate, BACKED, days, stance="denied", modality=modality, chain=("gazette",))


@pytest.mark.parametrize(
    ("affirmed", "denied", "asked", "expected"),
    [
        ("backs", "backs", "backs", "yes"),
        ("suppliesArmsTo", "suppliesArmsTo", "suppliesArmsTo", "yes"),
        ("suppliesArmsTo", "backsMilitarily", "suppliesArmsTo", "yes"),
        ("suppliesArmsTo", "backs", "suppliesArmsTo", "yes"),
        ("suppliesArmsTo", "backs", "backsMilitarily", "yes"),
        ("suppliesArmsTo", "backs", "backs", "yes"),
        ("backs", "suppliesArmsTo", "backs", "no"),
        ("backsMilitarily", "suppliesArmsTo", "backsMilitarily", "no"),
        ("suppliesArmsTo", "sendsForcesTo", "suppliesArmsTo", "no"),
        ("suppliesArmsTo", "suppliesArmsTo", "backs", "no"),
        ("suppliesArmsTo", "backsPolitically", "backs", "no"),
    ],
)
def test_a_denial_contests_its_property_and_narrower_ones_never_wider(
    affirmed: str, denied: str, asked: str, expected: str, tmp_path: Path
) -> None:
    assert row(tmp_path, [backing(affirmed), denial(denied)], kind=asked) == ("attested", expected)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (on(MARCH_5), "yes"),
        (on(MARCH_3), "yes"),
        ((None, MARCH_7, MARCH_3, None), "yes"),
        (NO_DAYS, "yes"),
        ((MARCH_3, None, None, None), "yes"),
        (on(MARCH_7), "no"),
        ((None, MARCH_3, None, MARCH_3), "no"),
    ],
)
def test_a_denial_contests_unless_it_is_later_or_ended(days: Days, expected: str, tmp_path: Path) -> None:
    assert row(tmp_path, [backing(), denial(days=days)]) == ("attested", expected)


def test_denials_bracket_a_day_together(tmp_path: Path) -> None:
    ended = denial(days=(None, MARCH_3, None, MARCH_3))
    assert row(tmp_path / "one", [backing(), ended, denial(days=on(MARCH_7))]) == ("attested", "no")
    assert row(tmp_path / "two", [backing(), denial(days=on(MARCH_3)), denial(days=on(MARCH_7))]) == ("attested", "yes")


def test_an_alleged_denial_contests(tmp_path: Path) -> None:
    assert row(tmp_path, [backing(), denial(modality="alleged")]) == ("attested", "yes")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([on(MARCH_5)], "yes"),
        ([on(MARCH_3), on(MARCH_7)], "yes"),
        ([(None, MARCH_7, MARCH_3, None)], "yes"),
        ([on(MARCH_3)], "no"),
        ([on(MARCH_7)], "no"),
        ([NO_DAYS], "no"),
        ([(None, MARCH_3, None, MARCH_3)], "no"),
    ],
)
def test_an_incompatible_claim_contests_where_it_is_attested_bracketed_or_around(days: list[Days], expected: str, tmp_path: Path) -> None:
    against = [Said("boria", "opposes", BACKED, bounds) for bounds in days]
    assert row(tmp_path, [backing(), *against]) == ("attested", expected)


@pytest.mark.parametrize(("affirmed", "against"), [("suppliesArmsTo", "opposes"), ("backs", "fights"), ("suppliesArmsTo", "fights")])
def test_what_is_incompatible_is_so_for_all_that_is_narrower(affirmed: str, against: str, tmp_path: Path) -> None:
    assert row(tmp_path, [backing(affirmed), Said("boria", against, BACKED, on(MARCH_5))], kind=affirmed) == ("attested", "yes")


def test_a_denied_incompatible_claim_contests_nothing(tmp_path: Path) -> None:
    assert row(tmp_path, [backing(), denial("opposes")]) == ("attested", "no")


@pytest.mark.parametrize(
    "against", [Said("cela", "backs", BACKED, HELD, stance="denied"), Said("boria", "backs", "dorn", HELD, stance="denied")]
)
def test_a_denial_of_another_fact_contests_nothing(against: Said, tmp_path: Path) -> None:
    assert row(tmp_path, [backing(), against]) == ("attested", "no")


@pytest.mark.parametrize(("stance", "modality"), UNCOMMITTED)
def test_what_nobody_commits_to_makes_no_fact(stance: str, modality: str, tmp_path: Path) -> None:
    dataset = built(tmp_path, [Said("boria", "backs", BACKED, HELD, stance=stance, modality=modality)])
    assert ask(dataset, of=BACKED, as_of=MARCH_5) == ask(dataset, of=BACKED) == []
    assert ask(dataset, "backed_by", of="boria", as_of=MARCH_5) == []


@pytest.mark.parametrize(("stance", "modality"), UNCOMMITTED)
@pytest.mark.parametrize("predicate", ["backs", "opposes"])
def test_what_nobody_commits_to_adds_nothing_and_contests_nothing(predicate: str, stance: str, modality: str, tmp_path: Path) -> None:
    known = backing(days=on(MARCH_3))
    other = Said("boria", predicate, BACKED, on(MARCH_5), stance=stance, modality=modality, chain=("gazette",))
    with_other = ask(built(tmp_path / "with", [known, other]), of=BACKED, as_of=MARCH_5)
    assert with_other == ask(built(tmp_path / "without", [known]), of=BACKED, as_of=MARCH_5)


def test_a_denial_alone_makes_no_row(tmp_path: Path) -> None:
    assert ask(built(tmp_path, [denial()]), of=BACKED, as_of=MARCH_5) == []


def test_absence_from_a_list_denies_nothing(tmp_path: Path) -> None:
    listed = [Said(name, "backs", BACKED, on(MARCH_5), source="book", chain=("gazette",)) for name in ("cela", "dorn")]
    alone = ask(built(tmp_path / "alone", [backing()]), of=BACKED, as_of=MARCH_5)
    world = World([backing(), *listed], {"paper": MARCH_3, "book": MARCH_5})
    beside = ask(built(tmp_path / "beside", world), of=BACKED, as_of=MARCH_5)
    assert [row["backer"] for row in beside] == ["boria", "cela", "dorn"]
    assert beside[0] == alone[0]
    assert {row["contested"] for row in beside} == {"no"}


def test_drawn_facts_are_contested_as_the_reference_says_and_keep_their_status(tmp_path: Path) -> None:
    drawn = {f"backer-{number}": found for number, found in enumerate(facts(600, against=True))}
    claims = list(dict.fromkeys(said for name, found in drawn.items() for said in _claims_of(name, found)))
    dataset, seen = built(tmp_path, claims), set[tuple[object, object]]()
    for day in ASKED:
        rows = {str(row["backer"]): (row["status"], row["contested"]) for row in ask_bare(dataset, of=BACKED, as_of=day)}
        expected = {
            name: (status(found.affirmed, found.moments, day), "yes" if contested(found.denied, found.incompatible, day) else "no")
            for name, found in drawn.items()
        }
        assert [(day, drawn[name], rows[name], pair) for name, pair in expected.items() if rows[name] != pair] == []
        seen.update(expected.values())
    assert len(seen) == 14


def _claims_of(name: str, found: Fact) -> list[Said]:
    return [
        *(Said(name, "backs", BACKED, days) for days in found.affirmed),
        *(Said(name, "withdrewFrom", BACKED, days) for days in found.moments),
        *(Said(name, "backs", BACKED, days, stance="denied") for days in found.denied),
        *(Said(name, "opposes", BACKED, days) for days in found.incompatible),
    ]
