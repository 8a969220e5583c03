"""What the ontology says of the order of its terms, closed and written out.

Portable queries cannot walk paths of any length alike everywhere, so the
build writes each step: which term stands below which (``specialises``,
``generalises``), which properties cannot hold together (``excludes``), which
moments end which states (``ends``) and which states have one holder for each
object, so that a later holder ends the earlier one's (``displaces``).
"""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.vocab import ATTEST, OWL, RDF, RDFS

__all__ = ["READ_OF_TERMS", "Hierarchy"]

_TERMS = {OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty")}
_STEPS = (RDFS + "subClassOf", RDFS + "subPropertyOf")
READ_OF_TERMS = (*_STEPS, RDF + "type", *(ATTEST + name for name in ("incompatibleWith", "endedBy", "exclusiveIn")))
"""The predicates of a term that its order is made of."""


class Hierarchy:
    """The closed order of the terms of an ontology."""

    def __init__(self, ontology: Iterable[Quad]) -> None:
        parents: dict[str, set[str]] = defaultdict(set)
        incompatible: set[tuple[str, str]] = set()
        ended_by: set[tuple[str, str]] = set()
        exclusive: set[tuple[str, str]] = set()
        terms: set[str] = set()
        for quad in ontology:
            predicate = quad.predicate.value
            if predicate not in READ_OF_TERMS or not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            subject, target = quad.subject.value, quad.object.value
            if predicate in _STEPS:
                parents[subject].add(target)
            elif predicate == RDF + "type" and target in _TERMS:
                terms.add(subject)
            elif predicate == ATTEST + "incompatibleWith":
                incompatible |= {(subject, target), (target, subject)}
            elif predicate == ATTEST + "endedBy":
                ended_by.add((target, subject))
            elif predicate == ATTEST + "exclusiveIn" and target == RDF + "object":
                exclusive.add((subject, subject))
        self.above = {term: _closure(term, parents) for term in sorted(terms | set(parents))}
        self.below: dict[str, set[str]] = defaultdict(set)
        for term, uppers in self.above.items():
            for upper in uppers:
                self.below[upper].add(term)
        self.excludes = self._inherited(incompatible)
        self.ends = self._inherited(ended_by)
        self.displaces = self._inherited(exclusive)

    def triples(self) -> list[tuple[str, str, str]]:
        """The whole order as (subject, local name of the predicate, object), sorted."""
        order = {(low, "specialises", high) for low, highs in self.above.items() for high in highs}
        order |= {(high, "generalises", low) for low, _, high in order}
        order |= {(left, "excludes", right) for left, right in self.excludes}
        order |= {(moment, "ends", state) for moment, state in self.ends}
        order |= {(later, "displaces", earlier) for later, earlier in self.displaces}
        return sorted(order)

    def bearing_on(self, roots: Iterable[str]) -> set[str]:
        """The properties whose claims can tell something of a property of the roots: for it, against it, or ending it."""
        asked = {low for root in roots for low in self.below.get(root, {root})}
        beside = self.excludes | self.ends | self.displaces
        return asked | {high for low in asked for high in self.above.get(low, ())} | {left for left, right in beside if right in asked}

    def _inherited(self, pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """The pairs with everything below either part: what holds of a property holds of narrower ones."""
        return {
            (low_left, low_right)
            for left, right in pairs
            for low_left in self.below.get(left, {left})
            for low_right in self.below.get(right, {right})
        }


def _closure(term: str, parents: dict[str, set[str]]) -> set[str]:
    """A term and all that stands above it; a cycle in the ontology ends the walk."""
    seen, waiting = {term}, [term]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return seen
