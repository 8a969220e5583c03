"""Roll-up: the actors of one side are one fact, and narrower kinds stand under the wider."""

from pathlib import Path

import pytest

from tests.semantics.world import NO_DAYS, Days, Said, ask, built, on

MARCH_3, MARCH_5, MARCH_7, MARCH_9 = "2020-03-03", "2020-03-05", "2020-03-07", "2020-03-09"
HELD: Days = (None, MARCH_3, MARCH_9, None)


def side(actor: str, name: str = "hill", days: Days = NO_DAYS, **more: str) -> Said:
    return Said(actor, "side", name, days, **more)  # type: ignore[arg-type]


SIDED = [
    side("amra"),
    side("amra-army"),
    Said("boria", "backs", "amra", on(MARCH_3)),
    Said("boria", "suppliesArmsTo", "amra-army", on(MARCH_7)),
    Said("cela", "backs", "ezra", on(MARCH_5)),
]


def facts(folder: Path, claims: list[Said], **values: str | bool) -> list[tuple[object, ...]]:
    rows = ask(built(folder, claims), **values)
    return [(row["backer"], row["backed"], row["status"], row["claims"]) for row in rows]


def test_claims_about_actors_of_one_side_make_one_fact(tmp_path: Path) -> None:
    dataset = built(tmp_path, SIDED)
    for name in ("amra", "amra-army"):
        rows = ask(dataset, of=name, as_of=MARCH_5)
        assert [(row["backer"], row["backed"], row["status"], row["kinds"], row["claims"]) for row in rows] == [
            ("boria", "hill", "bracketed", ["backs", "suppliesArmsTo"], "2")
        ]
        assert (rows[0]["first_attested"], rows[0]["last_attested"]) == (MARCH_3, MARCH_7)


def test_exact_takes_each_actor_alone(tmp_path: Path) -> None:
    dataset = built(tmp_path, SIDED)
    for name, status, kind in (("amra", "persisting", "backs"), ("amra-army", "later", "suppliesArmsTo")):
        rows = ask(dataset, of=name, as_of=MARCH_5, exact=True)
        assert [(row["backer"], row["backed"], row["status"], row["kinds"]) for row in rows] == [("boria", name, status, [kind])]


def test_an_actor_without_a_side_stands_alone(tmp_path: Path) -> None:
    assert facts(tmp_path, SIDED, of="ezra", as_of=MARCH_5) == [("cela", "ezra", "attested", "1")]


def test_without_an_actor_every_fact_stands_by_side_or_alone(tmp_path: Path) -> None:
    assert facts(tmp_path, SIDED, as_of=MARCH_5) == [("cela", "ezra", "attested", "1"), ("boria", "hill", "bracketed", "2")]


def test_without_an_actor_and_exact_every_actor_stands_alone(tmp_path: Path) -> None:
    assert facts(tmp_path, SIDED, as_of=MARCH_5, exact=True) == [
        ("cela", "ezra", "attested", "1"),
        ("boria", "amra", "persisting", "1"),
        ("boria", "amra-army", "later", "1"),
    ]


def test_the_other_direction_rolls_up_alike(tmp_path: Path) -> None:
    dataset = built(tmp_path, SIDED)
    rolled, exact = (ask(dataset, "backed_by", of="boria", as_of=MARCH_5, **more) for more in ({}, {"exact": True}))
    assert [(row["backed"], row["status"], row["kinds"]) for row in rolled] == [("hill", "bracketed", ["backs", "suppliesArmsTo"])]
    assert [(row["backed"], row["status"]) for row in exact] == [("amra", "persisting"), ("amra-army", "later")]


def test_a_backer_is_never_rolled_up(tmp_path: Path) -> None:
    claims = [side("boria", "dale"), side("cela", "dale"), Said("boria", "backs", "amra", HELD), Said("cela", "backs", "amra", HELD)]
    assert [row[0] for row in facts(tmp_path, claims, of="amra", as_of=MARCH_5)] == ["boria", "cela"]


