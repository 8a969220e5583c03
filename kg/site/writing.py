"""A folder of files that arrives whole or not at all, and takes the place of the site before."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from kg.dumps.folders import beside
from kg.errors import TargetError

__all__ = ["require_own", "write_whole"]

_LIST = ".kg-site"
"""The file of a site that lists its files: by it a folder is known that may be replaced."""


def require_own(folder: Path) -> None:
    """Raise TargetError where a folder holds something that no site before has written."""
    try:
        if not folder.exists() and not folder.is_symlink():
            return
        if folder.is_symlink() or not folder.is_dir():
            raise TargetError(f"{folder}: is no folder; name one that is empty, holds a site, or is not there")
        held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}
        is_site = (folder / _LIST).is_file()
        listed = set((folder / _LIST).read_text(encoding="utf-8").splitlines()) | {_LIST} if is_site else set()
    except OSError as error:
        raise TargetError(f"{folder}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TargetError(f"{folder / _LIST}: is not the list of a site of kg; name an empty folder or move that away") from error
    if strange := sorted(held - listed):
        raise TargetError(f"{folder}: holds {strange[0]}, which no site of kg has; name an empty folder or move that away")


def write_whole(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site aside, and put them in place of the folder; returns how many they are.

    Raises TargetError where it cannot be written; what was there stays then.
    """
    place = Path(os.path.realpath(folder))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside(place) as aside:
            require_own(folder)
            new = aside / "new"
            names: list[str] = []
            for name, content in files:
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                names.append(name)
            (new / _LIST).write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
            _put(new, place, aside / "old")
    except OSError as error:
        raise TargetError(f"{folder}: cannot be written: {error.strerror or error}; it is as it was") from error
    return len(names)


def _put(new: Path, place: Path, old: Path) -> None:
    """Put a folder in the place of another, which is moved away."""
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        with contextlib.suppress(OSError):
            old.rename(place)
        raise
