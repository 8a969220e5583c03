"""``kg ask``: one stored question, its parameters as options."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from pyoxigraph import Literal, NamedNode

from kg import queries, settings
from kg.catalog import open_catalog
from kg.cli import output
from kg.cli.asking import all_option, graph_after, offers_all, parameter_options, shown_rows, values_of
from kg.cli.holding import settled
from kg.cli.session import FORMATS, Session, store_options
from kg.errors import NotFoundError, ParameterError
from kg.queries import Answer, Question, Term
from kg.terms import LAST_DAY, date_literal
from kg.vocab import ATTEST, node

__all__ = ["ask"]


def graph_of(ctx: click.Context) -> Path | None:
    """The graph that ``--graph`` before the question names, else the one of the environment."""
    graph = ctx.params.get("graph")
    return graph if isinstance(graph, Path) else settings.graph_folder()


class Questions(click.Group):
    """One subcommand for each stored question, made from its header."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return queries.names(open_catalog(graph_of(ctx)).queries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        question = queries.find(open_catalog(graph_of(ctx)).queries, cmd_name)
        return _command(question)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        ctx.params["graph"] = graph_after(args) or ctx.params.get("graph")
        return args[0], self.get_command(ctx, args[0]), args[1:]


@click.group(cls=Questions, subcommand_metavar="QUESTION [--of ...] [--as-of ...]")
@click.option("--graph", type=click.Path(path_type=Path), metavar="DIR", help="The graph to ask; KG_GRAPH, else the shipped one.")
def ask(graph: Path | None) -> None:
    """Answer a stored question; `kg ask QUESTION --help` tells its parameters and columns."""


def _command(question: Question) -> click.Command:
    columns = "\n".join(f"  {column.name}: {column.help}" for column in question.columns)
    options: list[click.Parameter] = [
        *parameter_options(question),
        *([all_option()] if offers_all(question) else []),
        click.Option(
            ["--evidence"],
            metavar="ROW",
            help="Under the table, or in JSON, the claims behind a row: its number, the name of a thing in it, or all.",
        ),
        click.Option(["--expect"], is_flag=True, help="Exit 1 where nothing is found."),
        click.Option(["--format", "form"], type=click.Choice(FORMATS), help="A table on a terminal, else TSV."),
        click.Option(["--graph"], type=click.Path(path_type=Path), metavar="DIR", help="The graph to ask; KG_GRAPH, else the shipped one."),
        click.Option(["--show-query"], is_flag=True, help="Print the SPARQL and ask nothing."),
        click.Option(["--texts"], type=click.Path(path_type=Path), metavar="DIR", help="Where the texts of the sources lie; KG_TEXTS."),
        *store_options(),
    ]

    @click.pass_context
    def run(ctx: click.Context, /, **words: Any) -> None:
        words["graph"] = words["graph"] or (graph_of(ctx.parent) if ctx.parent else None)
        _run(question, words)

    return click.Command(
        question.name,
        params=options,
        callback=run,
        short_help=question.title,
        help=f"{question.title}.\n\n{question.summary}\n\n\b\nColumns:\n{columns}",
    )


def _run(question: Question, words: Mapping[str, Any]) -> None:
    proving = bool(words["evidence"]) or words["form"] == "ttl"
    reads = () if proving else question.reads
    asked = Session(words["graph"], words["texts"], at=words["at"], timeout=words["timeout"], reads=reads, needs=question.needs)
    with settled(asked) as session:
        _answer(session, question, words)


def _answer(session: Session, question: Question, words: Mapping[str, Any]) -> None:
    values = values_of(session, question, words)
    if words["show_query"]:
        click.echo(queries.with_values(question.text, values), nl=False)
        return
    answer = queries.answer(session.store, question, values)
    form = output.chosen_format(words["form"])
    shown, aside = shown_rows(answer, every=words.get("every", False))
    proved = _rows_to_prove(session, shown, question, words["evidence"])
    if proved and form not in ("table", "json", "jsonl"):
        raise ParameterError(f"--evidence goes with the formats table, json and jsonl, not with {form}")
    _echo(session, answer, shown, proved, form)
    if not answer.rows and not words["expect"]:
        output.note("nothing found")
    _talk(session, answer, values, form, aside)
    if form == "table":
        _echo_evidence(session, answer, shown, proved)
    if words["expect"] and not answer.rows:
        raise NotFoundError(f"{question.name}: nothing found")


def _echo(session: Session, answer: Answer, rows: list[dict[str, object]], proved: list[int], form: str) -> None:
    """The rows in their format; in JSON the rows that are to be proved carry their evidence."""
    if form == "ttl" and (answer.question.key or answer.question.claim_columns()):
        claims = {found["claim"].value for row in rows for found in answer.behind(row) if isinstance(found["claim"], NamedNode)}
        output.echo_claims(session.store, claims, session.prefixes)
        return
    extra: dict[int, dict[str, object]] = {}
    if proved and form != "table":
        from kg.cli.evidence import evidence_of

        extra = {id(rows[number - 1]): {"evidence": evidence_of(session, answer, rows[number - 1])} for number in proved}
    output.echo_rows(answer.question.columns, rows, form, session.names, extra)


def _rows_to_prove(session: Session, rows: list[dict[str, object]], question: Question, word: str | None) -> list[int]:
    if word is None:
        return []
    from kg.cli.evidence import row_numbers  # here, as a plain answer proves nothing

    return row_numbers(session, rows, question, word)


def _echo_evidence(session: Session, answer: Answer, rows: list[dict[str, object]], proved: list[int]) -> None:
    if proved:
        from kg.cli.evidence import echo_evidence

        for number in proved:
            echo_evidence(session, answer, rows[number - 1], number)


def _talk(session: Session, answer: Answer, values: Mapping[str, Term], form: str, aside: list[dict[str, object]]) -> None:
    """What stands beside the table: rows that are later or ended, and claims that known-by leaves out."""
    if aside and form == "table":
        click.echo("\nLater or ended at this date:")
        output.echo_rows(answer.question.columns, aside, form, session.names)
    elif aside:
        more = "1 more row is" if len(aside) == 1 else f"{len(aside)} more rows are"
        output.note(f"{more} later or ended at this date: --all lists {'it' if len(aside) == 1 else 'them'}")
    if "known_by" in values and (undated := _undated(session, answer.question, values) - _claims(answer)):
        if len(undated) == 1:
            output.note("1 claim is left out because its source has no issue date: without --known-by it counts")
        else:
            output.note(f"{len(undated)} claims are left out because their sources have no issue date: without --known-by they count")


def _claims(answer: Answer) -> set[str]:
    """The claims behind the rows of an answer."""
    return {str(item["claim"]) for row in answer.rows for item in answer.behind(row)}


def _undated(session: Session, question: Question, values: Mapping[str, Term]) -> set[str]:
    """The claims without an issue date that a question reads where it is asked without known-by."""
    without = {name: term for name, term in values.items() if name != "known_by"}
    if not question.key:
        found = queries.answer(session.store, question, without)
        never = session.store.quads_for_pattern(None, node(ATTEST + "knownFrom"), date_literal(LAST_DAY))
        return _claims(found) & {str(quad.subject) for quad in never}
    behind = queries.evidence(session.store, question, without)
    facts = {tuple(row[name] for name in question.key) for row in behind if row["role"] == Literal("for")}
    return {
        str(row["claim"]) for row in behind if row["known_from"] == Literal(LAST_DAY) and tuple(row[name] for name in question.key) in facts
    }
