"""A property that an object has with one subject at a time: a later holder ends what an earlier one had."""

from collections import Counter
from pathlib import Path

import pytest

from tests.semantics.drawn import ASKED, facts
from tests.semantics.reference import STATUSES, status
from tests.semantics.world import NO_DAYS, Days, Said, World, ask, ask_bare, ask_evidence, built, on, statuses

MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
WARD = "amra"

EXAMPLES: dict[str, tuple[list[Days], list[Days], str, str]] = {
    "ended by a later holder": ([on(MARCH_3)], [on(MARCH_5)], MARCH_7, "ended"),
    "ended on the very day of the later holder": ([on(MARCH_3)], [on(MARCH_5)], MARCH_5, "ended"),
    "not ended before the later holder is sure": ([on(MARCH_3)], [(MARCH_5, MARCH_9, None, None)], MARCH_7, "persisting"),
    "not ended by a holder of unknown day": ([on(MARCH_3)], [NO_DAYS], MARCH_7, "persisting"),
    "not ended by a holder before it": ([on(MARCH_5)], [on(MARCH_3)], MARCH_7, "persisting"),
    "not ended by a holder of the same day": ([on(MARCH_5)], [on(MARCH_5)], MARCH_7, "persisting"),
    "not ended by a holder whose window meets its own": ([(None, MARCH_3, MARCH_5, None)], [on(MARCH_5)], MARCH_7, "persisting"),
    "attested beside another holder": ([on(MARCH_5)], [on(MARCH_5)], MARCH_5, "attested"),
    "taken back after the other holder": ([on(MARCH_3), on(MARCH_7)], [on(MARCH_5)], MARCH_9, "persisting"),
    "not ended before it has begun": ([on(MARCH_9)], [on(MARCH_3)], MARCH_5, "later"),
    "bracketed is broken by a holder between": ([on(MARCH_3), on(MARCH_9)], [on(MARCH_7)], MARCH_5, "persisting"),
    "bracketed with a holder behind it": ([on(MARCH_5), on(MARCH_9)], [on(MARCH_3)], MARCH_7, "bracketed"),
    "bracketed with a holder ahead of it": ([on(MARCH_3), on(MARCH_7)], [on(MARCH_9)], MARCH_5, "bracketed"),
}


def held(name: str, days: list[Days], predicate: str = "protects") -> list[Said]:
    return [Said(name, predicate, WARD, each) for each in days]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_its_status_in_the_reference_and_in_the_answer(name: str, tmp_path: Path) -> None:
    mine, others, day, expected = EXAMPLES[name]
    assert status(mine, (), day, others) == expected
    dataset = built(tmp_path, [*held("boria", mine), *held("cela", others)])
    assert statuses(dataset, WARD, as_of=day, kind="protects")["boria"] == expected


def test_drawn_pairs_of_holders_have_the_status_of_the_reference_on_every_day(tmp_path: Path) -> None:
    drawn = facts(120, against=True)
    wards = {f"ward-{number}": (fact.affirmed, fact.denied or fact.moments) for number, fact in enumerate(drawn)}
    claims = [
        Said(holder, "protects", ward, days)
        for ward, pair in wards.items()
        for holder, claimed in zip(("boria", "cela"), pair, strict=True)
        for days in dict.fromkeys(claimed)
    ]
    dataset, seen = built(tmp_path, claims), Counter[str]()
    for day in ASKED:
        rows = ask_bare(dataset, "backed_by", as_of=day, kind="protects")
        found = {(str(row["backer"]), str(row["backed"])): row["status"] for row in rows}
        expected = {}
        for ward, (mine, others) in wards.items():
            expected["boria", ward] = status(mine, (), day, others)
            if others:
                expected["cela", ward] = status(others, (), day, mine)
        assert found == expected
        seen.update(expected.values())
    assert min(seen[word] for word in STATUSES) >= 5, seen


def test_only_the_exclusive_property_and_those_below_it_have_one_holder(tmp_path: Path) -> None:
    dataset = built(tmp_path, [*held("boria", [on(MARCH_3)], "garrisons"), *held("cela", [on(MARCH_5)])])
    assert statuses(dataset, WARD, as_of=MARCH_7, kind="garrisons") == {"boria": "ended"}
    assert statuses(dataset, WARD, as_of=MARCH_7, kind="protects") == {"boria": "ended", "cela": "persisting"}
    assert statuses(dataset, WARD, as_of=MARCH_7) == {"boria": "persisting", "cela": "persisting"}


def test_a_holder_of_something_else_and_an_uncommitted_holder_end_nothing(tmp_path: Path) -> None:
    claims = [
        *held("boria", [on(MARCH_3)]),
        Said("cela", "protects", "dorn", on(MARCH_5)),
        Said("cela", "protects", WARD, on(MARCH_5), modality="intended"),
        Said("cela", "protects", WARD, on(MARCH_5), stance="denied"),
        Said("cela", "backs", WARD, on(MARCH_5)),
    ]
    assert statuses(built(tmp_path, claims), WARD, as_of=MARCH_7, kind="protects") == {"boria": "persisting"}


def test_a_holder_whose_source_is_not_known_yet_ends_nothing(tmp_path: Path) -> None:
    claims = [*held("boria", [on(MARCH_3)]), Said("cela", "protects", WARD, on(MARCH_5), source="book")]
    dataset = built(tmp_path, World(claims, {"paper": MARCH_3, "book": MARCH_9}))
    assert statuses(dataset, WARD, as_of=MARCH_7, known_by=MARCH_7, kind="protects") == {"boria": "persisting"}
    assert statuses(dataset, WARD, as_of=MARCH_7, known_by=MARCH_9, kind="protects")["boria"] == "ended"


def test_the_later_holder_is_no_claim_of_the_fact_and_stands_in_its_evidence_as_an_ending(tmp_path: Path) -> None:
    dataset = built(tmp_path, [*held("boria", [on(MARCH_3)]), *held("cela", [on(MARCH_5)])])
    rows = ask(dataset, of=WARD, as_of=MARCH_7, kind="protects")
    assert [(row["backer"], row["claims"], row["origins"], row["last_attested"]) for row in rows] == [
        ("boria", "1", "1", MARCH_3),
        ("cela", "1", "1", MARCH_5),
    ]
    roles = {(row["backer"], row["role"], row["claim"]) for row in ask_evidence(dataset, of=WARD, kind="protects")}
    assert {row for row in roles if row[0] == "boria"} == {("boria", "for", "claims-1"), ("boria", "rival", "claims-2")}
