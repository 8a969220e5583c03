"""The command ``kg``: words in, one job called, an answer out."""

from kg.cli.main import main

__all__ = ["main"]
