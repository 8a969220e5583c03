"""The questions on pairs of claims: contradictions and corroboration, asked of a thing, a kind, a day."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.dataset import Dataset
from tests.semantics.world import NO_DAYS, Days, Said, World, ask, ask_evidence, built_whole, on

MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
LONG: Days = (MARCH_3, MARCH_3, MARCH_9, MARCH_9)


def said(
    subject: str,
    predicate: str,
    target: str,
    days: Days = NO_DAYS,
    *,
    source: str = "paper",
    by: str = "",
    stance: str = "affirmed",
    recorded: str = "2020-01-01",
) -> Said:
    """A claim of the herald in the paper, of the gazette in the book or the letter, or of another there."""
    chain = (by or ("herald" if source == "paper" else "gazette"),)
    return Said(subject, predicate, target, days, source=source, chain=chain, stance=stance, recorded=recorded)


QUARRELS = [
    said("boria", "backs", "amra", LONG),
    said("boria", "backs", "amra", (None, None, None, MARCH_7), stance="denied", recorded="2020-02-01", source="book"),
    said("event/raid", "perpetrator", "cela", on(MARCH_5)),
    said("event/raid", "perpetrator", "nobody", on(MARCH_5), source="book"),
    said("dorn", "controls", "place/fort", recorded="2020-03-01"),
    said("dorn", "controls", "place/fort", stance="denied", source="letter"),
]
SOURCES = {"paper": MARCH_3, "book": MARCH_7, "letter": None}


@pytest.fixture(scope="module")
def quarrels(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Three pairs: one hard and one soft in their stance, one soft in who attacked."""
    return built_whole(tmp_path_factory.mktemp("quarrels"), World(QUARRELS, SOURCES, frozenset({"nobody"})))


FIRST, SECOND, THIRD = (("claims-1", "claims-2"), ("claims-3", "claims-4"), ("claims-5", "claims-6"))


def pairs(dataset: Dataset, **values: str) -> list[tuple[object, object]]:
    return [(row["claim"], row["other_claim"]) for row in ask(dataset, "contradictions", **values)]


def test_a_row_tells_both_claims_and_the_days_on_which_they_meet(quarrels: Dataset) -> None:
    rows = ask(quarrels, "contradictions")
    shown = (
        "kind",
        "hardness",
        "claim",
        "stance",
        "speaker",
        "source",
        "other_claim",
        "other_stance",
        "other_speaker",
        "other_source",
        "from",
        "to",
    )
    assert [tuple(row[column] for column in shown) for row in rows] == [
        (
            "perpetratorFinding",
            "soft",
            "claims-3",
            "affirmed",
            "herald",
            "paper",
            "claims-4",
            "affirmed",
            "gazette",
            "book",
            MARCH_5,
            MARCH_5,
        ),
        ("stanceFinding", "soft", "claims-1", "affirmed", "herald", "paper", "claims-2", "denied", "gazette", "book", MARCH_3, MARCH_7),
        ("stanceFinding", "soft", "claims-5", "affirmed", "herald", "paper", "claims-6", "denied", "gazette", "letter", "", ""),
    ]
    assert [row["says"] for row in rows] == ["claim 3", "claim 1", "claim 5"]
    assert [row["other_says"] for row in rows] == ["claim 4", "claim 2", "claim 6"]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("boria", [FIRST]),
        ("amra", [FIRST]),
        ("event/raid", [SECOND]),
        ("cela", [SECOND]),
        ("nobody", [SECOND]),
        ("place/fort", [THIRD]),
        ("herald", [SECOND, FIRST, THIRD]),
        ("gazette", [SECOND, FIRST, THIRD]),
        ("source/paper", [SECOND, FIRST, THIRD]),
        ("source/book", [SECOND, FIRST]),
        ("source/letter", [THIRD]),
        ("claim/claims-3", [SECOND]),
        ("claim/claims-4", [SECOND]),
        ("somebody", []),
    ],
)
def test_contradictions_of_a_subject_an_object_a_speaker_a_source_or_a_claim(of: str, expected: list[object], quarrels: Dataset) -> None:
    assert pairs(quarrels, of=of) == expected


def test_contradictions_of_a_kind(quarrels: Dataset) -> None:
    assert pairs(quarrels, kind="attest:stanceFinding") == [FIRST, THIRD]
    assert pairs(quarrels, kind="attest:perpetratorFinding") == [SECOND]
    assert pairs(quarrels, kind="attest:valueFinding") == []
    assert pairs(quarrels, kind="attest:stanceFinding", of="boria") == [FIRST]
    assert pairs(quarrels, kind="attest:perpetratorFinding", of="boria") == []


def test_a_pair_is_known_when_both_sources_are_issued(quarrels: Dataset) -> None:
    assert pairs(quarrels, known_by=MARCH_3) == pairs(quarrels, known_by=MARCH_5) == []
    assert pairs(quarrels, known_by=MARCH_7) == [SECOND, FIRST]
    assert pairs(quarrels, known_by="9999-12-31") == [SECOND, FIRST]


