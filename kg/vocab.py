"""The IRIs that the jobs name, as strings and as nodes of the engine."""

from pyoxigraph import NamedNode

__all__ = ["ATTEST", "OA_END", "OA_START", "OWL", "RDF", "RDFS", "RDF_LANG_STRING", "SKOS", "VOID", "XSD", "attest", "node"]

ATTEST = "https://w3id.org/attest/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOID = "http://rdfs.org/ns/void#"
OA_START = "http://www.w3.org/ns/oa#start"
OA_END = "http://www.w3.org/ns/oa#end"
RDF_LANG_STRING = RDF + "langString"

_NODES: dict[str, NamedNode] = {}


def node(iri: str) -> NamedNode:
    """The engine's node for an IRI, made once."""
    found = _NODES.get(iri)
    if found is None:
        found = _NODES[iri] = NamedNode(iri)
    return found


def attest(name: str) -> NamedNode:
    """The node of a term of the ontology, by its local name."""
    return node(ATTEST + name)
