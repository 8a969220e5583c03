"""What is loaded beside other work is all there when that ends, and the first error is told."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import InputError, TurtleError
from kg.loading import Loading

GOOD = "<urn:s{number}> <urn:p> <urn:o> ."


def made(folder: Path, number: int, text: str = GOOD) -> tuple[Path, bytes]:
    """A file, and its TriG."""
    path = folder / f"{number}.ttl"
    path.write_text(text.format(number=number))
    return path, path.read_bytes()


def test_all_is_there_when_the_context_ends(tmp_path: Path) -> None:
    store = Store()
    with Loading(store) as loading:
        for number in range(200):
            loading.add(*made(tmp_path, number))
    assert len(store) == 200


def test_the_first_error_is_raised_and_nothing_after_it_is_loaded(tmp_path: Path) -> None:
    store = Store()
    with pytest.raises(TurtleError, match=r"/1\.ttl:2: not Turtle"), Loading(store) as loading:  # noqa: PT012
        loading.add(*made(tmp_path, 0))
        loading.add(*made(tmp_path, 1, "\n<urn:s> <urn:p> ."))
        loading.add(*made(tmp_path, 2))
        loading.add(*made(tmp_path, 3, "<urn:s> ."))
    assert len(store) == 1


def test_an_error_of_a_file_is_told_before_one_of_what_follows(tmp_path: Path) -> None:
    with pytest.raises(TurtleError, match=r"/1\.ttl:1: not Turtle"), Loading(Store()) as loading:  # noqa: PT012
        loading.add(*made(tmp_path, 1, "<urn:s> ."))
        raise InputError("of the next file")


def test_an_error_of_what_follows_alone_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="of the next file"), Loading(Store()) as loading:  # noqa: PT012
        loading.add(*made(tmp_path, 1))
        raise InputError("of the next file")


def test_a_file_that_is_gone_when_its_error_is_looked_for_is_told(tmp_path: Path) -> None:
    path, trig = made(tmp_path, 1, "<urn:s> .")
    path.unlink()
    with pytest.raises(InputError, match=r"/1\.ttl: cannot be read"), Loading(Store()) as loading:
        loading.add(path, trig)
