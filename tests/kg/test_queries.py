"""Stored queries keep their form, and say what they take and give."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.catalog import shipped
from kg.dataset import Dataset
from kg.errors import ParameterError, QueryError, UnknownQuestionError
from kg.queries import Parameter, Question, answer, evidence, find, names, parse_question, select, value_of, with_values
from kg.terms import date_literal

FOLDER = shipped() / "queries"
STORED = sorted(path for path in FOLDER.rglob("*.rq") if path.parent.name not in ("findings", "rules"))
QUESTIONS = [find(FOLDER, name) for name in names(FOLDER)]
KEYED = [question for question in QUESTIONS if question.key]
SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


def slots(text: str) -> set[str]:
    return set(SLOT.findall(text))


def selected(text: str) -> list[str]:
    """The columns of the outermost SELECT."""
    match = re.search(r"^SELECT (?:DISTINCT )?((?:\?\w+ ?)+)$", text, re.MULTILINE)
    assert match, text
    return match[1].replace("?", "").split()


def ordered(text: str) -> list[str]:
    """The variables of the ORDER BY at the end."""
    last = text.rstrip().splitlines()[-1]
    assert re.fullmatch(r"ORDER BY(?: (?:DESC\()?(?:STR\(\?\w+\)|\?\w+)\)?)+", last), last
    return re.findall(r"\?(\w+)", last)


def label(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def test_all_queries_are_found() -> None:
    assert len(QUESTIONS) == 34
    assert {path.stem for path in FOLDER.glob("evidence/*.rq")} == {question.name for question in KEYED}
    assert {path.stem for path in FOLDER.glob("parts/*.rq")} == {
        "chain",
        "coverage_passages",
        "coverage_sentences",
        "coverage_sources",
        "dangling",
        "description",
        "names",
        "passages",
    }
    assert {path.stem for path in FOLDER.glob("assertions/*.rq")} == {"claims", "passages", "things"}
    assert len(STORED) == len(QUESTIONS) + len(KEYED) + 8 + 3


@pytest.mark.parametrize("path", STORED, ids=label)
def test_a_query_begins_with_its_header_then_its_prefixes_sorted_and_used(path: Path) -> None:
    header, prefixes, *rest = path.read_text(encoding="utf-8").split("\n\n")
    assert all(line.startswith("#+ ") for line in header.splitlines())
    declared = re.findall(r"^PREFIX (\w+): <\S+>$", prefixes, re.MULTILINE)
    assert declared == sorted(declared) != []
    assert len(declared) == len(prefixes.splitlines())
    assert set(re.findall(r"\b(\w+):\w", "\n\n".join(rest))) == set(declared)
    assert "#+" not in "\n\n".join(rest)


@pytest.mark.parametrize("path", [path for path in STORED if path.parent.name != "evidence"], ids=label)
def test_the_slots_are_the_declared_parameters(path: Path) -> None:
    question = parse_question(path)
    assert slots(question.text) == {parameter.name for parameter in question.parameters}
    assert question.text.count("UNDEF") == len(SLOT.findall(question.text))


@pytest.mark.parametrize("path", [path for path in STORED if path.parent.name != "evidence"], ids=label)
def test_the_columns_are_the_declared_ones_but_lists(path: Path) -> None:
    question = parse_question(path)
    assert selected(question.text) == [column.name for column in question.columns if column.type not in ("list", "things")]
    assert set(question.key) <= {column.name for column in question.columns}


@pytest.mark.parametrize("question", KEYED, ids=lambda question: question.name)
def test_a_companion_takes_the_same_parameters_and_gives_the_key(question: Question) -> None:
    companion = parse_question(question.evidence_path())
    assert slots(companion.text) == slots(question.text)
    filled = {column.filled_from for column in question.columns if column.type in ("list", "things")}
    assert {*question.key, *filled, "role", "claim", "property", "known_from"} <= set(selected(companion.text))


@pytest.mark.parametrize("path", STORED, ids=label)
def test_the_order_of_the_rows_is_total(path: Path, dataset_with_findings: Dataset) -> None:
    text = path.read_text(encoding="utf-8")
    columns, rows = select(dataset_with_findings.store, text, path.name)
    keys = [name for name in ordered(text) if name in columns]
    places = [tuple(row[name] for name in keys) for row in rows]
    assert bool(places) != (path.stem == "dangling"), "the shipped record names nothing that it does not describe"
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_set_parameter_fills_every_slot_of_its_name_and_the_others_go_away(question: Question) -> None:
    for name in slots(question.text):
        filled = with_values(question.text, {name: date_literal("2020-07-10")})
        assert "UNDEF" not in filled
        assert filled.count(" AS ?") - question.text.count(" AS ?") == question.text.count(f"VALUES ?{name} {{ UNDEF }}")
        assert filled.count(f"BIND ({date_literal('2020-07-10')} AS ?{name})") == question.text.count(f"VALUES ?{name} {{ UNDEF }}")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_means_the_same_with_its_slots_as_without(demo_dataset: Dataset, question: Question) -> None:
    as_stored, without = (list(select(demo_dataset.store, text, "x")[1]) for text in (question.text, with_values(question.text, {})))
    assert as_stored == without


def test_what_reads_as_a_slot_in_a_value_stays(demo_dataset: Dataset) -> None:
    terms = {"x": Literal("VALUES ?y { UNDEF }"), "y": Literal("VALUES ?x { UNDEF }")}
    text = with_values("SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { UNDEF } VALUES ?z { UNDEF } }", terms)
    assert list(select(demo_dataset.store, text, "x")[1]) == [terms]


def test_a_value_is_serialised_and_never_leaves_its_slot(demo_dataset: Dataset) -> None:
    hostile = Literal('" } } DROP ALL # \\ \n')
    text = with_values("SELECT ?x { VALUES ?x { UNDEF } }", {"x": hostile})
    assert [row["x"] for row in select(demo_dataset.store, text, "x")[1]] == [hostile]


def test_a_slot_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ParameterError, match=r"no slot 'VALUES \?place { UNDEF }'"):
        with_values(QUESTIONS[0].text, {"place": NamedNode("urn:x")})
    with pytest.raises(ParameterError):
        with_values("SELECT ?x { VALUES ?x {UNDEF} }", {"x": NamedNode("urn:x")})


def test_an_unknown_question_is_told_with_what_is_near() -> None:
    with pytest.raises(UnknownQuestionError, match="'backer'; did you mean backers or backed_by"):
        find(FOLDER, "backer")
    for name in ("evidence/backers", "../queries/backers", "backers.rq", ""):
        with pytest.raises(UnknownQuestionError):
            find(FOLDER, name)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * {}", ":1: a stored question has"),
        ("#+ title: A\nSELECT * {}", ":1: a stored question has"),
        ("#+ title: A\n#+ summary: B\n#+colour: red\n", ":3: not a header line"),
        (
            "#+ title: A\n#+ summary: B\n#+ param of: colour; help\n",
            "'#+ param of:' needs a type (actor, class ROOT, concept SCHEME, date, flag, property [ROOT ...], thing)",
        ),
        ("#+ title: A\n#+ summary: B\n#+ param of: actor\n", "'#+ param of:' needs a type"),
        ("#+ title: A\n#+ summary: B\n#+ param of: actor Person; help\n", "'#+ param of:' needs a type"),
        ("#+ title: A\n#+ summary: B\n#+ param of: class; help\n", "'#+ param of:' needs a type"),
        ("#+ title: A\n#+ summary: B\n#+ param of: class Event Actor; help\n", "'#+ param of:' needs a type"),
        ("#+ title: A\n#+ summary: B\n#+ param of: concept; help\n", "'#+ param of:' needs a type"),
        (
            "#+ title: A\n#+ summary: B\n#+ param of: concept stances; help\n#+ reads: backs\n",
            "'#+ param of: concept stances' needs all of",
        ),
        ("#+ title: A\n#+ summary: B\n#+ param of: property; help\n#+ reads: backs\n", "'#+ param of: property' needs all of"),
        ("#+ title: A\n#+ summary: B\n#+ column a: list; help\n", "'#+ column a:' needs a type"),
        ("#+ title: A\n#+ summary: B\n#+ column a: thing b; help\n", "'#+ column a:' needs a type"),
    ],
)
def test_a_header_that_is_not_in_form_is_named(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=f"^{re.escape(tmp_path.name)}/odd\\.rq:") as caught:
        parse_question(path)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("head", "roots"),
    [
        ("property", ()),
        ("property backs", ("backs",)),
        ("property backs controls", ("backs", "controls")),
        ("class Event", ("Event",)),
        ("concept stances", ("stances",)),
    ],
)
def test_a_header_tells_among_what_a_word_is_found(head: str, roots: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "even.rq"
    path.write_text(f"#+ title: A\n#+ summary: B\n#+ param kind: {head}; help\n", encoding="utf-8")
    assert parse_question(path).parameters == (Parameter("kind", head.partition(" ")[0], "help", roots),)


def test_a_query_that_the_engine_refuses_is_named(demo_dataset: Dataset) -> None:
    for text in ("SELECT", "ASK {}", "CONSTRUCT {} WHERE {}", "DROP ALL"):
        with pytest.raises(QueryError, match=r"^folder/some\.rq: "):
            select(demo_dataset.store, text, "folder/some.rq")


def test_a_date_and_a_flag_become_terms_and_no_other_word_a_date() -> None:
    parameters = {parameter.name: parameter for parameter in find(FOLDER, "backers").parameters}
    assert value_of(parameters["as_of"], "2020-07-10") == date_literal("2020-07-10")
    assert value_of(parameters["exact"], "True") == Literal("yes")
    with pytest.raises(ParameterError, match="--as-of: '10 July' is no day"):
        value_of(parameters["as_of"], "10 July")


def test_lists_are_filled_and_rows_proved_from_the_evidence(demo_dataset: Dataset) -> None:
    question = find(FOLDER, "backers")
    found = answer(demo_dataset.store, question, {})
    for row in found.rows:
        behind = found.behind(row)
        assert behind
        kinds = row["kinds"]
        assert isinstance(kinds, list)
        assert set(kinds) == {item["property"] for item in behind if item["role"] == Literal("for")}
    assert sum(len(found.behind(row)) for row in found.rows) == len(evidence(demo_dataset.store, question, {}))
    assert evidence(demo_dataset.store, find(FOLDER, "sources"), {}) == []
