"""Datasets with every text and IRI that RDF allows, for tests of the forms of a release."""

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.catalog import open_catalog
from kg.dumps.publication import Publication
from kg.vocab import ATTEST, RDF, RDFS, VOID, XSD
from tests.conftest import DEMO

__all__ = ["BASE", "anything", "publications", "published"]

BASE = "https://example.org/demo/"

_AWKWARD = [
    *("", '"', "'", '"""', "\\", "\\n", "\n", "\r", "\r\n", "\t", " ", "\x00", "\x01", "\x08\x0c", "\x7f", "\x85", "\u2028", "\ufeff"),
    *(
        "\u05d0\u05d1 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u202etxt\u202c",
        "\u200f",
        "e\u0301",
        "\ufffe",
        "\uffff",
        "\ud7ff",
        "\ue000",
    ),
    *(chr(plane << 16 | 0x41) for plane in range(17)),
    *(
        "x" * 70_000,
        "\U0001f600" * 3000,
        "@id",
        "@none",
        "_:b",
        "geo:1,2",
        "affirmed",
        "https://example.org/",
        "claim/a-1",
        "<<( )>>",
        "{",
        "}",
    ),
]
_ODD = "abcXYZ019-._~!$&'()*+,;=:@%20/?#\u00e9\u0627\u4e2d\U00010000"
_WORDS = ("hop", "label", "type", "id", "source", "affirmed", "odd", "date", "said", "claim")

texts = st.sampled_from(_AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


_odd_iris = st.builds(
    str.__add__,
    st.sampled_from(
        [
            BASE,
            f"{BASE}actor/",
            f"{BASE}claim",
            f"{BASE}graph/",
            ATTEST,
            f"{RDF}x",
            "urn:x:",
            "geo:",
            "hop:",
            "id:",
            "http://a/../b/",
            "mailto:",
        ]
    ),
    st.lists(st.sampled_from(_ODD) | st.sampled_from(["%41", "..", "//"]), max_size=8).map("".join),
).filter(_is_iri)
iris = st.sampled_from([ATTEST + word for word in _WORDS] + [f"{BASE}actor/alba", f"{RDF}nil"]) | _odd_iris
nodes = iris.map(NamedNode)

_languages = st.sampled_from(["en", "ar", "de-ch", "zh-hant-tw", "x-own"])
_KINDS = [NamedNode(kind) for kind in (RDF + "JSON", RDF + "HTML", XSD + "double", XSD + "boolean", XSD + "dateTime", XSD + "decimal")]
_numbers = st.integers(-(10**20), 10**20).map(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer")))
_days = st.dates().map(lambda day: Literal(day.isoformat(), datatype=NamedNode(XSD + "date")))
literals = (
    texts.map(Literal)
    | st.builds(lambda text, language: Literal(text, language=language), texts, _languages)
    | st.builds(lambda text, kind: Literal(text, datatype=kind), texts, nodes | st.sampled_from(_KINDS))
    | _numbers
    | _days
)
terms = nodes | literals

_CLASSES = [f"http://www.w3.org/2002/07/owl#{kind}Property" for kind in ("Object", "Datatype", "Annotation")]
_RANGES = [
    XSD + "date",
    XSD + "string",
    RDF + "langString",
    XSD + "integer",
    "http://www.w3.org/2004/02/skos/core#Concept",
    f"{ATTEST}Actor",
]


def _quad(subject: str, predicate: str, target: NamedNode | Literal, graph: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), target, NamedNode(graph))


@st.composite
def _ontologies(draw: st.DrawFn) -> list[Quad]:
    """Words with any kind and range, so that values often are of another."""
    graph, quads = f"{BASE}graph/ontology", []
    for word in draw(st.sets(st.sampled_from(_WORDS))):
        quads.append(_quad(ATTEST + word, RDF + "type", NamedNode(draw(st.sampled_from(_CLASSES))), graph))
        quads += [
            _quad(ATTEST + word, RDFS + "range", NamedNode(value), graph) for value in draw(st.sets(st.sampled_from(_RANGES), max_size=1))
        ]
    return quads


@st.composite
def _claims(draw: st.DrawFn, number: int) -> list[Quad]:
    """A claim as the build makes it, with whatever else may be said of it and its parts."""
    claim = f"{BASE}claim/lorries-{number}"
    part = f"{claim}#hop-1"
    subject, predicate, target = draw(nodes), draw(nodes), draw(terms)
    said = [
        (claim, RDF + "type", NamedNode(ATTEST + "Claim")),
        (claim, RDF + "subject", subject),
        (claim, RDF + "predicate", predicate),
        (claim, RDF + "object", target),
        (claim, ATTEST + "source", draw(nodes)),
        (claim, ATTEST + "sureFrom", draw(_days)),
        (claim, ATTEST + "hop", NamedNode(part)),
        (part, ATTEST + "agent", draw(nodes)),
    ]
    said += [(claim, RDFS + "label", label) for label in draw(st.lists(literals, max_size=2))]
    said += draw(st.lists(st.tuples(st.sampled_from([claim, part, f"{claim}#"]), iris.filter(_is_free), terms), max_size=4))
    if draw(st.booleans()):
        said.append((claim, ATTEST + "committedStance", NamedNode(ATTEST + "affirmed")))
        said.append((subject.value, predicate.value, target))
    return [_quad(*triple, claim) for triple in said]


def _is_free(predicate: str) -> bool:
    return predicate != f"{RDF}reifies" and not predicate.startswith((RDF + "sub", RDF + "pred", RDF + "ob"))


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """A whole dataset with the places that a record has."""
    quads = [
        _quad(BASE, VOID + "uriSpace", Literal(BASE), f"{BASE}graph/record"),
        _quad(BASE, "http://purl.org/dc/terms/license", draw(nodes), f"{BASE}graph/record"),
        *draw(_ontologies()),
    ]
    for number in range(draw(st.integers(0, 3))):
        quads += draw(_claims(number + 1))
    elsewhere = iris.filter(lambda iri: not iri.startswith(f"{BASE}claim/"))
    for graph, subjects in (("actors", elsewhere), ("findings", iris), ("identities", st.just(f"{BASE}claim/lorries-1"))):
        for said in draw(st.lists(st.tuples(subjects, iris.filter(_is_free), terms), max_size=3)):
            quads.append(_quad(*said, f"{BASE}graph/{graph}"))
    return published(quads)


@st.composite
def anything(draw: st.DrawFn) -> Publication:
    """Any dataset of named graphs without blank nodes."""
    own = draw(_ontologies()) + draw(_claims(1))
    return published(own + draw(st.lists(st.builds(Quad, nodes, iris.filter(_is_free).map(NamedNode), terms, nodes), max_size=12)))


def published(quads: list[Quad]) -> Publication:
    """Quads as a publication."""
    store = Store()
    store.extend(quads)
    return Publication(open_catalog(DEMO / "graph"), BASE, store, "1.0.0", "2031-05-01")
