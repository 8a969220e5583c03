"""What a release is to hold, as data: floors, below which there is no release, and ceilings, above which it warns.

What is counted is told by the queries of ``queries/assertions``, each with the
columns ``of`` and ``count``; how many there are to be by the record, in
``seeds/assertions.csv``. A record without that file asserts nothing.
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.dumps.publication import Publication
from kg.dumps.record import shortened
from kg.dumps.released import held
from kg.errors import QueryError, RecordError
from kg.passages import Proof
from kg.queries import parse_question, select
from kg.turtle import display_name

__all__ = ["Bound", "Breach", "breaches", "read_bounds"]

_COLUMNS = ("counted", "of", "floor", "ceiling")
_NUMBER = re.compile("[0-9]{1,15}")
_PROVED = "proved"
"""What is counted by no query: the passages that were proved in the text of their source."""


class Bound(NamedTuple):
    """How many of something there are to be."""

    place: str
    """File and line."""
    counted: str
    """The query that counts."""
    of: str
    """The short form of the source or class whose things are counted; empty for all."""
    floor: int | None
    ceiling: int | None


class Breach(NamedTuple):
    """A bound that does not hold, or could not be tried."""

    message: str
    fails: bool
    """Whether there is no release; else it is a warning."""


def breaches(publication: Publication, proof: Proof) -> list[Breach]:
    """The bounds of a record that its dataset does not keep."""
    bounds = read_bounds(publication.catalog.seeds / "assertions.csv")
    prefixes = shortened(publication)
    counts = {name: _counts(publication, name, bounds) for name in {bound.counted for bound in bounds} - {_PROVED}}
    counts[_PROVED] = Counter(passage.source for passage in proof.proved)
    unread = {passage.source for passage in proof.unchecked}
    return [breach for bound in bounds for breach in _tried(bound, counts[bound.counted], prefixes, unread)]


def read_bounds(path: Path) -> list[Bound]:
    """The bounds of a record, none where it has no such file; raises InputError with file and line where one cannot be read."""
    if not os.path.lexists(path):
        return []
    try:
        rows = list(csv.reader(io.StringIO(held(path).decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RecordError(f"{display_name(path)}:1: cannot be read: {error}") from error
    if not rows or tuple(rows[0]) != _COLUMNS:
        raise RecordError(f"{display_name(path)}:1: the first line names the columns: {','.join(_COLUMNS)}")
    return [_bound(f"{display_name(path)}:{number}", row) for number, row in enumerate(rows[1:], 2)]


def _bound(place: str, row: list[str]) -> Bound:
    numbers = row[2:]
    if len(row) != len(_COLUMNS) or not any(numbers) or not all(text == "" or _NUMBER.fullmatch(text) for text in numbers):
        raise RecordError(f"{place}: what is counted, of what, a floor and a ceiling, one of which may be empty: claims,source:NAME,10,")
    floor, ceiling = (int(text) if text else None for text in numbers)
    return Bound(place, row[0], row[1], floor, ceiling)


def _counts(publication: Publication, name: str, bounds: list[Bound]) -> Mapping[str, int]:
    folder = publication.catalog.queries / "assertions"
    known = sorted(path.stem for path in folder.glob("*.rq"))
    if name not in known:
        place = next(bound.place for bound in bounds if bound.counted == name)
        raise RecordError(f"{place}: there is no query {name!r} in queries/assertions; there are {', '.join([*known, _PROVED])}")
    path = folder / f"{name}.rq"
    columns, rows = select(publication.store, parse_question(path).text, display_name(path))
    if columns != ["of", "count"]:
        raise RecordError(f"{display_name(path)}:1: the columns of an assertion are of and count")
    found = {of.value: count.value for row in rows if (of := row["of"]) is not None and (count := row["count"]) is not None}
    if wrong := [count for count in found.values() if not _NUMBER.fullmatch(count)]:
        raise QueryError(f"{display_name(path)}:1: counts {wrong[0]!r}; the column count of an assertion has whole numbers")
    return {of: int(count) for of, count in found.items()}


def _tried(bound: Bound, counts: Mapping[str, int], prefixes: Mapping[str, str], unread: set[str]) -> Iterator[Breach]:
    prefix, _, local = bound.of.partition(":")
    thing = prefixes[prefix] + local if prefix in prefixes else bound.of
    count = counts.get(thing, 0) if thing else sum(counts.values())
    what = f"{bound.place}: {bound.counted}{f' of {bound.of}' if bound.of else ''}"
    if bound.counted == _PROVED and (thing in unread or (not thing and unread)):
        yield Breach(f"{what}: the text is not at hand, so that it cannot be tried (--texts DIR)", fails=False)
    elif bound.floor is not None and count < bound.floor:
        yield Breach(f"{what}: {count}, and there are to be {bound.floor} at least", fails=True)
    elif bound.ceiling is not None and count > bound.ceiling:
        yield Breach(f"{what}: {count}, and more than {bound.ceiling} are not looked for", fails=False)
