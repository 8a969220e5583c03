"""What some questions read of a seed file, as TriG, cut out of its text.

The quickest questions read a small part of the record. Most files in the
house's layout, which ``kg check --rewrite`` writes, can be cut into their
statements without reading them. What cannot be cut surely is read as a whole:
a file in another layout, with a string of several lines, with a brace, or with
a lone angle bracket in a string. What is left out is not read, and its syntax
not checked.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from kg.vocab import RDF

__all__ = ["Scope", "excerpt"]

_T = TypeVar("_T")

_END = b"\n.\n"
_NO_MARKS = bytes(set(range(256)) - set(b'"<>\\,;.@{}~'))
# Where no string spans lines, a line that is a dot alone ends a statement. A statement may end before it too, at a dot that is neither
# within a name or a number nor before a quotation mark, strings and IRIs left out of account: then the file is not cut.
_ENDING = re.compile(rb"""\.(?!(?<=\n\.)\n)(?:(?![\w".])|(?<![\w.]\.)(?!")|(?<=\d\.)(?=[A-Za-z_]))""")
_STRING_OR_IRI = re.compile(rb'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|<[^<>"\s]*>')
_OPENING = re.compile(rb"""["'#<\\]""")
_WORD = rb"""[^\s:<>\\;,\[\]()"'#]*:[^\s<>\\;,\[\]()"'#]*"""
_ESCAPED = re.compile(rb"<[.,;@]*\\")
_DIRECTIVE = re.compile(rb"PREFIX ([^\s:<>]*): <([^<>\\\s]*[#/])>\n")
_SUBJECT = re.compile(rb"\n(<[^<>\\\s:]+:[^<>\\\s]*>|%b)\n" % _WORD)
_FRAGMENT = re.compile(rb'<[^<>"#\s]*#[^<>"#\s]*>')
_PREDICATE = re.compile(rb"\n {4}rdf:predicate (<[^<>\s]*>|%b) ;(?:\n|\Z)" % _WORD)
_PREDICATE_IRI = b"22-rdf-syntax-ns#predicate>"
_NO_WORD = (b"",)
_JOINED = re.compile(r"""["'<>\[]|\A\Z""")
"""What a word has that is none alone, as its value follows it without a space."""


class Scope(NamedTuple):
    """What some questions read of a record."""

    skip: tuple[str, ...]
    """How the names of parts begin, of claims or of other things, that are left out."""
    predicates: frozenset[str]
    """The properties whose claims are built."""
    bare: frozenset[str]
    """The properties of whose claims the statement alone is taken, without parts, and not as a claim to be built."""
    shown: frozenset[str]
    """What is taken of such a statement."""

    def kind(self, predicate: str) -> str:
        """How the claims of a property are taken: built, bare or left out."""
        if predicate in self.predicates:
            return "built"
        return "bare" if predicate in self.bare else "left out"


def excerpt(data: bytes, claims: str, graph: str, scope: Scope) -> tuple[bytes, list[str]] | None:
    """The TriG of what a scope takes of a seed file, and the claims to be built; None where the file cannot be cut.

    ``claims`` is where the IRIs of claims begin; the statements of a claim and
    of its parts go into the graph of the claim, all others into ``graph``.
    """
    *statements, rest = data.split(_END)
    if not statements or rest.strip(b" \t\r\n") or data.count(b"\n\n") != len(statements) or not _is_regular(data):
        return None
    at, prefixes = 0, {}
    while directive := _DIRECTIVE.match(data, at):
        at = directive.end()
        prefixes[directive[1]] = directive[2].decode()
    if prefixes.get(b"rdf", RDF) != RDF or sum(RDF.startswith(space) for space in prefixes.values()) > 1:
        return None
    taken = _Excerpt(claims, graph, scope, prefixes)
    if not all(map(taken.take, (statements[0][at:], *statements[1:]))):
        return None
    return data[:at] + taken.trig(), taken.built


class _Known(dict[bytes, _T]):
    """What is known of the IRI for which a word stands, found out once for each word."""

    def __init__(self, tell: Callable[[str], _T], prefixes: Mapping[bytes, str]) -> None:
        super().__init__()
        self._tell, self._prefixes = tell, prefixes

    def __missing__(self, word: bytes) -> _T:
        self[word] = told = self._tell(_iri(word, self._prefixes))
        return told


class _Excerpt:
    """What was taken of a seed file, by the graphs where it belongs."""

    def __init__(self, claims: str, graph: str, scope: Scope, prefixes: Mapping[bytes, str]) -> None:
        self.built: list[str] = []
        self._claims, self._graph, self._scope, self._prefixes = claims, graph, scope, prefixes
        self._graphs: dict[str, list[bytes]] = {graph: []}
        self._kinds = _Known(scope.kind, prefixes)
        self._shown = _Known(lambda iri: iri in scope.shown or bool(_JOINED.search(iri)), prefixes)
        self._claim = ""
        self._aside = _END
        """How the parts begin that are left out; at first as no statement does."""

    def take(self, statement: bytes) -> bool:
        """Take of a statement what is in scope; false where it does not stand where the house puts it."""
        if statement.startswith(self._aside):
            return True
        match = _SUBJECT.match(statement)
        subject = _iri(match[1], self._prefixes) if match else ""
        whole, _, part = subject.partition("#")
        is_of_claim = subject.startswith(self._claims)
        if is_of_claim and not part:
            return self._begin(whole, statement)
        if not subject or (is_of_claim and whole != self._claim):
            return False
        if not part.startswith(self._scope.skip):
            self._graphs[whole if is_of_claim else self._graph].append(statement)
        return True

    def trig(self) -> bytes:
        """All that was taken, each statement in its graph."""
        found = ((place.encode(), _END.join(statements)) for place, statements in self._graphs.items() if statements)
        return b"\n".join(b"GRAPH <%b> {%b%b}" % (place, statements, _END) for place, statements in found)

    def _begin(self, claim: str, statement: bytes) -> bool:
        """Take the statement about a claim; false where the claim has one already."""
        if claim in self._graphs:
            return False
        kind = self._kind_of(statement)
        self._claim, self._aside = claim, f"\n<{claim}#".encode()
        self._graphs[claim] = []
        if kind == "built":
            self._aside = _END
            self.built.append(claim)
            self._graphs[claim].append(statement)
        elif kind == "bare":
            self._graphs[claim].append(self._part(statement))
        return True

    def _kind_of(self, statement: bytes) -> str:
        """How a claim is taken; one that replaces a claim, or has no one property on its own line, is always built."""
        named = _PREDICATE.search(statement)
        if not named or statement.count(b"rdf:predicate") != 1 or _PREDICATE_IRI in statement or b"supersedes" in statement:
            return "built"
        return self._kinds[named[1]]

    def _part(self, statement: bytes) -> bytes:
        """What is shown of a statement; all of it where a line may hold more than a property, or a value, of its own."""
        if not _is_plain(statement) and not all(_is_plain(_bare(line)) for line in statement.split(b"\n")):
            return statement
        first, *others = statement.split(b" ;\n")
        return b" ;\n".join([first, *[pair for pair in others if self._shown[(pair.split(None, 1) or _NO_WORD)[0]]]])


def _iri(word: bytes, prefixes: Mapping[bytes, str]) -> str:
    """The IRI for which a word stands; empty where its prefix is not declared."""
    if word.startswith(b"<"):
        return word[1:-1].decode()
    if word == b"a":
        return RDF + "type"
    prefix, _, local = word.partition(b":")
    space = prefixes.get(prefix)
    return space + local.decode() if space else ""


def _bare(line: bytes) -> bytes:
    """A line without strings and IRIs; where one is left open, or a comment begins, with a mark of it."""
    bare = _STRING_OR_IRI.sub(b" ", line)
    return b" #" if _OPENING.search(bare) else bare


def _is_plain(lines: bytes) -> bool:
    """Whether in some lines of a statement every property surely begins on a line of its own."""
    ends = lines.count(b" ;\n") + lines.endswith(b" ;")
    if lines.count(b";") != ends or b"(" in lines or lines.count(b"[") != lines.count(b'"['):
        return False
    return lines.count(b"#") == len(_FRAGMENT.findall(lines))


def _is_regular(data: bytes) -> bool:
    """Whether a line that is a dot alone surely ends a statement, and nothing else does."""
    marks = data.translate(None, _NO_MARKS)  # of strings, too; a mark that misleads keeps a file whole
    if b"'''" in data or any(mark in marks for mark in (b'"""', b'"@.', b"{", b"}", b"~")) or _ESCAPED.search(marks):
        return False
    if marks.count(b"<") != marks.count(b">") or (marks.count(b'"') - marks.count(b'\\"')) % 2:
        return False
    checked = 0
    for doubtful in _ENDING.finditer(data):
        if doubtful.start() < checked:
            continue
        begin, end = data.rfind(b"\n", 0, doubtful.start()) + 1, data.find(b"\n", doubtful.end())
        checked = end if end > 0 else len(data)
        bare = _bare(data[begin:checked])
        if b"#" in bare or _ENDING.search(bare):
            return False
    return True
