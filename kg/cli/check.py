"""``kg check``: does the graph keep its rules, and is every passage proved."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click
from pyoxigraph import Literal

from kg.cli.checking import proved, refutations, staged, under_rule
from kg.cli.output import echo_rows, note
from kg.cli.session import Session, graph_option, texts_option
from kg.coverage import Coverage, SourceCoverage, coverage
from kg.passages import Proof, read_texts
from kg.queries import Column
from kg.validate import Finding, layout_findings

__all__ = ["check"]

_TABLE = (
    Column("source", "word", "the document"),
    Column("sentences", "integer", "its sentences, headlines, captions and posts in the ledger"),
    Column("with_claims", "integer", "those in which claims have passages"),
    Column("passages", "integer", "the passages"),
    Column("claims", "integer", "the claims"),
    Column("without_claim", "text", "the sentences that make no claim, by reason"),
    Column("characters", "text", "the characters of the text in a sentence, of all but white space"),
)


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Text to read, or JSON.")
@click.option("--layout", is_flag=True, help="Fail also on Turtle files that are not in the layout of the house.")
@click.option("--rewrite", is_flag=True, help="Put Turtle files into the layout of the house.")
@click.option("--coverage", "covered", is_flag=True, help="Account for every sentence of each source, by the ledger of sentences.")
@graph_option
@texts_option
@click.pass_context
def check(ctx: click.Context, form: str, layout: bool, rewrite: bool, covered: bool, graph: Path | None, texts: Path | None) -> None:
    """Check the graph: Turtle, literals, the build, the shapes, and every passage against its text.

    A stored query that leaves the SPARQL which every store answers alike is
    found as well.

    Passages are proved by offsets and digest where the text is at hand (--texts
    or KG_TEXTS; files are known by digest, not by name). Those that cannot be
    checked are counted and named. Exit 1 where anything is found.

    With --coverage every sentence of the ledger carries a passage of a claim
    that stands, or says why it makes no claim; no passage lies outside the
    ledger, and, where the text is at hand, no word of it.
    """
    session = Session(graph, texts)
    findings, built = staged(session)
    if not findings and (layout or rewrite):
        findings = layout_findings(session.catalog, rewrite=rewrite)
    at_hand = read_texts(session.texts) if session.texts else {}
    proof = proved(session, at_hand) if built else None
    ledger = _ledger(session, at_hand) if built and covered else None
    findings = sorted(findings + (refutations(session, proof) if proof else []) + (_gaps(session, ledger) if ledger else []))
    if form == "json":
        plain = _plain(findings, proof) | ({"coverage": _plain_ledger(ledger, session) if ledger else None} if covered else {})
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        _echo(findings, proof, session)
        if covered:
            _echo_ledger(ledger, session)
        click.echo(f"{len(findings)} findings" if findings else "conforms")
    ctx.exit(1 if findings else 0)


def _ledger(session: Session, texts: Mapping[str, str]) -> Coverage:
    note("coverage ...")
    return coverage(session.store, session.catalog.queries, texts)


def _gaps(session: Session, ledger: Coverage) -> list[Finding]:
    return under_rule(session, ledger.problems, "coverage")


def _unchecked(proof: Proof, session: Session) -> dict[str, int]:
    return {session.names.curie(source): count for source, count in sorted(Counter(passage.source for passage in proof.unchecked).items())}


def _plain(findings: list[Finding], proof: Proof | None) -> dict[str, object]:
    return {
        "conforms": not findings,
        "findings": [{name: getattr(found, name) for name in ("file", "line", "subject", "message", "rule")} for found in findings],
        "passages": {"proved": len(proof.proved), "refuted": len(proof.refuted), "unchecked": [passage.iri for passage in proof.unchecked]}
        if proof
        else None,
    }


def _echo(findings: list[Finding], proof: Proof | None, session: Session) -> None:
    for found in findings:
        click.echo(str(found))
    if proof:
        click.echo(f"passages: {len(proof.proved)} proved, {len(proof.refuted)} refuted, {len(proof.unchecked)} not checked")
        for source, count in _unchecked(proof, session).items():
            click.echo(f"  {source}: the text is not at hand; {count} passages not checked (--texts DIR)")


def _echo_ledger(ledger: Coverage | None, session: Session) -> None:
    if ledger is None:
        click.echo("coverage: not checked, as the graph is not built: mend the findings above first")
        return
    rows = [_table_row(source, session) for source in ledger.sources]
    if rows:
        click.echo()
        echo_rows(_TABLE, rows, "table", session.names)
        click.echo()
    for source in ledger.unchecked():
        name = session.names.curie(source.source)
        click.echo(f"  {name}: the text is not at hand; {source.sentences} sentences, and whether they are all, not checked (--texts DIR)")


def _table_row(source: SourceCoverage, session: Session) -> dict[str, object]:
    without = ", ".join(f"{count} {reason}" for reason, count in source.sentences_without_claim.items())
    characters = "{} of {}".format(*source.characters) if source.characters else "not checked"
    counts = (source.sentences, source.sentences_with_claims, source.passages, source.claims)
    cells = (session.names.curie(source.source), *map(str, counts), without, characters)
    return {column.name: Literal(cell) for column, cell in zip(_TABLE, cells, strict=True)}


def _plain_ledger(ledger: Coverage, session: Session) -> dict[str, object]:
    return {
        "sources": [_plain_source(source, session) for source in ledger.sources],
        "unchecked": [source.source for source in ledger.unchecked()],
    }


def _plain_source(source: SourceCoverage, session: Session) -> dict[str, object]:
    characters = dict(zip(("covered", "all"), source.characters, strict=True)) if source.characters else None
    named = {"source": session.names.curie(source.source), "source_iri": source.source}
    return named | {name: value for name, value in source._asdict().items() if name != "source"} | {"characters": characters}
