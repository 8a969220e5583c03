"""Whatever a seed file may hold, its TriG has the same triples, each in the graph where it belongs, and its errors on the same lines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Dataset as Quads

from kg.catalog import open_catalog
from kg.placing import Scope, placed
from kg.turtle import read_text

BASE = "https://example.org/demo/"
CLAIMS, GRAPH = f"{BASE}claim/", f"{BASE}graph/some"
HEAD = f"PREFIX e: <{BASE}>\nPREFIX claim: <{CLAIMS}>\nPREFIX : <{BASE}empty/>\n@base <{BASE}> .\n"

GAP = st.sampled_from([" ", "\n", "\t", "  \n ", "\r\n", " # it's a note. \"\n", "\n#{ GRAPH <x> { .\n", "# '''\n"])
INSIDE = st.text(alphabet="aé.#;,<>{}[]()@ 🙂'\"", max_size=8)
ESCAPES = st.sampled_from(["", "\\n", "\\t", '\\"', "\\'", "\\\\", "\\u00e9", "\\U0001F642", ". ", "#", '\\\\\\"'])
TAG = st.sampled_from(["", "", "@en", "@fr-be", "^^e:type", f"^^<{BASE}t#x>", "@x-private"])


def escaped(text: str) -> str:
    return text.replace('"', '\\"').replace("'", "\\'")


def short(quote: str) -> st.SearchStrategy[str]:
    return st.builds(lambda text, more, tag: f"{quote}{escaped(text)}{more}{quote}{tag}", INSIDE, ESCAPES, TAG)


def long(quote: str) -> st.SearchStrategy[str]:
    other = "'" if quote[0] == '"' else '"'
    loose = st.sampled_from(["", "\n", f"{quote[0]} ", f"{quote[:2]} .\n", other * 3, f"\n{other}# .\n"])
    return st.builds(lambda text, middle, more, tag: f"{quote}{escaped(text)}{middle}{more}a{quote}{tag}", INSIDE, loose, ESCAPES, TAG)


LITERAL = st.one_of(
    *(short(quote) for quote in "'\""),
    *(long(quote * 3) for quote in "'\""),
    st.sampled_from(["1", "-7", "+1.5", ".5", "1e3", "1.5E-3", ".5e1", "0.0", "true", "false"]),
)
NAME = st.sampled_from(
    ["e:a", "e:a.b", "e:a..b", "e:a-b_c", "e:a\\.b", "e:a\\,b\\;c", "e:a\\#b", "e:a%20b", "e:", ":x", ":1", "e:é", "e:a:b", "e:a\\'b"]
)
IRI = st.sampled_from(
    ["<thing>", f"<{BASE}a.b#c>", f"<{BASE}it's>", "<#x>", f"<{BASE}a;b,c.>", f"<{BASE}\\u00e9>", "<>", f"<{BASE}claims/x>"]
)
CLAIM = st.sampled_from(
    [
        "claim:some-1",
        "claim:some-2",
        f"<{CLAIMS}some-1#hop-1>",
        f"<{CLAIMS}some-3>",
        "claim:some\\-2",
        "<claim/some-4>",
        "claim:some-1\\#hop-2",
    ]
)
BLANK = st.sampled_from(["_:b", "_:b.c", "_:1-2", "[]", "[ ]", "()"])
VERB = st.one_of(st.just("a"), NAME, IRI)
SIMPLE = st.one_of(LITERAL, NAME, IRI, CLAIM, BLANK)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = st.lists(inner, min_size=1, max_size=3).map(lambda items: f"( {' '.join(items)} )")
    nodes = st.builds(lambda gap, verb, item, other: f"[{gap}{verb} {item} ; e:p {other}{gap}]", GAP, VERB, inner, inner)
    return st.one_of(lists, nodes)


OBJECT = st.one_of(SIMPLE, SIMPLE, st.recursive(SIMPLE, nested, max_leaves=4))
SUBJECT = st.one_of(NAME, IRI, CLAIM, CLAIM, BLANK, nested(SIMPLE))
DIRECTIVE = st.sampled_from(
    [
        f"PREFIX e: <{BASE}>",
        f"prefix f.g: <{BASE}>",
        f"PreFix e:<{BASE}other/>",
        f"@prefix e: <{BASE}other/x> .",
        f"@prefix e:<{BASE}>.",
        f"BASE <{BASE}>",
        f"@base <{BASE}> .",
        f"@prefix prefix: <{BASE}> . prefix:a prefix:b prefix:c .",
        f"PREFIX base: <{BASE}> base:a base:b base:c .",
        f"prefix claim: <{CLAIMS}>",
    ]
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """One statement, with objects and verbs as many as may be, and its end after a gap or none."""
    subject, gap = draw(SUBJECT), draw(GAP)
    pairs = [
        f"{draw(VERB)}{draw(GAP)}{draw(st.lists(OBJECT, min_size=1, max_size=2).map(' , '.join))}" for _ in range(draw(st.integers(1, 3)))
    ]
    end = draw(st.sampled_from([" .", "\n.", ".", " ;\n.", ";.", "\n.\n", " ;\n.\n"]))
    last = pairs[-1][-1]
    spaced = end if last in "\"'>])" or end[0] != "." else f" {end}"
    return f"{subject}{gap}{f' ;{draw(GAP)}'.join(pairs)}{spaced}"


@st.composite
def files(draw: st.DrawFn) -> str:
    """A Turtle file: statements and directives with gaps between them."""
    parts = draw(st.lists(st.one_of(statements(), statements(), DIRECTIVE), min_size=1, max_size=6))
    return HEAD + "".join(part + draw(GAP) for part in parts)


def canonical(quads: list[Quad]) -> set[str]:
    """Triples without their graphs, blank nodes named alike."""
    found = Quads(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad.triple) for quad in found}


def parsed(text: str, form: RdfFormat) -> list[Quad]:
    return list(parse(input=text.encode(), format=form))


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


CALLS = f"{BASE}calls"
SHOWN = frozenset({f"{BASE}words", "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate"})
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDF_PREFIX = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
LAID_OUT = """claim:some-1
    a e:Claim ;
    e:note "one" ;
    rdf:predicate e:calls ;
    e:passage
        <x> ,
        "y ,"@en ;
    e:words
        "a ; b" ,
        "c" ;
