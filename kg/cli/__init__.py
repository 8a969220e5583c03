"""The command ``kg``: words in, one job called, an answer out."""

import gc
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command and leave with the exit code of the outcome."""
    gc.disable()  # a start is short, and collecting while modules and a graph are loaded costs a fifth of it
    sys.setswitchinterval(0.0005)  # a tenth of the usual, as seed files are loaded beside what is prepared (kg.loading)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (closed with the process)
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    from kg.cli.main import run

    run()
