"""Each bad input of a record, made by one substitution: one line that names file and line, the right exit code, nothing written."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kg.command import DEMO, ROOT, line_after, refused, replaced, run, tree

LORRIES = "lorries.ttl"
FINDING = re.compile(r"seeds/(?P<file>[\w.-]+):(?P<line>\d+): (?P<message>.+)")
HOP_2 = "<https://example.org/demo/claim/lorries-1#hop-2>\n    a attest:Hop ;\n    attest:agent actor:"
PASSAGE, A = "<https://example.org/demo/claim/lorries-", "#passage-1>\n    a attest:Passage"
END_1 = f"{PASSAGE}1{A} ;\n    oa:end "
SUBJECT_1 = "rdf:predicate attest:suppliesArmsTo ;\n    rdf:subject actor:alba"
NEXT_YEAR = '"2032-12-31"^^xsd:date ;\n    attest:beginsNotBefore "2032-01-01"'
SOURCE_6 = (
    ";\n    attest:source source:lorries ;\n    attest:stance attest:affirmed ;\n.\n\n<https://example.org/demo/claim/lorries-6#hop-1>"
)
PHRASE = 'attest:keyPhrase "does not arm anyone"'
LONG = "The Kingdom of Alba does not arm anyone,” replied the minister, Olaf Reed."


class Fault(NamedTuple):
    """One substitution in a seed file, where the finding is expected (the line on which the anchor ends), and what it says."""

    file: str
    old: str
    new: str
    anchor: str
    says: str


ARMS = "rdf:predicate attest:suppliesArmsTo ;\n    rdf:subject "
BUILD = {
    "a statement without its end": Fault(LORRIES, SUBJECT_1 + " ;", SUBJECT_1, SUBJECT_1 + "\n    attest:", "not Turtle"),
    "an IRI that is not closed": Fault(LORRIES, "PREFIX oa: <http://www.w3.org/ns/oa#>", "PREFIX oa: <oa", "PREFIX oa: <oa", "not Turtle"),
    "a prefix that is not declared": Fault(
        LORRIES,
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n",
        "",
        "claim:lorries-1\n    a attest:Claim ;\n    rdfs",
        "prefix rdfs: has not been declared",
    ),
    "a string that is not closed": Fault(LORRIES, 'anyone" ;', "anyone ;", "arm anyone", "not Turtle"),
    "a subject that is not closed": Fault(
        LORRIES, f"{PASSAGE}1{A}", f"{PASSAGE}1#passage-1 a attest:Passage", "1#passage-1 a", "not Turtle"
    ),
    "a claim with two subjects": Fault(
        LORRIES, SUBJECT_1, f"{SUBJECT_1}, actor:brine", f"{SUBJECT_1}, actor:brine", "rdf:subject stands 2 times"
    ),
    "a claim that is its own subject": Fault(
        LORRIES, f"{ARMS}actor:alba", f"{ARMS}claim:lorries-1", "rdf:subject claim:lorries-1", "never its own subject"
    ),
    "a subject that is a string": Fault(LORRIES, f"{ARMS}actor:alba", f'{ARMS}"Alba"', 'rdf:subject "Alba"', "is an IRI, not a text"),
    "an agent that is a text which ends an IRI": Fault(
        LORRIES,
        "attest:agent actor:ada-birch",
        'attest:agent "Ada > a:b"',
        "claim/lorries-1#hop-2>\n    a attest:Hop",
        "one attest:agent, an IRI",
    ),
    "a stance that is a text": Fault(LORRIES, "stance attest:denied", 'stance "denied"', 'stance "denied"', "attest:stance is an IRI"),
    "two stances": Fault(
        LORRIES,
        "attest:stance attest:denied",
        "attest:stance attest:denied, attest:affirmed",
        "attest:denied, ",
        "attest:stance stands 2 times",
    ),
    "no source": Fault(
        LORRIES,
        SOURCE_6,
        SOURCE_6.replace("attest:source source:lorries ;\n    ", ""),
        "claim:lorries-6\n    a",
        "attest:source stands 0 times",
    ),
    "a source that is described nowhere": Fault(
        LORRIES, SOURCE_6, SOURCE_6.replace("source:lorries", "source:nowhere"), "source:nowhere", "source/nowhere> is described nowhere"
    ),
    "a gap in the positions of a chain": Fault(
        LORRIES,
        f"{HOP_2}ada-birch ;\n    attest:position 2",
        f"{HOP_2}ada-birch ;\n    attest:position 3",
        "attest:hop¶\n        <https://example.org/demo/claim/lorries-1#hop-1>",
        "the positions of the chain are 1, 3",
    ),
    "a repeat in the positions of a chain": Fault(
        LORRIES,
        f"{HOP_2}ada-birch ;\n    attest:position 2",
        f"{HOP_2}ada-birch ;\n    attest:position 1",
        "attest:hop¶\n        <https://example.org/demo/claim/lorries-1#hop-1>",
        "the positions of the chain are 1, 1",
    ),
    "a position that is no number": Fault(
        LORRIES,
        f"{HOP_2}ada-birch ;\n    attest:position 2",
        f'{HOP_2}ada-birch ;\n    attest:position "²"',
        HOP_2.partition(" ;")[0],
        "exactly one attest:position",
    ),
    "a chain without hops": Fault(
        LORRIES,
        "attest:hop <https://example.org/demo/claim/lorries-6#hop-1> ;\n    ",
        "",
        "claim:lorries-6\n    a",
        "the positions of the chain are none",
    ),
    "an agent twice in one chain": Fault(
        LORRIES,
        f"{HOP_2}ada-birch",
        f"{HOP_2}gazette",
        "attest:hop¶\n        <https://example.org/demo/claim/lorries-1#hop-1>",
        "an agent stands twice in one chain",
    ),
    "bounds in the wrong order": Fault(
        LORRIES,
        NEXT_YEAR,
        NEXT_YEAR.replace("2032-12-31", "2031-12-31"),
        'attest:beginsNotBefore "2032-01-01"',
        "beginsNotBefore 2032-01-01 is later than attest:beginsNotAfter 2031-12-31",
    ),
    "a date that is no day": Fault(LORRIES, NEXT_YEAR, NEXT_YEAR.replace("12-31", "02-30"), '"2032-02-30"', "2032-02-30"),
    "a date that is words": Fault(LORRIES, NEXT_YEAR, NEXT_YEAR.replace("2032-12-31", "next year"), '"next year"', "next year"),
    "a date that is a string": Fault(LORRIES, f"{NEXT_YEAR}^^xsd:date", NEXT_YEAR, 'beginsNotBefore "2032-01-01"', "no xsd:date"),
    "a date of issue that is no day": Fault(
        "sources.ttl",
        '"2031-03-03"^^xsd:date ;\n    attest:issuedNotBefore',
        '"2031-03-32"^^xsd:date ;\n    attest:issuedNotBefore',
        "03-32",
        "03-32",
    ),
    "what only the build may write": Fault(
        LORRIES,
        "claim:lorries-3\n",
        "claim:lorries-3\n    attest:speaker actor:quill ;\n",
        "attest:speaker",
        "written by the build; remove it",
    ),
    "a claim in the file of another source": Fault(
        "actors.ttl",
        "actor:quill\n",
        '<https://example.org/demo/claim/lorries-5>\n    rdfs:comment "Aside."@en ;\n.\n\nactor:quill\n',
        "lorries-5>\n    rdfs:comment",
        "belongs in lorries.ttl",
    ),
}
"""What keeps a record from being built: no question is answered from it."""

CHECKED = {
    "an end that does not fit the digest": Fault(
        LORRIES, f"{END_1}149", f"{END_1}148", f"{PASSAGE}1{A}", "does not fit code points 50-148"
    ),
    "an end beyond the text": Fault(LORRIES, "oa:end 395", "oa:end 9395", f"{PASSAGE}5{A}", "offsets 357-9395 do not lie in the text"),
    "an end that is no number": Fault(LORRIES, f"{END_1}149", f'{END_1}"x"', f'{END_1}"x"', "Give the passage exactly one oa:end"),
    "a start after the end": Fault(LORRIES, f"{END_1}149", f"{END_1}49", f"{END_1}49 ;\n    oa:start", "less than oa:end"),
    "a digest that does not fit": Fault(LORRIES, '"d951d2f2', '"e951d2f2', f"{PASSAGE}2{A}", "does not fit code points 150-225"),
    "a digest that is none": Fault(LORRIES, '"d951d2f2', '"D951', '"D951', "attest:digest"),
    "a key phrase outside its passage": Fault(
        LORRIES, PHRASE, PHRASE.replace("arm", "pay"), f"{PASSAGE}2{A}", "'does not pay anyone' is not in the passage"
    ),
    "a key phrase of thirteen words": Fault(LORRIES, PHRASE, f'attest:keyPhrase "{LONG}"', LONG, "one to twelve words"),
    "an integer that stores would rewrite": Fault(LORRIES, f"{END_1}149", f"{END_1}+149", f"{END_1}+149", "no integer in canonical form"),
    "a stance that is none": Fault(LORRIES, "stance attest:denied", "stance attest:refuted", "attest:refuted", "exactly one attest:stance"),
    "a thing that nothing describes": Fault(
        LORRIES, "rdf:subject actor:quill", "rdf:subject actor:quil", "rdf:subject actor:quil ", "actor/quil> is described nowhere"
    ),
    "a predicate that the ontology lacks": Fault(
        LORRIES, "attest:funds", "attest:fund", "attest:fund", "a property for which the ontology states"
    ),
}
"""What only a check of shapes and passages sees."""


def changed(demo: Path, fault: Fault) -> tuple[str, int]:
    """The demo with one substitution; where the finding is expected."""
    text = replaced(demo / "seeds" / fault.file, fault.old, fault.new)
    return fault.file, line_after(text, fault.anchor)


def findings(out: str) -> list[tuple[str, int, str]]:
    """File, line and message of each line that a check prints, up to its summary."""
    lines = [line for line in out.splitlines() if not line.startswith(("passages: ", "  ")) and not line.endswith(" findings")]
    found = [FINDING.fullmatch(line) for line in lines]
    assert None not in found, out
    return [(match["file"], int(match["line"]), match["message"]) for match in found if match]


@pytest.mark.parametrize("fault", BUILD.values(), ids=BUILD)
def test_a_question_is_refused_with_file_and_line(fault: Fault, demo: Path) -> None:
    file, line = changed(demo, fault)
    before = tree(demo)
    message = refused(run("ask", "backers", "--graph", demo), 3)
    assert message.startswith(f"seeds/{file}:{line}: ")
    assert fault.says in message
    assert tree(demo) == before


@pytest.mark.parametrize("fault", [*BUILD.values(), *CHECKED.values()], ids=[*BUILD, *CHECKED])
def test_a_check_names_file_and_line(fault: Fault, demo: Path, texts: Path) -> None:
    file, line = changed(demo, fault)
    before = tree(demo.parent)
    outcome = run("check", "--graph", demo, "--texts", texts)
    found = findings(outcome.out)
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert [text for *place, text in found if place == [file, line] and fault.says in text], outcome.out
    assert found == sorted(found)
    assert tree(demo.parent) == before


@pytest.mark.parametrize("words", [["show", "league"], ["why", "lorries-1"], ["sparql", "-"], ["ask", "sources"]], ids=" ".join)
def test_no_command_answers_from_a_record_that_cannot_be_built(words: list[str], demo: Path) -> None:
    file, line = changed(demo, BUILD["a claim with two subjects"])
    outcome = run(*words, "--graph", demo, stdin=b"SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 1")
    assert refused(outcome, 3).startswith(f"seeds/{file}:{line}: ")


def test_every_fault_is_planted_and_the_demo_itself_has_none() -> None:
    assert (len(BUILD), len(CHECKED)) == (25, 12)
    outcome = run("check", "--graph", DEMO / "graph", "--texts", DEMO / "texts", "--layout")
    assert (outcome.code, findings(outcome.out.replace("conforms\n", ""))) == (0, [])


def test_a_length_that_is_not_that_of_the_text_refutes_its_passages(demo: Path, texts: Path) -> None:
    replaced(demo / "seeds" / "sources.ttl", "textLength 396", "textLength 395")
    outcome = run("check", "--graph", demo, "--texts", texts)
    assert outcome.code == 1
    assert "passages: 0 proved, 6 refuted, 0 not checked" in outcome.out
    assert all("the text has 396 code points" in message for *_, message in findings(outcome.out))


def test_findings_come_as_json_too(demo: Path) -> None:
    fault = BUILD["a claim with two subjects"]
    file, line = changed(demo, fault)
    outcome = run("check", "--graph", demo, "--format", "json")
    told = json.loads(outcome.out)
    assert (outcome.code, told["conforms"], told["passages"], len(told["findings"])) == (1, False, None, 1)
    assert {name: told["findings"][0][name] for name in ("file", "line", "rule")} == {
        "file": f"seeds/{file}",
        "line": line,
        "rule": "build",
    }


def test_a_file_that_is_not_utf_8_is_named_with_its_line(demo: Path) -> None:
    path = demo / "seeds" / LORRIES
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"Quill leads', b'"\xff leads'))
    line = content[: content.index(b'"Quill leads')].count(b"\n") + 1
    assert refused(run("ask", "backers", "--graph", demo), 3).startswith(f"seeds/{LORRIES}:{line}: not Turtle")
    outcome = run("check", "--graph", demo)
    assert (outcome.code, findings(outcome.out)[0][:2]) == (1, (LORRIES, line))


def test_a_record_without_a_base_is_refused(demo: Path) -> None:
    replaced(demo / "seeds" / "record.ttl", '    void:uriSpace "https://example.org/demo/" ;\n', "")
    for words in (["ask", "backers"], ["check"]):
        assert refused(run(*words, "--graph", demo), 3).startswith("seeds/record.ttl:1: one void:uriSpace")


def test_a_seed_file_that_is_a_folder_is_refused(demo: Path) -> None:
    (demo / "seeds" / "aside.ttl").mkdir()
    assert refused(run("ask", "backers", "--graph", demo), 3).startswith("seeds/aside.ttl: cannot be read")


def test_several_faults_are_told_together(demo: Path) -> None:
    for name in ("two stances", "what only the build may write"):
        changed(demo, BUILD[name])
    assert refused(run("ask", "backers", "--graph", demo), 3).endswith("(and 1 more: run kg check)")
    assert len(findings(run("check", "--graph", demo).out)) == 2


@pytest.mark.parametrize("put", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "device"])
@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("backers.rq", ["ask", "backers"]),
        ("backers.rq", ["questions"]),
        ("evidence/backers.rq", ["ask", "backers"]),
        ("parts/chain.rq", ["why", "lorries-1"]),
        ("findings/stance.rq", ["check"]),
        ("rules/domain.rq", ["infer"]),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_query_that_is_no_file_is_not_waited_for(demo: Path, put: Callable[[Path], None], file: str, command: list[str]) -> None:
    shutil.copytree(ROOT / "queries", demo / "queries")
    path = demo / "queries" / file
    path.unlink()
    put(path)
    assert refused(run(*command, "--graph", demo), 3).startswith(f"{path.parent.name}/{path.name}: cannot be read: it is no regular file")


def test_a_check_finds_a_question_that_is_no_file(demo: Path) -> None:
    shutil.copytree(ROOT / "queries", demo / "queries")
    for name in ("backers.rq", "assertions/claims.rq"):
        (demo / "queries" / name).unlink()
        os.mkfifo(demo / "queries" / name)
    outcome = run("check", "--graph", demo)
    assert outcome.code == 1
    assert outcome.out.count("cannot be read: it is no regular file [query]\n") == 2
