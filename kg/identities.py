"""Which things of the record are one: two names of a place, one event as two sources tell it."""

from collections import defaultdict
from collections.abc import Iterable

from kg.vocab import ATTEST

__all__ = ["JOINING", "joined"]

JOINING = frozenset({ATTEST + "sameEventAs", ATTEST + "samePlaceAs"})
"""The properties that make two things one."""


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """By its IRI, each thing of the pairs with all that it is one with, itself among them."""
    together: dict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        both = together[left] | together[right] | {left, right}
        for thing in both:
            together[thing] = both
    return {thing: frozenset(others) for thing, others in together.items()}
