"""The releases that a site lists and holds: folders of ``kg dump``, each proved by its checksums."""

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.dumps import nanopubs
from kg.dumps.folders import is_plain
from kg.dumps.released import PAGE, SUMS, described, held, verify
from kg.errors import FolderError
from kg.site.addresses import file_name

__all__ = ["CODE", "Release", "nanopublications", "read_releases"]

CODE = "RA[A-Za-z0-9_-]{43}"
"""The code by which a nanopublication is named."""

_NEEDED = (PAGE, "dcat.ttl", "void.ttl", nanopubs.NAME)


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
    digests = verify(folder, *_NEEDED)
    try:
        files = [(name, (folder / name).stat().st_size, digest) for name, digest in digests.items()]
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    if strange := [name for name in digests if not is_plain(name)]:
        raise FolderError(f"{folder}: holds {strange[0]!r}, which is no name of a file that kg dump writes; fetch the release anew")
    told = described(folder)
    version, record = told.get("version"), told.get("isBasedOn")
    if version != folder.name:
        raise FolderError(f"{folder}: holds release {version}; name its folder so, as the addresses of its files have it")
    if record != base:
        raise FolderError(
            f"{folder}: is a release of the record {record}, and this graph is {base}; name a folder with releases of this one"
        )
    return Release(folder.name, f"releases/{file_name(folder.name)}", files, folder)


def nanopublications(releases: Sequence[Release], base: str, spaces: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The nanopublications of releases, each as a file of its own; raises InputError where one is not what its name says."""
    made: set[str] = set()
    for release in releases:
        path = release.folder / nanopubs.NAME
        try:
            content = gzip.decompress(held(path))
        except (OSError, EOFError, zlib.error) as error:
            raise FolderError(f"{path}: cannot be read: {error}") from error
        for name, quads in nanopubs.named(str(path), content):
            code = name.removeprefix(f"{base}np/")
            if not re.fullmatch(CODE, code):
                raise FolderError(f"{path}: <{name}> is no nanopublication of this record, whose names begin with {base}np/")
            if code not in made:
                made.add(code)
                yield f"np/{code}.trig", nanopubs.alone(name, quads, spaces).encode()
