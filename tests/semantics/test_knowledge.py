"""Known by and recorded by, each on its own clock, and whose word a claim is."""

from pathlib import Path

import pytest

from tests.semantics.world import Days, Said, World, ask, built, on

MARCH_3, MARCH_5, MARCH_7 = "2020-03-03", "2020-03-05", "2020-03-07"
HELD: Days = (None, MARCH_3, MARCH_7, None)
BEFORE, THEN, AFTER = "2020-05-31", "2020-06-01", "2020-06-02"


def backers(folder: Path, world: World | list[Said], values: list[dict[str, str]]) -> list[list[object]]:
    """The backers of amra for each set of values."""
    dataset = built(folder, world)
    return [[row["backer"] for row in ask(dataset, of="amra", **asked)] for asked in values]


def origins(folder: Path, claims: list[Said], unnamed: frozenset[str] = frozenset(), **values: str) -> tuple[object, object]:
    dataset = built(folder, World(claims, unnamed=unnamed))
    row = next(row for row in ask(dataset, of="amra", kind="backs", **values) if row["backer"] == "boria")
    return row["origins"], row["unnamed_origins"]


def said(*chain: str, days: Days = HELD, spoken: tuple[str | None, str | None] = (None, None)) -> Said:
    return Said("boria", "backs", "amra", days, chain=chain, spoken=spoken)


def test_a_late_report_is_known_when_issued_and_recorded_when_recorded(tmp_path: Path) -> None:
    late = Said("boria", "backs", "amra", on(MARCH_3), source="book", recorded=THEN)
    dataset = built(tmp_path, World([late], {"book": MARCH_7}))
    quadrants = {
        (known, recorded): len(ask(dataset, of="amra", as_of=MARCH_3, known_by=known, recorded_by=recorded))
        for known in ("2020-03-06", MARCH_7)
        for recorded in (BEFORE, THEN)
    }
    assert quadrants == {("2020-03-06", BEFORE): 0, ("2020-03-06", THEN): 0, (MARCH_7, BEFORE): 0, (MARCH_7, THEN): 1}


def test_a_late_report_speaks_of_its_own_day_and_not_of_the_day_of_issue(tmp_path: Path) -> None:
    late = Said("boria", "backs", "amra", on(MARCH_3), source="book")
    dataset = built(tmp_path, World([late], {"book": MARCH_7}))
    assert [row["status"] for row in ask(dataset, of="amra", as_of=MARCH_3, known_by=MARCH_7)] == ["attested"]
    assert [row["status"] for row in ask(dataset, of="amra", as_of=MARCH_5, known_by=MARCH_7)] == ["persisting"]


def test_a_later_source_changes_the_status_only_from_its_issue(tmp_path: Path) -> None:
    claims = [Said("boria", "backs", "amra", on(MARCH_3)), Said("boria", "backs", "amra", on(MARCH_7), source="book")]
    dataset = built(tmp_path, World(claims, {"paper": MARCH_3, "book": MARCH_7}))
    found = {known: ask(dataset, of="amra", as_of=MARCH_5, known_by=known)[0] for known in (MARCH_3, MARCH_5, MARCH_7)}
    assert {known: (row["status"], row["claims"]) for known, row in found.items()} == {
        MARCH_3: ("persisting", "1"),
        MARCH_5: ("persisting", "1"),
        MARCH_7: ("bracketed", "2"),
    }


def test_a_denial_contests_only_when_known(tmp_path: Path) -> None:
    claims = [Said("boria", "backs", "amra", HELD), Said("boria", "backs", "amra", HELD, stance="denied", source="book")]
    dataset = built(tmp_path, World(claims, {"paper": MARCH_3, "book": MARCH_7}))
    assert [ask(dataset, of="amra", as_of=MARCH_5, known_by=known)[0]["contested"] for known in (MARCH_5, MARCH_7)] == ["no", "yes"]


def test_a_source_without_a_day_of_issue_counts_only_when_no_day_is_asked(tmp_path: Path) -> None:
    claims = [Said("boria", "backs", "amra", HELD), Said("cela", "backs", "amra", HELD, source="leaflet")]
    world = World(claims, {"paper": MARCH_3, "leaflet": None})
    assert backers(tmp_path, world, [{}, {"as_of": MARCH_5}, {"known_by": "2999-01-01"}]) == [
        ["boria", "cela"],
        ["boria", "cela"],
        ["boria"],
    ]


def test_a_correction_replaces_the_earlier_claim_from_its_record_day(tmp_path: Path) -> None:
    wrong = Said("boria", "backs", "amra", on(MARCH_3))
    right = Said("cela", "backs", "amra", on(MARCH_3), recorded=THEN, supersedes=wrong)
    asked = [{"recorded_by": BEFORE}, {"recorded_by": THEN}, {"recorded_by": AFTER}, {}, {"recorded_by": "2019-12-31"}]
    assert backers(tmp_path, [wrong, right], asked) == [["boria"], ["cela"], ["cela"], ["cela"], []]


