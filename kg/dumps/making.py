"""A release from beginning to end: every file of it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kg import queries
from kg.catalog import shipped
from kg.dataset import Dataset
from kg.dumps import report
from kg.dumps.changes import changes
from kg.dumps.context import context_file
from kg.dumps.description import catalogue, introductions
from kg.dumps.earlier import HASH, Before
from kg.dumps.features import features
from kg.dumps.naming import told
from kg.dumps.networks import network
from kg.dumps.packing import Packed, packed, sums
from kg.dumps.patch import patch
from kg.dumps.publication import File, Publication
from kg.dumps.quads import prefixes, rdfc10
from kg.dumps.rdf import FORMS, proved, whole_files
from kg.dumps.tables import tables
from kg.errors import FolderError, TargetError
from kg.manifest import COMPLETE, marker, release_of
from kg.names import Names
from kg.vocab import node

__all__ = ["LIST", "make"]

LIST = "rdf/graphs.nq"

_MEDIA = {".ttl": "text/turtle", ".rq": "application/sparql-query", ".svg": "image/svg+xml"}
_DATA = {"ontology": "The ontology", "shapes": "The shapes", "queries": "A stored query"}
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_RIGHTS = {
    "LICENSE-CC-BY-4.0.txt": ("text/plain", "The licence CC BY 4.0, in full"),
    "RIGHTS.md": ("text/markdown", "What is under which licence, the rights in the articles, and how to ask for a correction"),
}

Talk = Callable[[str], None]
Parts = Callable[[], list[File]]


def make(publication: Publication, earlier: Before | None, talk: Talk) -> list[Packed]:
    """Every file of a release, as it is to stand in the folder; raises FaultError where a form of RDF is not proved."""
    files: list[Packed] = []
    for name, parts in _stages(publication, earlier):
        talk(f"{name} ...")
        files += map(packed, parts())
    talk("descriptions ...")
    files += map(packed, introductions(publication, whole_files()))
    files += map(packed, catalogue(publication, files, earlier.version if earlier else None))
    return [*files, packed(sums(files))]


def _stages(publication: Publication, earlier: Before | None) -> Iterator[tuple[str, Parts]]:
    for form in FORMS:
        yield form.name, partial(proved, form, publication)
    yield "list of graphs", lambda: [_listed(publication)]
    yield "tables", lambda: tables(publication)
    yield "network and map", lambda: [network(publication), features(publication)]
    yield "ontology, shapes, queries and context", lambda: [*_data(publication), context_file(publication)]
    yield "rights", lambda: list(_rights(publication))
    if earlier is not None:
        yield f"changes since {earlier.version}", lambda: _changes(earlier, publication)
    yield "hash of the dataset", lambda: [_hash(publication)]


def _listed(publication: Publication) -> File:
    """The list of the graphs as kg load keeps it in a store, for a store that is filled from the files."""
    release = release_of(Dataset(publication.catalog, publication.base, publication.store, ()))
    lines = marker(release, COMPLETE, f"release {publication.version}")
    text = "".join(f"{line.removesuffix(' .')} {node(release.name)} .\n" for line in lines)
    return File(LIST, "application/n-quads", "The graphs with the triples and SHA-256 of each, for a store: load it last", text.encode())


def _changes(earlier: Before, publication: Publication) -> list[File]:
    """What changed since the release before, for readers and as a patch."""
    catalog, base, store = publication.catalog, publication.base, publication.store
    asked = [queries.find(catalog.queries, name) for name in queries.names(catalog.queries)]
    found = changes(earlier.dataset, Dataset(catalog, base, store, ()), asked)
    spaces = prefixes(publication)
    labels = report.Labels(Names(earlier.dataset.store, base, spaces), Names(store, base, spaces))
    title = f"What changed from release {earlier.version} to {publication.version}"
    return [
        File("CHANGES.md", "text/markdown", title, report.markdown(found, labels, title).encode()),
        File("changes.ttl", "text/turtle", f"{title}, as a patch of the record", patch(found, spaces).encode()),
    ]


def _hash(publication: Publication) -> File:
    return File(HASH, "text/plain", "The SHA-256 of the dataset as canonical N-Quads (RDFC-1.0)", f"{rdfc10(publication.store)}\n".encode())


def _data(publication: Publication) -> Iterator[File]:
    """The files of the graph that stand in a release as they are."""
    for name, title in _DATA.items():
        folder: Path = getattr(publication.catalog, name)
        for path in sorted(folder.rglob("*")):
            if path.suffix not in _MEDIA or not path.is_file():
                continue
            below = path.relative_to(folder).as_posix()
            yield File(f"{name}/{below}", _MEDIA[path.suffix], f"{title}: {below}", _read(path, folder))


def _rights(publication: Publication) -> Iterator[File]:
    """The texts about rights that lie beside the record; the package has that of the licence, for a record under it that has none."""
    own = publication.catalog.seeds.parent
    for name, (media_type, title) in _RIGHTS.items():
        if (own / name).is_file():
            yield File(name, media_type, title, _read(own / name, own))
        elif name.startswith("LICENSE") and told(publication, "license") == _CC_BY:
            yield File(name, media_type, title, _read(shipped() / name, shipped()))


def _read(path: Path, folder: Path) -> bytes:
    """The bytes of a file that lies in a folder."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise TargetError(f"{path}: leads out of {folder.name}/; a release holds only what lies there")
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolderError(f"{path}: cannot be read: {error.strerror}") from error
