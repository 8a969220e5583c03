"""The releases that a site lists and holds: folders of ``kg dump``, each proved by its checksums."""

import json
from pathlib import Path
from typing import NamedTuple

from kg.dumps.released import SUMS, verify
from kg.errors import FolderError
from kg.site.addresses import file_name

__all__ = ["Release", "read_releases"]

_PAGE = "dataset.jsonld"
_DESCRIPTIONS = (_PAGE, "dcat.ttl", "void.ttl")


class Release(NamedTuple):
    """A release: its version, where it lies on the site, and its files with their digests."""

    version: str
    path: str
    files: list[tuple[str, int, str]]
    """The name, the size in bytes, and the SHA-256 of each."""
    folder: Path


def read_releases(folder: Path | None) -> list[Release]:
    """The releases of a folder, each in a folder named by its version, the newest first.

    Raises FolderError where the folder holds none, or where one is not as its
    checksums or its name say.
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
    digests = verify(folder, *_DESCRIPTIONS)
    try:
        told = json.loads((folder / _PAGE).read_bytes())
        files = [(name, (folder / name).stat().st_size, digest) for name, digest in digests.items()]
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder}: cannot be read: {error}") from error
    version = told.get("version") if isinstance(told, dict) else None
    if version != folder.name:
        raise FolderError(f"{folder}: holds release {version}; name its folder so, as the addresses of its files have it")
    return Release(folder.name, f"releases/{file_name(folder.name)}", files, folder)
