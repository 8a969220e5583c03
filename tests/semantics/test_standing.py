"""What becomes of claims between two days: by the clock of the world against possible worlds, by the others with quadrants."""

from itertools import permutations
from pathlib import Path

from kg.dataset import Dataset
from kg.dumps.changes import Change
from kg.dumps.standing import standing_changes
from tests.semantics.test_days import ASKED, Worlds, cases, dated, iso
from tests.semantics.world import Said, World, built, on

MARCH_3, MARCH_5, MARCH_7 = "2020-03-03", "2020-03-05", "2020-03-07"
APRIL, MAY, JUNE = "2020-04-01", "2020-05-01", "2020-06-01"


def word(fitting: Worlds, day: int) -> str:
    """How a claim holds on a day, by its worlds."""
    holds = {begin <= day <= end for begin, end in fitting}
    return "possibly" if len(holds) == 2 else "surely" if holds == {True} else "not"


def number(change: Change) -> int:
    return int(change.iri.rpartition("-")[2])


def standings(dataset: Dataset, clock: str, first: str, last: str) -> dict[int, tuple[str, str, str]]:
    """The kind of each change and where the claim stands on the two days, by the number of the claim."""
    found = standing_changes(dataset.store, clock, first, last)
    assert all(change.standing and change.label == f"claim {number(change)}" for change in found)
    return {number(change): (change.kind, *(change.standing or ("", ""))) for change in found}


def test_a_claim_differs_where_it_holds_in_other_worlds(tmp_path: Path) -> None:
    drawn = [(fitting, Said(f"backer-{place}", "backs", "amra", dated(pattern))) for place, (pattern, fitting, _) in enumerate(cases())]
    dataset, seen = built(tmp_path, [said for _, said in drawn]), set()
    for first, last in permutations(ASKED, 2):
        words = {place: ("changed", word(fitting, first), word(fitting, last)) for place, (fitting, _) in enumerate(drawn, 1)}
        expected = {place: told for place, told in words.items() if told[1] != told[2]}
        assert standings(dataset, "as_of", iso(first), iso(last)) == expected
        seen |= set(expected.values())
    assert seen == {("changed", *pair) for pair in permutations(("surely", "possibly", "not"), 2)}


def recorded(folder: Path) -> Dataset:
    """A claim that a second one supersedes, that one which a third does, and one that is withdrawn."""
    first = Said("boria", "backs", "amra", on(MARCH_3), recorded=APRIL)
    second = Said("boria", "backs", "amra", on(MARCH_5), recorded=MAY, supersedes=first)
    third = Said("boria", "backs", "amra", on(MARCH_7), recorded=JUNE, supersedes=first)
    return built(folder, [first, second, third, Said("cora", "backs", "amra", on(MARCH_3), recorded=APRIL, withdrawn=JUNE)])


def test_what_was_superseded_or_withdrawn_is_told_by_the_clock_of_the_record_alone(tmp_path: Path) -> None:
    dataset = recorded(tmp_path)
    assert standings(dataset, "as_of", MARCH_3, MARCH_5) == {2: ("changed", "possibly", "surely")}
    assert standings(dataset, "known_by", "2018-12-31", MARCH_5).keys() == {2, 3}
    assert standings(dataset, "recorded_by", APRIL, MAY) == {1: ("superseded", "stands", "superseded"), 2: ("added", "not yet", "stands")}
    assert standings(dataset, "recorded_by", MAY, JUNE) == {3: ("added", "not yet", "stands"), 4: ("withdrawn", "stands", "withdrawn")}
    assert standings(dataset, "recorded_by", JUNE, "2020-03-31") == {
        1: ("removed", "superseded", "not yet"),
        2: ("removed", "stands", "not yet"),
        3: ("removed", "stands", "not yet"),
        4: ("removed", "withdrawn", "not yet"),
    }
    assert standings(dataset, "recorded_by", JUNE, APRIL)[4] == ("added", "withdrawn", "stands")


def test_what_supersedes_a_claim_is_told_once_it_is_recorded(tmp_path: Path) -> None:
    dataset = recorded(tmp_path)
    changes = {last: standing_changes(dataset.store, "recorded_by", APRIL, last) for last in (MAY, JUNE)}
    by = {last: [iri.rpartition("-")[2] for change in found if number(change) == 1 for iri in change.by] for last, found in changes.items()}
    assert by == {MAY: ["2"], JUNE: ["2", "3"]}


def test_a_claim_of_a_source_without_a_day_is_never_known(tmp_path: Path) -> None:
    sources: dict[str, str | None] = {"paper": MARCH_3, "book": MARCH_7, "leaf": None}
    dataset = built(tmp_path, World([Said("boria", "backs", "amra", on(MARCH_3), source=source) for source in sources], sources))
    assert standings(dataset, "known_by", MARCH_3, MARCH_5) == {}
    assert standings(dataset, "known_by", MARCH_3, "9999-12-31") == {2: ("added", "unknown", "known")}
    assert standings(dataset, "known_by", MARCH_7, "2020-03-02") == {1: ("removed", "known", "unknown"), 2: ("removed", "known", "unknown")}
