"""The errors that a person who uses Attest can meet.

AttestError
├── UsageError              exit 2: the words of a call
│   ├── UnknownNameError
│   ├── AmbiguousNameError
│   ├── UnknownQuestionError
│   ├── ParameterError
│   └── TargetError
├── InputError              exit 3: a file or folder that cannot be read
│   ├── FolderError
│   ├── TurtleError
│   ├── RecordError
│   └── QueryError
├── StoreError              exit 4: a store elsewhere that fails
│   └── WrongPlaceError
├── NotFoundError           exit 1: the answer is no
├── RefusedError            exit 1: a check says no
└── FaultError              exit 5: a proof of what Attest itself has made fails

Each message is one line that says what is wrong, where, and what to do.
"""

__all__ = [
    "AmbiguousNameError",
    "AttestError",
    "FaultError",
    "FolderError",
    "InputError",
    "NotFoundError",
    "ParameterError",
    "QueryError",
    "RecordError",
    "RefusedError",
    "StoreError",
    "TargetError",
    "TurtleError",
    "UnknownNameError",
    "UnknownQuestionError",
    "UsageError",
    "WrongPlaceError",
]


class AttestError(Exception):
    """The root: every error that Attest raises on purpose."""

    exit_code = 5

    def __str__(self) -> str:
        line = " ".join(super().__str__().split())
        return "".join(character if character.isprintable() else "\ufffd" for character in line)


class NotFoundError(AttestError):
    """Nothing was found where something was expected."""

    exit_code = 1


class RefusedError(AttestError):
    """What was asked for is not done, as a check that comes before it says no."""

    exit_code = 1


class FaultError(AttestError):
    """What Attest has made is not what it was to make; nothing of it is kept."""


class UsageError(AttestError):
    """The words of a call are wrong."""

    exit_code = 2


class UnknownNameError(UsageError):
    """No thing of the graph goes by this name."""


class AmbiguousNameError(UsageError):
    """More than one thing of the graph goes by this name."""


class UnknownQuestionError(UsageError):
    """No stored question has this name."""


class ParameterError(UsageError):
    """A question was given a parameter or a value that it does not take."""


class TargetError(UsageError):
    """A folder that was to be written holds something else, or cannot be written."""


class InputError(AttestError):
    """Something that was to be read cannot be read."""

    exit_code = 3


class FolderError(InputError):
    """A folder is missing, unreadable or not a graph."""


class TurtleError(InputError):
    """A file is not Turtle; the message names file and line."""


class RecordError(InputError):
    """A claim of the record cannot be built; the message names file and line."""


class QueryError(InputError):
    """A query does not parse or cannot be answered."""


class StoreError(AttestError):
    """A store elsewhere cannot be reached, refuses, or answers with what is not whole or not right."""

    exit_code = 4


class WrongPlaceError(StoreError):
    """An address leads to a server, but not to what was asked for there."""
