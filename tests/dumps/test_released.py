"""A release is read only where every file is what its list says, and its dataset is that of the graph."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.dumps.changes import Changes, changes
from kg.dumps.released import NQUADS, PAGE, SUMS, described, read_release, verify
from kg.errors import FolderError, RecordError
from tests.dumps.releases import released, summed, whole
from tests.kg.command import DEMO

BASE = "https://example.org/demo/"
SPACE = f'<{BASE}> <http://rdfs.org/ns/void#uriSpace> "{BASE}" '


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return released(DEMO / "graph", tmp_path / "release")


def test_a_release_is_the_dataset_of_its_graph(release: Path) -> None:
    found, built = read_release(release), whole(DEMO / "graph")
    assert set(found.store) == set(built.store)
    assert found.base == built.base == BASE
    assert list(verify(release)) == [NQUADS, "void.ttl"]
    assert changes(found, built) == Changes()


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def in_the_way(path: Path, make: Callable[[Path], None] = Path.mkdir) -> None:
    path.unlink()
    make(path)


def looped(path: Path) -> None:
    path.symlink_to(path.name)


def relisted(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / SUMS).read_text(encoding="utf-8")
        assert old in text
        (folder / SUMS).write_text(text.replace(old, new), encoding="utf-8")

    return change


UNVERIFIED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed byte in the quads": (lambda folder: flipped(folder / NQUADS), f"{NQUADS}: does not verify: its SHA-256 is not the one in"),
    "a changed byte elsewhere": (
        lambda folder: (folder / "void.ttl").write_text("#"),
        "void.ttl: does not verify: its SHA-256 is not the one",
    ),
    "a file that is gone": (lambda folder: (folder / "void.ttl").unlink(), "void.ttl: does not verify: No such file"),
    "a folder in place of a file": (lambda folder: in_the_way(folder / "void.ttl"), "Is a directory"),
    "a pipe in place of a file": (
        lambda folder: in_the_way(folder / "void.ttl", os.mkfifo),
        "void.ttl: does not verify: Is no regular file",
    ),
    "a loop in place of a file": (lambda folder: in_the_way(folder / "void.ttl", looped), "void.ttl: does not verify: Too many levels of"),
    "a pipe in place of the list": (lambda folder: in_the_way(folder / SUMS, os.mkfifo), f"{SUMS}: cannot be read: Is no regular file"),
    "a loop in place of the list": (lambda folder: in_the_way(folder / SUMS, looped), f"{SUMS}: cannot be read: Too many levels of"),
    "a file that is not listed": (lambda folder: (folder / "more.txt").write_text(""), "does not verify: holds more.txt, which SHA256SUMS"),
    "a file below that is not listed": (lambda folder: (folder / "rdf" / "a.nq").write_text(""), "does not verify: holds rdf/a.nq, which"),
    "a pipe that is not listed": (lambda folder: os.mkfifo(folder / "pipe"), "does not verify: holds pipe, which SHA256SUMS does not list"),
    "a link that is not listed": (lambda folder: (folder / "up").symlink_to(".."), "does not verify: holds up, which SHA256SUMS does not"),
    "no list": (lambda folder: (folder / SUMS).unlink(), f"{SUMS}: cannot be read"),
    "an empty list": (lambda folder: (folder / SUMS).write_text(""), f"{SUMS}: does not list {NQUADS}"),
    "a list without the quads": (relisted(NQUADS, "void.ttl"), f"does not list {NQUADS}"),
    "a list that is none": (relisted("  void.ttl", " void"), f"{SUMS}:2: is no digest and name"),
    "a list in another encoding": (lambda folder: (folder / SUMS).write_bytes(b"\xff\xfe"), f"{SUMS}: cannot be read"),
    "a name that leads out": (relisted("void.ttl", "../void.ttl"), f"{SUMS}:2: '../void.ttl' leads out of the folder"),
    "a name from the root": (relisted("void.ttl", "/etc/hostname"), f"{SUMS}:2: '/etc/hostname' leads out of the folder"),
}


@pytest.mark.parametrize("fault", UNVERIFIED)
def test_a_release_that_does_not_verify_is_refused_by_the_name_of_the_file(release: Path, fault: str) -> None:
    plant, says = UNVERIFIED[fault]
    plant(release)
    with pytest.raises(FolderError) as caught:
        read_release(release)
    assert says in str(caught.value)


@pytest.mark.parametrize("page", ["", "7", "[]", "[" * 100_000, "9" * 5000, '{"a": "\udcff"}'])
def test_a_page_that_tells_nothing_is_refused(release: Path, page: str) -> None:
    (release / PAGE).write_bytes(page.encode("utf-8", "surrogateescape"))
    with pytest.raises(FolderError, match=f"is no release: {PAGE} "):
        described(release)


UNREADABLE = {
    "no compression": (b"<a:b> <a:b> <a:b> .\n", "cannot be read: Not a gzipped file"),
    "half of it": (gzip.compress(b"<a:b> <a:b> <a:b> <a:b> .\n" * 100)[:-9], "cannot be read: Compressed file ended"),
    "no quads": (gzip.compress(b"<a:b> <a:b> .\n"), ":1: not N-Quads"),
    "no UTF-8": (gzip.compress(b'<a:b> <a:b> "\xff" <a:b> .\n'), "not N-Quads"),
    "no base": (gzip.compress(b"<a:b> <a:b> <a:b> <a:b> .\n"), "where the IRIs of the record begin; found 0"),
    "a base in another graph": (gzip.compress(f"{SPACE} <{BASE}graph/other> .\n".encode()), "found 0"),
    "two bases": (
        gzip.compress(
            f"{SPACE} <{BASE}graph/record> .\n{SPACE.replace('demo', 'omed')} <{BASE.replace('demo', 'omed')}graph/record> .\n".encode()
        ),
        "found 2",
    ),
    "a statement in no graph": (gzip.compress(f"{SPACE} <{BASE}graph/record> .\n<a:b> <a:b> <a:b> .\n".encode()), "outside named graphs"),
    "a graph without a name": (
        gzip.compress(f"{SPACE} <{BASE}graph/record> .\n<a:b> <a:b> <a:b> _:b .\n".encode()),
        "outside named graphs",
    ),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_quads_that_are_no_release_are_refused_though_they_verify(release: Path, fault: str) -> None:
    data, says = UNREADABLE[fault]
    (release / NQUADS).write_bytes(data)
    with pytest.raises(RecordError) as caught:
        read_release(summed(release))
    assert says in str(caught.value)
    assert str(caught.value).startswith(str(release / NQUADS))
