"""Read Turtle files with the engine; say file and line when that fails."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.errors import InputError, TurtleError

__all__ = ["display_name", "line_of", "read", "read_bytes", "read_prefixes", "read_text", "turtle_error", "write"]


def display_name(path: Path) -> str:
    """A file as messages name it: its folder and its name."""
    return f"{path.parent.name}/{path.name}"


def read(path: Path) -> list[Quad]:
    """The triples of a Turtle file, in file order, as quads of the unnamed graph.

    Raises TurtleError with file and line where the file is not Turtle.
    """
    try:
        return list(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise turtle_error(path, error) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{display_name(path)}: cannot be read: {error}") from error


def read_text(path: Path) -> str:
    """The text of a Turtle file or a query; raises TurtleError where it is not UTF-8, and InputError where one would wait for it."""
    if not path.is_file() and path.exists():
        raise InputError(f"{display_name(path)}: cannot be read: it is no regular file")
    return read_bytes(path).decode("utf-8")


def read_bytes(path: Path) -> bytes:
    """The bytes of a Turtle file; raises TurtleError where they are not UTF-8."""
    try:
        data = path.read_bytes()
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TurtleError(f"{display_name(path)}:{line}: not Turtle: byte {error.start} is not UTF-8") from error
    except OSError as error:
        raise InputError(f"{display_name(path)}: cannot be read: {error.strerror}") from error
    return data


def turtle_error(path: Path, error: SyntaxError) -> TurtleError:
    """The error of a parser as one that names file and line."""
    message = (error.msg or "").split(": ", 1)[-1]
    return TurtleError(f"{display_name(path)}:{error.lineno or 1}: not Turtle: {message}")


def read_prefixes(path: Path) -> dict[str, str]:
    """The prefixes that a Turtle file declares."""
    try:
        parser = parse(path=str(path), format=RdfFormat.TURTLE)
        for _ in parser:
            pass
    except SyntaxError as error:
        raise turtle_error(path, error) from error
    except OSError as error:
        raise InputError(f"{display_name(path)}: cannot be read: {error}") from error
    return parser.prefixes


def write(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle, in the order in which they come, under the prefixes that they use; the same bytes on every run."""
    found = list(triples)
    text = " ".join(str(triple) for triple in found)
    used = {name: space for name, space in sorted(prefixes.items()) if f"<{space}" in text}
    lines = (serialize(found, format=RdfFormat.TURTLE, prefixes=used) or b"").decode().split("\n")
    return "\n".join([*sorted(lines[: len(used)]), *lines[len(used) :]])  # the engine writes prefixes in an order of the moment


def line_of(path: Path, subject: str, predicate: str | None = None) -> int:
    """The line of a statement of a Turtle file, for a message; 1 where it is not found."""
    from kg.lines import statement_lines  # rdflib: only where something has gone wrong

    try:
        table = statement_lines(path)
    except (SyntaxError, ValueError, RecursionError):
        read(path)  # which says what is wrong, and where, unless rdflib alone cannot read it
        return 1
    if predicate is not None and (subject, predicate) in table:
        return table[subject, predicate]
    return min((line for (found, _), line in table.items() if found == subject), default=1)