.
"""


def of_names(statement: str) -> tuple[set[str], set[str]]:
    """The triples of a statement about a name in a build that takes a part of it, and those that it must have."""
    text = HEAD + RDF_PREFIX + statement
    trig, _ = placed(text, CLAIMS, GRAPH, Scope(predicates=frozenset({f"{BASE}other"}), bare=frozenset({CALLS}), shown=SHOWN))
    assert trig.count("\n") == text.count("\n")
    whole = parsed(text, RdfFormat.TURTLE)
    taken = {str(quad.triple) for quad in parsed(trig, RdfFormat.TRIG) if "_:" not in str(quad.triple)}
    assert taken <= {str(quad.triple) for quad in whole}
    return taken, {str(quad.triple) for quad in whole if quad.predicate.value in {TYPE, *SHOWN} and "_:" not in str(quad.triple)}


def test_of_a_name_what_is_shown_is_taken_alone() -> None:
    taken, needed = of_names(LAID_OUT)
    assert taken == needed
    assert len(taken) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('e:note "one" ;', 'e:note "one" ; e:words "d" ;'),
        ('e:note "one" ;', 'e:note "one";e:words "d" ;'),
        ('e:note "one" ;', 'e:note "one" ; # e:words'),
        ('        "a ; b" ,', '        "a ; b" # one ;\n        ,'),
        ('e:note "one" ;', 'e:note [ e:words "d" ] ;'),
        ("    e:note", "    e:note [\n        e:words <z> ;\n    ] ;\n    e:note"),
        ("        <x> ,", '        <x> ; e:words "d" ,'),
        ("claim:some-1\n", 'claim:some-1 e:words "d" ;\n'),
        ("    e:words", "\te:words"),
        ('"c" ;', '"c"'),
        ("e:words\n        ", "e:words "),
        ("rdf:predicate e:calls", "rdf:predicate\n        e:calls"),
    ],
)
def test_of_a_name_in_another_layout_nothing_is_lost(old: str, new: str) -> None:
    assert old in LAID_OUT
    taken, needed = of_names(LAID_OUT.replace(old, new, 1))
    assert needed <= taken
    assert len(needed) >= 4


LEFT_OUT = "claim:some-1\n    rdf:predicate e:unasked ;\n    e:note e:x ;\n.\nclaim:some-2\n    rdf:predicate e:other ;\n.\n"


def of_asked(statements: str) -> tuple[str, list[str]]:
    """A build that takes the claims of one property."""
    prefixes = RDF_PREFIX + RDF_PREFIX.replace("rdf:", "r:")
    return placed(HEAD + prefixes + statements, CLAIMS, GRAPH, Scope(predicates=frozenset({f"{BASE}other"})))


def test_claims_of_another_property_are_left_out() -> None:
    assert of_asked(LEFT_OUT)[1] == [f"{CLAIMS}some-2"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("e:note e:x ;", "e:supersedes claim:some-3 ;"),
        ("rdf:predicate e:unasked ;", f"<{TYPE.rpartition('#')[0]}#predicate> e:unasked ;"),
        ("rdf:predicate e:unasked ;", f"rdf:predicate e:unasked ; <{TYPE.rpartition('#')[0]}#predicate> e:other ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked , e:other ; rdf:predicate e:third ;"),
        ("rdf:predicate e:unasked ;", "e:p e:q ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate # the property\n        e:other ;"),
        ("rdf:predicate e:unasked ;", 'r:predicate e:other ;\n    e:note "see rdf:predicate e:unasked ;" ;'),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked , e:other ;"),
        ("\n.\n", "\n.\nclaim:some-1 e:supersedes claim:some-3 .\n"),
        ("claim:some-1\n", "claim:some-1\n    e:supersedes claim:some-3 ;\n.\nclaim:some-1\n"),
    ],
)
def test_a_claim_that_replaces_another_or_has_no_one_property_is_not_left_out(old: str, new: str) -> None:
    assert old in LEFT_OUT
    assert of_asked(LEFT_OUT.replace(old, new, 1))[1] == [f"{CLAIMS}some-1", f"{CLAIMS}some-2"]


@pytest.mark.parametrize("opened", ['"x', "<x"])
def test_what_is_left_open_in_a_claim_that_is_left_out_is_refused(opened: str) -> None:
    trig, _ = of_asked(LEFT_OUT.replace("e:x", opened, 1))
    with pytest.raises(SyntaxError):
        parsed(trig, RdfFormat.TRIG)


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
