"""Changes of a record as a patch in Turtle, which any tool applies with two operations of SPARQL Update.

The vocabulary is that of change sets (http://purl.org/vocab/changeset/schema):
a cs:ChangeSet for each subject, with the statements to remove and to add, and
why. A patch is about the record as authors write it, all seed files together;
what the build adds follows from that.
"""

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, Triple

from kg.dumps.changes import Change, Changes, ValueChange
from kg.turtle import write
from kg.vocab import RDF, node

__all__ = ["APPLY", "patch"]

_CS = "http://purl.org/vocab/changeset/schema#"
_TYPE, _STATEMENT, _CHANGE_SET = (node(iri) for iri in (RDF + "type", RDF + "Statement", _CS + "ChangeSet"))
_SUBJECT_OF_CHANGE, _REASON, _REMOVAL, _ADDITION = (node(_CS + name) for name in ("subjectOfChange", "changeReason", "removal", "addition"))
_SUBJECT, _PREDICATE, _OBJECT = (node(RDF + name) for name in ("subject", "predicate", "object"))

APPLY = f"""PREFIX cs: <{_CS}>
PREFIX rdf: <{RDF}>

DELETE {{ ?s ?p ?o }}
WHERE {{ GRAPH ?patch {{ ?set cs:removal ?old . ?old rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }} ;
INSERT {{ ?s ?p ?o }}
WHERE {{ GRAPH ?patch {{ ?set cs:addition ?new . ?new rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }}
"""
"""The update that applies a patch, where the seed files are in the unnamed graph and the patch is in any other."""


def patch(changes: Changes, prefixes: Mapping[str, str]) -> str:
    """The patch that makes the record of the later version out of the earlier, as Turtle; terms of the ontology are no part of it."""
    told = [change for change in (*changes.claims, *changes.things) if change.values]
    return write((triple for number, change in enumerate(told, 1) for triple in _sets(change, number)), {**prefixes, "cs": _CS})


def _sets(change: Change, number: int) -> Iterator[Triple]:
    """The change sets of a claim or thing, one for it and one for each of its parts."""
    subjects = dict.fromkeys(value.subject for value in change.values)
    for part, subject in enumerate(subjects, 1):
        this = BlankNode(f"set-{number}-{part}")
        yield Triple(this, _TYPE, _CHANGE_SET)
        yield Triple(this, _SUBJECT_OF_CHANGE, node(subject))
        yield Triple(this, _REASON, Literal(change.kind))
        yield from _statements(this, [value for value in change.values if value.subject == subject])


def _statements(this: BlankNode, values: list[ValueChange]) -> Iterator[Triple]:
    """The statements that a change set removes and adds, after the links to all."""
    both = [(_REMOVAL, value, term) for value in values for term in value.old]
    both += [(_ADDITION, value, term) for value in values for term in value.new]
    named = [(link, BlankNode(f"{this.value}-{count}"), value, term) for count, (link, value, term) in enumerate(both, 1)]
    yield from (Triple(this, link, statement) for link, statement, _, _ in named)
    for _, statement, value, term in named:
        yield Triple(statement, _TYPE, _STATEMENT)
        yield Triple(statement, _SUBJECT, node(value.subject))
        yield Triple(statement, _PREDICATE, node(value.predicate))
        yield Triple(statement, _OBJECT, term)
