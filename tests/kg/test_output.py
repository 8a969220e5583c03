"""A table holds every character of its cells, in lines that the terminal holds, and breaks no short word."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from kg import queries
from kg.cli.output import echo_rows
from kg.dataset import Dataset
from kg.names import Names, prefixes_of
from kg.queries import Column
from tests.kg.command import ROOT

Row = Mapping[str, object]
Cells = Mapping[Column, Sequence[str]]

QUESTIONS = queries.names(ROOT / "queries")
WIDTHS = (40, 80, 120, 200)
ROWS = 150
SHORT = 12
WHOLE = ("date", "integer", "word")
NO_NAMES = Names(Store(), "https://example.org/", {})


class Asked:
    """The stored questions, asked without parameters."""

    def __init__(self, dataset: Dataset) -> None:
        self._store = dataset.store
        self.names = Names(dataset.store, dataset.base, prefixes_of(dataset.catalog.prefixes_file(), dataset.base))
        self.answer = cache(self._answer)

    def _answer(self, name: str) -> tuple[tuple[Column, ...], list[Row]]:
        """The columns of a question, and the first rows of its answer."""
        question = queries.find(ROOT / "queries", name)
        return question.columns, list(queries.answer(self._store, question, {}).rows[:ROWS])

    def table(self, name: str, width: int) -> str:
        return printed(*self.answer(name), width, self.names)


@pytest.fixture(scope="module")
def asked(dataset_with_findings: Dataset) -> Asked:
    return Asked(dataset_with_findings)


def printed(columns: Sequence[Column], rows: Sequence[Row], width: int, names: Names = NO_NAMES) -> str:
    """What goes to a terminal of a width."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as stream:
        patch.setenv("COLUMNS", str(width))
        echo_rows(columns, [dict(row) for row in rows], "table", names)
    return stream.getvalue()


def cells_of(columns: Sequence[Column], rows: Sequence[Row], names: Names = NO_NAMES) -> Cells:
    return {column: [" ".join(names.words(row.get(column.name)).split()) for row in rows] for column in columns}


