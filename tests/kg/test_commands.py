"""What every command tells of itself and of a thing, and how it behaves in a pipe, in another place, and in another encoding."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import __version__
from kg.queries import names
from tests.kg.command import DEMO, ROOT, answered, environment, run

BASE = "https://example.org/demo/"
GRAPH = ["--graph", str(DEMO / "graph")]
TEXTS = ["--texts", str(DEMO / "texts")]
PASSAGE = "The Kingdom of Alba sends lorries to the Northern League, its spokeswoman Ada Birch said on Monday."
COLUMNS = ["backer", "backed", "status", "contested", "kinds", "origins", "unnamed_origins", "first_attested", "last_attested", "claims"]
COMMON = ["--format", "--graph", "--show-query", "--texts", "--help"]
HELP = {
    "": ["--version", "--help", "ask", "check", "diff", "dump", "infer", "load", "questions", "show", "site", "sparql", "why"],
    "ask": ["--graph", "--help", "backers", "sources"],
    "ask backers": [
        "--of",
        "--kind",
        "--as-of",
        "--known-by",
        "--recorded-by",
        "--exact",
        "--all",
        "--evidence",
        "--expect",
        *COMMON,
        *COLUMNS,
    ],
    "check": ["--coverage", "--format", "--layout", "--rewrite", "--graph", "--texts", "--help"],
    "dump": ["--version", "--date", "--previous", "--graph", "--texts", "--help"],
    "diff": ["--known-by", "--recorded-by", "--question", "--exit-code", "--format", "--graph", "--help"],
    "infer": ["--of", "--as-of", "--output", "--format", "--graph", "--help"],
    "load": ["--kind", "--dry-run", "--timeout", "--format", "--graph", "--help"],
    "questions": ["--format", "--graph", "--help"],
    "show": ["--format", "--graph", "--texts", "--help"],
    "site": ["DIR", "--address", "--releases", "--graph", "--help"],
    "sparql": ["--expect", "--format", "--graph", "--help"],
    "why": ["--format", "--graph", "--texts", "--help"],
}


@pytest.mark.parametrize("command", HELP)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_tells_its_options(command: str, flag: str) -> None:
    told = answered(*command.split(), flag)
    assert told.startswith("Usage: ")
    assert [name for name in HELP[command] if name not in told] == []


def test_the_help_of_every_question_tells_its_parameters() -> None:
    for name in names(ROOT / "queries"):
        [plain] = json.loads(answered("questions", name, "--format", "json"))
        told = answered("ask", name, "--help")
        assert [part["name"] for part in plain["parameters"] if f"--{part['name'].replace('_', '-')}" not in told] == []
        assert plain["title"] in " ".join(told.split())


def test_every_command_is_tried() -> None:
    listed = re.findall(r"^  (\w+) {2,}\w", answered("--help").partition("Commands:")[2], re.MULTILINE)
    assert set(listed) == {command.split()[0] for command in HELP if command}


def test_the_version_is_that_of_the_package() -> None:
    assert answered("--version") == f"kg, version {__version__}\n"


def test_sparql_answers_in_every_form_of_query() -> None:
    construct = b"CONSTRUCT { ?s ?p ?o } WHERE { GRAPH claim:lorries-1 { ?s ?p ?o } FILTER (?p = attest:suppliesArmsTo) }"
    assert "actor:alba attest:suppliesArmsTo actor:league ." in answered("sparql", "-", *GRAPH, stdin=construct)
    assert answered("sparql", "-", *GRAPH, stdin=b"ASK { GRAPH ?g { actor:alba ?p actor:league } }") == "true\n"
    count = b"SELECT (COUNT(?s) AS ?number) { GRAPH ?s { ?s a attest:Claim } }"
    assert json.loads(answered("sparql", "-", *GRAPH, "--format", "json", stdin=count)) == [{"number": 8}]
    for form, query in (("csv", construct), ("ttl", count)):
        assert run("sparql", "-", *GRAPH, "--format", form, stdin=query).code == 2


def test_questions_are_listed_and_explained() -> None:
    listed = [line.split()[0] for line in answered("questions").splitlines()]
    assert listed == names(ROOT / "queries") == [item["question"] for item in json.loads(answered("questions", "--format", "json"))]
    told = answered("questions", "backers")
    assert "--as-of (date)" in told
    assert [column for column in COLUMNS if f"  {column} (" not in told] == []


def test_show_tells_what_is_said_of_a_thing_by_whom_in_which_words() -> None:
    told = answered("show", "Northern League", *GRAPH)
    for part in (
        "Northern League  (organization)",
        "Ada Birch: ",
        "Olaf Reed: ",
        "(denied, asserted; 2031-03-03)",
        '"does not arm anyone"',
    ):
        assert part in told
    assert PASSAGE not in told
    assert PASSAGE in answered("show", "league", *GRAPH, *TEXTS)
    plain = json.loads(answered("show", "league", *GRAPH, "--format", "json"))
    assert (plain["thing"], plain["thing_iri"]) == ("Northern League", f"{BASE}actor/league")
    assert {claim["claim"] for claim in plain["claims"]} == {
        f"claim:{name}" for name in ("editors-1", "lorries-1", "lorries-2", "lorries-3", "lorries-6")
    }


def test_show_and_why_of_a_claim_print_the_whole_passage_where_the_text_is_at_hand(tmp_path: Path) -> None:
    for words in (["show", "lorries-1"], ["why", "claim:lorries-1"], ["why", f"{BASE}claim/lorries-1"]):
        told = answered(*words, *GRAPH, *TEXTS)
        assert f"passage      {PASSAGE}\n" in told
        assert "chain        Rivertown Gazette < Ada Birch\n" in told
        assert "passage" not in answered(*words, *GRAPH)
        assert "passage      not among the texts given, or not proved: run kg check" in answered(*words, *GRAPH, "--texts", tmp_path)


def test_why_tells_the_claims_behind_a_row_of_an_answer() -> None:
    row = ["why", "backers", *GRAPH]
    listed = json.loads(answered("ask", *row[1:], "--evidence", "1", "--format", "json"))
    behind = [(claim["claim"], claim["role"]) for claim in listed[0]["evidence"]]
    assert [role for _, role in behind] == ["for", "against"]
    assert [(claim["claim"], claim["role"]) for claim in json.loads(answered(*row, "--row", "1", "--format", "json"))] == behind
    told = answered("why", *(claim for claim, _ in behind), *GRAPH, *TEXTS)
    against = f"\n{behind[1][0]}  "
    assert answered(*row, "--row", "1", *TEXTS) == told.replace(against, against.replace("\n", "\nagainst it: "))
    assert run(*row, "--row", "99").err == f"kg: there is no row 99: the table has {len(listed)}\n"


def test_why_tells_several_claims_in_json() -> None:
    first, second = json.loads(answered("why", "lorries-1", "lorries-2", *GRAPH, *TEXTS, "--format", "json"))
    assert (first["claim"], second["claim"], second["stance"]) == ("claim:lorries-1", "claim:lorries-2", "denied")
    assert (first["speaker"], first["origin"], first["known_from"]) == ("Ada Birch", "Northern League", "2031-03-03")
    assert [hop["agent"] for hop in first["chain"]] == ["Rivertown Gazette", "Ada Birch"]
    assert [place["passage"] for place in first["passages"]] == [PASSAGE]
    assert json.loads(answered("why", "lorries-1", *GRAPH, "--format", "json"))[0]["passages"][0]["passage"] is None
    assert first["bounds"] == {"beginsNotBefore": None, "beginsNotAfter": "2031-03-03", "endsNotBefore": "2031-03-03", "endsNotAfter": None}


def test_the_environment_names_the_graph_and_the_texts() -> None:
    named = {"KG_GRAPH": str(DEMO / "graph"), "KG_TEXTS": str(DEMO / "texts")}
    assert run("why", "lorries-1", env=named).out == answered("why", "lorries-1", *GRAPH, *TEXTS)
    assert run("check", env=named).out == "passages: 6 proved, 0 refuted, 0 not checked\nconforms\n"
    assert run("ask", *GRAPH, "backers", env={}).out == answered("ask", "backers", *GRAPH)
    assert run("show", "lna", env=named).code == 2
    assert run("show", "lna").code == 0


def test_a_check_tells_its_outcome_in_json() -> None:
    told = json.loads(run("check", *GRAPH, *TEXTS, "--format", "json").out)
    assert told == {"conforms": True, "findings": [], "passages": {"proved": 6, "refuted": 0, "unchecked": []}}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_completion_is_printed(shell: str) -> None:
    call = "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()"
    env = environment({"_KG_COMPLETE": f"{shell}_source"})
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    assert "_KG_COMPLETE" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_stops_early_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "ask", "claims_about", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"[\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1)


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_words_of_any_script_are_printed_in_any_locale(env: dict[str, str]) -> None:
    for form in ("text", "json"):
        assert "“The Kingdom of Alba does not arm anyone,”" in run("why", "lorries-2", *GRAPH, *TEXTS, "--format", form, env=env).out
    assert run("sparql", "-", *GRAPH, stdin='SELECT ("🙂" AS ?x) {}'.encode(), env=env).out == "x\n🙂\n"
    outcome = run("show", "“🙂”", *GRAPH, env=env)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
