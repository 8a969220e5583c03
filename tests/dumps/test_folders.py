"""A folder that appears whole or not at all: killed at any moment, on a full or closed disk, beside another writer."""

import contextlib
import gzip
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.dumps.folders import require_free, write
from kg.dumps.packing import Packed, compressed, packed, sums
from kg.dumps.publication import File
from kg.dumps.released import verify
from kg.errors import FolderError, TargetError
from tests.kg.command import ROOT, environment, tree

MADE = """
import os, signal, sys, time
from pathlib import Path
from kg.dumps.folders import write
from kg.dumps.packing import packed
from kg.dumps.publication import File
target, count, last, act = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
def files():
    for number in range(count + 1):
        if number == last:
            if act == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            print("waiting", flush=True)
            sys.stdin.readline()
        if number < count:
            yield packed(File(f"part/{number}.txt", "text/plain", "a part", b"x" * 20_000))
write(target, files())
"""


def some(count: int = 3) -> list[Packed]:
    files = [packed(File(f"part/{number}.txt", "text/plain", "a part", b"x" * 20_000)) for number in range(count)]
    return [*files, packed(sums(files))]


def start(target: Path, count: int, last: int, act: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", MADE, str(target), str(count), str(last), act]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)


@pytest.mark.parametrize("last", [0, 1, 5, 9, 10])
def test_who_is_killed_leaves_no_release_and_the_next_run_makes_one(tmp_path: Path, last: int) -> None:
    """Killed before the first file, between files, and after the last one, before the folder is moved in place."""
    (tmp_path / "neighbour").write_text("stays")
    target = tmp_path / "release"
    with start(target, 10, last, "kill") as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert not target.exists()
    assert len(list(tmp_path.rglob("*.txt"))) == last
    write(target, some())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["neighbour", "release"]
    assert len(verify(target)) == 3


def test_a_release_is_never_seen_in_part(tmp_path: Path) -> None:
    """Killed at moments of the machine's choosing, from outside: all of it, or nothing."""
    seen = set()
    for number in range(12):
        target = tmp_path / f"release-{number}"
        with start(target, 200, 0, "wait") as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == "waiting\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            time.sleep(number * 0.01)
            process.kill()
        seen.add(len(list(target.rglob("*.txt"))) if target.exists() else None)
    assert seen <= {None, 200}
    assert None in seen


def test_a_second_writer_waits_and_finds_the_folder_taken(tmp_path: Path) -> None:
    target = tmp_path / "release"
    with start(target, 3, 1, "wait") as first:
        assert first.stdout
        assert first.stdout.readline() == "waiting\n"
        with start(target, 3, 0, "wait") as second:
            with pytest.raises(subprocess.TimeoutExpired):
                second.communicate("go\n", timeout=2)
            first.communicate("go\n", timeout=60)
            second.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 1)
    assert len(list(target.rglob("*.txt"))) == 3


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    write(tmp_path / "release", some())
    assert len(verify(tmp_path / "release")) == 3


def a_file(target: Path) -> None:
    target.write_text("something else")


def a_full_folder(target: Path) -> None:
    target.mkdir()
    (target / "notes.txt").write_text("something else")


def a_link(target: Path) -> None:
    (target.parent / "other").mkdir()
    target.symlink_to(target.parent / "other")


def a_broken_link(target: Path) -> None:
    target.symlink_to(target.parent / "nowhere")


@pytest.mark.parametrize("put", [a_file, a_full_folder, a_link, a_broken_link])
def test_a_place_that_is_taken_is_refused(tmp_path: Path, put: Callable[[Path], None]) -> None:
    target = tmp_path / "release"
    put(target)
    before = tree(tmp_path)
    with pytest.raises(TargetError):
        require_free(target)
    with pytest.raises(TargetError):
        write(target, some())
    assert tree(tmp_path) == before


def test_what_is_aside_and_not_ours_is_left(tmp_path: Path) -> None:
    (tmp_path / ".release.kg-dump").write_text("a file of somebody")
    with pytest.raises(TargetError, match="in the way"):
        write(tmp_path / "release", some())
    assert tree(tmp_path) == {".release.kg-dump": b"a file of somebody"}


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own; a skip where the system gives none."""
    folder.mkdir()
    mount = shutil.which("mount") or pytest.skip("there is no mount here")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=100k") as disk:
        (disk / "neighbour").write_text("stays")
        with pytest.raises(TargetError, match=r"cannot be written: No space left on device; nothing was changed"):
            write(disk / "release", some(10))
        assert tree(disk) == {"neighbour": b"stays"}


def test_a_disk_that_is_read_only_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "ro") as disk, pytest.raises(TargetError, match="cannot be written"):
        write(disk / "release", some())


def test_a_file_that_may_not_grow_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(TargetError, match="cannot be written: File too large"):
            write(tmp_path / "release", some())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", ["../out", "/out", "a/../b", "a//b", "a\nb", "a b", ".hidden", "-x", "a/./b", "", "."])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TargetError, match="cannot be the name"):
        write(tmp_path / "release", [packed(File(name, "text/plain", "a part", b""))])
    assert tree(tmp_path) == {}


def changed(release: Path) -> None:
    (release / "part" / "1.txt").write_text("changed")


def missing(release: Path) -> None:
    (release / "part" / "1.txt").unlink()


def unlisted(release: Path) -> None:
    (release / "SHA256SUMS").unlink()


def leading_out(release: Path) -> None:
    outside = release.parent / "secret"
    outside.write_text("secret")
    (release / "SHA256SUMS").write_text(f"{hashlib.sha256(b'secret').hexdigest()}  ../secret\n")


def linked_out(release: Path) -> None:
    outside = release.parent / "secret"
    outside.write_bytes((release / "part" / "1.txt").read_bytes())
    (release / "part" / "1.txt").unlink()
    (release / "part" / "1.txt").symlink_to(outside)


def garbled(release: Path) -> None:
    (release / "SHA256SUMS").write_bytes(b"\xff\xfe\n")


def emptied(release: Path) -> None:
    (release / "SHA256SUMS").write_bytes(b"")


@pytest.mark.parametrize("fault", [changed, missing, unlisted, leading_out, linked_out, garbled, emptied])
def test_a_release_that_is_not_as_its_digests_say_does_not_verify(tmp_path: Path, fault: Callable[[Path], None]) -> None:
    release = tmp_path / "release"
    write(release, some())
    assert len(verify(release)) == 3
    fault(release)
    with pytest.raises(FolderError, match=r"does not verify|cannot be read|leads out of the folder|this is no release"):
        verify(release)


def test_gzip_has_nothing_of_the_moment_or_the_machine() -> None:
    content = os.urandom(1000) + b"x" * 100_000
    data = compressed(content)
    assert gzip.decompress(data) == content
    assert data[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255])
    assert gzip.decompress(compressed(b"")) == b""


def test_the_list_of_digests_is_that_of_sha256sum(tmp_path: Path) -> None:
    write(tmp_path / "release", some())
    listed = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "release", capture_output=True, text=True, check=False)
    assert (listed.returncode, re.findall(r"^(.*): OK$", listed.stdout, re.MULTILINE)) == (0, ["part/0.txt", "part/1.txt", "part/2.txt"])
