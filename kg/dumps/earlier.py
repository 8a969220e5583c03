"""Releases that are there already: the one of which a folder holds a version, and the one before a release."""

import re
from pathlib import Path
from typing import NamedTuple

from kg.catalog import Catalog
from kg.dataset import Dataset, base_of
from kg.dumps.folders import require_free
from kg.dumps.quads import rdfc10
from kg.dumps.released import PAGE, SUMS, described, held, read_release, verify
from kg.errors import FolderError, TargetError
from kg.terms import is_iso_date

__all__ = ["HASH", "VERSION", "Before", "before", "is_there"]

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}", re.ASCII)
HASH = "RDFC-1.0.txt"


class Before(NamedTuple):
    """The release before: its version, its day and its dataset."""

    version: str
    day: str
    dataset: Dataset


def is_there(target: Path, version: str) -> bytes | None:
    """The digests of the release of this version that a folder holds already, and None where it is free for one.

    Raises TargetError where it holds a release of another version, or anything
    else, and FolderError where the release is not as its digests say.
    """
    listed = target / SUMS
    try:
        digests = listed.read_bytes() if listed.is_file() else None
    except OSError as error:
        raise FolderError(f"{listed}: cannot be read: {error.strerror}") from error
    if digests is None:
        require_free(target)
        return None
    found = _version(target)
    if found != version:
        raise TargetError(f"{target}: holds release {found}; each release has a folder of its own, and none is replaced")
    verify(target)
    return digests


def before(folder: Path, catalog: Catalog) -> Before:
    """The release before, verified; raises InputError where it is none of this record, or not as its digests say."""
    dataset, base = read_release(folder, catalog), base_of(catalog)
    try:
        told = held(folder / HASH).decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise FolderError(f"{folder / HASH}: cannot be read: {error}") from error
    if rdfc10(dataset.store) != told:
        raise FolderError(f"{folder}: does not verify: its N-Quads are not the dataset of which {HASH} tells")
    if dataset.base != base:
        raise FolderError(f"{folder}: is a release of another record than {base}")
    day = described(folder).get("datePublished")
    if not isinstance(day, str) or not is_iso_date(day):
        raise FolderError(f"{folder}: is no release: {PAGE} tells no day")
    return Before(_version(folder), day, dataset)


def _version(folder: Path) -> str:
    """The version of the release in a folder."""
    version = described(folder).get("version")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise FolderError(f"{folder}: is no release: {PAGE} tells no version")
    return version
