"""The releases that a site lists and holds: folders of ``kg dump``, each proved by its checksums."""

from pathlib import Path
from typing import NamedTuple

from kg.dumps.released import SUMS, verify
from kg.errors import FolderError
from kg.site.addresses import file_name

__all__ = ["SUMS", "Release", "read_releases"]


class Release(NamedTuple):
    """A release: its version, where it lies on the site, and its files with their digests."""

    version: str
    path: str
    files: list[tuple[str, int, str]]
    """The name, the size in bytes, and the SHA-256 of each."""
    folder: Path


def read_releases(folder: Path | None) -> list[Release]:
    """The releases of a folder, each in a folder named by its version, the newest first.

    Raises FolderError where the folder holds none, or a file is missing or not
    as its checksum says.
    """
    if folder is None:
        return []
    try:
        found = [path for path in folder.iterdir() if (path / SUMS).is_file()]
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    if not found:
        raise FolderError(f"{folder}: holds no release; name the folder in which releases of kg dump lie")
    return [_read(path) for path in sorted(found, key=_age, reverse=True)]


def _age(path: Path) -> list[tuple[bool, int, str]]:
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in path.name.split(".")]


def _read(folder: Path) -> Release:
    files = [(name, (folder / name).stat().st_size, digest) for name, digest in verify(folder).items()]
    return Release(folder.name, f"releases/{file_name(folder.name)}", files, folder)
