"""A release from beginning to end: every file of it, and the folder."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat, Store

from kg.dumps import folders
from kg.dumps.description import catalogue, introductions
from kg.dumps.features import features
from kg.dumps.networks import network
from kg.dumps.packing import Packed, canonical_quads, packed, sums
from kg.dumps.publication import File, Publication
from kg.dumps.tables import tables
from kg.errors import FolderError, TargetError
from kg.terms import text_of
from kg.vocab import VOID, node

__all__ = ["VERSION", "Before", "before", "is_there", "make"]

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}", re.ASCII)
_QUADS = "rdf/attest.nq.gz"
_HASH = "RDFC-1.0.txt"
_PAGE = "dataset.jsonld"
_MEDIA = {".ttl": "text/turtle", ".rq": "application/sparql-query"}
_DATA = {"ontology": "The ontology", "shapes": "The shapes", "queries": "A stored query"}

Talk = Callable[[str], None]


class Before(NamedTuple):
    """The release before: its version and its dataset."""

    version: str
    store: Store


def make(publication: Publication, earlier: Before | None, talk: Talk) -> list[Packed]:
    """Every file of a release, as it is to stand in the folder."""
    files: list[Packed] = []
    for name, parts in _stages(publication, earlier):
        talk(f"{name} ...")
        files += map(packed, parts())
    talk("descriptions ...")
    dumps = [item.file.name for item in files if item.file.name.startswith("rdf/")]
    files += map(packed, introductions(publication, dumps))
    files += map(packed, catalogue(publication, files, earlier.version if earlier else None))
    return [*files, packed(sums(files))]


def _stages(publication: Publication, earlier: Before | None) -> Iterator[tuple[str, Callable[[], list[File]]]]:
    yield "RDF", lambda: _rdf(publication)
    yield "tables", lambda: tables(publication)
    yield "network and map", lambda: [network(publication), features(publication)]
    yield "ontology, shapes and queries", lambda: list(_data(publication))
    if earlier is not None:
        yield f"changes since {earlier.version}", lambda: _changes(earlier, publication)
    yield "hash of the dataset", lambda: [_hash(publication)]


def _rdf(publication: Publication) -> list[File]:
    """The forms of RDF."""
    return [File(_QUADS, "application/n-quads", "The dataset as N-Quads, in canonical form", canonical_quads(publication.store))]


def _changes(earlier: Before, publication: Publication) -> list[File]:
    """What changed since the release before."""
    del earlier, publication
    return []


def _hash(publication: Publication) -> File:
    digest = hashlib.sha256(canonical_quads(publication.store)).hexdigest()
    return File(_HASH, "text/plain", "The SHA-256 of the dataset as canonical N-Quads (RDFC-1.0)", f"{digest}\n".encode())


def _data(publication: Publication) -> Iterator[File]:
    """The files of the graph that stand in a release as they are."""
    for name, title in _DATA.items():
        folder: Path = getattr(publication.catalog, name)
        for path in sorted(folder.rglob("*")):
            if path.suffix not in _MEDIA or not path.is_file():
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                raise TargetError(f"{path}: leads out of {name}/; a release holds only what lies there")
            below = path.relative_to(folder).as_posix()
            yield File(f"{name}/{below}", _MEDIA[path.suffix], f"{title}: {below}", _read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolderError(f"{path}: cannot be read: {error.strerror}") from error


def is_there(target: Path, version: str) -> bytes | None:
    """The digests of the release of this version that a folder holds already, and None where it is free for one.

    Raises TargetError where it holds a release of another version, or anything
    else, and FolderError where the release is not as its digests say.
    """
    listed = folders.sums_of(target) if target.is_dir() else None
    if listed is None:
        folders.require_free(target)
        return None
    found = _version(target)
    if found != version:
        raise TargetError(f"{target}: holds release {found}; each release has a folder of its own, and none is replaced")
    folders.verified(target)
    return listed


def before(folder: Path, base: str) -> Before:
    """The release before, verified; raises FolderError where it is none of this record, or not as its digests say."""
    folders.verified(folder)
    store = Store()
    try:
        with gzip.open(folder / _QUADS) as stream:
            store.bulk_load(stream.read(), format=RdfFormat.N_QUADS)
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        raise FolderError(f"{folder}: does not verify: {_QUADS} cannot be read: {error}") from error
    told = _read(folder / _HASH).strip()
    if hashlib.sha256(canonical_quads(store)).hexdigest().encode() != told:
        raise FolderError(f"{folder}: does not verify: {_QUADS} is not the dataset of which {_HASH} tells")
    records = {text_of(quad.object) for quad in store.quads_for_pattern(None, node(VOID + "uriSpace"), None)}
    if base not in records:
        raise FolderError(f"{folder}: is a release of another record than {base}")
    return Before(_version(folder), store)


def _version(folder: Path) -> str:
    """The version of the release in a folder."""
    try:
        told = json.loads((folder / _PAGE).read_bytes())
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder}: is no release: {_PAGE} cannot be read: {error}") from error
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise FolderError(f"{folder}: is no release: {_PAGE} tells no version")
    return version
