"""Files of TriG loaded into a store on a thread of its own, while those after them are prepared: the engine works without Python's lock."""

from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType

from pyoxigraph import RdfFormat, Store

from kg.turtle import read, turtle_error

__all__ = ["Loading"]


class Loading:
    """Loads what is added to it; when its context ends all is loaded, or the first error that a file gave is raised."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: SimpleQueue[tuple[Path, bytes] | None] = SimpleQueue()
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._work, daemon=True)

    def __enter__(self) -> "Loading":
        self._thread.start()
        return self

    def add(self, path: Path, trig: bytes) -> None:
        """Load the TriG that was made of a Turtle file."""
        self._waiting.put((path, trig))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._waiting.put(None)
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    def _work(self) -> None:
        while (file := self._waiting.get()) is not None:
            if self._fault is None:
                try:
                    _load(self._store, *file)
                except BaseException as fault:  # raised where the context ends
                    self._fault = fault


def _load(store: Store, path: Path, trig: bytes) -> None:
    try:
        store.load(input=trig, format=RdfFormat.TRIG)
    except SyntaxError as error:
        read(path)  # in which an error has the line of the file
        raise turtle_error(path, error) from error
