"""A folder of files that arrives whole or not at all: written aside, then put in place of the one before."""

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from kg.errors import ParameterError

__all__ = ["require_own", "write_whole"]

_LIST = ".kg-site"
"""The file of a site that lists its files: by it a folder is known that may be replaced."""


def require_own(folder: Path) -> None:
    """Raise ParameterError where a folder holds something that no site before has written."""
    try:
        if not folder.exists() and not folder.is_symlink():
            return
        if folder.is_symlink() or not folder.is_dir():
            raise ParameterError(f"{folder}: is no folder; name one that is empty, holds a site, or is not there")
        held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}
        listed = set((folder / _LIST).read_text(encoding="utf-8").splitlines()) | {_LIST} if _LIST in held else set()
    except OSError as error:
        raise ParameterError(f"{folder}: cannot be read: {error.strerror}") from error
    if strange := sorted(held - listed):
        raise ParameterError(f"{folder}: holds {strange[0]}, which no site of kg has; name an empty folder or move that away")


def write_whole(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site aside, and put them in place of the folder; returns how many they are.

    Raises ParameterError where it cannot be written; what was there stays then.
    """
    require_own(folder)
    place = folder.resolve()
    aside, before = (place.with_name(f".{place.name}.{os.getpid()}.{word}") for word in ("new", "old"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        aside.mkdir()
        names: list[str] = []
        for name, content in files:
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            names.append(name)
        (aside / _LIST).write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
        _put(aside, place, before)
    except OSError as error:
        raise ParameterError(f"{folder}: cannot be written: {error.strerror or error}; it is as it was") from error
    finally:
        for left in (aside, before):
            shutil.rmtree(left, ignore_errors=True)
    return len(names)


def _put(aside: Path, place: Path, before: Path) -> None:
    """Put a folder in the place of another."""
    if not place.exists():
        aside.rename(place)
        return
    place.rename(before)
    try:
        aside.rename(place)
    except OSError:
        with contextlib.suppress(OSError):
            before.rename(place)
        raise
