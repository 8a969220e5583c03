"""Combined statuses: the table of the design against the stored question, by example and over drawn facts."""

from collections import Counter
from pathlib import Path

import pytest

from tests.semantics.drawn import ASKED, facts, patterns
from tests.semantics.reference import STATUSES, status, window
from tests.semantics.world import NO_DAYS, Days, Said, World, ask, ask_bare, built, on, statuses

MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
BACKED = "amra"

EXAMPLES: dict[str, tuple[list[Days], list[Days], str, str]] = {
    "attested by one report of the day": ([on(MARCH_5)], [], MARCH_5, "attested"),
    "attested within sure bounds": ([(None, MARCH_3, MARCH_7, None)], [], MARCH_5, "attested"),
    "attested on the day of an ending": ([on(MARCH_5)], [on(MARCH_5)], MARCH_5, "attested"),
    "ended by its own end": ([(None, MARCH_3, None, MARCH_5)], [], MARCH_7, "ended"),
    "on the day of its own end not yet ended": ([(None, MARCH_3, MARCH_3, MARCH_5)], [], MARCH_5, "around"),
    "ended by a moment": ([on(MARCH_3)], [on(MARCH_5)], MARCH_7, "ended"),
    "on the day of the moment not yet ended": ([on(MARCH_3)], [on(MARCH_5)], MARCH_5, "persisting"),
    "ended by a moment that surely came by a day": ([on(MARCH_3)], [(None, MARCH_5, None, None)], MARCH_7, "ended"),
    "not ended by a moment of unknown day": ([on(MARCH_3)], [NO_DAYS], MARCH_7, "persisting"),
    "not ended by a moment that comes later": ([on(MARCH_3)], [on(MARCH_9)], MARCH_7, "persisting"),
    "not ended by a moment that may come later": ([on(MARCH_3)], [(MARCH_5, MARCH_9, None, None)], MARCH_7, "persisting"),
    "ended is cancelled by a claim that begins after": ([on(MARCH_3), on(MARCH_7)], [on(MARCH_5)], MARCH_9, "persisting"),
    "ended is not cancelled by a claim that has not begun": ([on(MARCH_3), on(MARCH_9)], [on(MARCH_5)], MARCH_7, "ended"),
    "own end is cancelled by a claim that reaches past it": ([(None, MARCH_3, None, MARCH_3), on(MARCH_5)], [], MARCH_7, "persisting"),
    "ended again by a second moment": ([on(MARCH_3), on(MARCH_5)], [on(MARCH_3), on(MARCH_7)], MARCH_9, "ended"),
    "bracketed by reports before and after": ([on(MARCH_3), on(MARCH_7)], [], MARCH_5, "bracketed"),
    "bracketed is broken by an ending between": ([on(MARCH_3), on(MARCH_9)], [on(MARCH_7)], MARCH_5, "persisting"),
    "bracketed is broken by an own end between": ([(None, MARCH_3, MARCH_3, MARCH_7), on(MARCH_9)], [], MARCH_5, "around"),
    "bracketed with an ending behind it": ([on(MARCH_5), on(MARCH_9)], [on(MARCH_3)], MARCH_7, "bracketed"),
    "bracketed with an ending ahead of it": ([on(MARCH_3), on(MARCH_7)], [on(MARCH_9)], MARCH_5, "bracketed"),
    "around the day of a report that is a range": ([(None, MARCH_7, MARCH_3, None)], [], MARCH_5, "around"),
    "around a doubtful beginning": ([(MARCH_3, MARCH_7, MARCH_9, None)], [], MARCH_5, "around"),
    "around a doubtful end": ([(None, MARCH_3, MARCH_5, MARCH_9)], [], MARCH_7, "around"),
    "persisting after the last report": ([on(MARCH_3)], [], MARCH_9, "persisting"),
    "undetermined without any day": ([NO_DAYS], [], MARCH_5, "undetermined"),
    "undetermined where only the earliest beginning is known": ([(MARCH_3, None, None, None)], [], MARCH_5, "undetermined"),
    "undetermined on the day itself": ([(None, None, MARCH_5, None)], [], MARCH_5, "undetermined"),
    "undetermined beside a later report": ([NO_DAYS, (MARCH_7, MARCH_9, None, None)], [], MARCH_5, "undetermined"),
    "later before the first report": ([on(MARCH_7)], [], MARCH_5, "later"),
    "later is never back-dated by an open beginning": ([(None, MARCH_7, None, None)], [], MARCH_5, "later"),
    "later though reports follow each other": ([on(MARCH_7), on(MARCH_9)], [], MARCH_5, "later"),
}


def fact(name: str, affirmed: list[Days], moments: list[Days]) -> list[Said]:
    return [Said(name, "backs", BACKED, days) for days in affirmed] + [Said(name, "withdrewFrom", BACKED, days) for days in moments]


