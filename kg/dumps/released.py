"""The dataset of a release, read from its folder once every file is known to be what was published."""

import errno
import gzip
import hashlib
import json
import os
import re
import stat
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO, cast

from pyoxigraph import BlankNode, DefaultGraph, RdfFormat, Store

from kg.catalog import Catalog, open_catalog
from kg.dataset import Dataset
from kg.errors import FolderError, RecordError
from kg.terms import is_iri, text_of
from kg.vocab import VOID, node

__all__ = ["NQUADS", "PAGE", "SUMS", "described", "held", "read_release", "verify"]

SUMS = "SHA256SUMS"
NQUADS = "rdf/attest.nq.gz"
PAGE = "dataset.jsonld"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<name>[^\\\0]+)")
_RECORD = "graph/record"


def read_release(folder: Path, catalog: Catalog | None = None) -> Dataset:
    """The dataset of a release; raises FolderError where a file does not verify, and RecordError where the dataset is none.

    What a release is asked for is found in ``catalog``; without one, in the release itself.
    """
    verify(folder, NQUADS)
    path = folder / NQUADS
    store = Store()
    try:
        with gzip.open(path) as stream:
            store.bulk_load(input=cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise RecordError(f"{path}:{error.lineno or 1}: not N-Quads: {(error.msg or '').split(': ', 1)[-1]}") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise RecordError(f"{path}: cannot be read: {error}") from error
    return Dataset(catalog or open_catalog().completing(folder), _base(store, path), store, ())


def verify(folder: Path, *needed: str) -> dict[str, str]:
    """The files of a release with their digests, by its list; raises FolderError with the first that is not what the list says.

    ``needed`` are names that the list is to have. No file may lie in the folder that the list does not have.
    """
    names = dict(_listed(folder))
    if missing := [name for name in needed if name not in names]:
        raise FolderError(f"{folder / SUMS}: does not list {missing[0]}, which every release of kg dump holds")
    if not names:
        raise FolderError(f"{folder / SUMS}: lists no file, so this is no release")
    for name, digest in names.items():
        if _digest(folder, name) != digest:
            raise FolderError(f"{folder / name}: does not verify: its SHA-256 is not the one in {SUMS}; fetch the release anew")
    for name in _files(folder):
        if name not in names and name != SUMS:
            raise FolderError(f"{folder}: does not verify: holds {name}, which {SUMS} does not list; move that away")
    return names


def described(folder: Path) -> dict[str, object]:
    """What the page of a release tells of it; raises FolderError where that cannot be read."""
    try:
        with _opened(folder / PAGE) as stream:
            told = json.load(stream)
    except (OSError, ValueError, RecursionError) as error:
        raise FolderError(f"{folder}: is no release: {PAGE} cannot be read: {error}") from error
    if not isinstance(told, dict):
        raise FolderError(f"{folder}: is no release: {PAGE} holds no object")
    return told


def held(path: Path) -> bytes:
    """The bytes of a file of a release; raises FolderError where it cannot be read."""
    try:
        with _opened(path) as stream:
            return stream.read()
    except OSError as error:
        raise FolderError(f"{path}: cannot be read: {error.strerror}") from error


def _opened(path: Path) -> BufferedReader:
    """A file to be read; raises OSError where it cannot be, or where it is a pipe or a device, for which one would wait."""
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(mode := os.fstat(number).st_mode):
        os.close(number)
        raise OSError(errno.EINVAL, "Is a directory" if stat.S_ISDIR(mode) else "Is no regular file")
    return os.fdopen(number, "rb")


def _files(folder: Path) -> Iterator[str]:
    """The names of all that lies in a folder and the folders below, links to folders as well."""

    def stop(error: OSError) -> None:
        raise FolderError(f"{error.filename}: cannot be read: {error.strerror}") from error

    for root, folders, names in os.walk(folder, onerror=stop):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        yield from (os.path.relpath(Path(root) / name, folder) for name in sorted(names + links))


def _digest(folder: Path, name: str) -> str:
    """The SHA-256 of a file of a release, which lies in its folder."""
    try:
        if not Path(os.path.realpath(folder / name)).is_relative_to(os.path.realpath(folder)):
            raise FolderError(f"{folder / name}: does not verify: leads out of the folder of the release; fetch the release anew")
        with _opened(folder / name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FolderError(f"{folder / name}: does not verify: {error.strerror}; fetch the release anew") from error


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    """The names and digests of the list, none of which leads out of the folder."""
    path = folder / SUMS
    try:
        lines = held(path).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise FolderError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise FolderError(f"{path}:{number}: is no digest and name as sha256sum writes them")
        name = PurePosixPath(match["name"])
        if name.is_absolute() or ".." in name.parts:
            raise FolderError(f"{path}:{number}: {match['name']!r} leads out of the folder of the release")
        yield match["name"], match["digest"]


def _base(store: Store, path: Path) -> str:
    """Where the IRIs of a record begin; raises RecordError where the dataset does not say so, once."""
    said = list(store.quads_for_pattern(None, node(VOID + "uriSpace"), None))
    named = {text_of(quad.object) for quad in said if text_of(quad.graph_name) == text_of(quad.object) + _RECORD}
    spaces = set(filter(is_iri, named))
    if len(spaces) != 1:
        raise RecordError(f"{path}: one void:uriSpace in {_RECORD} says where the IRIs of the record begin; found {len(spaces)}")
    unnamed = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None)
    if unnamed is not None or any(isinstance(name, BlankNode) for name in store.named_graphs()):
        raise RecordError(f"{path}: holds statements outside named graphs, which no release does")
    return spaces.pop()
