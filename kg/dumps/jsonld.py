"""A dataset as JSON-LD 1.1: an object for each graph, the parts of a claim within the claim.

The document has its context in itself and asks for no other, so that it is
read without a network. IRIs of the record stand relative to ``@base``. What
the words of the context do not say exactly is written in full.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.dumps.context import Context, as_json, context_of
from kg.dumps.publication import File, Publication
from kg.dumps.quads import ordered, parsed
from kg.errors import RecordError
from kg.terms import text_of
from kg.vocab import RDF, XSD

__all__ = ["NAME", "document", "nodes", "read", "write"]

NAME = "rdf/attest.jsonld.gz"
_RELATIVE = re.compile(r"[a-z]+/[A-Za-z0-9_-]+(?:#[A-Za-z0-9_-]+)?")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_TYPE = RDF + "type"
_LABEL, _CONTENT = "label", ("subject", "predicate", "object")

Json = dict[str, Any]


class _Texts(dict[str, list[str]]):
    """Texts by their language."""


Term = NamedNode | BlankNode | Literal | Triple


def write(publication: Publication) -> list[File]:
    """The document; raises RecordError where the dataset has nodes without a name."""
    _require_names(publication.store)
    context = context_of(publication.catalog, publication.base, publication.store)
    graphs = groupby(ordered(publication.store), key=lambda quad: text_of(quad.graph_name))
    listed = [{"id": _reference(graph, context), "@graph": nodes(quads, context)} for graph, quads in graphs]
    return [File(NAME, "application/ld+json", "The dataset as JSON-LD 1.1: an object for each graph", document(listed, context))]


def read(files: Mapping[str, bytes]) -> set[Quad]:
    """The dataset that the document holds; raises InputError where it cannot be read, and where it asks for a context elsewhere."""
    return {quad for name, content in files.items() for quad in parsed(name, content, RdfFormat.JSON_LD)}


def document(listed: list[Json], context: Context) -> bytes:
    """Objects as a document that has its context in itself."""
    own: Json = {**context.document(), "@base": context.base}
    return as_json({"@context": own, "@graph": listed})


def nodes(quads: Iterable[Quad], context: Context) -> list[Json]:
    """The subjects of one graph as JSON-LD under a context and its base; parts of a subject stand within it."""
    said: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        said[_name(quad.subject)].append(quad)
    links = Counter(text_of(quad.object) for of in said.values() for quad in of if isinstance(quad.object, NamedNode))
    whole = {part for part in said if "#" in part and links[part] == 1}
    within = {text_of(quad.object) for start, of in said.items() for quad in of if _is_part(quad, start, whole)}
    return [_node(subject, said, within, context) for subject in said if subject not in within]


def _require_names(quads: Iterable[Quad]) -> None:
    """Raise RecordError where a node has no name."""
    for quad in quads:
        if BlankNode in (type(quad.subject), type(quad.object)) or isinstance(quad.object, Triple):
            raise RecordError(f"{quad}: what is published has names for all nodes; give the node an IRI")


def _name(node: Term) -> str:
    """The IRI of a node, or what stands for it in its document."""
    return str(node) if isinstance(node, BlankNode) else text_of(node)


def _is_part(quad: Quad, subject: str, parts: set[str]) -> bool:
    """Whether a quad tells of a part of its subject."""
    is_link = isinstance(quad.object, NamedNode) and quad.predicate.value != _TYPE
    return is_link and text_of(quad.object) in parts and text_of(quad.object).partition("#")[0] == subject


def _node(subject: str, said: Mapping[str, list[Quad]], parts: set[str], context: Context) -> Json:
    """A subject with its properties, and the parts that it has."""
    found: Json = {"id": _reference(subject, context)}
    values: dict[str, list[Any]] = defaultdict(list)
    for quad in said[subject]:
        predicate, target = quad.predicate.value, quad.object
        if predicate == _TYPE and isinstance(target, NamedNode):
            found.setdefault("type", []).append(_word(target.value, context))
        elif _is_part(quad, subject, parts):
            values[_key(predicate, target, context)[0]].append(_node(text_of(target), said, parts, context))
        else:
            key, way = _key(predicate, target, context)
            if way == "text":
                assert isinstance(target, Literal)
                _by_language(values, key, target)
            else:
                values[key].append(_value(target, way, context))
    for key in sorted(values, key=_rank):
        found[key] = values[key]
    return {key: _alone(value) for key, value in found.items()}


def _alone(value: Any) -> Any:
    """A value that is alone without its list, also in a map of languages."""
    if not isinstance(value, list) or len(value) > 1:
        return value
    only = value[0]
    return {language: _alone(texts) for language, texts in only.items()} if isinstance(only, _Texts) else only


def _rank(key: str) -> tuple[int, str]:
    first = (_LABEL, *_CONTENT)
    return (first.index(key), "") if key in first else (len(first), key)


def _by_language(values: dict[str, list[Any]], key: str, target: Literal) -> None:
    """Add a text under its language."""
    if not values[key]:
        values[key].append(_Texts())
    values[key][0].setdefault(target.language, []).append(target.value)


def _key(predicate: str, target: Term, context: Context) -> tuple[str, str]:
    """The key of a property for a value, and the way in which the value is written under it."""
    word = context.words.get(predicate)
    if word is None:
        return context.compact(predicate), "plain"
    if word.way == "text" and not (isinstance(target, Literal) and target.language):
        return context.compact(predicate), "plain"
    return word.name, word.way


def _value(target: Term, way: str, context: Context) -> object:
    """A value in the way of its property, or in full."""
    if isinstance(target, NamedNode | BlankNode):
        if way == "word" and target.value in context.words:
            return context.words[target.value].name
        named = _reference(_name(target), context)
        return named if way == "link" else {"id": named}
    assert isinstance(target, Literal)
    kind = target.datatype.value
    if target.language:
        return {"@value": target.value, "@language": target.language}
    if kind == XSD + "string":
        return target.value if way == "plain" else {"@value": target.value}
    if way == "day" and kind == XSD + "date":
        return target.value
    if way == "plain" and kind == XSD + "integer" and _INTEGER.fullmatch(target.value):
        return int(target.value)
    return {"@value": target.value, "@type": _word(kind, context)}


def _reference(iri: str, context: Context) -> str:
    """An IRI as it is written where things are linked: relative to the base, with a prefix, or whole."""
    local = iri.removeprefix(context.base)
    return local if local != iri and _RELATIVE.fullmatch(local) else context.compact(iri)


def _word(iri: str, context: Context) -> str:
    """An IRI as it is written where a word is expected."""
    return context.words[iri].name if iri in context.words else context.compact(iri)
