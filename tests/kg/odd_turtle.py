"""Turtle files as odd as the grammar allows, drawn; and what they say."""

from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Quad, RdfFormat, parse
from pyoxigraph import Dataset as Quads

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
