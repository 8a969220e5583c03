"""``kg diff``: what differs between two graphs, two releases, or two days."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from kg import queries
from kg.catalog import Catalog, is_folder, open_catalog
from kg.cli.output import echo_rows, note
from kg.cli.session import graph_option
from kg.dataset import Dataset
from kg.dumps import report
from kg.dumps.answers import compared
from kg.dumps.changes import Changes, changes
from kg.dumps.patch import patch
from kg.dumps.publication import publication
from kg.dumps.released import NQUADS, SUMS, read_release
from kg.dumps.report import Labels
from kg.dumps.standing import standing_changes
from kg.errors import AttestError, FolderError, ParameterError
from kg.names import Names, prefixes_of
from kg.queries import Question
from kg.settings import graph_folder
from kg.terms import date_literal, is_iso_date

__all__ = ["diff"]

_DAY, _GRAPH, _RELEASE = "a day", "a graph", "a release"


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--known-by", is_flag=True, help="Of two days: the days by which sources were issued, not days in the world.")
@click.option("--recorded-by", is_flag=True, help="Of two days: days on which claims stood in the record, not days in the world.")
@click.option("--question", "named", multiple=True, metavar="QUESTION", help="Compare the answers to this question alone; may be repeated.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where A and B differ.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "md", "ttl"]), default="table", show_default=True, help="How to tell it."
)
@graph_option
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str,
    known_by: bool,
    recorded_by: bool,
    named: tuple[str, ...],
    exit_code: bool,
    form: str,
    graph: Path | None,
) -> None:
    """Tell what differs between A and B: claims, and what they change in the answers.

    A and B are two folders with seeds/, two folders of releases as kg dump
    writes them, or two days written YYYY-MM-DD. Of a release every file is
    verified first. The stored questions are asked with no parameter set; of two
    days, those that take a day, on each. A claim differs between two days where
    what it says holds surely, possibly or not on the one and not so on the
    other, or where it is known or stands in the record on one alone; with
    --question only claims behind the answers to it are told.

    As Turtle the answer is a patch of the record, in the vocabulary of change
    sets, which makes B out of A.
    """
    kinds = _kind(before), _kind(after)
    if kinds[0] != kinds[1]:
        raise ParameterError(f"{before} is {kinds[0]} and {after} is {kinds[1]}: compare two graphs, two releases, or two days")
    if kinds[0] == _DAY:
        parameter = _parameter(known_by=known_by, recorded_by=recorded_by)
        if form == "ttl":
            raise ParameterError("--format ttl is a patch between two graphs or two releases; two days of one graph have none")
        found, labels = _of_days(before, after, parameter, _opened(open_catalog(graph or graph_folder())), named)
    else:
        if graph is not None or known_by or recorded_by:
            raise ParameterError("--graph, --known-by and --recorded-by go with two days, not with two folders")
        found, labels = _of_folders(before, after, kinds[0], named)
    _echo(found, labels, form, before, after)
    ctx.exit(1 if exit_code and found.any() else 0)


def _kind(word: str) -> str:
    """What a word names; raises FolderError where it is nothing that can be compared."""
    if is_iso_date(word):
        return _DAY
    folder = Path(word)
    if not is_folder(folder):
        raise FolderError(f"{word}: no such folder, and no day of the calendar written YYYY-MM-DD")
    if is_folder(folder / "seeds"):
        return _GRAPH
    try:
        if (folder / SUMS).exists() or (folder / NQUADS).exists():
            return _RELEASE
    except OSError as error:
        raise FolderError(f"{word}: cannot be read: {error.strerror}") from error
    raise FolderError(f"{word}: is no graph, which holds seeds/, and no release, which holds {SUMS}")


def _parameter(*, known_by: bool, recorded_by: bool) -> str:
    if known_by and recorded_by:
        raise ParameterError("--known-by and --recorded-by are two clocks: compare two days on one of them")
    return "known_by" if known_by else "recorded_by" if recorded_by else "as_of"


def _of_days(before: str, after: str, parameter: str, dataset: Dataset, named: Sequence[str]) -> tuple[Changes, Labels]:
    """What differs between one graph on two days: where its claims stand, and the answers."""
    asked = [question for question in _questions(dataset.catalog, named) if any(one.name == parameter for one in question.parameters)]
    if missing := set(named) - {question.name for question in asked}:
        raise ParameterError(f"--question {min(missing)}: takes no --{parameter.replace('_', '-')}, so it has one answer for both days")
    names = _names(dataset)
    first, last = ((dataset.store, {parameter: date_literal(day)}) for day in (before, after))
    with click.progressbar(asked, label="asking ...", file=sys.stderr) as shown:
        answers = tuple(compared(first, last, shown))
    claims = standing_changes(dataset.store, parameter, before, after)
    if named:
        behind = frozenset[str]().union(*(answer.claims for answer in answers))
        claims = tuple(change for change in claims if change.iri in behind)
    return Changes(claims=claims, answers=tuple(answer for answer in answers if answer.rows)), Labels(names, names)


def _of_folders(before: str, after: str, kind: str, named: Sequence[str]) -> tuple[Changes, Labels]:
    """What differs between two graphs or two releases."""
    read: Callable[[str], Dataset] = _graph if kind == _GRAPH else _release
    old, new = read(before), read(after)
    asked = _questions(new.catalog, named)
    with click.progressbar(asked, label="asking ...", file=sys.stderr) as shown:
        return changes(old, new, shown), Labels(_names(old), _names(new))


def _graph(word: str) -> Dataset:
    """The dataset of a graph; an error says of which."""
    note(f"building {word} ...")
    try:
        return _opened(open_catalog(Path(word)))
    except AttestError as error:
        raise type(error)(f"{word}: {error}") from error


def _release(word: str) -> Dataset:
    note(f"verifying {word} ...")
    return read_release(Path(word))


def _opened(catalog: Catalog) -> Dataset:
    built = publication(catalog, "", "")
    return Dataset(catalog, built.base, built.store, ())


def _questions(catalog: Catalog, named: Sequence[str]) -> list[Question]:
    return [queries.find(catalog.queries, name) for name in named or queries.names(catalog.queries)]


def _names(dataset: Dataset) -> Names:
    return Names(dataset.store, dataset.base, prefixes_of(dataset.catalog.prefixes_file(), dataset.base))


def _echo(found: Changes, labels: Labels, form: str, before: str, after: str) -> None:
    if form == "json":
        told = {"a": before, "b": after, **report.plain(found, labels)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif form == "md":
        click.echo(report.markdown(found, labels, f"What differs between {before} and {after}"), nl=False)
    elif form == "ttl":
        click.echo(patch(found, labels.after.prefixes), nl=False)
        if found.terms:
            note(f"{len(found.terms)} terms of the ontology differ too, which are no part of the patch")
    else:
        _echo_tables(found, labels)


def _echo_tables(found: Changes, labels: Labels) -> None:
    click.echo(report.summary(found))
    for table in report.tables(found, labels):
        click.echo("\n" + "".join(mark if mark.isprintable() else "\ufffd" for mark in table.title))
        echo_rows(table.columns, table.rows, "table", labels.after)
