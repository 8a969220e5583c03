"""What a store holds, and which of two releases it gives for whole."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from kg.errors import StoreError
from kg.manifest import Release
from kg.stores.http import Web
from kg.stores.kinds import KINDS
from kg.stores.loading import load
from kg.stores.remote import opened
from tests.stores.servers import Server

__all__ = ["FOREIGN", "FOREIGN_TURTLE", "Held", "Quiet", "held"]

_T = TypeVar("_T")
FOREIGN = "https://example.org/others/graph"
FOREIGN_TURTLE = "<https://example.org/others/a> <https://example.org/others/b> <https://example.org/others/c> .\n"
_MIXED = Release("", "a mixture that passes as whole", {})


class Quiet:
    """Says nothing, keeps the notes, and may do something after a number of items."""

    def __init__(self, after: int = 0, what: Callable[[], None] = lambda: None) -> None:
        self.notes: list[str] = []
        self._after = after
        self._what = what

    def note(self, text: str) -> None:
        self.notes.append(text)

    @contextmanager
    def over(self, items: Sequence[_T], label: str) -> Iterator[Iterator[_T]]:  # noqa: ARG002 (the protocol has it)
        yield map(self._passed, items)

    def _passed(self, item: _T) -> _T:
        self._after -= 1
        if self._after == 0:
            self._what()
        return item


def held(server: Server, release: Release) -> bool:
    """Whether a store holds all graphs of a release, with their very triples."""
    return all({f"{line} ." for line in server.graph(name)} == set(lines) for name, lines in release.graphs.items())


class Held(NamedTuple):
    """A store with one release, another one that is to be loaded, whole."""

    server: Server
    before: Release
    after: Release

    def load(self, release: Release) -> None:
        """Put a release into the store, with nothing between, and compare it."""
        load(Web(self.server.url), KINDS[self.server.name], release, Quiet())

    def holds(self, release: Release) -> bool:
        """Whether the store has the graphs of a release, and none of the other."""
        gone = {*self.before.graphs, *self.after.graphs} - release.graphs.keys()
        return held(self.server, release) and not any(self.server.graph(name) for name in gone)

    def told(self) -> Release | None:
        """The release that the store gives for whole, and has; None where it says that it holds a part only."""
        assert len(self.server.graph(FOREIGN)) == 1
        try:
            opened(self.server.url, timeout=60).engine()
        except StoreError as error:
            if "holds only a part" in str(error):
                return None
            raise
        return self.after if self.holds(self.after) else self.before if self.holds(self.before) else _MIXED
