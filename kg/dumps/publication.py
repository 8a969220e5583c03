"""What is published: one whole dataset under a version and a date, and the files that are made of it."""

from typing import NamedTuple

from pyoxigraph import Store

from kg.catalog import Catalog
from kg.dataset import build
from kg.findings import add_findings, add_identities
from kg.reason import add_inferences

__all__ = ["File", "Publication", "publication"]


class Publication(NamedTuple):
    """A whole dataset, with its findings and entailments, and by what name and day it is published."""

    catalog: Catalog
    base: str
    store: Store
    version: str
    day: str
    """The date of the release, YYYY-MM-DD; what is written depends on it and on no clock."""


class File(NamedTuple):
    """A file of a release."""

    name: str
    """The path below the folder of the release, with slashes."""
    media_type: str
    title: str
    """What is in it, for its description."""
    content: bytes
    """Before compression, where the name ends in .gz."""


def publication(catalog: Catalog, version: str, day: str) -> Publication:
    """Build a graph for publication; raises RecordError with file and line where anything cannot be built."""
    dataset = build(catalog)
    store = dataset.require()
    add_identities(dataset)
    add_findings(dataset)
    add_inferences(dataset)
    return Publication(catalog, dataset.base, store, version, day)