def test_sides_stay_apart(tmp_path: Path) -> None:
    claims = [side("amra"), side("ezra", "dale"), Said("boria", "backs", "amra", HELD), Said("boria", "backs", "ezra", on(MARCH_3))]
    dataset = built(tmp_path, claims)
    assert [(row["backed"], row["status"]) for row in ask(dataset, of="ezra", as_of=MARCH_5)] == [("dale", "persisting")]
    assert [(row["backed"], row["status"]) for row in ask(dataset, of="amra", as_of=MARCH_5)] == [("hill", "attested")]


@pytest.mark.parametrize(("day", "expected"), [(MARCH_3, "1"), (MARCH_5, "2"), (MARCH_7, "2"), (MARCH_9, "1")])
def test_a_side_bounded_in_time_counts_only_then(day: str, expected: str, tmp_path: Path) -> None:
    bounded: Days = (MARCH_5, MARCH_5, MARCH_7, MARCH_7)
    claims = [
        side("amra"),
        side("amra-army", days=bounded),
        Said("boria", "backs", "amra", HELD),
        Said("boria", "backs", "amra-army", HELD),
    ]
    assert facts(tmp_path, claims, of="amra", as_of=day) == [("boria", "hill", "attested", expected)]


def test_an_actor_outside_its_time_on_a_side_stands_alone(tmp_path: Path) -> None:
    dataset = built(tmp_path, [side("amra"), side("dorn", days=(MARCH_7, None, None, None)), Said("boria", "backs", "dorn", HELD)])
    assert [row["backed"] for row in ask(dataset, of="dorn", as_of=MARCH_5)] == ["dorn"]
    assert [row["backed"] for row in ask(dataset, of="dorn", as_of=MARCH_7)] == ["hill"]
    assert [row["backed"] for row in ask(dataset, of="dorn")] == ["hill"]


def test_an_actor_that_changes_sides_is_counted_with_each_in_its_time(tmp_path: Path) -> None:
    claims = [
        side("amra"),
        side("ezra", "dale"),
        side("dorn", "hill", (None, None, None, MARCH_5)),
        side("dorn", "dale", (MARCH_7, None, None, None)),
        Said("boria", "backs", "dorn", HELD),
    ]
    dataset = built(tmp_path, claims)
    assert [row["backed"] for row in ask(dataset, of="dorn", as_of=MARCH_3)] == ["hill"]
    assert [row["backed"] for row in ask(dataset, of="dorn", as_of=MARCH_9)] == ["dale"]
    assert [row["backed"] for row in ask(dataset, of="amra", as_of=MARCH_9)] == []
    assert sorted(str(row["backed"]) for row in ask(dataset, of="dorn")) == ["dale", "hill"]


def test_a_withdrawn_side_does_not_count(tmp_path: Path) -> None:
    claims = [side("amra"), side("amra-army", withdrawn="2020-06-01"), Said("boria", "backs", "amra-army", HELD)]
    dataset = built(tmp_path, claims)
    assert ask(dataset, of="amra", as_of=MARCH_5) == []
    assert [row["backed"] for row in ask(dataset, of="amra-army", as_of=MARCH_5)] == ["amra-army"]
    assert [row["backed"] for row in ask(dataset, of="amra", as_of=MARCH_5, recorded_by="2020-05-31")] == ["hill"]
    assert ask(dataset, of="amra", as_of=MARCH_5, recorded_by="2020-06-01") == []


def test_a_side_not_yet_recorded_does_not_count(tmp_path: Path) -> None:
    claims = [side("amra"), side("amra-army", recorded="2020-06-01"), Said("boria", "backs", "amra-army", HELD)]
    dataset = built(tmp_path, claims)
    assert ask(dataset, of="amra", recorded_by="2020-05-31") == []
    assert [row["backed"] for row in ask(dataset, of="amra", recorded_by="2020-06-01")] == ["hill"]


@pytest.mark.parametrize(("stance", "modality"), [("denied", "asserted"), ("leftOpen", "asserted"), ("affirmed", "speculated")])
def test_a_side_that_is_not_affirmed_does_not_count(stance: str, modality: str, tmp_path: Path) -> None:
    claims = [side("amra"), side("amra-army", stance=stance, modality=modality), Said("boria", "backs", "amra-army", HELD)]
    assert facts(tmp_path, claims, of="amra", as_of=MARCH_5) == []


