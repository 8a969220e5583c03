"""The releases that a site lists and holds: folders of ``kg dump``, each proved by its checksums."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from kg.errors import FolderError, InputError
from kg.site.addresses import file_name

__all__ = ["SUMS", "Release", "read_releases"]

SUMS = "SHA256SUMS"
"""The file of a release that has the digests of all others."""


class Release(NamedTuple):
    """A release: its version, where it lies on the site, and its files with their digests."""

    version: str
    path: str
    files: list[tuple[str, int, str]]
    """The name, the size in bytes, and the SHA-256 of each."""
    folder: Path


def read_releases(folder: Path | None) -> list[Release]:
    """The releases of a folder, each in a folder named by its version, the newest first.

    Raises FolderError where the folder holds none, and InputError where a file
    is missing or not as its checksum says.
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
    files: list[tuple[str, int, str]] = []
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        for line in lines:
            digest, _, name = line.partition("  ")
            path = folder / name
            if not name or folder.resolve() not in path.resolve().parents:
                raise InputError(f"{folder / SUMS}: {line!r} is no line of checksums for a file of the release")
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                raise InputError(f"{path}: is not as {SUMS} says; make the release anew")
            files.append((name, len(content), digest))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{folder}: cannot be read: {error}") from error
    return Release(folder.name, f"releases/{file_name(folder.name)}", files, folder)
