"""Of a seed file all is taken that the questions read; a file that cannot be cut surely is not cut."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.catalog import open_catalog
from kg.dataset import base_of
from kg.excerpts import Scope, excerpt
from kg.terms import text_of
from kg.vocab import ATTEST, RDF
from tests.kg.odd_turtle import BASE, CLAIMS, GRAPH, HEAD, INSIDE, parsed, statements

ASKED, CALLS = f"{BASE}asked", f"{BASE}calls"
SCOPE = Scope(("passage-",), frozenset({ASKED}), frozenset({CALLS}), frozenset({f"{RDF}type", f"{RDF}predicate", f"{BASE}words"}))
PREFIXES = f"PREFIX claim: <{CLAIMS}>\nPREFIX e: <{BASE}>\nPREFIX rdf: <{RDF}>\n"
LAID_OUT = """claim:some-1
    a e:Claim ;
    e:note "one" ;
    rdf:predicate e:calls ;
    e:passage
        <https://example.org/demo/claim/some-1#passage-1> ,
        "y ,"@en ;
    e:words
        "a" ,
        "c" ;
.

<https://example.org/demo/claim/some-1#hop-1>
    e:position 1 ;
.

claim:some-2
    rdf:predicate e:unasked ;
    e:note e:x ;
.

<https://example.org/demo/claim/some-2#hop-1>
    e:position 1 ;
.

claim:some-3
    rdf:predicate e:asked ;
    e:note "x" ;
.

<https://example.org/demo/claim/some-3#hop-1>
    e:position 1 ;
.

<https://example.org/demo/claim/some-3#passage-1>
    e:start 1 ;
.

<https://example.org/demo/source/some#passage-1>
    e:start 1 ;
.

e:thing
    e:note "of another" ;
