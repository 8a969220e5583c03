"""Who backs whom, as a network in GraphML: the answer of the stored question, each actor alone, for every day."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pyoxigraph import Literal, NamedNode

from kg.dumps.publication import File, Publication
from kg.dumps.record import classes, labels, one, standing
from kg.queries import Answer, answer, find
from kg.vocab import RDF, attest, node

__all__ = ["network"]

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROLES = ("for", "against", "excluding", "ending", "rival")


class _Key(NamedTuple):
    """An attribute of nodes or edges."""

    name: str
    of: str
    type: str
    help: str


_KEYS = (
    _Key("label", "node", "string", "the name of the actor in the words of the editors"),
    _Key("classes", "node", "string", "its classes, with a space between"),
    _Key("sides", "node", "string", "the sides on which standing claims of the editors count it, with a space between"),
    _Key("kinds", "edge", "string", "the kinds of backing that the affirming claims speak of, with a space between"),
    _Key("first_attested", "edge", "string", "the first day that the affirming claims attest; absent where none does"),
    _Key("last_attested", "edge", "string", "the last day that the affirming claims attest; absent where none does"),
    _Key("origins", "edge", "int", "independent named origins of the affirming claims"),
    _Key("unnamed_origins", "edge", "int", "origins without a name, one for each mention"),
    *(_Key(f"{role}_count", "edge", "int", f"how many claims have the part {role!r}") for role in _ROLES),
    *(_Key(f"{role}_claims", "edge", "string", f"the claims that have the part {role!r}, with a space between") for role in _ROLES),
)


def network(publication: Publication) -> File:
    """The network of backing."""
    found = answer(publication.store, find(publication.catalog.queries, "backed_by"), {"exact": Literal("yes")})
    named, sides = labels(publication.store), _sides(publication)
    root = Element("graphml", xmlns=_SPACE)
    for key in _KEYS:
        declared = SubElement(root, "key", {"id": key.name, "for": key.of, "attr.name": key.name, "attr.type": key.type})
        SubElement(declared, "desc").text = key.help
    graph = SubElement(root, "graph", id="backing", edgedefault="directed")
    for actor in sorted({_iri(row[end]) for row in found.rows for end in ("backer", "backed")}):
        given = {"label": named.get(actor, ""), "classes": classes(publication.store, actor), "sides": sorted(sides.get(actor, ()))}
        _add(SubElement(graph, "node", id=actor), given)
    for number, row in enumerate(found.rows, 1):
        ends = {"source": _iri(row["backer"]), "target": _iri(row["backed"])}
        _add(SubElement(graph, "edge", {"id": f"edge-{number}", **ends}), _of_edge(found, row))
    indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
    return File("graphs/backing.graphml", "application/graphml+xml", "Who backs whom, with dates, as a network", text.encode())


def _sides(publication: Publication) -> Mapping[str, set[str]]:
    """The sides on which claims that stand count each actor."""
    store, found = publication.store, defaultdict[str, set[str]](set)
    for claim in standing(store, attest("side")):
        if one(store, claim, attest("committedStance")) == attest("affirmed"):
            actor, side = (one(store, claim, node(RDF + end)) for end in ("subject", "object"))
            if actor is not None and side is not None:
                found[actor.value].add(side.value)
    return found


def _of_edge(found: Answer, row: Mapping[str, object]) -> dict[str, object]:
    """What an edge tells: the columns of its row, and the claims behind it by their part."""
    given = {name: _words(row[name]) for name in ("kinds", "first_attested", "last_attested", "origins", "unnamed_origins")}
    behind = [(_iri(item["role"]), _iri(item["claim"])) for item in found.behind(row)]
    claims = {role: sorted({claim for part, claim in behind if part == role}) for role in _ROLES}
    return given | {f"{role}_count": str(len(claims[role])) for role in _ROLES} | {f"{role}_claims": claims[role] for role in _ROLES}


def _words(value: object) -> str:
    return " ".join(_iri(item) for item in value) if isinstance(value, list) else _iri(value)


def _iri(value: object) -> str:
    return value.value if isinstance(value, NamedNode | Literal) else ""


def _add(element: Element, given: Mapping[str, object]) -> None:
    """Add the attributes that have a value, without the characters that XML has no way to write."""
    for name, value in given.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if text:
            SubElement(element, "data", key=name).text = _NO_XML.sub("\ufffd", text)
