"""What a command says is held back until the store that it asked is known to have stayed as it was."""

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import TextIO

from kg.cli.output import note
from kg.cli.session import Session
from kg.errors import AttestError, StoreError

__all__ = ["settled"]


class _Held(io.StringIO):
    """What is to go to a stream; a terminal is one still."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def isatty(self) -> bool:
        return self._stream.isatty()

    def release(self) -> None:
        """Write it all."""
        self._stream.write(self.getvalue())


@contextlib.contextmanager
def settled(session: Session) -> Iterator[Session]:
    """A session whose answer is said once it is known that no load came between its requests.

    An answer that is an error may come of a load too, so it is told after the same look.
    """
    if not session.is_elsewhere:
        yield session
        return
    data, talk = _Held(sys.stdout), _Held(sys.stderr)
    outcome: AttestError | None = None
    with contextlib.redirect_stdout(data), contextlib.redirect_stderr(talk):
        try:
            yield session
        except StoreError:
            raise
        except AttestError as error:
            outcome = error
    session.require_unchanged()
    if session.is_uncertain and outcome is None:
        note("this store may lose rows of a large query without a word, as Virtuoso does: compare with kg sparql on the graph here")
    if session.is_fetched and outcome is None:
        note("the graphs of this store were fetched, proved by its list, and asked here: Virtuoso may lose rows of large questions")
    data.release()
    talk.release()
    if outcome is not None:
        raise outcome