def test_a_denial_about_one_actor_of_a_side_contests_the_side_and_not_the_other_actor(tmp_path: Path) -> None:
    denied = Said("boria", "backs", "amra-army", HELD, stance="denied")
    dataset = built(tmp_path, [side("amra"), side("amra-army"), Said("boria", "backs", "amra", HELD), denied])
    assert [row["contested"] for row in ask(dataset, of="amra", as_of=MARCH_5)] == ["yes"]
    assert [row["contested"] for row in ask(dataset, of="amra", as_of=MARCH_5, exact=True)] == ["no"]


def test_an_ending_about_one_actor_of_a_side_ends_the_fact_of_the_side(tmp_path: Path) -> None:
    claims = [
        side("amra"),
        side("amra-army"),
        Said("boria", "backs", "amra", on(MARCH_3)),
        Said("boria", "withdrewFrom", "amra-army", on(MARCH_5)),
    ]
    dataset = built(tmp_path, claims)
    assert [row["status"] for row in ask(dataset, of="amra", as_of=MARCH_7)] == ["ended"]
    assert [row["status"] for row in ask(dataset, of="amra", as_of=MARCH_7, exact=True)] == ["persisting"]


@pytest.mark.parametrize(
    ("said", "asked", "expected"),
    [
        ("suppliesArmsTo", "suppliesArmsTo", 1),
        ("suppliesArmsTo", "backsMilitarily", 1),
        ("suppliesArmsTo", "backs", 1),
        ("backs", "suppliesArmsTo", 0),
        ("backsMilitarily", "suppliesArmsTo", 0),
        ("suppliesArmsTo", "sendsForcesTo", 0),
        ("backsPolitically", "backsMilitarily", 0),
    ],
)
def test_a_narrower_kind_supports_the_wider_and_never_the_reverse(said: str, asked: str, expected: int, tmp_path: Path) -> None:
    dataset = built(tmp_path, [Said("boria", said, "amra", HELD)])
    assert len(ask(dataset, of="amra", kind=asked, as_of=MARCH_5)) == expected
    assert [row["kinds"] for row in ask(dataset, of="amra")] == [[said]]


def test_kinds_of_one_fact_bracket_a_day_under_the_wider_kind_only(tmp_path: Path) -> None:
    dataset = built(tmp_path, [Said("boria", "suppliesArmsTo", "amra", on(MARCH_3)), Said("boria", "sendsForcesTo", "amra", on(MARCH_7))])
    found = {
        kind: ask(dataset, of="amra", as_of=MARCH_5, kind=kind)[0]["status"]
        for kind in ("backs", "backsMilitarily", "suppliesArmsTo", "sendsForcesTo")
    }
    assert found == {"backs": "bracketed", "backsMilitarily": "bracketed", "suppliesArmsTo": "persisting", "sendsForcesTo": "later"}


def test_forces_roll_up_by_side_and_keep_relations_apart(tmp_path: Path) -> None:
    claims = [
        side("amra"),
        side("amra-army"),
        Said("gor", "commands", "amra-army", HELD),
        Said("gor", "belongsTo", "amra", HELD),
        Said("hal", "partOf", "amra-army", HELD),
    ]
    dataset = built(tmp_path, claims)
    rows = ask(dataset, "forces", of="amra", as_of=MARCH_5)
    assert [(row["force"], row["relation"], row["member"], row["wholes"]) for row in rows] == [
        ("hill", "belongsTo", "gor", ["amra"]),
        ("hill", "belongsTo", "hal", ["amra-army"]),
        ("hill", "commands", "gor", ["amra-army"]),
    ]
    exact = ask(dataset, "forces", of="amra-army", as_of=MARCH_5, exact=True, kind="commands")
    assert [(row["force"], row["relation"], row["member"]) for row in exact] == [("amra-army", "commands", "gor")]
