"""The command ``kg``: words in, one job called, an answer out."""

import gc

__all__ = ["main"]


def main() -> None:
    """Run the command and leave with the exit code of the outcome."""
    gc.disable()  # a start is short, and collecting while modules and a graph are loaded costs a fifth of it
    from kg.cli.main import run

    run()
