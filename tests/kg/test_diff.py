"""``kg diff`` compares two graphs, two releases or two days, and refuses anything else in one line."""

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.dumps.releases import released, summed
from tests.kg.command import DEMO, ROOT, Outcome, refused, replaced, run, tree

GRAPH = ("--graph", DEMO / "graph")
DAYS = ("2031-03-03", "2032-06-01")


@pytest.fixture
def changed(demo: Path) -> Path:
    replaced(demo / "seeds/lorries.ttl", 'attest:edtf "2032"', 'attest:edtf "2032?"')
    return demo


def told(outcome: Outcome, code: int = 0) -> str:
    """What a run prints; beside it stands nothing but how far it is."""
    assert outcome.code == code, outcome
    assert [line for line in outcome.err.splitlines() if not line.endswith(" ...")] == []
    return outcome.out


def test_two_graphs_are_compared(changed: Path) -> None:
    files = tree(changed)
    said = told(run("diff", DEMO / "graph", changed))
    assert said.startswith("What differs: 1 claim (1 changed), the answers to ")
    assert "attest:edtf: 2032 → 2032?" in said
    data = json.loads(told(run("diff", DEMO / "graph", changed, "--format", "json")))
    assert [(claim["name"], claim["change"]) for claim in data["claims"]] == [("claim:lorries-3", "changed")]
    assert tree(changed) == files


def test_two_releases_are_compared_like_their_graphs(changed: Path, tmp_path: Path) -> None:
    first, second = released(DEMO / "graph", tmp_path / "1"), released(changed, tmp_path / "2")
    of_releases, of_graphs = (
        json.loads(told(run("diff", *pair, "--format", "json"))) for pair in ((first, second), (DEMO / "graph", changed))
    )
    assert of_releases["claims"]
    assert {name: of_releases[name] for name in ("claims", "things", "terms", "answers")} == {
        name: of_graphs[name] for name in ("claims", "things", "terms", "answers")
    }
    (second / "void.ttl").write_text("#", encoding="utf-8")
    assert f"{second / 'void.ttl'}: does not verify" in refused(run("diff", first, second), 3)


def test_of_two_releases_the_questions_of_the_second_are_asked(changed: Path, tmp_path: Path) -> None:
    first, second = released(DEMO / "graph", tmp_path / "1"), released(changed, tmp_path / "2")
    (second / "queries").mkdir()
    shutil.copy(ROOT / "queries/timeline.rq", second / "queries/calendar.rq")
    summed(second)
    assert [answer["question"] for answer in json.loads(told(run("diff", first, second, "--format", "json")))["answers"]] == ["calendar"]
    assert "there is no question 'calendar'" in refused(run("diff", second, first, "--question", "calendar"), 2)


def test_two_days_are_compared_by_the_clock_that_is_named() -> None:
    data = json.loads(told(run("diff", *DAYS, *GRAPH, "--format", "json")))
    assert data["things"] == data["terms"] == []
    assert {claim["change"] for claim in data["claims"]} == {"changed"}
    standing = {claim["name"]: (claim["standing"]["before"], claim["standing"]["after"]) for claim in data["claims"]}
    assert standing["claim:lorries-3"] == ("not", "possibly")
    assert {standing[f"claim:lorries-{number}"] for number in (1, 2, 4, 5, 6)} == {("surely", "possibly")}
    rows = {answer["question"]: answer["rows"] for answer in data["answers"]}
    assert {(row["before"]["status"], row["after"]["status"]) for row in rows["backers"]} == {("attested", "persisting")}
    assert "timeline" not in rows
    recorded = json.loads(told(run("diff", "2031-03-03", "2031-04-02", *GRAPH, "--recorded-by", "--format", "json")))
    assert {row["change"] for answer in recorded["answers"] for row in answer["rows"]} == {"added", "changed"}
    known = json.loads(told(run("diff", "2031-03-02", "2031-03-03", *GRAPH, "--known-by", "--format", "json", "--question", "backers")))
    assert [(answer["question"], len(answer["rows"])) for answer in known["answers"]] == [("backers", 2)]
    assert [claim["change"] for claim in known["claims"]] == ["added"] * 3
    assert {claim["name"] for claim in known["claims"]} == {f"claim:lorries-{number}" for number in (1, 2, 4)}  # the third is speculation
    assert told(run("diff", "2033-01-01", "2034-01-01", *GRAPH, "--known-by")) == "Nothing differs.\n"


