"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with graphs put around its statements. No
line is added or taken away: an error has the line of the file.
"""

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["placed"]

_SPACE = re.compile(r"(?:\s+|#[^\n]*)*")
_DIRECTIVE = re.compile(
    r"""(?i:PREFIX)\s+(?P<prefix>[^\s:]*):\s*<(?P<iri>[^>]*)> | (?i:BASE)\s+<(?P<base>[^>]*)>
    | @prefix\s+(?P<at_prefix>[^\s:]*):\s*<(?P<at_iri>[^>]*)>\s*\. | @base\s+<(?P<at_base>[^>]*)>\s*\.""",
    re.VERBOSE,
)
# A dot within a name or a number; every other dot outside strings, IRIs and comments ends a statement.
_DOT = r"(?:(?<=[\w:%.-])(?<!@\w\w)(?<!@\w\w\w)(?<!@\w\w-\w\w)\.(?=[\w:%\\.-])|\.(?=\d))"
# Each token begins with a character that no other begins with, so that no text can be read in two ways, and none is read for long.
_TOKENS = (
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""',
    r'""(?!")',
    r'"[^"\\\n]+(?:\\.[^"\\\n]*)*"|"\\.[^"\\\n]*(?:\\.[^"\\\n]*)*"',
    r"\'\'\'[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'\'\'",
    r"\'\'(?!')",
    r"'[^'\\\n]+(?:\\.[^'\\\n]*)*'|'\\.[^'\\\n]*(?:\\.[^'\\\n]*)*'",
    r"<[^>\n]*>",
    r"\\.",
    r"#[^\n]*(?:\n|\Z)",
    r"\{\|",
    r"\|\}",
    _DOT,
)
_PLAIN = r"""[^"'<#.\\{|}]*"""
_BODY = rf"""{_PLAIN}(?:(?:{"|".join(_TOKENS)}){_PLAIN})*(?!{_DOT})\."""
_BRACE = re.compile(r"[{}]")
_FIRST = "@bBpP"
_WORDS = ("@pref", "@base", "prefi", "base ", "base\t", "base\n", "base<")
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>[^\s\\;,\[\]()<>\"']*(?:\\.[^\s\\;,\[\]()<>\"']*)*)")


class _Declared:
    """The prefixes and the base that hold at a place in a Turtle file."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.base = ""

    def take(self, text: str, at: int) -> int:
        """Take up the directive that stands at a place of a text; returns where it ends, or -1 where none stands there."""
        if text[at : at + 1] not in _FIRST or not text[at : at + 5].lower().startswith(_WORDS):
            return -1
        match = _DIRECTIVE.match(text, at)
        if match is None:
            return -1
        named = match.groupdict()
        name = named["prefix"] if named["prefix"] is not None else named["at_prefix"]
        if name is not None:
            self.prefixes[name] = named["iri"] or named["at_iri"] or ""
        self.base = named["base"] or named["at_base"] or self.base
        return match.end()

    def iri(self, text: str, at: int) -> str:
        """The IRI of the name with which a text begins at a place; empty where it begins with a blank node."""
        match = _SUBJECT.match(text, at)
        if match is None:
            return ""
        iri, prefix, local = match.groups()
        if iri is not None:
            return iri if ":" in iri else self.base + iri
        return self.prefixes.get(prefix, "") + (local.replace("\\", "") if "\\" in local else local)


def placed(text: str, claims: str, graph: str) -> tuple[str, list[str]]:
    """The TriG of a seed file, and the claims that its statements describe, each once.

    ``claims`` is where the IRIs of claims begin; the statements of a claim and
    of its parts go into the graph of the claim, all others into ``graph``. Text
    that is no Turtle is handed on, for the parser to refuse; behind a brace that
    closes nothing where it has braces of its own, which might be TriG.
    """
    pieces: list[str] = []
    found: dict[str, None] = {}
    declared = _Declared()
    within, at = "", 0
    for start, end, is_directive in _statements(text, declared):
        place = ""
        if not is_directive:
            subject = declared.iri(text, start)
            place = graph
            if subject.startswith(claims):
                place = subject.partition("#")[0]
                found[place] = None
        if place != within:
            pieces.append("}" if within else "")
        pieces += [text[at:start], f" GRAPH <{place}> {{ " if place and place != within else "", text[start:end]]
        within, at = place, end
    rest = text[at:]
    pieces += ["}" if within else "", "}" if _BRACE.search(_SPACE.sub("", rest, count=1)) else "", rest]
    return "".join(pieces), list(found)


def _statements(text: str, declared: _Declared) -> Iterator[tuple[int, int, bool]]:
    """The statements of a Turtle file in order: where each begins and ends, and whether it is a directive, which is taken up."""
    at = 0
    while True:
        start = space.end() if (space := _SPACE.match(text, at)) else at
        end = declared.take(text, start)
        if is_directive := end > 0:
            at = end
        elif start < len(text) and (match := _body().match(text, start)):
            at = match.end()
        else:
            return
        yield start, at, is_directive


@cache
def _body() -> re.Pattern[str]:
    """What matches any statement; compiled when it is needed, as that takes longer than most starts can spare."""
    return re.compile(_BODY, re.DOTALL)
