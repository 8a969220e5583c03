"""Where the page of each IRI lies, and how one page names another.

A page is a file below the folder of the site: ``actor/haftar.html`` for the
IRI ``…/actor/haftar``, with ``.ttl`` and ``.jsonld`` beside it. Terms of the
ontology lie apart by their sort, as ``Source`` and ``source`` are one file to
some systems. A name holds letters, digits, ``-`` and ``_``; every other
character is written as the bytes of its UTF-8, each as ``=`` and two hex
digits, so that no name leads out of its folder or means anything to a server.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from posixpath import dirname, relpath
from urllib.parse import quote

__all__ = ["FORMS", "Addresses", "between", "file_name"]

FORMS = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json"}
"""The files of a thing by their endings, with their media types."""

_LONGEST = 120
_OWN = frozenset({"np", "ontology", "questions", "releases", "static", "terms", "thing"})


class Addresses:
    """The way from IRIs to files of a site."""

    def __init__(self, base: str, ontology: str, sorts: Mapping[str, str]) -> None:
        """``base`` begins the IRIs of the record, ``sorts`` has the folder of each term of the ontology."""
        self.base = base
        self.ontology = ontology
        self._sorts = sorts
        self._stems: dict[str, str | None] = {}

    def stem(self, iri: str) -> str | None:
        """The files of an IRI without their endings; None where the site has no page for it."""
        if iri not in self._stems:
            self._stems[iri] = self._stem(iri)
        return self._stems[iri]

    def page(self, iri: str) -> str | None:
        """The page of an IRI, with the place on it for a part; None where the site has none."""
        stem = self.stem(iri)
        if stem is None:
            return None
        part = "" if iri in self._sorts else iri.partition("#")[2]
        return f"{stem}.html#{quote(part, safe='')}" if part else f"{stem}.html"

    def _stem(self, iri: str) -> str | None:
        if iri in self._sorts:
            return f"terms/{self._sorts[iri]}/{file_name(re.split('[#/]', iri)[-1], capitals=True)}"
        whole = iri.partition("#")[0]
        if whole == self.ontology:
            return "ontology"
        if whole in (self.base, self.base.rstrip("/#")):
            return "record"
        if not whole.startswith(self.base):
            return None
        first, *rest = whole.removeprefix(self.base).split("/")
        if not rest:
            return f"thing/{file_name(first)}"
        return "/".join((f"={ord(first[0]):02X}{first[1:]}" if first in _OWN else file_name(first), *map(file_name, rest)))


def file_name(name: str, *, capitals: bool = False) -> str:
    """One step of a path that is safe on every system; of different names, different ones."""
    plain = "[a-zA-Z0-9_-]" if capitals else "[a-z0-9_-]"
    safe = "".join(char if re.fullmatch(plain, char) else "".join(f"={byte:02X}" for byte in char.encode()) for char in name)
    if safe == "index":
        return "=69ndex"
    if len(safe) > _LONGEST:
        return f"{safe[:_LONGEST]}==" + hashlib.sha256(name.encode()).hexdigest()[:16]
    return safe or "="


def between(here: str, there: str) -> str:
    """The relative link from one file of the site to another, which may name a place on it."""
    path, mark, part = there.partition("#")
    if path == here and mark:
        return f"#{part}"
    return _relative(dirname(here), path) + mark + part


@cache
def _relative(folder: str, path: str) -> str:
    return quote(relpath(path, folder or "."), safe="/=")
