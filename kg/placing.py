"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with graphs put around its statements. No
line is added or taken away: an error has the line of the file.
"""

import re
from collections.abc import Iterator
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
_BODY = re.compile(rf"""[^"'<#.\\]*(?:(?:{"|".join(_TOKENS)})[^"'<#.\\]*)*(?!{_DOT})\.""", re.DOTALL)
_WORDS = ("@pref", "@base", "prefi", "base ", "base\t", "base\n", "base<")
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>[^\s\\;,\[\]()<>\"']*(?:\\.[^\s\\;,\[\]()<>\"']*)*)")


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

    def kind(self, statement: str, prefixes: dict[str, str], base: str) -> str:
        """How a statement about a claim is taken: built, bare or left out; one that replaces an earlier claim is always built."""
        if self.predicates is None or "supersedes" in statement or _CONTENT_IRI in statement:
            return "built"
        named = [_iri(after.lstrip(), prefixes, base) for after in statement.split(_CONTENT)[1:]]
        if not named or not self.predicates.isdisjoint(named):
            return "built"
        return "left out" if self.bare.isdisjoint(named) else "bare"


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
    base, at, within = "", 0, ""
    for space, match in _statements(text):
        at = match.end()
        if match.re is _DIRECTIVE:
            pieces += ["}" if within else "", space, match[0]]
            base, within = _declare(match, prefixes, base), ""
            continue
        subject = _iri(match[0], prefixes, base)
        whole, _, part = subject.partition("#")
        place, kind = graph, ""
        if subject.startswith(claims):
            place = whole
            found[place] = None
            kind = "" if part else scope.kind(match[0], prefixes, base)
            if kind in ("bare", "left out"):
                unbuilt.add(place)
        if (place in unbuilt and kind != "bare") or (scope.skip and part.startswith(scope.skip)):
            pieces.append("\n" * (space.count("\n") + match[0].count("\n")))
            continue
        if place != within:
            pieces += ["}" if within else "", space, f" GRAPH <{place}> {{ "]
            within = place
        else:
            pieces.append(space)
        pieces.append(match[0])
    pieces += ["}" if within else "", text[at:]]
    return "".join(pieces), [claim for claim in found if claim not in unbuilt]


def _statements(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The directives and statements of a Turtle file in order, each with the space and the comments before it."""
    at = 0
    while space := _SPACE.match(text, at):
        directive = text[space.end() : space.end() + 5].lower().startswith(_WORDS)
        match = (_DIRECTIVE.match(text, space.end()) if directive else None) or _BODY.match(text, space.end())
        if match is None:
            return
        yield space[0], match
        at = match.end()


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
