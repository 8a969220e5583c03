"""The table of statuses as the design words it, for facts given as bounds of days.

It is written without the implementation: nothing here is read from the
normalised days or from a stored query.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.semantics.world import Days

STATUSES = ("attested", "ended", "bracketed", "around", "persisting", "undetermined", "later")


@dataclass(frozen=True, slots=True)
class Span:
    """One claim at its four bounds."""

    begun_after: str | None
    begun_by: str | None
    over_after: str | None
    over_by: str | None

    @property
    def sure_from(self) -> str | None:
        return min((day for day in (self.begun_by, self.over_by) if day), default=None)

    @property
    def sure_to(self) -> str | None:
        return max((day for day in (self.over_after, self.begun_after) if day), default=None)

    @property
    def window(self) -> tuple[str, str] | None:
        sure = [day for day in (self.sure_from, self.sure_to) if day]
        return (min(sure), max(sure)) if sure else None

    def begun(self, day: str) -> bool:
        return self.sure_from is not None and self.sure_from <= day

    def not_over(self, day: str) -> bool:
        return self.sure_to is not None and self.sure_to >= day

    def on_edge(self, day: str) -> bool:
        if self.sure_from is None or self.sure_to is None or (self.begun(day) and self.not_over(day)):
            return False
        between = self.sure_to <= day <= self.sure_from
        before = self.begun_after is not None and self.begun_after <= day < self.sure_from
        after = self.over_by is not None and self.sure_to < day <= self.over_by
        return between or before or after

    def undetermined(self, day: str) -> bool:
        """Undated; or of unknown beginning and not first attested after the day."""
        return self.sure_from is None and (self.sure_to is None or self.sure_to <= day)


def spans(claims: Sequence[Days]) -> list[Span]:
    """Claims given as bounds, as spans."""
    return [Span(*days) for days in claims]


def status(affirmed: Sequence[Days], moments: Sequence[Days], day: str, others: Sequence[Days] = ()) -> str:
    """The first line of the table that fits a fact on a day.

    It is made of the claims that affirm it, the moments that end it, and, where
    an object has one holder at a time, the claims of its other holders.
    """
    claims, rivals = spans(affirmed), spans(others)
    endings = [claim.over_by for claim in claims if claim.over_by] + [moment.sure_from for moment in spans(moments) if moment.sure_from]
    if any(claim.begun(day) and claim.not_over(day) for claim in claims):
        return "attested"
    if any(ending < day and not _reached_past(claims, ending, day) for ending in endings):
        return "ended"
    if any(_displaced(claims, rival, day) for rival in rivals):
        return "ended"
    later = [rival.sure_from for rival in rivals if rival.sure_from and rival.sure_from >= day]
    if any(_bracket(left, right, [*endings, *later], day) for left in claims for right in claims):
        return "bracketed"
    if any(claim.on_edge(day) for claim in claims):
        return "around"
    if any(claim.begun(day) for claim in claims):
        return "persisting"
    return "undetermined" if any(claim.undetermined(day) for claim in claims) else "later"


def _reached_past(claims: Sequence[Span], ending: str, day: str) -> bool:
    return any(claim.begun(day) and claim.window is not None and claim.window[1] > ending for claim in claims)


def _displaced(claims: Sequence[Span], rival: Span, day: str) -> bool:
    """Whether another surely holds the object by the day, and only after all that the claims begun by then attest."""
    begun = [claim.window[1] for claim in claims if claim.begun(day) and claim.window is not None]
    return bool(begun) and rival.begun(day) and rival.window is not None and rival.window[0] > max(begun)


def _bracket(left: Span, right: Span, endings: Sequence[str], day: str) -> bool:
    """Whether one claim is begun and another not over, with no ending from the end of the one to the start of the other."""
    if not (left.begun(day) and right.not_over(day)) or left.window is None or right.window is None:
        return False
    return not any(left.window[1] <= ending < right.window[0] for ending in endings)


def contested(denials: Sequence[Days], incompatible: Sequence[Days], day: str) -> bool:
    """Whether denials, or claims that cannot hold beside a fact, stand against it on a day."""
    denied = bool(denials) and status(denials, (), day) not in ("later", "ended")
    return denied or (bool(incompatible) and status(incompatible, (), day) in ("attested", "bracketed", "around"))


def window(affirmed: Sequence[Days]) -> tuple[str, str]:
    """First and last attested: the least and the greatest day of the windows of claims that have surely begun some day.

    A claim without a sure-from is known to begin after some day at the most,
    and attests no day.
    """
    windows = [claim.window for claim in spans(affirmed) if claim.window is not None and claim.sure_from is not None]
    return (min(first for first, _ in windows), max(last for _, last in windows)) if windows else ("", "")