.
"""


FIRST_END = "\n.\n"
NEXT = "\n    "
TEXT = f"{PREFIXES}\n{LAID_OUT}"


class Share(NamedTuple):
    """What must be taken of a file, what may be, and the claims that must be built; blank nodes left out of account."""

    must: set[Quad]
    may: set[Quad]
    built: set[str]


def share(text: str, claims: str = CLAIMS, scope: Scope = SCOPE) -> Share:
    """What must be taken of a file, and what may be, as all of it is read."""
    whole = [quad for quad in parsed(text, RdfFormat.TURTLE) if isinstance(quad.subject, NamedNode)]
    properties: dict[str, set[str]] = {}
    for quad in whole:
        about = properties.setdefault(text_of(quad.subject).partition("#")[0], set())
        if quad.predicate.value == f"{RDF}predicate":
            about.add(str(quad.object))
        if quad.predicate.value.endswith("supersedes"):
            about |= {"", "more than one"}
    kinds = {claim: scope.kind(next(iter(about))[1:-1]) if len(about) == 1 else "built" for claim, about in properties.items()}
    must, may, built = set(), set(), set()
    for quad in whole:
        if "_:" in str(quad):
            continue
        claim, _, part = text_of(quad.subject).partition("#")
        is_claim = claim.startswith(claims)
        placed = Quad(quad.subject, quad.predicate, quad.object, NamedNode(claim if is_claim else GRAPH))
        may.add(placed)
        if is_claim and kinds[claim] == "built":
            built.add(claim)
        if part.startswith(scope.skip) or (is_claim and kinds[claim] == "left out"):
            continue
        if not is_claim or kinds[claim] == "built" or (not part and quad.predicate.value in scope.shown):
            must.add(placed)
    return Share(must, may, built)


def taken(text: str) -> Share | None:
    """What is taken of a file, by the excerpt; None where it is not cut."""
    found = excerpt(text.encode(), CLAIMS, GRAPH, SCOPE)
    if found is None:
        return None
    quads = {quad for quad in parsed(found[0].decode(), RdfFormat.TRIG) if "_:" not in str(quad)}
    assert len(found[1]) == len(set(found[1]))
    return Share(quads, quads, set(found[1]))


def holds(text: str) -> bool:
    """Whether a file is cut; that nothing is lost, then."""
    whole, cut = share(text), taken(text)
    if cut is None:
        return False
    assert whole.must <= cut.must <= whole.may
    assert whole.built <= cut.built
    return True


def test_in_the_layout_of_the_house_only_what_is_read_is_taken() -> None:
    whole, cut = share(TEXT), taken(TEXT)
    assert cut is not None
    assert cut.must == whole.must
    assert cut.built == whole.built == {f"{CLAIMS}some-3"}
    assert len(cut.must) == 4 + 3 + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('e:note "one" ;', 'e:note "one" ; e:words "d" ;'),
        ('e:note "one" ;', 'e:note "one";e:words "d" ;'),
        ('e:note "one" ;', 'e:note "one" ; # e:words'),
        ('e:note "one" ;', 'e:note "(one;" ; e:words "d" ;'),
        ('e:note "one" ;', "e:note '\"' ; e:words \"d\" , '\"' ;"),
        ('        "a" ,', '        "a ; b" ,'),
        ("    e:words\n", '    e:words"z" ;\n    e:words\n'),
        ('    a e:Claim ;\n    e:note "one" ;', '    e:note "one" ;\n    a<https://example.org/demo/Claim> ;'),
        ("    e:words\n", "    <https://example.org/demo/words><https://example.org/demo/x> ;\n    e:words\n"),
        ("    e:words\n", "    e:words[] ;\n    e:words\n"),
        ('e:note "one" ;', 'e:note <urn:x;y> ; e:words "d" ;'),
        ('e:note "one" ;', "e:note e:x# of ;\n    ;"),
        ('        "a" ,', '        "a ; b" # one ;\n        ,'),
        ('        "a" ,', '        "a" ,# one ;'),
        ('        "a" ,', '        "a" ,# <x#y> ;'),
        ('e:note "one" ;', 'e:note [ e:words "d" ] ;'),
        ('e:note "one" ;', 'e:note "one" ;\n    e:words "[d" ,[ e:words "d" ;\n    ] ;'),
        ('e:note "one" ;', 'e:note "one" ;\n    e:words ("d") ;'),
        ("    e:note", "    e:note [\n        e:words <urn:z> ;\n    ] ;\n    e:note"),
        ("    e:note", "    ;\n    e:note"),
        ('    a e:Claim ;\n    e:note "one" ;', '    e:note "one" ;\n    a e:Claim ;'),
        ("    e:note", "   e:note"),
        ("    e:note", "     e:note"),
        ("        <https", '        <urn:x> ; e:words "d" ,\n        <https'),
        ("    e:words", "\te:words"),
        ('"c" ;', '"c"'),
        ("e:words\n        ", "e:words "),
        ("rdf:predicate e:calls", "rdf:predicate\n        e:calls"),
        ("e:note e:x ;", "e:supersedes claim:some-3 ;"),
        ("rdf:predicate e:unasked ;", f"<{RDF}predicate> e:unasked ;"),
        ("rdf:predicate e:unasked ;", f"rdf:predicate e:unasked ; <{RDF}predicate> e:other ;"),
        ("rdf:predicate e:unasked ;", f"rdf:predicate e:unasked ;\n    <{RDF}predicate> e:asked ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked , e:other ; rdf:predicate e:third ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked ;\n    rdf:predicate e:asked ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked,e:asked ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate e:unasked#c ;\n ,e:asked ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate <https://example.org/demo/asked> ;"),
        ("rdf:predicate e:unasked ;", "e:p e:q ;"),
        ("rdf:predicate e:unasked ;", "rdf:predicate # the property\n        e:asked ;"),
        ("rdf:predicate e:unasked ;", 'rdf:predicate e:asked ;\n    e:note "see rdf:predicate e:unasked ;" ;'),
        ('e:note "one" ;', 'e:note "one" ;\n    e:words "a<"#b> ;\n    , "Wolf" ;'),
        ('e:note "one" ;', 'e:note ("x"[ e:p 1 ;\n    e:words 2 ]) ;'),
        ('    a e:Claim ;\n    e:note "one" ;', '    e:note "one" ;\n    rdf:type e:Claim ;'),
    ],
)
def test_in_another_layout_nothing_is_lost(old: str, new: str) -> None:
    assert old in TEXT
    assert holds(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('e:note "one" ;', 'e:note \'"\' ; e:words "d ;" ;'),
        ("claim:some-1\n", 'claim:some-1 e:words "d" ;\n'),
        ("\nclaim:some-2\n", f"\nPREFIX r: <{RDF}>\nclaim:some-2\n    r:predicate e:asked ;\n"),
        ("\nclaim:some-2\n", "\nPREFIX e: <https://example.org/other/>\n\nclaim:some-2\n"),
        (f"PREFIX rdf: <{RDF}>\n", f"PREFIX rdf: <{RDF}>\nPREFIX r: <{RDF}>\n"),
        ("\n.\n\nclaim:some-2", "\n.\nclaim:some-1 e:supersedes claim:some-3 .\n\nclaim:some-2"),
        ("\n.\n\nclaim:some-3", "\n.\n\nclaim:some-1\n    e:supersedes claim:some-3 ;\n.\n\nclaim:some-3"),
        ("\n.\n\nclaim:some-3", "\n.\n\n<https://example.org/demo/claim/some-1#hop-2>\n    e:position 2 ;\n.\n\nclaim:some-3"),
        ("e:thing\n", "claim:some-4\n    rdf:predicate e:unasked ;\n.\n\n<https://example.org/demo/claim/some-3#hop-2>\n"),
        ("\n.\n\nclaim:some-3", "\n.\n\nclaim:some-2\\#hop-2\n    e:position 2 ;\n.\n\nclaim:some-3"),
        ("\n.\n\nclaim:some-3", f"\n.\n\nBASE <{BASE}>\n\n<claim/some-2>\n    rdf:predicate e:asked ;\n.\n\nclaim:some-3"),
        ("\n.\n\nclaim:some-3", "\n.\n\n[]\n    e:p e:q ;\n.\n\nclaim:some-3"),
        ("\n.\n\nclaim:some-3", "\n.\n\n# a comment\nclaim:some-3"),
        ("\n.\n\nclaim:some-3", "\n.\n\nclaim:é.some\n    rdf:predicate e:asked ;\n.\n\nclaim:some-3"),
        ('e:note "of another" ;', 'e:note """\n.\n\nclaim:some-9\n    rdf:predicate e:asked ;\n""" ;'),
        ('e:note "of another" ;', "e:note '''\n.\n\nclaim:some-9\n    rdf:predicate e:asked ;\n''' ;"),
        ("e:note e:x ;", "e:note e:x . e:other e:note e:x ;"),
        ("e:note e:x ;", 'e:note "x"@en.e:other e:note e:x ;'),
        ("e:note e:x ;", "e:note 'x' . e:other e:note '\"' , '\"' ;"),
        ("\n.\n", "\r\n.\r\n"),
        ("PREFIX e: ", "BASE <https://example.org/demo/>\nPREFIX e: "),
        ("PREFIX e: ", "prefix e: "),
        (f"PREFIX rdf: <{RDF}>", "PREFIX rdf: <https://example.org/rdf#>"),
        ("PREFIX e: <https://example.org/demo/>", "@prefix e: <https://example.org/demo/> ."),
        ('e:note "one" ;', 'e:note e:x {| e:words "d" ;\n    e:p e:q |} ;'),
        ('e:note "one" ;', "e:note e:x ~ e:r ;"),
        ("e:note e:x ;", "e:note e:x ~ e:r ;"),
        ("e:note e:x ;", "e:note 1.5.e:other e:note e:x ;"),
        ("e:note e:x ;", "e:note 5e3.e:other e:note e:x ;"),
        ("e:note e:x ;", 'e:note "x"@zh-hant.e:other e:note e:x ;'),
        ("e:note e:x ;", 'e:note "x"@german.e:other e:note e:x ;'),
        ("e:note e:x ;", 'e:note "x"@es-419.e:other e:note e:x ;'),
        ("rdf:predicate e:unasked ;", "rdf:predicate <https://example.org/demo/ask\\u0065d> ;"),
        ("e:note e:x ;", "<https://example.org/demo/supers\\u0065des> claim:some-3 ;"),
        ("PREFIX e: ", "PREFIX s: <https://example.org/demo/super>\nPREFIX e: "),
        ("PREFIX e: ", "PREFIX s: <http://www.w3.org/1999/02/>\nPREFIX e: "),
    ],
)
def test_a_file_that_might_be_read_in_two_ways_is_not_cut(old: str, new: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new, 1)
    assert parsed(changed, RdfFormat.TURTLE)
    assert taken(changed) is None


def test_a_literal_of_very_many_sentences_is_no_burden() -> None:
    assert holds(TEXT.replace("e:note e:x ;", f'e:note "{"So. " * 200000}" ;', 1))


def test_of_two_words_for_the_property_neither_is_passed_over() -> None:
    holds(f"PREFIX r: <{RDF}>\n{PREFIXES}\n{LAID_OUT.replace('e:unasked ;', f'e:unasked ;{NEXT}r:predicate e:asked ;')}")


@pytest.mark.parametrize("opened", ['"x', "<x"])
def test_a_file_in_which_something_is_left_open_is_not_cut(opened: str) -> None:
    assert taken(TEXT.replace("e:x", opened, 1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n.\n",
        PREFIXES,
        f"{PREFIXES}\n.\n",
        f"{TEXT}e:a e:b e:c .\n",
        f"{TEXT}e:a e:b",
        f"{PREFIXES}{LAID_OUT.partition(FIRST_END)[2]}",
        f"{TEXT}\x0c",
        *(TEXT.replace(f"{end}\n.\n", f"{end}\n", 1) for end in ('"c" ;', "1 ;", "e:x ;", '"x" ;', '"of another" ;')),
        TEXT.replace("e:position 1 ;", "e:position 1 }\nGRAPH <urn:g> { e:thing e:note 1 ;", 1),
        "\n\n\n.\n.\n.\n",
    ],
)
def test_a_file_that_is_none_of_the_house_is_not_cut(text: str) -> None:
    assert excerpt(text.encode(), CLAIMS, GRAPH, SCOPE) is None


APOSTROPHES = "'''"
WRITTEN = str.maketrans({'"': '\\"', "<": "(", ">": ")", "{": "(", "}": ")", "@": "a"})
STRING = INSIDE.map(lambda text: f'"{text.translate(WRITTEN).replace(APOSTROPHES, "x")}"')
VALUE = st.one_of(STRING, st.sampled_from(["e:x", "e:x.y", f"<{BASE}x#hop-1>", "1.5", '"[2019..2020]"', '"a"@en', f'"b"^^<{BASE}t#x>']))


@st.composite
def laid_out(draw: st.DrawFn) -> str:
    """A file in the layout of the house, with claims of every kind, their parts and other things."""
    written: list[str] = []

    def write(subject: str, *lines: str) -> None:
        for _ in range(draw(st.integers(0, 3))):
            values = draw(st.lists(VALUE, min_size=1, max_size=3))
            several = " ,".join(f"\n        {value}" for value in values) if len(values) > 1 else f" {values[0]}"
            lines += (f"    {draw(st.sampled_from(['e:words', 'e:note', 'e:passage']))}{several} ;",)
        written.append("\n".join([subject, *(lines or ("    e:p e:q ;",)), "."]))

    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            write(draw(st.sampled_from([f"e:thing-{number}", f"<{BASE}source/x#passage-{number}>", f"<{BASE}source/x#part-{number}>"])))
        kind = draw(st.sampled_from(["e:asked", "e:calls", "e:unasked", f"<{ASKED}>"]))
        more = ["    e:supersedes claim:some-0 ;"] if draw(st.integers(0, 9)) == 0 else []
        write(f"claim:some-{number}", "    a e:Claim ;", f"    rdf:predicate {kind} ;", *more)
        for part in draw(st.lists(st.sampled_from(["hop-1", "passage-1", "passage-2"]), unique=True)):
            write(f"<{CLAIMS}some-{number}#{part}>")
    return PREFIXES + "".join(f"\n{statement}\n" for statement in written)


@settings(max_examples=300, deadline=None)
@given(laid_out())
def test_every_file_in_the_layout_of_the_house_is_cut(text: str) -> None:
    whole, cut = share(text), taken(text)
    assert cut is not None
    assert (cut.must, cut.built) == (whole.must, whole.built)


@settings(max_examples=300, deadline=None)
@given(laid_out(), statements(), st.data())
def test_a_statement_of_any_form_among_them_loses_nothing(text: str, odd: str, data: st.DataObject) -> None:
    places = [at for at in range(len(text)) if text.startswith("\n.\n", at)]
    at = data.draw(st.sampled_from(places)) + 3
    gap = data.draw(st.sampled_from(["", "\n"]))
    holds(HEAD + text[:at] + gap + odd + "\n" + gap + text[at:])


@settings(max_examples=300, deadline=None)
@given(laid_out(), st.sampled_from(["\n", " ", ";", ".", ",", '"', "'", "<", ">", "#", "[", "]", "\n.\n"]), st.data())
def test_a_character_more_or_less_loses_nothing(text: str, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(len(PREFIXES), len(text)))
    changed = text[:at] + (mark if data.draw(st.booleans()) else "") + text[at + data.draw(st.integers(0, 1)) :]
    try:
        parsed(changed, RdfFormat.TURTLE)
    except SyntaxError:
        return
    holds(changed)


@pytest.mark.parametrize("path", open_catalog().seed_files(), ids=lambda path: path.name)
def test_the_files_of_the_record_are_cut(path: Path) -> None:
    claims = base_of(open_catalog()) + "claim/"
    scope = Scope(("passage-",), frozenset({f"{ATTEST}backs"}), frozenset({f"{ATTEST}calls"}), frozenset({f"{RDF}type", f"{ATTEST}words"}))
    found = excerpt(path.read_bytes(), claims, GRAPH, scope)
    assert found is not None
    whole = share(path.read_text(encoding="utf-8"), claims, scope)
    assert set(parsed(found[0].decode(), RdfFormat.TRIG)) == whole.must
    assert set(found[1]) == whole.built