def test_a_correction_does_not_change_what_was_known(tmp_path: Path) -> None:
    wrong = Said("boria", "backs", "amra", on(MARCH_3))
    right = Said("boria", "backs", "amra", on(MARCH_7), recorded=THEN, supersedes=wrong)
    dataset = built(tmp_path, World([wrong, right], {"paper": MARCH_5}))
    found = {
        (known, recorded): [row["status"] for row in ask(dataset, of="amra", as_of=MARCH_5, known_by=known, recorded_by=recorded)]
        for known in (MARCH_3, MARCH_5)
        for recorded in (BEFORE, THEN)
    }
    assert found == {(MARCH_3, BEFORE): [], (MARCH_3, THEN): [], (MARCH_5, BEFORE): ["persisting"], (MARCH_5, THEN): ["later"]}


def test_the_first_of_two_corrections_replaces(tmp_path: Path) -> None:
    wrong = Said("boria", "backs", "amra", HELD)
    first = Said("cela", "backs", "amra", HELD, recorded=THEN, supersedes=wrong)
    second = Said("dorn", "backs", "amra", HELD, recorded="2020-07-01", supersedes=wrong)
    asked = [{"recorded_by": BEFORE}, {"recorded_by": THEN}, {}]
    assert backers(tmp_path, [wrong, first, second], asked) == [["boria"], ["cela"], ["cela", "dorn"]]


def test_a_withdrawn_claim_stands_until_the_day_before(tmp_path: Path) -> None:
    withdrawn = Said("boria", "backs", "amra", HELD, withdrawn=THEN)
    asked = [{"recorded_by": BEFORE}, {"recorded_by": THEN}, {}, {"as_of": MARCH_5}, {"as_of": MARCH_5, "recorded_by": BEFORE}]
    assert backers(tmp_path, [withdrawn], asked) == [["boria"], [], [], [], ["boria"]]


def test_a_reinstated_claim_stands_again_from_its_new_record_day(tmp_path: Path) -> None:
    first = Said("boria", "backs", "amra", HELD, withdrawn=THEN)
    again = Said("boria", "backs", "amra", HELD, recorded="2020-07-01")
    asked = [{"recorded_by": BEFORE}, {"recorded_by": THEN}, {"recorded_by": "2020-06-30"}, {"recorded_by": "2020-07-01"}, {}]
    assert backers(tmp_path, [first, again], asked) == [["boria"], [], [], ["boria"], ["boria"]]


def test_a_withdrawn_denial_and_a_withdrawn_ending_no_longer_count(tmp_path: Path) -> None:
    claims = [
        Said("boria", "backs", "amra", on(MARCH_3)),
        Said("boria", "backs", "amra", HELD, stance="denied", withdrawn=THEN),
        Said("boria", "withdrewFrom", "amra", on(MARCH_5), withdrawn=THEN),
    ]
    dataset = built(tmp_path, claims)
    found = [ask(dataset, of="amra", as_of=MARCH_7, recorded_by=day)[0] for day in (BEFORE, THEN)]
    assert [(row["status"], row["contested"]) for row in found] == [("ended", "yes"), ("persisting", "no")]


@pytest.mark.parametrize("name", ["backers", "backed_by", "forces"])
def test_each_question_keeps_to_both_clocks(name: str, tmp_path: Path) -> None:
    predicate, of = ("commands", "amra") if name == "forces" else ("backs", "boria" if name == "backed_by" else "amra")
    claims = [Said("boria", predicate, "amra", HELD, source="book", recorded=THEN, withdrawn="2020-07-01")]
    dataset = built(tmp_path, World(claims, {"book": MARCH_5}))
    asked = [{"known_by": MARCH_3}, {"known_by": MARCH_5}, {"recorded_by": BEFORE}, {"recorded_by": "2020-07-01"}]
    assert [len(ask(dataset, name, of=of, **{"recorded_by": THEN} | values)) for values in asked] == [0, 1, 0, 0]


def test_two_outlets_in_their_own_voice_are_two_origins(tmp_path: Path) -> None:
    assert origins(tmp_path, [said("herald"), said("gazette")]) == ("2", "0")


def test_two_claims_of_one_outlet_are_one_origin(tmp_path: Path) -> None:
    assert origins(tmp_path, [said("herald"), said("herald", days=on(MARCH_3))]) == ("1", "0")


