"""The stages of ``kg check``: what is wrong with a graph, and which passages are proved."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kg.claims import Problem
from kg.cli.output import note
from kg.cli.session import Session
from kg.passages import Proof, passages, prove
from kg.validate import (
    Finding,
    dangling_findings,
    literal_findings,
    problem_findings,
    query_findings,
    shape_findings,
    syntax_findings,
)

__all__ = ["proved", "refutations", "staged", "under_rule"]


def staged(session: Session) -> tuple[list[Finding], bool]:
    """What is wrong, stage by stage: a stage runs where the one before it found nothing; and whether the graph was built."""
    catalog = session.catalog
    stages: list[tuple[str, Callable[[], list[Finding]]]] = [
        ("syntax", lambda: syntax_findings(catalog)),
        ("queries", lambda: query_findings(catalog)),
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


def proved(session: Session, texts: Mapping[str, str]) -> Proof:
    """Hold every passage against its text, where that is at hand."""
    note("passages ...")
    return prove(passages(session.store, session.catalog.queries), texts)


def refutations(session: Session, proof: Proof) -> list[Finding]:
    """The passages that their text refutes, as findings."""
    stems = [(passage.claim.rpartition("/")[2].rpartition("-")[0], passage, fault) for passage, fault in proof.refuted]
    return under_rule(session, [Problem(stem, passage.iri, None, fault) for stem, passage, fault in stems], "passage")


def under_rule(session: Session, problems: Iterable[Problem], rule: str) -> list[Finding]:
    """Problems of the record as findings under a rule."""
    return [replace(found, rule=rule) for found in problem_findings(session.catalog, problems)]
