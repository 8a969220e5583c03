"""Stored questions: their headers, their parameters, their answers.

A question is a ``.rq`` file with a ``#+`` header. Its parameters are the lines
``VALUES ?name { UNDEF }``; one that is set becomes ``BIND (term AS ?name)``
with a validated and serialised term, in each of its places, and one that is
not goes away, which means the same (Virtuoso loses rows, or hangs, where
``UNDEF`` stands in a query). No other part of a query is ever changed. A
question with a ``#+ key:`` has a second row set in ``evidence/``, by which its
lists are filled and its rows are proved; the rows of one without a key are
proved by the claims in their columns ``claim`` and ``other_claim``.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.engine import Engine
from kg.errors import ParameterError, QueryError, UnknownQuestionError
from kg.terms import date_literal, is_iso_date
from kg.turtle import display_name

__all__ = [
    "Answer",
    "Column",
    "Parameter",
    "Question",
    "Term",
    "answer",
    "evidence",
    "find",
    "names",
    "parse_question",
    "refuse_service",
    "select",
    "with_values",
]

Term = NamedNode | Literal
Row = dict[str, Term | None]

_GAP = r"(?:\s|\#[^\r\n]*)*"
_NAME = r"""(?:\\.|[^\s{}<>"'])*"""
_SERVICE = rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:<[^>]*>|\?|{_NAME}:{_NAME}){_GAP}\{{"
_LISTS = ("list", "things")
_FOR = Literal("for")
_CLAIMS = ("claim", "other_claim")
_NEEDS = ("findings", "inferences")
_WORDS = ("title", "summary", "param", "column", "key", "needs", "reads", "shows")
_SLOT = re.compile(r"([ \t]*)VALUES \?(\w+) \{ UNDEF \}([ \t]*\n|)")
_HEADER = re.compile(rf"^#\+ (?P<word>{'|'.join(_WORDS)})(?: (?P<name>\w+))?: (?P<rest>.+)$")
_TYPES = {
    "actor": "actor",
    "class": "class ROOT",
    "concept": "concept SCHEME",
    "date": "date",
    "flag": "flag",
    "property": "property [ROOT ...]",
    "thing": "thing",
}
_COLUMNS = {"thing", "word", "text", "date", "integer", "list", "things"}


class Parameter(NamedTuple):
    """One slot of a question: its name, its type, and help for the reader."""

    name: str
    type: str
    help: str
    roots: tuple[str, ...] = ()
    """Of a property or a class: those of which it is one or stands below one; of a concept: its scheme."""


class Column(NamedTuple):
    """One column of an answer; a list is filled from a column of the evidence."""

    name: str
    type: str
    help: str
    filled_from: str = ""


class Question(NamedTuple):
    """A stored query with all that its header says."""

    name: str
    path: Path
    title: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    reads: tuple[str, ...]
    """The properties whose claims it reads, and no proof of them; where it names none, it may read anything."""
    needs: tuple[str, ...]
    """What it reads that is not built for every question: findings, inferences."""
    shows_all: bool
    """Whether rows that are later or ended on the day stand in the table too."""
    text: str

    def evidence_path(self) -> Path:
        """The file of the second row set; it is there where the question has a key."""
        return self.path.parent / "evidence" / self.path.name

    def claim_columns(self) -> tuple[str, ...]:
        """The columns that hold the claims behind a row, in a question without a key."""
        return () if self.key else tuple(column.name for column in self.columns if column.name in _CLAIMS)


class Answer(NamedTuple):
    """The rows of a question, lists filled, and the claims behind each row."""

    question: Question
    rows: tuple[dict[str, object], ...]
    evidence: dict[tuple[object, ...], list[Row]]

    def behind(self, row: Mapping[str, object]) -> list[Row]:
        """The evidence of one row."""
        if not self.question.key:
            terms = (row[name] for name in self.question.claim_columns())
            return [{"claim": term, "role": _FOR} for term in terms if isinstance(term, NamedNode)]
        return self.evidence.get(tuple(row[name] for name in self.question.key), [])


def names(folder: Path) -> list[str]:
    """The questions of a folder, sorted."""
    return sorted(path.stem for path in folder.glob("*.rq"))


def find(folder: Path, name: str) -> Question:
    """One question by its name; raises UnknownQuestionError with what is near."""
    known = names(folder)
    if name not in known:
        from difflib import get_close_matches  # only on the way to an error

        near = get_close_matches(name, known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "kg questions lists them"
        raise UnknownQuestionError(f"there is no question {name!r}; {hint}")
    return parse_question(folder / f"{name}.rq")


def parse_question(path: Path) -> Question:
    """Read a question file; raises QueryError where its header is not in the fixed form."""
    try:
        if not path.is_file() and path.exists():
            raise QueryError(f"{display_name(path)}: cannot be read: it is no regular file")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{display_name(path)}: cannot be read: {error}") from error
    header: dict[str, list[tuple[str, str]]] = {word: [] for word in _WORDS}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.match(line)
        if match is None:
            words = ", ".join(f"{word} NAME" if word in ("param", "column") else word for word in _WORDS)
            raise QueryError(f"{display_name(path)}:{number}: not a header line; write {words}")
        header[match["word"]].append((match["name"] or "", match["rest"]))
    if not header["title"] or not header["summary"]:
        raise QueryError(f"{display_name(path)}:1: a stored question has '#+ title:' and '#+ summary:'")
    reads = tuple(word for _, words in header["reads"] for word in words.split())
    return Question(
        name=path.stem,
        path=path,
        title=header["title"][0][1],
        summary=header["summary"][0][1],
        parameters=tuple(_parameter(path, *entry, whole=not reads) for entry in header["param"]),
        columns=tuple(_column(path, *entry) for entry in header["column"]),
        key=tuple(header["key"][0][1].split()) if header["key"] else (),
        reads=reads,
        needs=_needs(path, header["needs"]),
        shows_all=header["shows"] == [("", "all")],
        text=text,
    )


def with_values(text: str, values: Mapping[str, Term]) -> str:
    """A query with its slots filled, and without those that are not set; raises ParameterError where it has no such slot."""
    for name in values:
        if f"VALUES ?{name} {{ UNDEF }}" not in text:
            raise ParameterError(f"the query has no slot 'VALUES ?{name} {{ UNDEF }}'")
    binds = {name: f"BIND ({term} AS ?{name})" for name, term in values.items()}
    return _SLOT.sub(lambda slot: f"{slot[1]}{binds[slot[2]]}{slot[3]}" if slot[2] in binds else "", text)


def value_of(parameter: Parameter, word: str) -> Term:
    """A user's word as the term of a parameter that needs no graph: a date or a flag."""
    if parameter.type == "flag":
        return Literal("yes")
    if not is_iso_date(word):
        raise ParameterError(f"--{parameter.name.replace('_', '-')}: {word!r} is no day of the calendar written YYYY-MM-DD")
    return date_literal(word)


def select(store: Engine, text: str, name: str) -> tuple[list[str], Iterator[Row]]:
    """The columns and rows of a SELECT; raises QueryError where the engine refuses it."""
    refuse_service(text, name)
    try:
        solutions = store.query(text)
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(f"{name}: {error}") from error
    if not isinstance(solutions, QuerySolutions):
        raise QueryError(f"{name}: a stored question is a SELECT")
    columns = [variable.value for variable in solutions.variables]
    return columns, ({column: _term(solution[column]) for column in columns} for solution in solutions)


def refuse_service(text: str, name: str) -> None:
    """Raise QueryError where a query calls another endpoint: the engine would follow it, and has no setting against that."""
    if "service" in text.lower() and re.search(_SERVICE, re.sub(r"[?$]\w+", "?", text), re.IGNORECASE):
        raise QueryError(f"{name}: SERVICE sends parts of a query to another place; kg asks this graph alone")


def answer(store: Engine, question: Question, values: Mapping[str, Term]) -> Answer:
    """Ask a question: its rows in order, with lists filled from the evidence."""
    _, rows = select(store, with_values(question.text, values), display_name(question.path))
    found = [dict[str, object](row) for row in rows]
    behind: dict[tuple[object, ...], list[Row]] = {}
    for item in evidence(store, question, values):
        behind.setdefault(tuple(item[name] for name in question.key), []).append(item)
    complete = Answer(question, tuple(found), behind)
    for column in question.columns:
        if column.type in _LISTS:
            for row in found:
                affirming = (item[column.filled_from] for item in complete.behind(row) if item["role"] == _FOR)
                row[column.name] = list(dict.fromkeys(term for term in affirming if term is not None))
    return complete


def evidence(store: Engine, question: Question, values: Mapping[str, Term]) -> list[Row]:
    """The second row set of a question: one row for each claim and passage behind each answer row."""
    if not question.key:
        return []
    companion = parse_question(question.evidence_path())
    return list(select(store, with_values(companion.text, values), display_name(companion.path))[1])


def _term(value: object) -> Term | None:
    return value if isinstance(value, NamedNode | Literal) else None


def _needs(path: Path, lines: list[tuple[str, str]]) -> tuple[str, ...]:
    words = tuple(word for _, rest in lines for word in rest.split())
    if strange := [word for word in words if word not in _NEEDS]:
        raise QueryError(f"{display_name(path)}:1: '#+ needs: {strange[0]}': what a question may need is {', '.join(_NEEDS)}")
    return words


def _parameter(path: Path, name: str, rest: str, *, whole: bool) -> Parameter:
    head, _, text = rest.partition("; ")
    kind, *roots = head.split(" ")
    fits = {"class": len(roots) == 1, "concept": len(roots) == 1, "property": True}.get(kind, not roots)
    if kind not in _TYPES or not text or not fits:
        raise QueryError(f"{display_name(path)}:1: '#+ param {name}:' needs a type ({', '.join(_TYPES.values())}) and help after '; '")
    if not whole and (kind == "concept" or head == "property"):
        raise QueryError(f"{display_name(path)}:1: '#+ param {name}: {head}' needs all of the ontology: remove '#+ reads:'")
    return Parameter(name, kind, text, tuple(roots))


def _column(path: Path, name: str, rest: str) -> Column:
    kind, _, text = rest.partition("; ")
    kind, _, source = kind.partition(" ")
    if kind not in _COLUMNS or not text or (kind in _LISTS) != bool(source):
        types = ", ".join(sorted(_COLUMNS))
        raise QueryError(f"{display_name(path)}:1: '#+ column {name}:' needs a type ({types}; 'list COLUMN') and help after '; '")
    return Column(name, kind, text, source)
