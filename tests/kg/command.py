"""The command as a process of its own, and what the tests ask of its outcome."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "tests" / "demo"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of the command ended, what it said, and what it said beside it."""

    code: int
    out: str
    err: str


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without the settings of the command, on a terminal of a known width, and with others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")} | {"COLUMNS": "120"} | dict(more or {})


def run(*words: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None, seconds: float = 60) -> Outcome:
    """Run the command with these words."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, words)],
        input=stdin,
        capture_output=True,
        env=environment(env),
        cwd=ROOT,
        timeout=seconds,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def answered(*words: str | Path, stdin: bytes = b"") -> str:
    """What a run that is good prints, with nothing beside it."""
    outcome = run(*words, stdin=stdin)
    assert (outcome.code, outcome.err) == (0, ""), outcome
    return outcome.out


def refused(outcome: Outcome, code: int) -> str:
    """The one line with which the command refused: nothing on stdout, no traceback, the exit code of the design."""
    said = [line for line in outcome.err.split("\n") if not line.endswith(" ...")]
    assert (outcome.code, outcome.out) == (code, ""), outcome
    assert len(said) == 2, outcome.err
    assert said[1] == ""
    assert said[0].startswith("kg: ")
    assert said[0].isprintable()
    assert "Traceback" not in outcome.err
    return said[0].removeprefix("kg: ")


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every path under a folder with its bytes; folders have none."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def replaced(path: Path, old: str, new: str) -> str:
    """Change the one place of a file where a text stands; returns the text of the changed file."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    changed = text.replace(old, new)
    path.write_bytes(changed.encode())
    return changed


def line_after(text: str, anchor: str) -> int:
    """The number of the line on which an anchor, or its part before a pilcrow, ends; the anchor stands once in the text."""
    first, _, rest = anchor.partition("¶")
    assert text.count(first + rest) == 1, f"{anchor!r} stands {text.count(first + rest)} times"
    return text[: text.index(first + rest) + len(first)].count("\n") + 1
