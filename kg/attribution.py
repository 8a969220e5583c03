"""Whose word a claim is: its speaker, and the principal the speaker speaks for."""

from collections.abc import Iterable

from kg.claims import Claim
from kg.terms import FIRST_DAY, LAST_DAY
from kg.vocab import ATTEST

__all__ = ["Principals", "is_committed"]


def is_committed(claim: Claim, committing: frozenset[str]) -> bool:
    """Whether a claim counts as its speaker's word: affirmed or denied, in a modality that commits."""
    return claim.modality in committing and claim.stance in (ATTEST + "affirmed", ATTEST + "denied")


class Principals:
    """Who speaks for whom, and when, as the committed claims of the record say."""

    def __init__(self, claims: Iterable[Claim], speaking: frozenset[str], committing: frozenset[str]) -> None:
        self._speaks_for: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.predicate.value in speaking and claim.stance == ATTEST + "affirmed" and claim.modality in committing:
                self._speaks_for.setdefault(claim.subject.value, []).append(claim)

    def origin(self, claim: Claim) -> str:
        """The principal at the end of the preferred chain: the last hop, or whom it speaks for when it speaks."""
        agent, early, late = claim.chain[-1]
        seen = {agent}
        while (principal := self._principal(agent, early or FIRST_DAY, late or LAST_DAY)) and principal not in seen:
            seen.add(principal)
            agent = principal
        return agent

    def _principal(self, agent: str, early: str, late: str) -> str | None:
        """The first principal, in the order of the record, that the bounds do not rule out for the days of speaking."""
        for claim in self._speaks_for.get(agent, ()):
            if (claim.bounds.begins_not_before or FIRST_DAY) <= late and (claim.bounds.ends_not_after or LAST_DAY) >= early:
                return claim.object.value
        return None
