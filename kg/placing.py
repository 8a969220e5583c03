"""Seed files as TriG: every statement in the graph where it belongs, on the line where it stands.

The engine reads text faster than it takes triples one by one, so the build
hands it each seed file as text, with a graph put around each statement. The
text between the graphs stays as it is: an error has the line of the file.
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
        | """(?:[^"\\]|\\.|"(?!""))*+""" | "(?:[^"\\\n]|\\.)*+"
        | \'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\' | '(?:[^'\\\n]|\\.)*+'
        | \\. | \.(?!\s|$) | \#[^\n]*+
    )++)\.(?=\s|$)''',
    re.VERBOSE | re.DOTALL,
)
_SUBJECT = re.compile(r"<(?P<iri>[^>]*)>|(?P<prefix>[^\s:<\[\"']*):(?P<local>(?:\\.|[^\s\\;,\[\]()<>\"'])*)")


def placed(text: str, claims: str, graph: str) -> tuple[str, list[str]]:
    """The TriG of a seed file, and the claims that its statements describe, each once.

    ``claims`` is where the IRIs of claims begin; the statements of a claim and
    of its parts go into the graph of the claim, all others into ``graph``.
    Text that is no Turtle is handed on, for the parser to refuse.
    """
    pieces: list[str] = []
    found: dict[str, None] = {}
    prefixes: dict[str, str] = {}
    base, at = "", 0
    for match, directive in _statements(text):
        at = match.end()
        if directive:
            named = match.groupdict()
            base = named["base"] or named["at_base"] or base
            name = named["prefix"] if named["prefix"] is not None else named["at_prefix"]
            if name is not None:
                prefixes[name] = named["iri"] or named["at_iri"] or ""
            pieces.append(match[0])
            continue
        before, body = match["before"], match["body"]
        subject = _iri(body, prefixes, base)
        claim = subject.partition("#")[0] if subject.startswith(claims) else None
        if claim is not None:
            found[claim] = None
        pieces.append(f"{before} GRAPH <{claim or graph}> {{ {body}. }}")
    pieces.append(text[at:])
    return "".join(pieces), list(found)


def _statements(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The directives and statements of a Turtle file in order; which are directives."""
    at = 0
    while True:
        match = _DIRECTIVE.match(text, at)
        directive = match is not None
        if match is None:
            match = _STATEMENT.match(text, at)
        if match is None:
            return
        yield match, directive
        at = match.end()


def _iri(body: str, prefixes: dict[str, str], base: str) -> str:
    """The IRI of the subject with which a statement begins; empty where it begins with a blank node."""
    match = _SUBJECT.match(body)
    if match is None:
        return ""
    if match["iri"] is not None:
        return match["iri"] if ":" in match["iri"] else base + match["iri"]
    return prefixes.get(match["prefix"], "") + match["local"].replace("\\", "")
