"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with graphs put around its statements. No
line is added or taken away: an error has the line of the file.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

__all__ = ["Scope", "placed"]

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
# Most statements end on a line of their own, and where no string spans lines the next such line is the end of this one, unless a dot
# before it may be an end too: one that is neither within a name or a number nor before a quotation mark, strings left out of account.
# Where a string or an IRI is left open, the whole pattern is tried, which finds no end, so that the parser refuses the file.
_LAST_LINE = "\n.\n"
_ENDING = re.compile(r"""\.(?:(?![\w".])|(?<![\w.]\.)(?!")|(?<=@\w\w\.)|(?<=@\w\w\w\.)|(?<=@\w\w-\w\w\.))""")
_STRING_OR_IRI = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|<[^<>"\s]*>')
_OPENING = re.compile(r"""["'#<\\]""")
_WORDS = ("@pref", "@base", "prefi", "base ", "base\t", "base\n", "base<")
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>[^\s\\;,\[\]()<>\"']*(?:\\.[^\s\\;,\[\]()<>\"']*)*)")


_PROPERTY = re.compile(r" {4}(\S+)(?: [^\n]*|(?:\n {8}[^\n]* ,)*\n {8}[^\n]*) ;\n")
_CONTENT = "rdf:predicate"
_CONTENT_IRI = "22-rdf-syntax-ns#predicate>"


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

    def kind(self, statement: str, prefixes: dict[str, str], base: str) -> str:
        """How a statement about a claim is taken: built, bare or left out; one that replaces an earlier claim is always built."""
        if self.predicates is None or "supersedes" in statement or _CONTENT_IRI in statement:
            return "built"
        named = [_iri(after.lstrip(), prefixes, base) for after in statement.split(_CONTENT)[1:]]
        if not named or not self.predicates.isdisjoint(named):
            return "built"
        return "left out" if self.bare.isdisjoint(named) else "bare"


class _Shown(dict[str, bool]):
    """Whether a property is shown, by the word for it under the prefixes that hold."""

    def __init__(self, shown: frozenset[str], prefixes: dict[str, str], base: str) -> None:
        super().__init__(a=True)
        self._shown, self._prefixes, self._base = shown, prefixes, base

    def __missing__(self, word: str) -> bool:
        self[word] = found = _iri(word, self._prefixes, self._base) in self._shown
        return found


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
    shown = _Shown(scope.shown, prefixes, base)
    for start, statement, directive in _statements(text):
        ended, at = at, start + len(statement)
        place, kind = "", ""
        if directive:
            base = _declare(directive, prefixes, base)
            shown = _Shown(scope.shown, prefixes, base)
        else:
            subject = _iri(statement, prefixes, base)
            whole, _, part = subject.partition("#")
            place = graph
            if subject.startswith(claims):
                place = whole
                found[place] = None
                kind = "" if part else scope.kind(statement, prefixes, base)
                if kind in ("bare", "left out"):
                    unbuilt.add(place)
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


def _part(statement: str, shown: _Shown) -> str:
    """What is shown of a statement, on the lines where it stands; all of it where it is laid out in another way than the house's."""
    end = statement.find("\n") + 1
    pieces = [statement[:end]]
    while match := _PROPERTY.match(statement, end):
        found, word = match.group(0, 1)
        if shown[word]:
            pieces.append(found)
        elif found.find(";") < len(found) - 2:
            return statement
        else:
            pieces.append("\n" * found.count("\n"))
        end = match.end()
    return "".join([*pieces, "."]) if statement[end:] == "." else statement


def _statements(text: str) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """The statements of a Turtle file in order, each with the place where it begins, and with its match if it is a directive."""
    at = 0
    spanning = '"""' in text or "'''" in text
    closed = (text.count('"') - text.count('\\"')) % 2 == 0 and text.count("<") == text.count(">")
    while space := _SPACE.match(text, at):
        start = space.end()
        directive = _DIRECTIVE.match(text, start) if text[start : start + 5].lower().startswith(_WORDS) else None
        if directive:
            statement = directive[0]
        elif (end := text.find(_LAST_LINE, start)) > 0 and not spanning and _is_one(text, start, end, closed=closed):
            statement = text[start : end + 2]
        elif start < len(text) and (match := _body().match(text, start)):
            statement = match[0]
        else:
            return
        yield start, statement, directive
        at = start + len(statement)


def _is_one(text: str, start: int, end: int, *, closed: bool) -> bool:
    """Whether a text without strings of several lines has surely one statement from a place to the line of a last dot.

    ``closed`` says that no string and no IRI of the text is left open.
    """
    if closed and not _ENDING.search(text, start, end):
        return True
    bare = _STRING_OR_IRI.sub(" ", text[start:end])
    return not _OPENING.search(bare) and not _ENDING.search(bare)


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
