"""The files of a graph: its own four folders, completed by the shipped ones."""

import os
from pathlib import Path
from typing import NamedTuple

from kg.errors import FolderError

__all__ = ["Catalog", "is_folder", "open_catalog", "shipped"]

_COMPLETED = ("ontology", "shapes", "queries")


class Catalog(NamedTuple):
    """Where the four folders of one graph lie.

    ``seeds`` is always the graph's own; ``ontology``, ``shapes`` and
    ``queries`` are the graph's own where it has them.
    """

    seeds: Path
    ontology: Path
    shapes: Path
    queries: Path

    def completing(self, folder: Path) -> "Catalog":
        """The same with the folders of another place, such as a release, where that has them."""
        own = {name: folder / name for name in _COMPLETED if is_folder(folder / name)}
        return self._replace(**own)

    def seed_files(self) -> list[Path]:
        """The Turtle files of the record, by name."""
        return _turtle(self.seeds)

    def ontology_files(self) -> list[Path]:
        """The Turtle files that make the ontology: all but alignments and prefixes."""
        return [path for path in _turtle(self.ontology) if path.stem not in ("alignments", "prefixes")]

    def shape_files(self) -> list[Path]:
        """The Turtle files of the shapes, by name."""
        return _turtle(self.shapes)

    def prefixes_file(self) -> Path:
        """The file that declares the prefixes."""
        own = self.ontology / "prefixes.ttl"
        return own if own.is_file() else shipped() / "ontology" / "prefixes.ttl"


def shipped() -> Path:
    """The folder of the graph that comes with the package."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent


def open_catalog(folder: Path | None = None) -> Catalog:
    """The graph in a folder, or the shipped one.

    Raises FolderError where the folder is none, cannot be read, or holds no
    ``seeds`` folder.
    """
    root = folder or shipped()
    if not is_folder(root):
        raise FolderError(f"{root}: no such folder; name a folder that holds seeds/")
    if not is_folder(root / "seeds"):
        raise FolderError(f"{root}: holds no seeds/ folder; a graph keeps its record there")
    if not os.access(root / "seeds", os.R_OK | os.X_OK):
        raise FolderError(f"{root / 'seeds'}: cannot be read: no permission")
    come = {name: shipped() / name for name in _COMPLETED}
    return Catalog(seeds=root / "seeds", **come).completing(root)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; raises FolderError where that cannot be known."""
    try:
        return path.is_dir()
    except OSError as error:
        raise FolderError(f"{path}: cannot be read: {error.strerror}") from error


def _turtle(folder: Path) -> list[Path]:
    """The Turtle files of a folder, by name; raises FolderError where one is a pipe or a device, for which one would wait."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".ttl")
        waiting = next((path for path in found if not path.is_file() and not path.is_dir() and path.exists()), None)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be read: {error.strerror}") from error
    if waiting is not None:
        raise FolderError(f"{waiting}: cannot be read: it is no regular file")
    return found
