"""Facts with several claims each, drawn the same on every run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from tests.semantics.world import Days

DAYS = ("2020-03-02", "2020-03-04", "2020-03-06")
ASKED = tuple(f"2020-03-0{number}" for number in range(1, 8))


def patterns() -> list[Days]:
    """Every pattern of bounds over the days that keeps the required order."""
    days = (None, *DAYS)
    found = [bounds for bounds in product(days, days, days, days) if _ordered(bounds)]
    assert len(found) == 153
    return found


def _ordered(bounds: Days) -> bool:
    early, late, until, end = bounds
    return all(left is None or right is None or left <= right for left, right in ((early, late), (until, end), (early, end)))


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the bounds of the claims that affirm it, end it, deny it, or cannot hold beside it."""

    affirmed: tuple[Days, ...]
    moments: tuple[Days, ...]
    denied: tuple[Days, ...]
    incompatible: tuple[Days, ...]


def facts(count: int, *, against: bool) -> list[Fact]:
    """Facts of one to three affirming claims and up to two endings; with what stands against them where asked for."""
    every = patterns()
    return [_fact(number, every, against) for number in range(count)]


def _fact(number: int, every: Sequence[Days], against: bool) -> Fact:
    digest = hashlib.sha256(f"fact {number}".encode()).digest()
    picks = iter([every[int.from_bytes(digest[place : place + 2]) % len(every)] for place in range(2, 22, 2)])
    sizes = (1 + digest[0] % 3, (0, 0, 1, 1, 2)[digest[1] % 5], digest[24] % 3 if against else 0, digest[25] % 3 if against else 0)
    affirmed, moments, denied, incompatible = (tuple(next(picks) for _ in range(size)) for size in sizes)
    return Fact(affirmed, moments, denied, incompatible)
