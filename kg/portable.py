"""Whether a stored query stays within the SPARQL that every store answers alike.

Stores differ beyond it, some by an error and some by losing rows without one.
What a query may not hold is told by its text, without its strings, IRIs and
comments; where that is not enough, by the groups that its braces make.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.terms import is_iso_date

__all__ = ["Fault", "faults"]


class Fault(NamedTuple):
    """A place of a query that leaves the profile."""

    line: int
    message: str


class _Rule(NamedTuple):
    """What is beyond the profile, as a pattern of query text, and what to write instead."""

    name: str
    pattern: str
    instead: str


_RULES = (
    _Rule("a path of any length", r"[*+]", "ask the closure in the graph of the hierarchy: ?narrow attest:specialises ?wide"),
    _Rule("an optional step", r"\w\?(?!\w)", "ask the closure in the graph of the hierarchy"),
    _Rule("a list made by the store", r"\bGROUP_CONCAT\b", "fill a list from the evidence: column NAME: list COLUMN"),
    _Rule("the clock of the machine", r"\bNOW\s*\(", "take a date as a parameter"),
    _Rule("another place", r"\bSERVICE\b", "ask the graph alone"),
    _Rule("a term of RDF 1.2 or later SPARQL", r"<<|\bLATERAL\b|\bTRIPLE\b", "ask the graph of the claim"),
    _Rule("a blank node", r"\bBNODE\b|_:|\[", "name it with a variable"),
    _Rule("a boolean", r"\b(?:true|false)\b", 'give a word, such as "yes"'),
    _Rule("chance", r"\b(?:RAND|UUID|STRUUID|SAMPLE)\b", "choose by an order"),
    _Rule("a graph of its own choice", r"(?<!\?)\bFROM\b", "ask GRAPH ?g"),
    _Rule("a division", r"\?\w+\s*/|\)\s*/|/\s*\?", "give both numbers"),
    _Rule("a choice by what may be unbound", r"\bIF\s*\(\s*!?\s*BOUND\b", "write a UNION of both cases"),
    _Rule(
        "a graph asked again beside itself",
        r"OPTIONAL \{\s*GRAPH (\?\w+) \{[^{}]*\}\s*FILTER NOT EXISTS \{ GRAPH \1\b",
        "put FILTER NOT EXISTS inside the braces of GRAPH",
    ),
    _Rule("a moment", r"\bdateTime\b", "compare days, as xsd:date without a time zone"),
)
_ASIDE = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\^\^[\w:]+|@[\w-]+)?|<[^<>"{}|^`\\\s]*>|#[^\n]*')
_TYPED = re.compile(r'"([^"\n]*)"\^\^([\w:]+)')
_ORDER = re.compile(r"ORDER BY(?: (?:DESC\()?(?:STR\(\?\w+\)|\?\w+)\)?)+")
_WITHIN_PARENTHESES = re.compile(r"\([^()]*\)")
_CLAUSE = re.compile(r"\b(?:SELECT|GROUP BY|ORDER BY|HAVING|CONSTRUCT|PREFIX)\b[^{}]*", re.IGNORECASE)
_TERM = r"(?:\?\w+|\w*:[\w-]+)"
_PATTERN = re.compile(rf"{_TERM}\s+(?:a|{_TERM})\s+(?:{_TERM}|\"\")")
_BRACE = re.compile(r"[{}]")
_GRAPH = re.compile(rf"\bGRAPH\s+{_TERM}\s*$", re.IGNORECASE)
_VALUES = re.compile(r"\bVALUES\s+\?\w+\s*$", re.IGNORECASE)


def faults(text: str) -> list[Fault]:
    """Where a query leaves the profile, and what to write there instead, in the order of the text."""
    code = _ASIDE.sub(_blanked, text)
    found = [
        Fault(_line(text, match.start()), f"{rule.name} is not answered alike by every store: {rule.instead}")
        for rule in _RULES
        for match in re.finditer(rule.pattern, code, re.IGNORECASE)
    ]
    for match in _TYPED.finditer(text):
        if match[2] != "xsd:date" or not is_iso_date(match[1]):
            found.append(Fault(_line(text, match.start()), f'{match[0]} is no xsd:date written "YYYY-MM-DD"^^xsd:date'))
    found += [
        Fault(_line(text, place), "a pattern outside GRAPH sees other triples in every store: put it within GRAPH ?g { }")
        for place in _outside_graphs(code)
    ]
    last = text.rstrip().rpartition("\n")[2]
    if not _ORDER.fullmatch(last):
        found.append(Fault(_line(text, len(text.rstrip())), "the last line orders the rows, by STR() of terms: ORDER BY STR(?a) STR(?b)"))
    return sorted(set(found))


def _outside_graphs(code: str) -> Iterator[int]:
    """The places of triple patterns that stand in no GRAPH."""
    held = [False]
    start = 0
    for brace in _BRACE.finditer(code):
        before = code[start : brace.start()]
        if not held[-1] and (match := _PATTERN.search(_plain(before))):
            yield start + match.start()
        if brace[0] == "{":
            held.append(held[-1] or bool(_GRAPH.search(before) or _VALUES.search(before)))
        elif len(held) > 1:
            held.pop()
        start = brace.end()


def _plain(part: str) -> str:
    """A part of a query without its expressions and clauses, each place where it was."""
    while (shorter := _WITHIN_PARENTHESES.sub(_blanked, part)) != part:
        part = shorter
    return _CLAUSE.sub(_blanked, part)


def _blanked(match: re.Match[str]) -> str:
    """Spaces for what is not looked at, with its lines; a string as an empty one, as it stands for a term."""
    text = match[0]
    mark = '""' if text.startswith('"') else ""
    return mark + re.sub(r"[^\n]", " ", text[len(mark) :])


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
