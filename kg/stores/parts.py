"""A graph in parts, where a store gives no more than a number of rows: by the hash of each triple, which every store can make."""

from collections.abc import Iterator

__all__ = ["parts", "within"]

_DIGITS = "0123456789abcdef"


def parts(begins: str = "") -> Iterator[str]:
    """The sixteen parts of a part, or of the whole, by what the hashes in them begin with."""
    return (begins + digit for digit in _DIGITS)


def within(begins: str, *names: str) -> str:
    """What keeps of the rows with these variables those of a part."""
    return f'FILTER (STRSTARTS(MD5(CONCAT({", ".join(f"STR(?{name})" for name in names)})), "{begins}"))'
