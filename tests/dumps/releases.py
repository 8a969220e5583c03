"""A release folder for the tests: the dataset as N-Quads, and the list that sha256sum writes of it."""

import gzip
import subprocess
from pathlib import Path

from pyoxigraph import RdfFormat

from kg.catalog import open_catalog
from kg.dataset import Dataset
from kg.dumps.publication import publication
from kg.dumps.released import NQUADS, SUMS


def whole(folder: Path | None) -> Dataset:
    """The whole dataset of a graph, findings and inferences included."""
    catalog = open_catalog(folder)
    built = publication(catalog, "1.0.0", "2032-01-01")
    return Dataset(catalog, built.base, built.store, ())


def released(graph: Path, folder: Path) -> Path:
    """Write what a release holds that is read back: its N-Quads and its list."""
    (folder / NQUADS).parent.mkdir(parents=True)
    quads = whole(graph).store.dump(format=RdfFormat.N_QUADS) or b""
    (folder / NQUADS).write_bytes(gzip.compress(quads, mtime=0))
    (folder / "void.ttl").write_text("", encoding="utf-8")
    return summed(folder)


def summed(folder: Path) -> Path:
    """List the files of a release anew."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    told = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, check=True)
    (folder / SUMS).write_bytes(told.stdout)
    return folder
