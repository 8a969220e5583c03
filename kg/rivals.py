"""Who else is said to hold what a claim gives to one holder at a time."""

from collections import defaultdict
from collections.abc import Iterable

from kg.attribution import is_committed
from kg.claims import Claim
from kg.identities import JOINING, joined
from kg.vocab import ATTEST

__all__ = ["rivals"]

_SIDE = ATTEST + "side"


def rivals(claims: Iterable[Claim], displacing: Iterable[tuple[str, str]], committing: frozenset[str]) -> dict[str, list[str]]:
    """By the IRI of a claim, the other subjects for which its property, on the same object, puts an end to theirs.

    The pairs are of properties, the later holder's first. Only claims that are
    committed and affirmed hold anything; objects that the record joins are one,
    and actors of one side are no rivals. A join or a side that is withdrawn or
    superseded is none.
    """
    ended_by = defaultdict(set)
    for later, earlier in displacing:
        ended_by[later].add(earlier)
    if not ended_by:
        return {}
    every = list(claims)
    superseded = {earlier for claim in every for earlier in claim.supersedes}
    affirming = [claim for claim in every if claim.stance == ATTEST + "affirmed" and is_committed(claim, committing)]
    standing = [claim for claim in affirming if claim.withdrawn is None and claim.iri not in superseded]
    one = joined((claim.subject.value, claim.object.value) for claim in standing if claim.predicate.value in JOINING)
    sides = defaultdict(set)
    for claim in standing:
        if claim.predicate.value == _SIDE:
            sides[claim.subject.value].add(claim.object.value)
    held = {claim.iri: min(one.get(claim.object.value, {claim.object.value})) for claim in affirming}
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in affirming:
        holders[claim.predicate.value, held[claim.iri]].add(claim.subject.value)
    found = {}
    for claim in affirming:
        if claim.predicate.value in ended_by:
            others = {holder for earlier in ended_by[claim.predicate.value] for holder in holders[earlier, held[claim.iri]]}
            mine = sides[claim.subject.value]
            found[claim.iri] = sorted(holder for holder in others - {claim.subject.value} if not mine & sides[holder])
    return found
