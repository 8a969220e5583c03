"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with graphs put around its statements. No
line is added or taken away: an error has the line of the file.
"""

import re
from collections.abc import Iterator

__all__ = ["placed"]

_DIRECTIVE = re.compile(
    r"""\s*+(?:\#[^\n]*+\s*+)*+
    (?:(?i:PREFIX)\s++(?P<prefix>[^\s:]*+):\s*+<(?P<iri>[^>]*+)> | (?i:BASE)\s++<(?P<base>[^>]*+)>
    |@prefix\s++(?P<at_prefix>[^\s:]*+):\s*+<(?P<at_iri>[^>]*+)>\s*+\. | @base\s++<(?P<at_base>[^>]*+)>\s*+\.)""",
    re.VERBOSE,
)
_STATEMENT = re.compile(
    r'''(?P<before>(?:\s++|\#[^\n]*+)*+)
    (?P<body>(?:
        [^"'<\#.\\]++ | <[^>\n]*+> | <
        | """(?:[^"\\]++|\\.|"(?!""))*+""" | "(?:[^"\\\n]++|\\.)*+"
        | \'\'\'(?:[^'\\]++|\\.|'(?!''))*+\'\'\' | '(?:[^'\\\n]++|\\.)*+'
        | \\. | \#[^\n]*+
        | (?<=[\w:%.-])(?<!@\w\w)(?<!@\w\w\w)(?<!@\w\w-\w\w)\.(?=[\w:%\\.-]) | \.(?=\d)
    )++)\.''',
    re.VERBOSE | re.DOTALL,
)
_WORDS = ("@pref", "@base", "prefi", "base ", "base\t", "base\n", "base<")
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>(?:[^\s\\;,\[\]()<>\"']++|\\.)*)")


def placed(text: str, claims: str, graph: str, *, skip: str | None = None) -> tuple[str, list[str]]:
    """The TriG of a seed file, and the claims that its statements describe, each once.

    ``claims`` is where the IRIs of claims begin; the statements of a claim and
    of its parts go into the graph of the claim, all others into ``graph``. The
    statements of parts whose IRI holds ``skip`` are left out. Text that is no
    Turtle is handed on, for the parser to refuse.
    """
    pieces: list[str] = []
    found: dict[str, None] = {}
    prefixes: dict[str, str] = {}
    base, at, within = "", 0, ""
    for match, directive in _statements(text):
        at = match.end()
        if directive:
            pieces += ["}" if within else "", match[0]]
            base, within = _declare(match, prefixes, base), ""
            continue
        before, body = match["before"], match["body"]
        subject = _iri(body, prefixes, base)
        if subject.startswith(claims):
            claim, _, part = subject.partition("#")
            found[claim] = None
            if skip is not None and skip in part:
                pieces.append("\n" * match[0].count("\n"))
                continue
            place = claim
        else:
            place = graph
        if place != within:
            pieces += ["}" if within else "", before, f" GRAPH <{place}> {{ ", body, "."]
            within = place
        else:
            pieces.append(match[0])
    pieces += ["}" if within else "", text[at:]]
    return "".join(pieces), list(found)


def _statements(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The directives and statements of a Turtle file in order; which are directives."""
    at = 0
    while match := _STATEMENT.match(text, at):
        directive = _DIRECTIVE.match(text, at) if match["body"][:5].lower().startswith(_WORDS) else None
        yield directive or match, directive is not None
        at = (directive or match).end()
    while directive := _DIRECTIVE.match(text, at):
        yield directive, True
        at = directive.end()


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
