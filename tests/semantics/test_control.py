"""Who holds a place: under any of its names, by sides, with what came before and after."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.dataset import Dataset
from tests.kg.command import answered
from tests.semantics.world import BASE, NO_DAYS, Days, Said, World, ask, ask_evidence, built_whole, on

MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
FORT, CASTLE, TOWN = "place/fort", "place/castle", "place/town"
ONE = Said(CASTLE, "samePlaceAs", FORT, chain=("editors",))


def holds(actor: str, days: Days = NO_DAYS, place: str = FORT) -> Said:
    return Said(actor, "controls", place, days)


def of_side(actor: str, side: str, days: Days = NO_DAYS) -> Said:
    return Said(actor, "side", side, days, chain=("editors",))


def held(dataset: Dataset, **values: str | bool) -> dict[tuple[object, object], object]:
    """The status of each holder of each place."""
    return {(row["place"], row["holder"]): row["status"] for row in ask(dataset, "control", **values)}


def by_holder(dataset: Dataset, day: str, **values: str | bool) -> dict[object, object]:
    """The status of each holder of the fort."""
    return {row["holder"]: row["status"] for row in ask(dataset, "control", of=FORT, as_of=day, **values)}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A place with two names, each with a holder of its own, and another place."""
    claims = [holds("boria", on(MARCH_3)), holds("cela", on(MARCH_5), CASTLE), holds("dorn", on(MARCH_3), TOWN), ONE]
    return built_whole(tmp_path_factory.mktemp("names"), claims)


@pytest.mark.parametrize(("asked", "shown"), [(FORT, "fort"), (CASTLE, "castle")])
def test_a_joined_place_is_asked_by_either_name(asked: str, shown: str, names: Dataset) -> None:
    assert held(names, of=asked, as_of=MARCH_7) == {(shown, "boria"): "ended", (shown, "cela"): "persisting"}
    assert {(row["place"], row["claim"]) for row in ask_evidence(names, "control", of=asked)} == {(shown, "claims-1"), (shown, "claims-2")}


def test_a_joined_place_stands_once_where_every_place_is_asked(names: Dataset) -> None:
    assert held(names, as_of=MARCH_7) == {("castle", "boria"): "ended", ("castle", "cela"): "persisting", ("town", "dorn"): "persisting"}
    assert held(names).keys() == held(names, as_of=MARCH_7).keys()
    assert set(held(names).values()) == {""}


def test_a_place_of_three_names_is_asked_by_any_of_them(tmp_path: Path) -> None:
    joins = [ONE, Said(FORT, "samePlaceAs", "place/keep")]
    dataset = built_whole(
        tmp_path, [holds("boria", on(MARCH_3)), holds("cela", on(MARCH_5), CASTLE), holds("dorn", on(MARCH_7), "place/keep"), *joins]
    )
    for name in ("fort", "castle", "keep"):
        statuses = {(name, "boria"): "ended", (name, "cela"): "ended", (name, "dorn"): "persisting"}
        assert held(dataset, of=f"place/{name}", as_of=MARCH_9) == statuses


NO_JOINS = {
    "denied": replace(ONE, stance="denied"),
    "left open": replace(ONE, stance="leftOpen"),
    "speculated": replace(ONE, modality="speculated"),
    "withdrawn": replace(ONE, withdrawn="2020-02-01"),
}


@pytest.mark.parametrize("name", NO_JOINS)
def test_places_that_are_not_held_for_one_stay_two(name: str, tmp_path: Path) -> None:
    claims = [holds("boria", on(MARCH_3)), holds("cela", on(MARCH_5), CASTLE), NO_JOINS[name]]
    assert held(built_whole(tmp_path, claims), as_of=MARCH_7) == {("fort", "boria"): "persisting", ("castle", "cela"): "persisting"}


