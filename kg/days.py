"""The four bounds of a claim in time, and the days that questions compare.

A day is an ISO text (YYYY-MM-DD), so that texts compare as days do. A bound
that is absent is None.
"""

from typing import NamedTuple

from kg.terms import FIRST_DAY, LAST_DAY

__all__ = ["DAY_NAMES", "Bounds", "normalised"]

DAY_NAMES = ("sureFrom", "sureTo", "mayFrom", "mayTo")


class Bounds(NamedTuple):
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


def normalised(bounds: Bounds) -> tuple[str, str, str, str]:
    """The days of a claim in the order of DAY_NAMES, with no day missing.

    An absent first day is written as LAST_DAY and an absent last day as
    FIRST_DAY, so that no comparison holds of it; an absent outer bound as the
    end of the calendar that it leaves open.
    """
    return (
        bounds.sure_from() or LAST_DAY,
        bounds.sure_to() or FIRST_DAY,
        bounds.begins_not_before or FIRST_DAY,
        bounds.ends_not_after or LAST_DAY,
    )
