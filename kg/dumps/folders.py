"""A folder that appears whole or not at all.

The files are written aside, in the folder that is to hold the new one, and
moved in place by one rename, after all of them have reached the disk. Who is
killed before leaves a folder aside, which the next run removes.
"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kg.catalog import Catalog
from kg.dumps.packing import Packed
from kg.errors import TargetError

__all__ = ["beside", "is_plain", "require_apart", "require_free", "write"]

_PART = re.compile(r"\w[\w.-]*")
_ASIDE = ".{}.kg-dump"


def require_apart(target: Path, catalog: Catalog) -> None:
    """Raise TargetError where a folder would lie in one of those of a graph, whose files are all taken for the graph's own."""
    for folder in catalog:
        if Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder)):
            raise TargetError(f"{target}: lies in {folder}, where the files of the graph are; name a folder elsewhere")


def require_free(target: Path) -> None:
    """Raise TargetError where a path is not free for a folder: it may be missing or an empty folder."""
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise TargetError(f"{target}: is no folder; name one that is not there yet")
        if target.is_dir() and any(target.iterdir()):
            raise TargetError(f"{target}: holds something else than a release; name a folder that is not there yet")
        parent = target.absolute().parent
        if not parent.is_dir():
            raise TargetError(f"{parent}: no such folder; make it first")
        if not os.access(parent, os.W_OK | os.X_OK):
            raise TargetError(f"{parent}: cannot be written; name a folder where you may write")
    except OSError as error:
        raise _unwritable(target, error) from error


def write(target: Path, files: Iterable[Packed]) -> None:
    """Make a folder of files, all of it or none; raises TargetError where that cannot be done, and leaves what was there."""
    target = target.absolute()
    try:
        with beside(target) as aside:
            require_free(target)
            for item in files:
                _write_file(aside / _checked(item.file.name), item.data)
            for folder in sorted({path.parent for path in aside.rglob("*")}, reverse=True):
                _flush(folder)
            aside.rename(target)
            _flush(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A path beside a target, for what is to take its place; what is left there is removed. Others who make the same folder wait."""
    with _alone(target.parent):
        aside = target.with_name(_ASIDE.format(target.name))
        _remove(aside)
        try:
            yield aside
        finally:
            _remove(aside)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others who make a folder here waiting; a process that ends gives way."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _checked(name: str) -> str:
    """A name that leads into the folder, and that every system and list of digests can hold."""
    if not is_plain(name):
        raise TargetError(f"{name!r}: cannot be the name of a file of a release: letters, digits, '_', '.' and '-' only")
    return name


def is_plain(name: str) -> bool:
    """Whether a name is one that a file of a release may have."""
    return all(_PART.fullmatch(part) for part in PurePosixPath(name).parts) and str(PurePosixPath(name)) == name and name != "."


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """Have the names in a folder reach the disk."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _remove(aside: Path) -> None:
    """Remove what a run that was stopped has left."""
    if aside.is_symlink() or aside.is_file():
        raise TargetError(f"{aside}: is in the way; remove it")
    if aside.is_dir():
        shutil.rmtree(aside)


def _unwritable(target: Path, error: OSError) -> TargetError:
    return TargetError(f"{target}: cannot be written: {error.strerror or error}; nothing was changed")
