"""Who backs Haftar's side on 10 July 2020, asked of the same files by rdflib alone: what a script without kg would do."""

from pathlib import Path

from rdflib import Graph

QUERY = """
PREFIX attest: <https://w3id.org/attest/ontology#>
PREFIX actor: <https://w3id.org/attest/libya/actor/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?label (MIN(?begun) AS ?first) (MAX(?until) AS ?last) (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?kind rdfs:subPropertyOf* attest:backs .
  ?sideClaim rdf:predicate attest:side ; rdf:subject actor:haftar ; rdf:object ?side .
  ?memberClaim rdf:predicate attest:side ; rdf:subject ?member ; rdf:object ?side .
  ?claim rdf:predicate ?kind ; rdf:object ?member ; rdf:subject ?backer ; attest:stance attest:affirmed ; attest:modality ?modality .
  ?modality attest:commits attest:counts .
  ?backer rdfs:label ?label .
  OPTIONAL { ?claim attest:beginsNotAfter ?begun }
  OPTIONAL { ?claim attest:endsNotBefore ?until }
  FILTER (!BOUND(?begun) || ?begun <= "2020-07-10"^^xsd:date)
}
GROUP BY ?label
ORDER BY ?label
"""


def main() -> None:
    """Print a row for each backer."""
    graph = Graph()
    repository = Path(__file__).parent.parent
    for path in [*repository.glob("ontology/*.ttl"), *repository.glob("seeds/*.ttl")]:
        graph.parse(path)
    for row in graph.query(QUERY):
        print(*row, sep="\t")  # type: ignore[misc]


if __name__ == "__main__":
    main()
