"""Words of a user or a file as valid RDF terms: dates, IRIs, literals."""

import re
from datetime import date
from functools import cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kg.vocab import RDF_LANG_STRING, XSD, node

__all__ = ["FIRST_DAY", "LAST_DAY", "date_literal", "is_iri", "is_iso_date", "literal_fault", "text_of"]

FIRST_DAY = "0001-01-01"
LAST_DAY = "9999-12-31"

_DATE_TIME = r"(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"
_INTEGER = r"0|-?[1-9]\d*"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_DATE_TYPE = node(XSD + "date")


@cache
def is_iso_date(text: str) -> bool:
    """Whether the text is a day of the calendar as YYYY-MM-DD, without a time zone."""
    if not (len(text) == 10 and text[4] == text[7] == "-" and (text[:4] + text[5:7] + text[8:]).isdecimal() and text.isascii()):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def date_literal(day: str) -> Literal:
    """A day as a zone-less ``xsd:date``; the caller has checked it."""
    return Literal(day, datatype=_DATE_TYPE)


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI without a character that could leave a query's brackets."""
    if _IRI.fullmatch(text) is None:
        return False
    try:
        NamedNode(text)
    except ValueError:  # a bad host, port or percent sign, or a byte that is not UTF-8
        return False
    return True


def literal_fault(literal: Literal) -> str | None:
    """What keeps a literal out of a record, or None.

    A record holds strings, language strings, ``xsd:integer``, zone-less
    ``xsd:date`` and whole-second ``xsd:dateTime`` in ``Z``, each in canonical
    form: stores rewrite every other literal.
    """
    value, kind = literal.value, literal.datatype.value
    if kind in (XSD + "string", RDF_LANG_STRING):
        return None
    if kind == XSD + "date":
        return None if is_iso_date(value) else f'"{value}" is no day of the calendar written YYYY-MM-DD'
    if kind == XSD + "integer":
        return None if re.fullmatch(_INTEGER, value) else f'"{value}" is no integer in canonical form'
    if kind == XSD + "dateTime":
        match = re.fullmatch(_DATE_TIME, value)
        return None if match and is_iso_date(match[1]) else f'"{value}" is no whole-second time in Z'
    return f"literals of the type <{kind}> are not used in a record: use a string, an integer, a date or a dateTime"


def text_of(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str:
    """The IRI, label or lexical form of a term."""
    return str(term) if isinstance(term, (Triple, DefaultGraph)) else term.value
