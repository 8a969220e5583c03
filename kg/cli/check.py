"""``kg check``: does the graph keep its rules, and is every passage proved."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from kg.claims import Problem
from kg.cli.output import note
from kg.cli.session import Session, graph_option, texts_option
from kg.passages import Proof, passages, prove, read_texts
from kg.validate import Finding, dangling_findings, layout_findings, literal_findings, problem_findings, shape_findings, syntax_findings

__all__ = ["check"]


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Text to read, or JSON.")
@click.option("--layout", is_flag=True, help="Fail also on Turtle files that are not in the layout of the house.")
@click.option("--rewrite", is_flag=True, help="Put Turtle files into the layout of the house.")
@graph_option
@texts_option
@click.pass_context
def check(ctx: click.Context, form: str, layout: bool, rewrite: bool, graph: Path | None, texts: Path | None) -> None:
    """Check the graph: Turtle, literals, the build, the shapes, and every passage against its text.

    Passages are proved by offsets and digest where the text is at hand (--texts
    or KG_TEXTS; files are known by digest, not by name). Those that cannot be
    checked are counted and named. Exit 1 where anything is found.
    """
    session = Session(graph, texts)
    findings, built = _findings(session)
    if not findings and (layout or rewrite):
        findings = layout_findings(session.catalog, rewrite=rewrite)
    proof = _proof(session) if built else None
    findings = sorted(findings + (_refutations(session, proof) if proof else []))
    if form == "json":
        click.echo(json.dumps(_plain(findings, proof), ensure_ascii=False, indent=2))
    else:
        _echo(findings, proof, session)
    ctx.exit(1 if findings else 0)


def _findings(session: Session) -> tuple[list[Finding], bool]:
    """What is wrong, stage by stage: a stage runs where the one before it found nothing; and whether the graph was built."""
    catalog = session.catalog
    stages: list[tuple[str, Callable[[], list[Finding]]]] = [
        ("syntax", lambda: syntax_findings(catalog)),
        ("literals", lambda: literal_findings(catalog)),
        ("build", lambda: problem_findings(catalog, session.dataset.problems)),
        ("references", lambda: dangling_findings(catalog, session.store)),
        ("shapes", lambda: shape_findings(catalog)),
    ]
    for name, stage in stages:
        note(f"{name} ...")
        findings = stage()
        if findings:
            return findings, name in ("references", "shapes")
    return [], True


def _proof(session: Session) -> Proof:
    note("passages ...")
    texts = read_texts(session.texts) if session.texts else {}
    return prove(passages(session.store, session.catalog.queries), texts)


def _refutations(session: Session, proof: Proof) -> list[Finding]:
    stems = [(passage.claim.rpartition("/")[2].rpartition("-")[0], passage, fault) for passage, fault in proof.refuted]
    refuted = problem_findings(session.catalog, [Problem(stem, passage.iri, None, fault) for stem, passage, fault in stems])
    return [Finding(found.file, found.line, found.subject, found.message, "passage") for found in refuted]


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
    click.echo(f"{len(findings)} findings" if findings else "conforms")
