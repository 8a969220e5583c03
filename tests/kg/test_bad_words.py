"""Names, questions, parameters, folders and queries that are wrong: one line that names the word, the right exit code, nothing written."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kg.command import DEMO, ROOT, refused, replaced, run, tree

GRAPH = ["--graph", str(DEMO / "graph")]
HOSTILE = {
    "SPARQL": '"> } DROP ALL #',
    "SPARQL after an IRI": "https://example.org/demo/actor/league> } } DROP ALL #",
    "SPARQL in place of a value": "UNDEF } } ; DROP ALL ; #",
    "a line break": "league\nleague",
    "control characters": "\x01\x1b[31mleague\x7f",
    "a tab": "lea\tgue",
    "a bracket": "[",
    "a bad host": "http://[x",
    "a bad percent sign": "actor:%zz",
    "a byte that is not UTF-8": os.fsdecode(b"league\xff"),
    "a byte that is not UTF-8 in a short form": os.fsdecode(b"actor:\xff"),
    "a long name": "x" * 60_000,
    "nothing": "",
    "a space": " ",
    "an emoji": "🙂",
}
WHERE = {
    "of": ["ask", "backers", "--of", "{}"],
    "kind": ["ask", "backers", "--kind", "{}"],
    "as of": ["ask", "backers", "--as-of", "{}"],
    "known by": ["ask", "backers", "--known-by", "{}"],
    "recorded by": ["ask", "backers", "--recorded-by", "{}"],
    "evidence": ["ask", "backers", "--evidence", "{}"],
    "question": ["ask", "{}"],
    "questions": ["questions", "{}"],
    "show": ["show", "{}"],
    "why": ["why", "{}"],
    "format": ["ask", "backers", "--format", "{}"],
    "command": ["{}"],
}
"""Every place of the command line that takes a word."""

WRONG = {
    "an unknown name": (["ask", "backers", "--of", "Nobody"], "'Nobody'"),
    "a name that is no actor": (
        ["ask", "backers", "--of", "source:lorries"],
        "(Gazette report on lorries), a source, and an actor is asked for",
    ),
    "a name near another": (["show", "Northern Leage"], "near it: northern league"),
    "an unknown question": (["ask", "backer"], "there is no question 'backer'; did you mean backers"),
    "a question that is a path": (["ask", "evidence/backers"], "there is no question 'evidence/backers'"),
    "an unknown question to explain": (["questions", "backer"], "there is no question 'backer'"),
    "an unknown parameter": (["ask", "backers", "--off", "league"], "No such option '--off'"),
    "a parameter of another question": (["ask", "sources", "--as-of", "2031-03-03"], "--as-of"),
    "a day that is none": (["ask", "backers", "--as-of", "2031-02-30"], "--as-of: '2031-02-30' is no day of the calendar"),
    "a day with a time": (["ask", "backers", "--as-of", "2031-03-03T00:00:00Z"], "--as-of"),
    "a year": (["ask", "backers", "--known-by", "2031"], "--known-by: '2031' is no day"),
    "a word too many": (["ask", "backers", "league"], "unexpected extra argument (league)"),
    "a period that ends before it begins": (
        ["ask", "timeline", "--from", "2031-03-04", "--to", "2031-03-03"],
        "--from 2031-03-04 is later than --to 2031-03-03",
    ),
    "an unknown property": (
        ["ask", "backers", "--kind", "nods"],
        "no property goes by 'nods'; --kind takes one of: backs, backs in security",
    ),
    "an unknown class": (["ask", "events", "--kind", "nods"], "no class goes by 'nods'; --kind takes one of: attack, clash,"),
    "an unknown concept": (["ask", "dating", "--kind", "nods"], "no concept goes by 'nods'; --kind takes one of: date of the article,"),
    "a property in place of a concept": (
        ["ask", "contradictions", "--kind", "attest:stance"],
        "(stance), a property; --kind takes one of:",
    ),
    "an actor in place of a class": (["ask", "events", "--kind", "Northern League"], "(Northern League), an organization; --kind takes"),
    "later rows of a question that has none": (["ask", "sources", "--all"], "No such option '--all'"),
    "later rows of a question that shows them": (["ask", "control", "--all"], "No such option '--all'"),
    "a row that is not there": (["ask", "backers", "--evidence", "3"], "there is no row 3: the table has 2"),
    "a row of number zero": (["ask", "backers", "--evidence", "0"], "there is no row 0"),
    "a row by a digit that is no number": (["ask", "backers", "--evidence", "²"], "'²'"),
    "evidence of a question that proves nothing": (["ask", "sources", "--evidence", "1"], "sources has no rows to prove"),
    "evidence in a format without room": (["ask", "backers", "--evidence", "1", "--format", "csv"], "not with csv"),
    "a format that is none": (["ask", "backers", "--format", "xml"], "'xml' is not one of"),
    "a format of tables for one claim": (["show", "lorries-1", "--format", "csv"], "not as csv"),
    "a thing in place of a claim": (["why", "league"], "'league'"),
    "an unknown command": (["tell"], "No such command 'tell'"),
    "no thing to show": (["show"], "THING"),
    "no claim to explain": (["why"], "CLAIM"),
    "no query": (["sparql"], "FILE"),
    "claims of a question that counts them": (["ask", "sources", "--format", "ttl"], "this answer is a table"),
    "a query that is an update": (["sparql", "-"], "the query: "),
}
QUERIES = {
    "an update": b"DROP ALL",
    "an update that adds": b"INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }",
    "an update that loads": b"LOAD <http://127.0.0.1/x>",
    "a syntax error": b"SELECT * WHERE {",
    "a prefix that is not declared": b"SELECT * { ?s nowhere:p ?o }",
    "nothing": b"",
    "no UTF-8": b'SELECT ("\xff" AS ?x) {}',
}


@pytest.mark.parametrize("word", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("where", WHERE.values(), ids=WHERE)
def test_a_hostile_word_is_refused_wherever_it_stands(where: list[str], word: str) -> None:
    graph = [] if where == ["{}"] else GRAPH
    message = refused(run(*(part.format(word) if part == "{}" else part for part in where), *graph), 2)
    assert "fault of kg" not in message


@pytest.mark.parametrize(("words", "says"), WRONG.values(), ids=WRONG)
def test_a_wrong_word_is_named(words: list[str], says: str) -> None:
    expected = 3 if words[0] == "sparql" and len(words) > 1 else 2
    outcome = run(*words, *([] if words == ["tell"] else GRAPH), stdin=b"DROP ALL")
    assert says in refused(outcome, expected)


def test_an_ambiguous_name_lists_what_goes_by_it(demo: Path) -> None:
    replaced(demo / "seeds" / "actors.ttl", '"Olaf Reed"@en', '"Marshal Quill"@en')
    message = refused(run("ask", "backers", "--of", "marshal quill", "--graph", demo), 2)
    assert message.startswith("'marshal quill' is ambiguous: ")
    assert "actor:olaf-reed (Marshal Quill)" in message
    assert "actor:quill (Marshal Quill)" in message


def test_no_word_changes_a_graph(demo: Path) -> None:
    before = tree(demo)
    for words in WHERE.values():
        run(*(part.format(HOSTILE["SPARQL"]) for part in words), env={"KG_GRAPH": str(demo)})
    for query in QUERIES.values():
        run("sparql", "-", "--graph", demo, stdin=query)
    assert tree(demo) == before
    assert run("ask", "backers", "--graph", demo).out.count("\n") == 3


FOLDERS = {
    "missing": lambda at: at / "nowhere",
    "a file": lambda at: at / "file",
    "without seeds": lambda at: at / "empty",
    "with a file in place of seeds": lambda at: at / "half",
    "with a name too long": lambda at: at / ("x" * 5000),
    "named in control characters": lambda at: at / "\x07\x9b\n",
}


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder that holds a file, an empty folder, and a folder whose seeds are a file."""
    (tmp_path / "file").write_text("text", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "seeds").write_text("text", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [["ask", "backers"], ["check"], ["show", "x"], ["questions"], ["sparql", "-"]], ids=" ".join)
