"""Trusty URIs of the module RA: the name of a nanopublication holds the hash over all that it says.

The hash is made as if the code were not there: a space stands in its place.
Whoever has the nanopublication can compute it again.
"""

import base64
from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import RecordError
from kg.terms import text_of

__all__ = ["artifact_code"]

_SPACE = " "

Key = tuple[str, ...]
Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def artifact_code(quads: Iterable[Quad], name: str) -> str:
    """The code of a nanopublication that has this name for now, or for good; the code takes the place of its last segment."""
    stem = name.rpartition("/")[0] + "/" + _SPACE
    keys = sorted({_key(quad, name, stem) for quad in quads})
    hashed = "".join(f"{graph}\n{subject}\n{predicate}\n{_line(target)}\n" for graph, subject, predicate, *target in keys)
    return "RA" + base64.urlsafe_b64encode(sha256(hashed.encode()).digest()).decode().rstrip("=")


def _key(quad: Quad, name: str, stem: str) -> Key:
    """A quad as its parts in the order of the hash: IRIs before literals, these by text, type and language."""
    parts = (_iri(term, name, stem) for term in (quad.graph_name, quad.subject, quad.predicate))
    target = quad.object
    if not isinstance(target, Literal):
        return (*parts, "", _iri(target, name, stem))
    kind = ("", target.language) if target.language else (target.datatype.value, "")
    return (*parts, "literal", target.value, *kind)


def _iri(term: Term, name: str, stem: str) -> str:
    if not isinstance(term, NamedNode):
        raise RecordError(f"{term}: a nanopublication names all its nodes and graphs; give the node an IRI")
    iri = text_of(term)
    return stem + iri[len(name) :] if iri == name or iri.startswith(f"{name}#") else iri


def _line(target: list[str]) -> str:
    """The object of a quad as it is hashed."""
    if len(target) == 2:
        return target[1]
    _, value, datatype, language = target
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{language} {escaped}" if language else f"^{datatype} {escaped}"
