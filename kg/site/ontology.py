"""What the pages of the ontology tell: of each term its definition, its axioms and examples from the record."""

from collections import defaultdict

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.site.claims import claim_row
from kg.site.facts import Facts, Term
from kg.terms import text_of
from kg.vocab import ATTEST, OWL, RDF, RDFS, SKOS

__all__ = ["ontology_triples", "ontology_values", "term_values"]

_EXAMPLES = 5
_CHARACTERS = {
    "IrreflexiveProperty": "irreflexive: nothing stands in it to itself",
    "SymmetricProperty": "symmetric: it holds in both directions",
    "AsymmetricProperty": "asymmetric: it never holds in both directions",
    "TransitiveProperty": "transitive: it leads on from step to step",
    "FunctionalProperty": "functional: one value at most",
    "InverseFunctionalProperty": "inverse functional: one subject at most for each value",
}
_AXIOMS = {
    RDFS + "subClassOf": "is a kind of",
    RDFS + "subPropertyOf": "is narrower than",
    RDFS + "domain": "domain",
    ATTEST + "domainNote": "why there is no domain",
    RDFS + "range": "range",
    ATTEST + "rangeNote": "why there is no range",
    OWL + "inverseOf": "inverse of",
    OWL + "equivalentClass": "the same class as",
    OWL + "equivalentProperty": "the same property as",
    OWL + "disjointWith": "shares no member with",
    OWL + "propertyDisjointWith": "never holds together with",
    ATTEST + "nature": "nature",
    ATTEST + "exclusiveIn": "has one holder for each",
    ATTEST + "incompatibleWith": "is incompatible with",
    ATTEST + "endedBy": "is ended by",
    ATTEST + "commits": "in as-of answers it",
    SKOS + "inScheme": "scheme",
    SKOS + "broader": "broader concept",
    SKOS + "scopeNote": "note",
    SKOS + "editorialNote": "editors' note",
}
_BELOW = {RDFS + "subClassOf": "kinds of it", RDFS + "subPropertyOf": "narrower properties", SKOS + "inScheme": "concepts of the scheme"}


def term_values(facts: Facts, term: str) -> dict[str, object]:
    """What the page of a term shows."""
    sort = facts.sorts[term]
    return {
        "sort": sort,
        "definition": facts.value(term, SKOS + "definition"),
        "types": [value.value for value in facts.values(term, RDF + "type")],
        "axioms": axioms(facts, term),
        "below": _below(facts, term),
        "disjoint": _disjoint(facts, term),
        "alignments": _grouped(facts.alignments.get(term, [])),
        **_uses(facts, term, sort),
    }


def ontology_values(facts: Facts) -> dict[str, object]:
    """What the page of the ontology shows: its header, and its terms by their sort."""
    sorts: dict[str, list[str]] = defaultdict(list)
    for term, sort in facts.sorts.items():
        sorts[sort if sort != "property" else _group(facts, term)].append(term)
    told = {term: (facts.value(term, SKOS + "definition"), axioms(facts, term), _below(facts, term)) for term in facts.sorts}
    header = [(name, values) for name, values in facts.stated.get(facts.ontology, {}).items()]
    return {"header": header, "sorts": [(title, sorts[sort]) for sort, title in _GROUPS.items() if sorts[sort]], "told": told}


def ontology_triples(facts: Facts) -> list[Triple]:
    """The whole ontology with its lists, whose nodes are named in the order of the files."""
    names: dict[str, BlankNode] = {}

    def named(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal | Triple:
        return names.setdefault(term.value, BlankNode(f"b{len(names):04}")) if isinstance(term, BlankNode) else term

    return [_renamed(quad, named(quad.subject), named(quad.object)) for quad in facts.axioms]


def axioms(facts: Facts, term: str) -> list[tuple[str, list[Term]]]:
    """What the ontology says of a term, in the words of a reader."""
    told: list[tuple[str, list[Term]]] = [(word, values) for name, word in _AXIOMS.items() if (values := facts.values(term, name))]
    kinds = [value.value.removeprefix(OWL) for value in facts.values(term, RDF + "type")]
    character: list[Term] = [Literal(_CHARACTERS[kind], language="en") for kind in kinds if kind in _CHARACTERS]
    return [*told, ("character", character)] if character else told


_GROUPS = {
    "class": "Classes",
    "state": "Properties: states",
    "moment": "Properties: moments",
    "figure": "Properties: figures",
    "property": "Properties: the parts of claims, sources and findings",
    "scheme": "Schemes of concepts",
    "concept": "Concepts",
}


def _group(facts: Facts, term: str) -> str:
    nature = facts.text(term, ATTEST + "nature").removeprefix(ATTEST)
    return nature if nature in _GROUPS else "property"


def _below(facts: Facts, term: str) -> list[tuple[str, list[str]]]:
    """What stands right below a term."""
    return [(word, found) for name, word in _BELOW.items() if (found := facts.pointing[term][name])]


def _grouped(pairs: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Links to other vocabularies by their kind."""
    return [(name, [other for kind, other in pairs if kind == name]) for name in dict.fromkeys(kind for kind, _ in pairs)]


def _uses(facts: Facts, term: str, sort: str) -> dict[str, object]:
    """How often the record uses a term, and where for example: claims of a property, members of a class, subjects of others."""
    claims = facts.pointing[term][RDF + "predicate"]
    if sort == "class":
        members = [iri for iri in facts.pointing[term][RDF + "type"] if not iri.startswith(facts.ontology)]
        return {"used": len(members), "things": members[:_EXAMPLES], "examples": []}
    if claims:
        claims = [claim for claim in claims if facts.is_a(claim, "Claim")]
        return {"used": len(claims), "things": [], "examples": [claim_row(facts, claim) for claim in claims[:_EXAMPLES]]}
    subjects = facts.subjects_of(term) if sort == "property" else facts.pointed_from(term)
    return {"used": len(subjects), "things": subjects[:_EXAMPLES], "examples": []}


def _disjoint(facts: Facts, term: str) -> list[str]:
    """The classes that share no member with a class, by the lists of the ontology."""
    rest = {text_of(q.subject): text_of(q.object) for q in facts.axioms if q.predicate.value == RDF + "rest"}
    first = {text_of(q.subject): text_of(q.object) for q in facts.axioms if q.predicate.value == RDF + "first"}
    found: set[str] = set()
    for quad in facts.axioms:
        if quad.predicate.value == OWL + "members":
            members, at = [], text_of(quad.object)
            while at in first and first[at] not in members:
                members.append(first[at])
                at = rest.get(at, "")
            found |= set(members) if term in members else set()
    return sorted(found - {term})


def _renamed(quad: Quad, subject: object, target: object) -> Triple:
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(target, NamedNode | BlankNode | Literal)
    return Triple(subject, quad.predicate, target)
