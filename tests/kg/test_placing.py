"""Whatever a seed file may hold, its TriG has the same triples, each in the graph where it belongs, and its errors on the same lines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat

from kg.catalog import open_catalog
from kg.placing import placed
from kg.turtle import read_text
from tests.kg.odd_turtle import BASE, CLAIMS, GRAPH, HEAD, canonical, files, parsed, statements


def same(text: str) -> None:
    trig, found = placed(text, CLAIMS, GRAPH)
    expected, quads = parsed(text, RdfFormat.TURTLE), parsed(trig, RdfFormat.TRIG)
    assert canonical(quads) == canonical(expected)
    named = [(quad.subject.value, quad.graph_name) for quad in quads if isinstance(quad.subject, NamedNode)]
    for subject, graph in named:
        assert graph == NamedNode(subject.partition("#")[0] if subject.startswith(CLAIMS) else GRAPH)
    claims = [
        quad.subject.value.partition("#")[0]
        for quad in expected
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(CLAIMS)
    ]
    assert sorted(found) == sorted(set(claims))
    assert trig.count("\n") == text.count("\n")


@settings(max_examples=600, deadline=None)
@given(files())
def test_the_triples_of_a_file_stay_the_same_and_each_is_in_its_graph(text: str) -> None:
    same(text)


@pytest.mark.parametrize(
    "statement",
    [
        'e:a e:b "it.s"@en.e:c e:d e:e.',
        "e:a e:b 1.5.",
        "e:a e:b 1 .e:c e:d .5 .",
        'e:a e:b """a"" b\\"""" .',
        "e:a e:b '''x''y''' , \"'\" , '\"' .",
        f"<{BASE}a#b> e:b <{BASE}c#d> . # <{BASE}e> .",
        "claim:some-1 e:b [ e:c ( 1 2.5 [ a e:d ] ) ] .",
        "[ e:a claim:some-1 ] .",
        "( claim:some-1 ) e:a e:b .",
        "e:a a e:b ; ; e:c e:d ;; .",
        "e:GRAPH a e:graph . e:a e:b e:c.d .",
        "e:a e:b e:c.\r\n# end",
        "e:a e:b e:c. #",
        "_:x.y e:b _:x.y.",
        'claim:some-1 e:b "x"@en.claim:some-2 e:b e:c\n.\n',
        'claim:some-1 e:b "x"@fra.claim:some-2 e:b e:c\n.\n',
        f"claim:some-1 e:b e:c.<{CLAIMS}some-2> e:b e:c\n.\n",
        'claim:some-1 e:b "x"@en-gb.claim:some-2 e:b e:c\n.\n',
        'claim:some-1 e:b "x. y"@en-gb.claim:some-2 e:b e:c\n.\n',
        'claim:some-1 e:b e:c, "x".claim:some-2 e:b e:c\n.\n',
        'claim:some-1 e:b"x. y".claim:some-2 e:b e:c\n.\n',
        "claim:some-1 e:b '\"' . claim:some-2 e:b '\"'\n.\n",
        'claim:some-1 e:b e:c . # "\nclaim:some-2 e:b "x"\n.\n',
        "claim:some-1 e:b e:c . # <\nclaim:some-2 e:b <x>\n.\n",
        'claim:some-1 e:b """\n.\n""" . claim:some-2 e:b e:c\n.\n',
        "claim:some-1 e:b '''\n.\n''' . claim:some-2 e:b e:c\n.\n",
        'claim:some-1 e:b "a \\" . b" . claim:some-2 e:b e:c\n.\n',
        "claim:some-1 e:b <x.> . claim:some-2 e:b e:c\n.\n",
        "claim:some-1 e:b e:c . claim:some-2 e:b .5\n.\n",
        'claim:some-1 e:b """\n.\n"""\n.\nclaim:some-2 e:b e:c\n.\n',
        "claim:some-1 e:b '''\n.\n'''\n.\nclaim:some-2 e:b e:c\n.\n",
    ],
)
def test_an_odd_statement_keeps_its_triples(statement: str) -> None:
    same(HEAD + statement)


def line_of_fault(text: str, form: RdfFormat) -> int | None:
    try:
        parsed(text, form)
    except SyntaxError as error:
        return error.lineno
    return None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(statements(), max_size=3),
    st.sampled_from(["e:x e:y ! .", "nowhere:x e:y e:z .", "e:x e:y <a b> .", 'e:x "y" e:z .', "e:x e:y @en .", "e:x ( ."]),
    st.lists(statements(), max_size=2),
)
def test_a_syntax_error_is_on_the_line_of_the_file(before: list[str], fault: str, after: list[str]) -> None:
    text = HEAD + "\n".join([*before, fault, *after])
    line = (HEAD + "\n".join([*before, ""])).count("\n") + 1
    assert line_of_fault(text, RdfFormat.TURTLE) == line_of_fault(placed(text, CLAIMS, GRAPH)[0], RdfFormat.TRIG) == line


@pytest.mark.parametrize("path", open_catalog().seed_files(), ids=lambda path: path.name)
def test_the_files_of_the_record_keep_their_triples(path: Path) -> None:
    text = read_text(path)
    trig, _ = placed(text, CLAIMS, GRAPH)
    assert {quad.triple for quad in parsed(trig, RdfFormat.TRIG)} == {quad.triple for quad in parsed(text, RdfFormat.TURTLE)}
