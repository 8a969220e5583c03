"""Who else is said to hold what a claim gives to one holder at a time."""

from collections import defaultdict
from collections.abc import Iterable

from kg.attribution import is_committed
from kg.claims import Claim
from kg.vocab import ATTEST

__all__ = ["rivals"]


def rivals(claims: Iterable[Claim], displacing: Iterable[tuple[str, str]], committing: frozenset[str]) -> dict[str, list[str]]:
    """By the IRI of a claim, the other subjects for which its property, on the same object, puts an end to theirs.

    The pairs are of properties, the later holder's first. Only claims that are
    committed and affirmed hold anything.
    """
    ended_by = defaultdict(set)
    for later, earlier in displacing:
        ended_by[later].add(earlier)
    if not ended_by:
        return {}
    standing = [claim for claim in claims if claim.stance == ATTEST + "affirmed" and is_committed(claim, committing)]
    holders: dict[tuple[str, object], set[str]] = defaultdict(set)
    for claim in standing:
        holders[claim.predicate.value, claim.object].add(claim.subject.value)
    found = {
        claim.iri: {holder for earlier in ended_by[claim.predicate.value] for holder in holders[earlier, claim.object]}
        for claim in standing
        if claim.predicate.value in ended_by
    }
    return {claim.iri: sorted(found[claim.iri] - {claim.subject.value}) for claim in standing if claim.iri in found}
