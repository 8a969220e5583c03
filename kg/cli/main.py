"""The outermost frame of the command: subcommands on demand, errors to exit codes."""

import contextlib
import importlib
import os
import sys
from typing import NoReturn

import click

from kg.errors import AttestError

__all__ = ["cli", "run"]

_COMMANDS = {
    "ask": "answer a stored question",
    "check": "check that the graph keeps its rules",
    "diff": "tell what differs between two graphs, releases or days",
    "dump": "write a release of the graph as a folder",
    "infer": "show what follows from claims by the ontology",
    "load": "load the graph into a triplestore, and compare what arrived",
    "questions": "list the stored questions, or explain one",
    "show": "show all that the graph says about a thing",
    "site": "write the record as static pages",
    "sparql": "run a query of your own",
    "why": "show the chain and the words behind a claim or a row of an answer",
}
_FAULT = 5


class _OnDemand(click.Group):
    """A group that imports a command when it is called, so that a start costs one command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"kg.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(cls=_OnDemand, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name=None, version=importlib.import_module("kg").__version__, prog_name="kg")
def cli() -> None:
    """Ask a knowledge graph of claims: who says what, in which words, about when.

    Data goes to stdout and talk to stderr. Exit codes: 0 good, 1 the answer is
    no, 2 wrong words, 3 input that cannot be read, 4 a store that fails, 5 a
    fault of kg.

    \b
    kg ask backers --of "Khalifa Haftar" --as-of 2020-07-10
    kg why misrata-raid-26 --texts FOLDER
    kg show LNA
    kg check

    Shell completion: eval "$(_KG_COMPLETE=bash_source kg)" (or zsh_source, fish_source).
    """


def run() -> NoReturn:
    """Run the command and leave with the exit code of the outcome."""
    try:
        code = cli.main(standalone_mode=False)
    except AttestError as error:
        _leave(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        _exit(2)
    except click.ClickException as error:
        _leave(" ".join(error.format_message().split()), 2)
    except click.Abort:
        _leave("stopped", 130)
    except (BrokenPipeError, SystemExit):  # the reader has read enough; click turns the first into the second
        _exit(0)
    except OSError as error:
        _leave(f"the answer cannot be written: {error.strerror or error}", _FAULT)
    except Exception as error:
        _leave(f"a fault of kg, not yours: {type(error).__name__}: {' '.join(str(error).split())}", _FAULT)
    _exit(code if isinstance(code, int) else 0)


def _leave(message: str, code: int) -> NoReturn:
    click.echo(f"kg: {message}", err=True)
    _exit(code)


def _exit(code: int) -> NoReturn:
    """End the process without taking the graph in memory apart, which takes longer than an answer."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