def test_of_two_days_the_claims_are_those_behind_the_questions_that_are_named() -> None:
    every, some = (
        {claim["name"] for claim in json.loads(told(run("diff", *DAYS, *GRAPH, "--format", "json", *words)))["claims"]}
        for words in ((), ("--question", "forces"))
    )
    assert some == {"claim:lorries-5"}
    assert some < every
    assert "claim:lorries-5  Quill leads the fighters.  surely → possibly" in told(run("diff", *DAYS, *GRAPH, "--question", "forces"))


def test_the_exit_code_tells_whether_they_differ_where_it_is_asked_for(changed: Path) -> None:
    assert told(run("diff", DEMO / "graph", changed, "--exit-code", "--question", "backers"), 1)
    assert told(run("diff", DEMO / "graph", DEMO / "graph", "--exit-code")) == "Nothing differs.\n"
    assert told(run("diff", *DAYS, *GRAPH, "--exit-code", "--format", "json"), 1)


def test_a_patch_and_a_report_are_data(changed: Path) -> None:
    turtle = told(run("diff", DEMO / "graph", changed, "--format", "ttl"))
    assert len(list(parse(turtle, RdfFormat.TURTLE))) == 13
    assert told(run("diff", DEMO / "graph", changed, "--format", "ttl")) == turtle
    assert told(run("diff", DEMO / "graph", DEMO / "graph", "--format", "ttl")) == ""
    said = told(run("diff", DEMO / "graph", changed, "--format", "md", "--question", "timeline"))
    assert "| changed | claim:lorries-3 | Brine supports the League. | attest:edtf: 2032 → 2032? |" in said
    assert "| timeline | 0 | 0 | 1 |" in said


def test_what_is_none_of_these_or_a_mixture_is_refused(demo: Path, tmp_path: Path) -> None:
    release = released(demo, tmp_path / "release")
    (tmp_path / "other").mkdir()
    for words, code, says in (
        (("2031-03-03", demo), 2, "is a day and"),
        ((demo, release), 2, "is a graph and"),
        ((release, "2031-03-03"), 2, "is a release and 2031-03-03 is a day: compare two graphs, two releases, or two days"),
        ((demo, "2031-02-30"), 3, "2031-02-30: no such folder, and no day of the calendar"),
        ((tmp_path / "other", demo), 3, f"{tmp_path / 'other'}: is no graph, which holds seeds/, and no release"),
        ((tmp_path / "nowhere", demo), 3, "no such folder"),
        (("\x1b[31m", demo), 3, "no such folder"),
        ((demo, DEMO / "graph", "--known-by"), 2, "go with two days"),
        ((demo, DEMO / "graph", *GRAPH), 2, "go with two days"),
        ((*DAYS, *GRAPH, "--format", "ttl"), 2, "two days of one graph have none"),
        ((*DAYS, *GRAPH, "--known-by", "--recorded-by"), 2, "two clocks"),
        ((*DAYS, *GRAPH, "--question", "timeline"), 2, "--question timeline: takes no --as-of"),
        ((*DAYS, *GRAPH, "--question", "bakers"), 2, "there is no question 'bakers'; did you mean backers"),
        ((demo, DEMO / "graph", "--question", "bakers"), 2, "there is no question 'bakers'"),
        ((demo,), 2, "Missing argument 'B'"),
    ):
        assert says in refused(run("diff", *words), code), words


def test_a_graph_that_cannot_be_built_is_named(demo: Path) -> None:
    replaced(demo / "seeds/lorries.ttl", 'attest:edtf "2032" ;', "attest:edtf ;")
    assert f"{demo}: seeds/lorries.ttl:" in refused(run("diff", DEMO / "graph", demo), 3)


def test_a_release_whose_list_cannot_be_looked_for_is_refused(demo: Path, tmp_path: Path) -> None:
    """A path that is too long by the name of the list stands for a folder without permission, which root does not know."""
    (tmp_path / "release" / "up").mkdir(parents=True)
    start = f"{tmp_path}/release/"
    long = start + "up/../" * ((4090 - len(start)) // 6)
    long += "/" * (4089 - len(long))
    assert f"{long[:60]}" in (said := refused(run("diff", long, demo), 3))
    assert said.endswith("cannot be read: File name too long")


def test_two_records_are_not_compared(demo: Path) -> None:
    for path in (demo / "seeds").glob("*.ttl"):
        path.write_text(path.read_text(encoding="utf-8").replace("example.org/demo/", "example.org/omed/"), encoding="utf-8")
    assert "these are two records" in refused(run("diff", DEMO / "graph", demo), 2)