@pytest.mark.parametrize("name", FOLDERS)
def test_an_unreadable_graph_is_refused(words: list[str], name: str, folders: Path) -> None:
    before = tree(folders)
    refused(run(*words, "--graph", FOLDERS[name](folders)), 3)
    refused(run(*words, env={"KG_GRAPH": str(FOLDERS[name](folders))}), 3)
    assert tree(folders) == before


@pytest.mark.parametrize(
    "words", [["ask", "backers", "--evidence", "1"], ["check"], ["show", "league"], ["why", "lorries-1"]], ids=" ".join
)
@pytest.mark.parametrize("name", ["missing", "a file", "with a name too long"])
def test_an_unreadable_folder_of_texts_is_refused(words: list[str], name: str, folders: Path) -> None:
    refused(run(*words, *GRAPH, "--texts", FOLDERS[name](folders)), 3)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder: run the tests as another user")
@pytest.mark.parametrize("closed", [".", "seeds", "seeds/lorries.ttl"])
def test_a_graph_without_permission_is_refused(closed: str, demo: Path) -> None:
    (demo / closed).chmod(0)
    outcome = run("ask", "backers", "--graph", demo)
    (demo / closed).chmod(0o700)
    refused(outcome, 3)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_that_cannot_be_run_is_refused(query: bytes, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_bytes(query)
    for words in (["sparql", "-"], ["sparql", str(file)]):
        assert "\n" not in refused(run(*words, *GRAPH, stdin=query), 3)


@pytest.mark.parametrize("name", ["nowhere.rq", ".", "x" * 5000])
def test_a_query_file_that_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    assert "cannot be read" in refused(run("sparql", tmp_path / name, *GRAPH), 3)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A place on this machine that a query could call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield server


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <{}> {{ ?s ?p ?o }}",
        "service<{}>{{?s ?p ?o}}",
        "SERVICE SILENT <{}> {{ ?s ?p ?o }}",
        "SERVICE # a note {{\r\n # another\n<{}> #\n{{ ?s ?p ?o }}",
        "VALUES ?s {{ 1 }}SERVICE at: {{ ?s ?p ?o }}",
        "VALUES ?at {{ <{}> }} SERVICE ?at {{ ?s ?p ?o }}",
        "VALUES ?at {{ <{}> }} SERVICE$at{{?s ?p ?o}}",
        "?s ?p 1SERVICE <{}> {{ ?s ?p ?o }}",
        "FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    ],
)
def test_a_query_calls_no_other_place(call: str, listener: socket.socket) -> None:
    place = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
    query = f"PREFIX at: <{place}> SELECT * {{ {call.format(place)} }}"
    assert "SERVICE" in refused(run("sparql", "-", *GRAPH, stdin=query.encode()), 3)
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { VALUES ?service { 1 } }",
        "SELECT ?service { VALUES ?service { 1 } }",
        'SELECT ?x { VALUES ?x { "secret service" } } # SERVICE',
        "PREFIX service: <urn:service> SELECT ?x { VALUES ?x { service:x } }",
    ],
)
def test_the_word_service_alone_is_no_call(query: str) -> None:
    assert run("sparql", "-", *GRAPH, stdin=query.encode()).code == 0


def test_a_question_file_with_a_bad_header_is_named_with_its_line(demo: Path) -> None:
    (demo / "queries").mkdir()
    (demo / "queries" / "odd.rq").write_text("#+ title: Odd\n#+ colour: red\nSELECT * {}\n", encoding="utf-8")
    assert refused(run("ask", "odd", "--graph", demo), 3).startswith("queries/odd.rq:2: not a header line")


def test_each_place_for_a_word_is_tried() -> None:
    assert (len(WHERE), len(HOSTILE), len(WRONG), len(QUERIES), len(FOLDERS)) == (12, 15, 34, 7, 6)
    assert (ROOT / "kg" / "cli" / "sparql.py").is_file()
