"""The data beside a page: triples as Turtle and as JSON-LD, the same bytes each time."""

import json
import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.terms import text_of
from kg.vocab import RDF, XSD

__all__ = ["json_ld", "turtle"]

_LOCAL = re.compile("[A-Za-z][A-Za-z0-9_-]*")


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples as Turtle, sorted, with the prefixes that they use."""
    ordered = sorted(set(triples), key=_order)
    used = {text_of(term) for triple in ordered for term in (triple.subject, triple.predicate, triple.object)}
    used |= {triple.object.datatype.value for triple in ordered if isinstance(triple.object, Literal)}
    named = {prefix: start for prefix, start in sorted(prefixes.items()) if any(iri.startswith(start) for iri in used)}
    text = serialize(ordered, format=RdfFormat.TURTLE, prefixes=named)
    assert text is not None
    return text


def json_ld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples as JSON-LD 1.1: a node for each subject, properties and types by prefixed names, values in order."""
    ordered = sorted(set(triples), key=_order)
    schemes = {text_of(term).partition(":")[0] for triple in ordered for term in (triple.subject, triple.object)}
    context: dict[str, str] = {}
    usable = {prefix: start for prefix, start in prefixes.items() if prefix not in schemes}
    nodes: dict[str, dict[str, object]] = {}
    for triple in ordered:
        subject = _id(triple.subject)
        properties = nodes.setdefault(subject, {"@id": subject})
        is_type = triple.predicate.value == RDF + "type" and isinstance(triple.object, NamedNode)
        key = "@type" if is_type else _short(triple.predicate.value, usable, context)
        value = _short(text_of(triple.object), usable, context) if is_type else _value(triple.object, usable, context)
        values = properties.setdefault(key, [])
        assert isinstance(values, list)
        values.append(value)
    whole = {"@context": dict(sorted(context.items())), "@graph": [_unwrapped(properties) for properties in nodes.values()]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    """The order of triples in a file: types first."""
    return str(triple.subject), triple.predicate.value != RDF + "type", str(triple.predicate), str(triple.object)


def _unwrapped(properties: dict[str, object]) -> dict[str, object]:
    """A node with single values out of their lists."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in properties.items()}


def _id(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(term: object, prefixes: Mapping[str, str], context: dict[str, str]) -> object:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@type": _short(term.datatype.value, prefixes, context), "@value": term.value}


def _short(iri: str, prefixes: Mapping[str, str], context: dict[str, str]) -> str:
    """An IRI by a prefix, which the context then declares; whole where no prefix fits."""
    for prefix, start in prefixes.items():
        if iri.startswith(start) and start[-1] in "#/" and _LOCAL.fullmatch(iri[len(start) :]):
            context[prefix] = start
            return f"{prefix}:{iri[len(start) :]}"
    return iri