def test_the_examples_show_each_of_the_seven_statuses() -> None:
    assert Counter(expected for *_, expected in EXAMPLES.values()).keys() == set(STATUSES)
    assert len(EXAMPLES) == 31


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_its_status_in_the_reference_and_in_the_answer(name: str, tmp_path: Path) -> None:
    affirmed, moments, day, expected = EXAMPLES[name]
    assert status(affirmed, moments, day) == expected
    assert statuses(built(tmp_path, fact("boria", affirmed, moments)), BACKED, as_of=day) == {"boria": expected}


def test_drawn_facts_have_the_status_of_the_reference_on_every_day(tmp_path: Path) -> None:
    drawn = {f"backer-{number}": found for number, found in enumerate(facts(900, against=False))}
    claims = [said for name, found in drawn.items() for said in dict.fromkeys(fact(name, list(found.affirmed), list(found.moments)))]
    dataset, seen = built(tmp_path, claims), Counter[str]()
    for day in ASKED:
        rows = {str(row["backer"]): row for row in ask_bare(dataset, of=BACKED, as_of=day)}
        expected = {name: status(found.affirmed, found.moments, day) for name, found in drawn.items()}
        assert rows.keys() == expected.keys()
        assert [(day, drawn[name], rows[name]["status"], word) for name, word in expected.items() if rows[name]["status"] != word] == []
        assert {row["contested"] for row in rows.values()} == {"no"}
        seen.update(expected.values())
    assert min(seen[word] for word in STATUSES) >= 20, seen


def test_pairs_of_every_pattern_with_a_report_have_the_status_of_the_reference(tmp_path: Path) -> None:
    pairs = {f"backer-{number}-{day}": [days, on(day)] for number, days in enumerate(patterns()) for day in ASKED[1:6:2]}
    assert len(pairs) == 459
    claims = [said for name, affirmed in pairs.items() for said in dict.fromkeys(fact(name, affirmed, []))]
    dataset = built(tmp_path, claims)
    for day in ASKED:
        found = statuses(dataset, BACKED, as_of=day)
        assert [(name, found[name]) for name, affirmed in pairs.items() if found[name] != status(affirmed, [], day)] == []


def test_first_and_last_attested_are_the_outer_days_of_the_windows(tmp_path: Path) -> None:
    drawn = {f"backer-{number}": found for number, found in enumerate(facts(200, against=False))}
    claims = [said for name, found in drawn.items() for said in dict.fromkeys(fact(name, list(found.affirmed), list(found.moments)))]
    dataset = built(tmp_path, claims)
    for values in ({}, {"as_of": ASKED[3]}):
        rows = {str(row["backer"]): (row["first_attested"], row["last_attested"]) for row in ask_bare(dataset, of=BACKED, **values)}
        assert rows == {name: window(found.affirmed) for name, found in drawn.items()}


def test_without_a_day_there_is_no_status_and_every_fact_stands(tmp_path: Path) -> None:
    dataset = built(
        tmp_path, [*fact("boria", [on(MARCH_3)], [on(MARCH_5)]), *fact("cela", [NO_DAYS], []), *fact("dorn", [on(MARCH_9)], [])]
    )
    rows = ask(dataset, of=BACKED)
    assert [(row["backer"], row["status"], row["contested"], row["first_attested"]) for row in rows] == [
        ("boria", "", "", MARCH_3),
        ("cela", "", "", ""),
        ("dorn", "", "", MARCH_9),
    ]


def test_rows_come_in_the_order_of_the_table_and_then_by_name(tmp_path: Path) -> None:
    claims = [
        *fact("a", [on(MARCH_9)], []),
        *fact("b", [NO_DAYS], []),
        *fact("c", [on(MARCH_3)], []),
        *fact("d", [(MARCH_3, MARCH_7, None, None)], []),
        *fact("e", [on(MARCH_3), on(MARCH_9)], []),
        *fact("f", [on(MARCH_3)], [on(MARCH_3)]),
        *fact("h", [on(MARCH_5)], []),
        *fact("g", [on(MARCH_5)], []),
    ]
    rows = ask(built(tmp_path, claims), of=BACKED, as_of=MARCH_5)
    assert [(row["backer"], row["status"]) for row in rows] == [
        ("g", "attested"),
        ("h", "attested"),
        *zip("fedcba", STATUSES[1:], strict=True),
    ]


def test_a_denial_never_ends_a_fact(tmp_path: Path) -> None:
    claims = [*fact("boria", [on(MARCH_3)], []), Said("boria", "backs", BACKED, on(MARCH_5), stance="denied")]
    rows = ask(built(tmp_path, claims), of=BACKED, as_of=MARCH_7)
    assert [(row["status"], row["contested"]) for row in rows] == [("persisting", "yes")]


@pytest.mark.parametrize(
    ("stance", "modality"), [("denied", "asserted"), ("leftOpen", "asserted"), ("affirmed", "intended"), ("affirmed", "speculated")]
)
def test_a_moment_that_nobody_commits_to_ends_nothing(stance: str, modality: str, tmp_path: Path) -> None:
    moment = Said("boria", "withdrewFrom", BACKED, on(MARCH_5), stance=stance, modality=modality)
    assert statuses(built(tmp_path, [*fact("boria", [on(MARCH_3)], []), moment]), BACKED, as_of=MARCH_7) == {"boria": "persisting"}


