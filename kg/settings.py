"""The only place that reads the environment."""

import os
from pathlib import Path

__all__ = ["graph_folder", "texts_folder"]


def graph_folder() -> Path | None:
    """The graph named by ``KG_GRAPH``, or None for the shipped one."""
    return _path("KG_GRAPH")


def texts_folder() -> Path | None:
    """The folder of source texts named by ``KG_TEXTS``, or None."""
    return _path("KG_TEXTS")


def _path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None
