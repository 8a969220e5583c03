"""What README says is what the command does."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli.main import cli

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
SHOWN = [block for block in BLOCKS if block.startswith("$ kg ")]
INLINE = sorted(
    {
        command
        for command in re.findall(r"`(kg [^`]*)`", README)
        if not re.search(r"http|DIR|FILE|URL|KIND|QUESTION|CLAIM|\.\.\.|ROW", command)
    }
)


def run(command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")} | {"COLUMNS": "120"}
    words = [sys.executable, "-m", "kg", *shlex.split(command)[1:]]
    return subprocess.run(words, capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False, encoding="utf-8")


def test_readme_shows_commands() -> None:
    assert len(SHOWN) >= 3
    assert len(INLINE) >= 6


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.splitlines()[0])
def test_a_shown_answer_is_a_real_one(block: str) -> None:
    command, _, answer = block.partition("\n")
    outcome = run(command.removeprefix("$ "))
    assert outcome.stdout == answer
    if answer:
        assert outcome.returncode == 0


def test_the_shown_error_is_a_real_one() -> None:
    outcome = run('kg show "the Libyan Army"')
    assert outcome.returncode == 2
    assert f"```text\n{outcome.stderr}```" in README


@pytest.mark.parametrize("command", INLINE)
def test_a_command_of_the_tables_runs(command: str) -> None:
    outcome = run(command)
    assert outcome.returncode == 0, outcome.stderr
    assert len(outcome.stdout.splitlines()) > 1


def test_every_command_stands_in_readme_and_has_help() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.help
        assert f"kg {name}" in README


def test_the_terms_of_the_status_table_are_those_of_the_questions() -> None:
    words = re.findall(r"^\| (\w+) \|", README.partition("| status |")[2].partition("\n\n")[0], re.MULTILINE)
    assert words == ["attested", "ended", "bracketed", "around", "persisting", "undetermined", "later"]
    header = (REPOSITORY / "queries" / "backers.rq").read_text(encoding="utf-8").partition("PREFIX")[0]
    assert "attested, ended, bracketed, around, persisting, undetermined or later" in header
