"""The only place that reads the environment."""

import os
from pathlib import Path

__all__ = ["graph_folder", "store_address", "store_credentials", "texts_folder"]


def graph_folder() -> Path | None:
    """The graph named by ``KG_GRAPH``, or None for the shipped one."""
    return _path("KG_GRAPH")


def texts_folder() -> Path | None:
    """The folder of source texts named by ``KG_TEXTS``, or None."""
    return _path("KG_TEXTS")


def store_address() -> str | None:
    """The SPARQL endpoint named by ``KG_AT``, or None."""
    return os.environ.get("KG_AT") or None


def store_credentials() -> tuple[str, str]:
    """The user and the password of ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``; empty where one is not set."""
    return os.environ.get("KG_STORE_USER", ""), os.environ.get("KG_STORE_PASSWORD", "")


def _path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None
