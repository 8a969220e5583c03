"""The claims of a store as drafts: the values that the build judges and derives from."""

from pyoxigraph import Literal, NamedNode, Store

from kg.claims import READ_OF_CLAIM, READ_OF_HOP, Draft, Problem
from kg.vocab import node

__all__ = ["drafts", "stem_of"]


def drafts(store: Store, files: dict[str, list[str]]) -> tuple[list[Draft], list[Problem]]:
    """The claims that seed files describe, and those that stand where they do not belong.

    ``files`` gives, by the stem of each file, the claims that its statements
    describe.
    """
    found: dict[str, Draft] = {}
    problems: list[Problem] = []
    for stem, claims in files.items():
        for claim in claims:
            if claim in found:
                message = f"the claim stands in {found[claim].stem}.ttl already; its name is never used twice"
                problems.append(Problem(stem, claim, None, message))
                continue
            found[claim] = Draft(claim, stem)
            if stem_of(claim) != stem:
                problems.append(Problem(stem, claim, None, f"a claim of this name belongs in {stem_of(claim)}.ttl"))
    _fill(store, found)
    return list(found.values()), problems


def stem_of(claim: str) -> str:
    """The seed file of a claim: its slug without the number."""
    return claim.rpartition("/")[2].rpartition("-")[0]


def _fill(store: Store, found: dict[str, Draft]) -> None:
    """Read the values of every draft, and of its hops, out of the store."""
    for predicate in READ_OF_CLAIM:
        for quad in store.quads_for_pattern(None, node(predicate), None):
            subject, target = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(target, (NamedNode, Literal)) and (draft := found.get(subject.value)):
                draft.values[predicate].append(target)
    for predicate in READ_OF_HOP:
        for quad in store.quads_for_pattern(None, node(predicate), None):
            subject, target = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(target, (NamedNode, Literal)):
                part = subject.value
                if draft := found.get(part.partition("#")[0]):
                    draft.parts[part][predicate].append(target)
