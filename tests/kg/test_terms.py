"""Words become valid RDF terms, and what is none is told apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.terms import FIRST_DAY, LAST_DAY, date_literal, is_iri, is_iso_date, literal_fault, text_of
from kg.vocab import XSD

KEPT = [
    Literal("any text\nat all"),
    Literal("un texte", language="fr"),
    *(Literal(text, datatype=NamedNode(XSD + "integer")) for text in ("0", "7", "-7", "120")),
    *(Literal(text, datatype=NamedNode(XSD + "date")) for text in ("0001-01-01", "2020-02-29", "9999-12-31")),
    *(Literal(text, datatype=NamedNode(XSD + "dateTime")) for text in ("2020-02-29T00:00:00Z", "2031-12-31T23:59:59Z")),
]
REFUSED = [
    *(Literal(text, datatype=NamedNode(XSD + "integer")) for text in ("+7", "07", "-0", "7.0", "", " 7", "seven", "²")),
    *(
        Literal(text, datatype=NamedNode(XSD + "date"))
        for text in ("2031-02-29", "2031-2-1", "2031-02-01Z", "2031-02-01+01:00", "12031-01-01", "", "today")
    ),
    *(
        Literal(text, datatype=NamedNode(XSD + "dateTime"))
        for text in (
            "2031-02-01T00:00:00",
            "2031-02-01T24:00:00Z",
            "2031-02-30T00:00:00Z",
            "2031-02-01T00:00:00.5Z",
            "2031-02-01T00:00:00+00:00",
        )
    ),
    *(Literal("1", datatype=NamedNode(XSD + name)) for name in ("boolean", "decimal", "double", "nonNegativeInteger", "gYear", "duration")),
    Literal("x", datatype=NamedNode("urn:x")),
]


@given(st.dates())
def test_every_day_of_the_calendar_is_one(day: date) -> None:
    assert is_iso_date(day.isoformat())
    assert date_literal(day.isoformat()) == Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


@given(st.text(alphabet="0123456789-+TZ ", max_size=12))
def test_a_text_is_a_day_where_the_calendar_writes_it_so(text: str) -> None:
    try:
        expected = date.fromisoformat(text).isoformat() == text
    except ValueError:
        expected = False
    assert is_iso_date(text) == expected


@pytest.mark.parametrize(
    "text", ["", "2020-02-30", "2021-02-29", "20200710", "2020-W28-5", "2020-7-10", "\u0662020-07-10", "2020-07-10\n", " 2020-07-10"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert not is_iso_date(text)


def test_the_first_and_the_last_day_are_the_ends_of_the_calendar() -> None:
    assert (date.min.isoformat(), date.max.isoformat()) == (FIRST_DAY, LAST_DAY)
    assert date.max - date.min > timedelta(days=3_000_000)


@pytest.mark.parametrize("literal", KEPT, ids=str)
def test_a_literal_that_stores_keep_has_no_fault(literal: Literal) -> None:
    assert literal_fault(literal) is None
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), literal))
    assert [quad.object for quad in store] == [literal]


@pytest.mark.parametrize("literal", REFUSED, ids=str)
def test_a_literal_that_stores_may_rewrite_has_a_fault(literal: Literal) -> None:
    fault = literal_fault(literal)
    assert fault
    assert literal.value in fault or literal.datatype.value in fault


@pytest.mark.parametrize("text", ["urn:x", "https://example.org/a#b", "https://example.org/é", "http://[::1]/x", "a:b"])
def test_an_absolute_iri_is_one(text: str) -> None:
    assert is_iri(text)
    assert NamedNode(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "league",
        "a b:c",
        "https://x/>",
        'urn:"',
        "urn:{",
        "urn:\\u0020",
        "urn:\n",
        "http://[x",
        "a:%zz",
        "a:[",
        "http://x:port/",
        "urn:\udcff",
    ],
)
def test_what_could_leave_the_brackets_of_a_query_is_no_iri(text: str) -> None:
    assert not is_iri(text)


@given(st.text(max_size=30))
def test_what_is_an_iri_stands_whole_in_a_query(text: str) -> None:
    iri = f"urn:x{text}"
    if is_iri(iri):
        assert str(NamedNode(iri)) == f"<{iri}>"
        assert not set(iri) & set('<>"{}|^`\\ \n\t')


def test_a_term_has_a_text() -> None:
    a, b, c = NamedNode("urn:a"), BlankNode("b"), Literal("c")
    assert [text_of(term) for term in (a, b, c)] == ["urn:a", "b", "c"]
    assert text_of(Triple(a, a, c)) == '<urn:a> <urn:a> "c"'
