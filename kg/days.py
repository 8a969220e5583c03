"""The four bounds of a claim in time, and the days that questions compare.

A day is an ISO text (YYYY-MM-DD), so that texts compare as days do. A bound
that is absent is None.
"""

from dataclasses import dataclass

from kg.terms import FIRST_DAY, LAST_DAY

__all__ = ["DAY_NAMES", "Bounds", "normalised"]

DAY_NAMES = ("sureFrom", "sureTo", "mayFrom", "mayTo", "firstDay", "lastDay", "edgeFrom", "edgeTo")


@dataclass(frozen=True, slots=True)
class Bounds:
    """When what a claim says begins and ends, each between two days."""

    begins_not_before: str | None = None
    begins_not_after: str | None = None
    ends_not_before: str | None = None
    ends_not_after: str | None = None

    def fault(self) -> str | None:
        """What is wrong with the order of the bounds, or None."""
        pairs = (
            ("beginsNotBefore", self.begins_not_before, "beginsNotAfter", self.begins_not_after),
            ("endsNotBefore", self.ends_not_before, "endsNotAfter", self.ends_not_after),
            ("beginsNotBefore", self.begins_not_before, "endsNotAfter", self.ends_not_after),
        )
        for early_name, early, late_name, late in pairs:
            if early and late and early > late:
                return f"attest:{early_name} {early} is later than attest:{late_name} {late}"
        return None

    def sure_from(self) -> str | None:
        """The day by which it has begun in every world that the bounds allow."""
        return min((day for day in (self.begins_not_after, self.ends_not_after) if day), default=None)

    def sure_to(self) -> str | None:
        """The day before which it has not ended in any world that the bounds allow."""
        return max((day for day in (self.ends_not_before, self.begins_not_before) if day), default=None)


def normalised(bounds: Bounds) -> tuple[str, str, str, str, str, str, str, str]:
    """The days of a claim in the order of DAY_NAMES, with no day missing.

    The *window* (first to last day) runs from the lesser to the greater of the
    sure days. The *edge* is the closed doubtful stretch around it; a claim
    that is sure on one side only has none, and its edge runs backwards.
    """
    sure_from, sure_to = bounds.sure_from(), bounds.sure_to()
    sure = [day for day in (sure_from, sure_to) if day]
    first, last = (min(sure), max(sure)) if sure else (LAST_DAY, FIRST_DAY)
    closed = len(sure) == 2
    return (
        sure_from or LAST_DAY,
        sure_to or FIRST_DAY,
        bounds.begins_not_before or FIRST_DAY,
        bounds.ends_not_after or LAST_DAY,
        first,
        last,
        (bounds.begins_not_before or first) if closed else LAST_DAY,
        (bounds.ends_not_after or last) if closed else FIRST_DAY,
    )