def is_shared(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column is said once above the table."""
    return column.type == "thing" and len(cells) > 1 and len(set(cells)) == 1


def bare(text: str) -> str:
    return "".join(text.split())


def head(column: Column) -> str:
    return column.name.replace("_", " ")


def is_table(text: str) -> bool:
    return re.search("^─+$", text, re.MULTILINE) is not None


def columns_of(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each column: two columns are parted by two places that are blank in every line but the rule."""
    lines = [line for line in lines if line.strip("─")]
    length = max(map(len, lines))
    ink = "".join("x" if any(line[place : place + 1].strip() for line in lines) else " " for place in range(length))
    return [[line[slice(*found.span())].strip() for line in lines] for found in re.finditer("x+(?: x+)*", ink)]


def least_width(cells: Cells) -> int:
    """The width below which a value that is to stay whole, or a short word, would break."""
    total = 2 * (len(cells) - 1)
    for column, values in cells.items():
        heads = head(column).split()
        if column.type in WHOLE:
            total += max(map(len, [*heads, *values]))
        else:
            total += max(min(len(word), SHORT) for value in [*heads, *values] for word in value.split())
    return total


def check_table(cells: Cells, text: str) -> None:
    """The shared things stand above; every column holds its head and its cells, in their order, and breaks none that is to stay whole."""
    above = "".join(f"{head(column)}: {values[0]}\n" for column, values in cells.items() if is_shared(column, values) and values[0])
    assert text.startswith(above)
    shown = [(column, values) for column, values in cells.items() if not is_shared(column, values)]
    for (column, values), lines in zip(shown, columns_of(text.removeprefix(above).splitlines()), strict=True):
        assert bare("".join(lines)) == bare("".join([head(column), *values])), column.name
        if column.type in WHOLE:
            assert Counter(filter(None, values)) <= Counter(lines), column.name
        short = Counter(word for value in values for word in value.split() if len(word) <= SHORT)
        assert short <= Counter(word for line in lines for word in line.split()), column.name


def check_records(cells: Cells, text: str) -> None:
    """Every row has the name and the value of each column that has one, in their order."""
    rows = zip(*cells.values(), strict=True)
    wanted = ["".join(f"{head(column)}: {value}" for column, value in zip(cells, row, strict=True) if value) for row in rows]
    assert [bare(record) for record in text.split("\n\n")] == [bare(record) for record in wanted]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_table_of_a_question_holds_every_cell(name: str, width: int, asked: Asked) -> None:
    columns, rows = asked.answer(name)
    assert rows
    text = asked.table(name, width)
    assert max(map(len, text.splitlines())) <= width
    cells = cells_of(columns, rows, asked.names)
    shown = {column: values for column, values in cells.items() if not is_shared(column, values)}
    assert is_table(text) == (least_width(shown) <= width)
    check = check_table if is_table(text) else check_records
    check(cells, text)


def test_questions_are_answered_in_tables_and_in_records(asked: Asked) -> None:
    forms = Counter(is_table(asked.table(name, width)) for name in QUESTIONS for width in WIDTHS)
    assert min(forms[True], forms[False]) >= 20


def test_what_all_rows_share_is_said_above_where_it_is_something() -> None:
    columns = [Column("claim", "thing", ""), Column("stance", "thing", ""), Column("whom", "thing", "")]
    rows = [{"claim": Literal(word), "stance": Literal("affirmed"), "whom": None} for word in ("one", "two")]
    assert printed(columns, rows, 80) == "stance: affirmed\nclaim\n─────\none\ntwo\n"


def test_a_long_word_breaks_at_a_mark_and_a_date_never() -> None:
    columns = [Column("claim", "thing", ""), Column("when", "text", ""), Column("on", "date", "")]
    row = {"claim": Literal("claim:northern-league-12"), "when": Literal("{2019-12-19..2019-12-24}"), "on": Literal("2020-07-10")}
    lines = printed(columns, [row], 41).splitlines()[2:]
    assert lines == ["claim:         {2019-12-19..  2020-07-10", "northern-      2019-12-24}", "league-12"]
    assert printed(columns[1:2], [row], 20).splitlines()[2:] == ["{2019-12-19..", "2019-12-24}"]


def test_an_answer_without_rows_names_its_columns() -> None:
    columns = [Column("first_attested", "date", ""), Column("says", "text", ""), Column("speaker", "thing", "")]
    assert bare(printed(columns, [], 80)) == "firstattestedsaysspeaker" + "─" * 29
    assert printed(columns, [], 20) == "first attested  says\n  speaker\n"


NAMES = ("when", "says", "first_attested", "at_least", "kinds")
TYPES = ("date", "text", "word", "integer", "list")
LETTERS = st.characters(categories=("L", "Mn", "Nd", "P", "S", "Zs"), exclude_characters="─")
TEXTS = st.one_of(
    st.text(LETTERS, max_size=60), st.text("ab-:/.2 ", max_size=60), st.sampled_from([":smile:", "[red]x[/red]", "漢字" * 20])
)
ROWS_OF_TEXTS = st.integers(1, 5).flatmap(
    lambda number: st.lists(st.lists(TEXTS, min_size=number, max_size=number), min_size=1, max_size=4)
)


@given(texts=ROWS_OF_TEXTS, width=st.integers(1, 130))
@settings(deadline=None)
def test_no_character_of_any_cell_is_lost(texts: list[list[str]], width: int) -> None:
    columns = [Column(name, kind, "") for name, kind in zip(NAMES, TYPES, strict=True)][: len(texts[0])]
    rows = [{column.name: Literal(text) for column, text in zip(columns, row, strict=True)} for row in texts]
    text = printed(columns, rows, width)
    if is_table(text):
        heads = "".join(map(head, columns))
    else:
        heads = "".join(f"{head(column)}:" for row in texts for column, cell in zip(columns, row, strict=True) if bare(cell))
    said = bare("".join(line for line in text.splitlines() if line.strip("─")))
    assert Counter(said) == Counter(bare("".join([heads, *(cell for row in texts for cell in row)])))