def test_an_alleged_moment_ends(tmp_path: Path) -> None:
    moment = Said("boria", "withdrewFrom", BACKED, on(MARCH_5), modality="alleged")
    assert statuses(built(tmp_path, [*fact("boria", [on(MARCH_3)], []), moment]), BACKED, as_of=MARCH_7) == {"boria": "ended"}


def test_a_narrower_moment_ends_too(tmp_path: Path) -> None:
    moment = Said("boria", "fledFrom", BACKED, on(MARCH_5))
    assert statuses(built(tmp_path, [*fact("boria", [on(MARCH_3)], []), moment]), BACKED, as_of=MARCH_7) == {"boria": "ended"}


def test_a_moment_that_ends_the_wider_state_ends_the_narrower(tmp_path: Path) -> None:
    claims = [Said("boria", "suppliesArmsTo", BACKED, on(MARCH_3)), Said("boria", "withdrewFrom", BACKED, on(MARCH_5))]
    dataset = built(tmp_path, claims)
    assert statuses(dataset, BACKED, as_of=MARCH_7, kind="suppliesArmsTo") == {"boria": "ended"}
    assert statuses(dataset, BACKED, as_of=MARCH_7) == {"boria": "ended"}


def test_a_moment_that_ends_the_narrower_state_leaves_the_wider(tmp_path: Path) -> None:
    claims = [Said("boria", "suppliesArmsTo", BACKED, on(MARCH_3)), Said("boria", "stoppedArming", BACKED, on(MARCH_5))]
    dataset = built(tmp_path, claims)
    assert statuses(dataset, BACKED, as_of=MARCH_7, kind="suppliesArmsTo") == {"boria": "ended"}
    assert statuses(dataset, BACKED, as_of=MARCH_7) == {"boria": "persisting"}


def test_a_moment_of_another_backer_or_from_another_actor_ends_nothing(tmp_path: Path) -> None:
    claims = [
        *fact("boria", [on(MARCH_3)], []),
        Said("cela", "withdrewFrom", BACKED, on(MARCH_5)),
        Said("boria", "withdrewFrom", "dorn", on(MARCH_5)),
    ]
    assert statuses(built(tmp_path, claims), BACKED, as_of=MARCH_7) == {"boria": "persisting"}


def test_a_moment_whose_source_is_not_known_yet_ends_nothing(tmp_path: Path) -> None:
    claims = [*fact("boria", [on(MARCH_3)], []), Said("boria", "withdrewFrom", BACKED, on(MARCH_5), source="book")]
    dataset = built(tmp_path, World(claims, {"paper": MARCH_3, "book": MARCH_9}))
    assert statuses(dataset, BACKED, as_of=MARCH_7, known_by=MARCH_7) == {"boria": "persisting"}
    assert statuses(dataset, BACKED, as_of=MARCH_7, known_by=MARCH_9) == {"boria": "ended"}


def test_a_moment_is_no_claim_of_the_fact_and_no_kind_of_backing(tmp_path: Path) -> None:
    dataset = built(tmp_path, fact("boria", [on(MARCH_3)], [on(MARCH_5)]))
    assert [(row["claims"], row["kinds"], row["last_attested"]) for row in ask(dataset, of=BACKED)] == [("1", ["backs"], MARCH_3)]


def test_an_ending_without_a_fact_makes_no_row(tmp_path: Path) -> None:
    dataset = built(tmp_path, fact("boria", [], [on(MARCH_5)]))
    assert ask(dataset, of=BACKED) == ask(dataset, of=BACKED, as_of=MARCH_7) == []


def test_the_other_direction_of_the_question_gives_the_same_statuses(tmp_path: Path) -> None:
    examples = {f"backer-{number}": example for number, example in enumerate(EXAMPLES.values())}
    dataset = built(tmp_path, [said for name, (affirmed, moments, *_) in examples.items() for said in fact(name, affirmed, moments)])
    for day in (MARCH_3, MARCH_5, MARCH_7, MARCH_9):
        rows = ask_bare(dataset, "backed_by", as_of=day)
        assert {str(row["backer"]): row["status"] for row in rows} == statuses(dataset, BACKED, as_of=day)


def test_forces_follow_the_same_table(tmp_path: Path) -> None:
    drawn = {f"member-{number}": found for number, found in enumerate(facts(120, against=False))}
    claims = [Said(name, "belongsTo", BACKED, days) for name, found in drawn.items() for days in dict.fromkeys(found.affirmed)]
    dataset = built(tmp_path, claims)
    for day in ASKED:
        rows = {str(row["member"]): row["status"] for row in ask_bare(dataset, "forces", of=BACKED, as_of=day)}
        assert rows == {name: status(found.affirmed, (), day) for name, found in drawn.items()}
