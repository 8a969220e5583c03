"""A stored question as a command takes it: its parameters as options, its rows as a table shows them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from pyoxigraph import Literal

from kg.cli.session import Session
from kg.errors import ParameterError
from kg.queries import Answer, Parameter, Question, Term

__all__ = ["all_option", "graph_after", "offers_all", "parameter_options", "shown_rows", "values_of"]

_ASIDE = ("later", "ended")


def graph_after(args: Sequence[str]) -> Path | None:
    """The graph that ``--graph`` among the words after a question names: it may have questions of its own."""
    pairs = zip(args, [*args[1:], ""], strict=True)
    named = [after if word == "--graph" else word.removeprefix("--graph=") for word, after in pairs if word.partition("=")[0] == "--graph"]
    return Path(named[-1]) if named else None


def parameter_options(question: Question) -> list[click.Parameter]:
    """The parameters of a question as options of a command."""
    return [_option(parameter) for parameter in question.parameters]


def all_option() -> click.Option:
    """The option ``--all``."""
    return click.Option(["--all", "every"], is_flag=True, help="Keep rows that are later or ended in the table.")


def offers_all(question: Question) -> bool:
    """Whether a question has rows that stand beside its table because they are later or ended on the day."""
    return not question.shows_all and any(column.name == "status" for column in question.columns)


def values_of(session: Session, question: Question, words: Mapping[str, Any]) -> dict[str, Term]:
    """The terms of the parameters that a user gave; raises ParameterError where a period ends before it begins."""
    values = {
        parameter.name: session.value(parameter, str(words[parameter.name]))
        for parameter in question.parameters
        if words.get(parameter.name) not in (None, False)
    }
    first, last = values.get("from"), values.get("to")
    if first and last and first.value > last.value:
        raise ParameterError(f"--from {first.value} is later than --to {last.value}: give the earlier day to --from")
    return values


def shown_rows(answer: Answer, *, every: bool) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The rows of a table, and those that stand beside it because they are later or ended on the day."""
    aside = [] if every or answer.question.shows_all else [row for row in answer.rows if _status(row) in _ASIDE]
    return [row for row in answer.rows if row not in aside], aside


def _status(row: Mapping[str, object]) -> str:
    status = row.get("status")
    return status.value if isinstance(status, Literal) else ""


def _option(parameter: Parameter) -> click.Option:
    name = f"--{parameter.name.replace('_', '-')}"
    if parameter.type == "flag":
        return click.Option([name], is_flag=True, help=parameter.help)
    return click.Option([name], metavar="DAY" if parameter.type == "date" else parameter.type.upper(), help=parameter.help)