RIVALS = [holds("boria", on(MARCH_3)), holds("cela", on(MARCH_5))]
SIDES: dict[str, tuple[list[Said], dict[str, str], dict[str, str]]] = {
    "without sides": ([], {"boria": "ended", "cela": "persisting"}, {"boria": "ended", "cela": "persisting"}),
    "of two sides": (
        [of_side("boria", "north"), of_side("cela", "south")],
        {"north": "ended", "south": "persisting"},
        {"boria": "ended", "cela": "persisting"},
    ),
    "of one side": (
        [of_side("boria", "north"), of_side("cela", "north")],
        {"north": "persisting"},
        {"boria": "persisting", "cela": "persisting"},
    ),
    "one without a side": ([of_side("boria", "north")], {"north": "ended", "cela": "persisting"}, {"boria": "ended", "cela": "persisting"}),
    "of one side as was once held": (
        [of_side("boria", "north"), replace(of_side("cela", "north"), withdrawn="2020-02-01")],
        {"north": "ended", "cela": "persisting"},
        {"boria": "ended", "cela": "persisting"},
    ),
    "one denied to be of the side": (
        [of_side("boria", "north"), replace(of_side("cela", "north"), stance="denied")],
        {"north": "ended", "cela": "persisting"},
        {"boria": "ended", "cela": "persisting"},
    ),
    "of one side until another was found": (
        [of_side("boria", "north"), of_side("cela", "north"), replace(of_side("cela", "south"), supersedes=of_side("cela", "north"))],
        {"north": "ended", "south": "persisting"},
        {"boria": "ended", "cela": "persisting"},
    ),
}


@pytest.mark.parametrize("name", SIDES)
def test_a_later_holder_ends_what_another_side_held_and_not_what_its_own_did(name: str, tmp_path: Path) -> None:
    sides, rolled, alone = SIDES[name]
    dataset = built_whole(tmp_path, [*RIVALS, *sides])
    assert by_holder(dataset, MARCH_7) == rolled
    assert by_holder(dataset, MARCH_7, exact=True) == alone


def test_a_side_that_takes_the_place_back_is_not_ended_by_the_one_between(tmp_path: Path) -> None:
    back = [*RIVALS, holds("dorn", on(MARCH_7)), of_side("boria", "north"), of_side("dorn", "north"), of_side("cela", "south")]
    dataset = built_whole(tmp_path, back)
    assert by_holder(dataset, MARCH_9) == {"north": "persisting", "south": "ended"}
    assert by_holder(dataset, MARCH_9, exact=True) == {"boria": "ended", "cela": "ended", "dorn": "persisting"}


def test_a_holder_of_another_place_and_one_who_only_means_to_hold_end_nothing(tmp_path: Path) -> None:
    claims = [RIVALS[0], holds("cela", on(MARCH_5), TOWN), replace(RIVALS[1], modality="intended"), replace(RIVALS[1], stance="denied")]
    assert by_holder(built_whole(tmp_path, claims), MARCH_7) == {"boria": "persisting"}


def test_a_loss_ends_the_hold_and_a_denial_contests_it(tmp_path: Path) -> None:
    lost = Said("boria", "loses", FORT, (MARCH_5, MARCH_5, MARCH_5, MARCH_5))
    assert by_holder(built_whole(tmp_path / "lost", [RIVALS[0], lost]), MARCH_7) == {"boria": "ended"}
    denied = [RIVALS[0], replace(RIVALS[0], stance="denied", chain=("gazette",))]
    (row,) = ask(built_whole(tmp_path / "denied", denied), "control", of=FORT, as_of=MARCH_3)
    assert (row["status"], row["contested"], row["claims"], row["holders"]) == ("attested", "yes", "1", ["boria"])


def test_known_by_and_recorded_by_leave_out_the_later_holder(tmp_path: Path) -> None:
    later = replace(RIVALS[1], source="book", recorded="2020-02-01")
    dataset = built_whole(tmp_path, World([RIVALS[0], later], {"paper": MARCH_3, "book": MARCH_9}))
    assert by_holder(dataset, MARCH_7, known_by=MARCH_7) == by_holder(dataset, MARCH_7, recorded_by="2020-01-15") == {"boria": "persisting"}
    assert by_holder(dataset, MARCH_7, known_by=MARCH_9) == {"boria": "ended", "cela": "persisting"}


def test_rows_of_before_and_after_stand_in_the_table(tmp_path: Path) -> None:
    claims = [
        holds("boria", on(MARCH_3)),
        holds("cela", on(MARCH_5)),
        holds("dorn", on(MARCH_9)),
        of_side("boria", "north"),
        of_side("eron", "north"),
    ]
    built_whole(tmp_path, claims)
    asked = ("control", "--graph", tmp_path, "--of", f"{BASE}{FORT}", "--as-of", MARCH_7)
    lines = [line.split("\t") for line in answered("ask", *asked, "--format", "tsv").splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert [(row["holder"], row["status"]) for row in rows] == [("north", "ended"), ("cela", "persisting"), ("dorn", "later")]