def test_two_outlets_that_pass_on_one_speaker_are_one_origin(tmp_path: Path) -> None:
    assert origins(tmp_path, [said("herald", "envoy"), said("gazette", "wire", "envoy")]) == ("1", "0")


def test_a_spokesman_and_the_principal_are_one_origin(tmp_path: Path) -> None:
    speaks = Said("envoy", "speaksFor", "cela")
    claims = [said("herald", "envoy"), said("gazette", "cela")]
    assert origins(tmp_path / "apart", claims) == ("2", "0")
    assert origins(tmp_path / "joined", [*claims, speaks]) == ("1", "0")


def test_two_spokesmen_of_one_principal_are_one_origin_through_any_number_of_steps(tmp_path: Path) -> None:
    speaks = [Said("envoy", "speaksFor", "ministry"), Said("ministry", "organOf", "cela"), Said("speaker", "speaksFor", "cela")]
    assert origins(tmp_path, [said("herald", "envoy"), said("herald", "speaker"), *speaks]) == ("1", "0")


def test_speaking_for_each_other_does_not_loop(tmp_path: Path) -> None:
    speaks = [Said("envoy", "speaksFor", "cela"), Said("cela", "speaksFor", "envoy")]
    assert origins(tmp_path, [said("herald", "envoy"), *speaks]) == ("1", "0")


@pytest.mark.parametrize(("spoken", "expected"), [((MARCH_3, MARCH_3), "1"), ((MARCH_7, MARCH_7), "2"), ((None, None), "1")])
def test_a_spokesman_speaks_for_the_principal_only_in_that_time(
    spoken: tuple[str | None, str | None], expected: str, tmp_path: Path
) -> None:
    speaks = Said("envoy", "speaksFor", "cela", (None, None, None, MARCH_5))
    assert origins(tmp_path, [said("herald", "envoy", spoken=spoken), said("herald", "cela"), speaks]) == (expected, "0")


@pytest.mark.parametrize(("stance", "modality"), [("denied", "asserted"), ("leftOpen", "asserted"), ("affirmed", "speculated")])
def test_who_is_not_said_to_speak_for_a_principal_is_an_origin_alone(stance: str, modality: str, tmp_path: Path) -> None:
    speaks = Said("envoy", "speaksFor", "cela", stance=stance, modality=modality)
    assert origins(tmp_path, [said("herald", "envoy"), said("herald", "cela"), speaks]) == ("2", "0")


def test_a_withdrawn_claim_of_speaking_for_joins_no_origins(tmp_path: Path) -> None:
    speaks = Said("envoy", "speaksFor", "cela", withdrawn=THEN)
    assert origins(tmp_path, [said("herald", "envoy"), said("herald", "cela"), speaks]) == ("2", "0")


def test_a_superseded_claim_of_speaking_for_joins_no_origins(tmp_path: Path) -> None:
    wrong = Said("envoy", "speaksFor", "cela")
    right = Said("envoy", "speaksFor", "dorn", recorded=THEN, supersedes=wrong)
    assert origins(tmp_path, [said("herald", "envoy"), said("herald", "cela"), wrong, right]) == ("2", "0")


def test_unnamed_sources_are_one_origin_per_mention_in_their_own_column(tmp_path: Path) -> None:
    claims = [said("herald", "soldier-1"), said("herald", "soldier-2"), said("gazette", "soldier-2"), said("herald")]
    assert origins(tmp_path, claims, frozenset({"soldier-1", "soldier-2"})) == ("1", "2")


def test_an_unnamed_source_that_speaks_for_a_named_principal_is_that_principal(tmp_path: Path) -> None:
    claims = [said("herald", "soldier"), said("herald", "cela"), Said("soldier", "speaksFor", "cela")]
    assert origins(tmp_path, claims, frozenset({"soldier"})) == ("1", "0")


def test_only_affirming_claims_make_origins(tmp_path: Path) -> None:
    against = [
        Said("boria", "backs", "amra", HELD, stance="denied", chain=("gazette",)),
        Said("boria", "opposes", "amra", HELD, chain=("wire",)),
        Said("boria", "withdrewFrom", "amra", HELD, chain=("envoy",)),
    ]
    assert origins(tmp_path, [said("herald"), *against]) == ("1", "0")
    assert origins(tmp_path / "as-of", [said("herald"), *against], as_of=MARCH_5) == ("1", "0")


def test_origins_count_only_what_is_known(tmp_path: Path) -> None:
    claims = [said("herald"), Said("boria", "backs", "amra", HELD, source="book", chain=("gazette",))]
    dataset = built(tmp_path, World(claims, {"paper": MARCH_3, "book": MARCH_7}))
    assert [ask(dataset, of="amra", known_by=day)[0]["origins"] for day in (MARCH_5, MARCH_7)] == ["1", "2"]
