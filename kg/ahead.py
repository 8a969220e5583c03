"""An iterator that works ahead on a thread of its own from the start, while its reader is busy with what came before."""

from collections import deque
from collections.abc import Iterator
from threading import Semaphore, Thread
from typing import TypeVar

__all__ = ["ahead"]

_Item = TypeVar("_Item")


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items in the same order; an error of the iterator is raised where its item would stand."""
    ready: deque[tuple[_Item] | Exception | None] = deque()
    count = Semaphore(0)

    def put(item: tuple[_Item] | Exception | None) -> None:
        ready.append(item)
        count.release()

    def work() -> None:
        try:
            for item in items:
                put((item,))
            put(None)
        except Exception as error:  # handed to the reader, which raises it
            put(error)

    Thread(target=work, daemon=True).start()
    return _read(ready, count)


def _read(ready: "deque[tuple[_Item] | Exception | None]", count: Semaphore) -> Iterator[_Item]:
    while count.acquire() and (found := ready.popleft()) is not None:
        if isinstance(found, Exception):
            raise found
        yield found[0]