def test_a_pair_stands_when_both_claims_are_recorded(quarrels: Dataset) -> None:
    assert pairs(quarrels, recorded_by="2020-01-01") == pairs(quarrels, recorded_by="2020-01-31") == [SECOND]
    assert pairs(quarrels, recorded_by="2020-02-01") == [SECOND, FIRST]
    assert pairs(quarrels, recorded_by="2020-03-01") == [SECOND, FIRST, THIRD]
    assert pairs(quarrels, recorded_by="2019-12-31") == []


ECHOES = [
    said("boria", "backs", "amra"),
    said("boria", "backs", "amra", source="book"),
    said("boria", "backs", "amra", source="letter", by="nobody"),
    said("boria", "suppliesArmsTo", "amra", source="book", by="post"),
    said("boria", "backs", "cela", recorded="2020-02-01", source="book", by="courier"),
    said("dorn", "opposes", "cela"),
    said("dorn", "opposes", "cela", recorded="2020-02-01", source="book"),
    replace(said("dorn", "opposes", "cela", source="book"), chain=("gazette", "herald")),
    said("amra", "side", "north"),
    said("cela", "side", "north"),
]


@pytest.fixture(scope="module")
def echoes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """What three origins say alike, with something narrower and something of the same side beside it."""
    return built_whole(tmp_path_factory.mktemp("echoes"), World(ECHOES, SOURCES, frozenset({"nobody"})))


def counted(dataset: Dataset, **values: str | bool) -> dict[object, tuple[object, object]]:
    """The named and the unnamed origins of the others, by claim."""
    return {row["statement"]: (row["other_origins"], row["other_unnamed_origins"]) for row in ask(dataset, "corroboration", **values)}


def test_the_same_is_counted_by_named_and_unnamed_origins(echoes: Dataset) -> None:
    assert counted(echoes) == {
        "claims-1": ("1", "1"),
        "claims-2": ("1", "1"),
        "claims-3": ("2", "0"),
        "claims-6": ("1", "0"),
        "claims-7": ("1", "0"),
        "claims-8": ("1", "0"),
    }


def test_soft_ones_are_counted_where_they_are_asked_for(echoes: Dataset) -> None:
    assert counted(echoes, soft=True, of="boria") == {
        "claims-1": ("3", "1"),
        "claims-2": ("3", "1"),
        "claims-3": ("4", "0"),
        "claims-4": ("3", "1"),
        "claims-5": ("3", "1"),
    }


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("dorn", ["claims-6", "claims-7", "claims-8"]),
        ("amra", ["claims-3", "claims-1", "claims-2"]),
        ("gazette", ["claims-2", "claims-7"]),
        ("nobody", ["claims-3"]),
        ("source/paper", ["claims-1", "claims-6"]),
        ("claim/claims-7", ["claims-7"]),
        ("claim/claims-4", []),
        ("courier", []),
    ],
)
def test_corroboration_of_a_subject_an_object_a_speaker_a_source_or_a_claim(of: str, expected: list[object], echoes: Dataset) -> None:
    assert [row["statement"] for row in ask(echoes, "corroboration", of=of)] == expected


def test_speakers_and_claims_of_a_row_are_its_own_and_those_of_the_others(echoes: Dataset) -> None:
    (row,) = ask(echoes, "corroboration", of="claim/claims-7")
    assert (row["speakers"], row["claims"]) == (["gazette", "herald"], ["claims-6", "claims-7", "claims-8"])
    (row,) = ask(echoes, "corroboration", of="claim/claims-4", soft=True)
    assert row["claims"] == ["claims-1", "claims-2", "claims-3", "claims-4", "claims-5"]


def test_the_evidence_stays_within_what_is_asked_for(echoes: Dataset) -> None:
    behind = {row["claim"] for row in ask_evidence(echoes, "corroboration", of="claim/claims-1", known_by=MARCH_7)}
    assert behind == {"claims-1", "claims-2"}
    assert {row["statement"] for row in ask_evidence(echoes, "corroboration", of="claim/claims-1")} == {"claims-1"}


def test_only_what_is_known_and_recorded_by_the_day_counts(echoes: Dataset) -> None:
    assert counted(echoes, known_by=MARCH_5) == {}
    for day in (MARCH_7, "9999-12-31"):
        assert counted(echoes, known_by=day, of="boria") == {"claims-1": ("1", "0"), "claims-2": ("1", "0")}
    assert counted(echoes, recorded_by="2020-01-01", of="dorn") == {}
    assert counted(echoes, recorded_by="2020-01-01", soft=True, of="claim/claims-1") == {"claims-1": ("2", "1")}


def test_a_withdrawn_claim_is_in_no_pair_on_any_day(tmp_path: Path) -> None:
    gone = replace(ECHOES[1], withdrawn="2020-03-01", source="paper")
    assert counted(built_whole(tmp_path / "gone", [ECHOES[0], gone]), recorded_by="2020-02-01") == {}
    denied = replace(QUARRELS[1], withdrawn="2020-03-01", source="paper")
    assert pairs(built_whole(tmp_path / "denied", [QUARRELS[0], denied]), recorded_by="2020-02-15") == []
