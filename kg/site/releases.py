"""The releases that a site lists and holds: folders of ``kg dump``, each proved by its checksums."""

from pathlib import Path
from typing import NamedTuple

from kg.dumps.released import PAGE, SUMS, described, verify
from kg.errors import FolderError
from kg.site.addresses import file_name

__all__ = ["Release", "read_releases"]

_DESCRIPTIONS = (PAGE, "dcat.ttl", "void.ttl")


class Release(NamedTuple):
    """A release: its version, where it lies on the site, and its files with their digests."""

    version: str
    path: str
    files: list[tuple[str, int, str]]
    """The name, the size in bytes, and the SHA-256 of each."""
    folder: Path


def read_releases(folder: Path | None, base: str) -> list[Release]:
    """The releases of a folder, each in a folder named by its version, the newest first.

    Raises FolderError where the folder holds none, or where one is not as its
    checksums or its name say, or is of a record whose IRIs do not begin with ``base``.
    """
    if folder is None:
        return []
    try:
        found = [path for path in folder.iterdir() if (path / SUMS).is_file()]
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    if not found:
        raise FolderError(f"{folder}: holds no release; name the folder in which releases of kg dump lie")
    return [_read(path, base) for path in sorted(found, key=_age, reverse=True)]


def _age(path: Path) -> list[tuple[bool, int, str]]:
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in path.name.split(".")]


def _read(folder: Path, base: str) -> Release:
    digests = verify(folder, *_DESCRIPTIONS)
    try:
        files = [(name, (folder / name).stat().st_size, digest) for name, digest in digests.items()]
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    told = described(folder)
    version, record = told.get("version"), told.get("isBasedOn")
    if version != folder.name:
        raise FolderError(f"{folder}: holds release {version}; name its folder so, as the addresses of its files have it")
    if record != base:
        raise FolderError(
            f"{folder}: is a release of the record {record}, and this graph is {base}; name a folder with releases of this one"
        )
    return Release(folder.name, f"releases/{file_name(folder.name)}", files, folder)
