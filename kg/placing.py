"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with graphs put around its statements. No
line is added or taken away: an error has the line of the file.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, TypeVar

__all__ = ["Scope", "placed"]

_T = TypeVar("_T")

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
    _DOT,
)
_BODY = rf"""[^"'<#.\\]*(?:(?:{"|".join(_TOKENS)})[^"'<#.\\]*)*(?!{_DOT})\."""
# In the house's layout a statement ends on a line of its own, and where no string spans lines the next such line is the end of this one,
# unless a dot before it may be an end too: one that is neither within a name or a number nor before a quotation mark, strings left out of
# account. A file where that may be, or where a string or an IRI is left open, is read by the whole pattern.
_LAST_LINE, _NEXT = "\n.\n", "\n\n<"
_ENDING = re.compile(r"""\.(?!(?<=\n\.)\n)(?:(?![\w".])|(?<![\w.]\.)(?!")|(?<=@\w\w\.)|(?<=@\w\w\w\.)|(?<=@\w\w-\w\w\.))""")
_STRING_OR_IRI = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|<[^<>"\s]*>')
_OPENING = re.compile(r"""["'#<\\]""")
_FIRST = "@bBpP"
_WORDS = ("@pref", "@base", "prefi", "base ", "base\t", "base\n", "base<")
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>[^\s\\;,\[\]()<>\"']*(?:\\.[^\s\\;,\[\]()<>\"']*)*)")


_VALUES = r"""[^\n;"#<]*(?:(?:"[^"\\\n]*(?:\\.[^"\\\n]*)*"|<[^<>\s]*>)[^\n;"#<]*)*"""
_LAID_OUT = re.compile(rf"\S[^\n]*\n(?: {{4}}[^\s;]+(?: {_VALUES}|(?:\n {{8}}{_VALUES} ,)*\n {{8}}{_VALUES}) ;\n)*\.")
_CONTENT = "rdf:predicate"
_CONTENT_IRI = "22-rdf-syntax-ns#predicate>"
_PREDICATE = re.compile(rf"\n    {_CONTENT} ([^\s#]+) ;\n")


class _Known(dict[str, _T]):
    """What is known of the IRI for which a word stands, under the prefixes that hold."""

    def __init__(self, tell: Callable[[str], _T], prefixes: dict[str, str], base: str) -> None:
        super().__init__()
        self._tell, self._prefixes, self._base = tell, prefixes, base

    def __missing__(self, word: str) -> _T:
        self[word] = told = self._tell(_iri(word, self._prefixes, self._base))
        return told


class Scope(NamedTuple):
    """What a build takes of a record: all of it, or what some questions read."""

    skip: tuple[str, ...] = ()
    """How the names of parts begin, of claims or of sources, that are left out."""
    predicates: frozenset[str] | None = None
    """The properties whose claims are taken; without them, all claims are."""
    bare: frozenset[str] = frozenset()
    """The properties of whose claims the statement alone is taken, without parts, and not as a claim to be built."""
    shown: frozenset[str] = frozenset()
    """What is taken of such a statement, beside the class."""

    def kind(self, predicate: str) -> str:
        """How the claims of a property are taken: built, bare or left out."""
        if self.predicates is None or predicate in self.predicates:
            return "built"
        return "bare" if predicate in self.bare else "left out"

    def words(self, prefixes: dict[str, str], base: str) -> tuple[_Known[str], _Known[bool]]:
        """How claims are taken by the word for their property, and which properties are shown, under the prefixes that hold."""
        shown = _Known(self.shown.__contains__, prefixes, base)
        shown["a"] = True
        return _Known(self.kind, prefixes, base), shown


def placed(text: str, claims: str, graph: str, scope: Scope | None = None) -> tuple[str, list[str]]:
    """The TriG of a seed file, and the claims that its statements describe, each once.

    ``claims`` is where the IRIs of claims begin; the statements of a claim and
    of its parts go into the graph of the claim, all others into ``graph``. What
    is out of scope is left out. Text that is no Turtle is handed on, for the
    parser to refuse.
    """
    pieces: list[str] = []
    found: dict[str, None] = {}
    prefixes: dict[str, str] = {}
    scope = scope or Scope()
    unbuilt: set[str] = set()
    base, within, handed, at = "", "", 0, 0
    aside = "#"  # with which no statement begins
    kinds, shown = scope.words(prefixes, base)
    for start, end, directive in _statements(text):
        ended, at = at, end
        if text.startswith(aside, start):
            continue
        place, kind, statement = "", "", text[start:end]
        if directive:
            base = _declare(directive, prefixes, base)
            kinds, shown = scope.words(prefixes, base)
        else:
            subject = _iri(statement, prefixes, base)
            whole, _, part = subject.partition("#")
            place = graph
            if subject.startswith(claims):
                place = whole
                if scope.predicates is not None and place in found and not part:  # in several statements: any of them may say what matters
                    return placed(text, claims, graph)
                found[place] = None
                kind = "" if part else _kind(statement, kinds)
                if kind in ("bare", "left out"):
                    unbuilt.add(place)
                    aside = f"<{place}#"  # how its parts begin, most often
            if (place in unbuilt and kind != "bare") or (scope.skip and part.startswith(scope.skip)):
                continue
            if kind == "bare":
                statement = _part(statement, shown)
        left_out, space = "\n" * text.count("\n", handed, ended), text[ended:start]
        if place == within:
            pieces += [left_out, space, statement]
        else:
            pieces += [left_out, "}" if within else "", space, f" GRAPH <{place}> {{ " if place else "", statement]
        within, handed = place, at
    pieces += ["\n" * text.count("\n", handed, at), "}" if within else "", text[at:]]
    return "".join(pieces), [claim for claim in found if claim not in unbuilt]


def _kind(statement: str, kinds: _Known[str]) -> str:
    """How a statement about a claim is taken; one that replaces a claim, or has no one property on its own line, is always built."""
    named = _PREDICATE.findall(statement)
    if len(named) != 1 or statement.count(_CONTENT) != 1 or "supersedes" in statement or _CONTENT_IRI in statement:
        return "built"
    return kinds[named[0]]


def _part(statement: str, shown: _Known[bool]) -> str:
    """What is shown of a statement, on the lines where it stands; all of it where it is laid out in another way than the house's."""
    if not _LAID_OUT.fullmatch(statement):
        return statement
    lines = statement.split("\n")
    kept = True
    for number, line in enumerate(lines[1:-1], 1):
        if line[4] != " ":  # a property, rather than one of its values
            kept = shown[line[4:].partition(" ")[0]]
        if not kept:
            lines[number] = ""
    return "\n".join(lines)


def _statements(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """The statements of a Turtle file in order: where each begins and ends, with its match if it is a directive."""
    regular = _is_regular(text)
    at = 0
    while True:
        start, directive = at + 2, None
        if not text.startswith(_NEXT, at) and (space := _SPACE.match(text, at)):
            start = space.end()
        if text[start : start + 1] in _FIRST and text[start : start + 5].lower().startswith(_WORDS):
            directive = _DIRECTIVE.match(text, start)
        if directive:
            at = directive.end()
        elif regular and (end := text.find(_LAST_LINE, start)) > 0:
            at = end + 2
        elif start < len(text) and (match := _body().match(text, start)):
            at = match.end()
        else:
            return
        yield start, at, directive


def _is_regular(text: str) -> bool:
    """Whether every statement of a text surely ends on the next line that is a dot alone, directives aside."""
    quotes = text.count('"') - (text.count('\\"') if "\\" in text else 0)
    if quotes % 2 or text.count("<") != text.count(">") or '"""' in text or "'''" in text:
        return False
    for doubtful in _ENDING.finditer(text):
        at, end = doubtful.start(), text.find("\n", doubtful.end())
        line = text[text.rfind("\n", 0, at) + 1 : end if end > 0 else len(text)]
        if _DIRECTIVE.fullmatch(line):
            continue
        bare = _STRING_OR_IRI.sub(" ", line)
        if _OPENING.search(bare) or _ENDING.search(bare):
            return False
    return True


@cache
def _body() -> re.Pattern[str]:
    """What matches any statement; compiled when a file is laid out in another way, as that takes longer than most starts can spare."""
    return re.compile(_BODY, re.DOTALL)


def _declare(match: re.Match[str], prefixes: dict[str, str], base: str) -> str:
    """Take up a prefix that a directive declares; returns the base that holds after it."""
    named = match.groupdict()
    name = named["prefix"] if named["prefix"] is not None else named["at_prefix"]
    if name is not None:
        prefixes[name] = named["iri"] or named["at_iri"] or ""
    return named["base"] or named["at_base"] or base


def _iri(body: str, prefixes: dict[str, str], base: str) -> str:
    """The IRI of the subject with which a statement begins; empty where it begins with a blank node."""
    match = _SUBJECT.match(body)
    if match is None:
        return ""
    iri, prefix, local = match.groups()
    if iri is not None:
        return iri if ":" in iri else base + iri
    return prefixes.get(prefix, "") + (local.replace("\\", "") if "\\" in local else local)
