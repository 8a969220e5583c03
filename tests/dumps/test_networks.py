"""The network of backing and the map of events: what they tell is what claims say, and nothing else."""

import io
import json
import re
from typing import Any

import networkx
import pytest
from pyoxigraph import Literal, QuerySolutions

from kg.dumps.features import features
from kg.dumps.networks import network
from kg.dumps.publication import File, Publication
from kg.terms import text_of
from kg.vocab import ATTEST, RDF, attest, node
from tests.dumps.reading import added
from tests.kg.command import answered

BACKING = """PREFIX attest: <https://w3id.org/attest/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?claim ?s ?o {
  GRAPH ?order { ?p attest:specialises attest:backs }
  GRAPH ?claim {
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; attest:committedStance STANCE ; attest:recordedUntil ?until
    FILTER (STR(?until) = "9999-12-31")
  }
}"""


def graph_of(file: File) -> Any:
    return networkx.read_graphml(io.BytesIO(file.content))


def backing(publication: Publication, stance: str) -> set[tuple[str, str, str]]:
    rows = publication.store.query(BACKING.replace("STANCE", f"attest:{stance}"))
    assert isinstance(rows, QuerySolutions)
    return {(row["s"].value, row["o"].value, row["claim"].value) for row in rows}


def test_each_affirmed_claim_of_backing_stands_on_one_edge(either: Publication) -> None:
    graph = graph_of(network(either))
    told = {(s, o, claim) for s, o, edge in graph.edges(data=True) for claim in edge["for_claims"].split()}
    assert told == backing(either, "affirmed") != set()
    for _, _, edge in graph.edges(data=True):
        assert edge["for_count"] == len(edge["for_claims"].split())
        assert edge["for_count"] >= 1
        assert edge["origins"] + edge["unnamed_origins"] >= 1


def test_a_denial_stands_on_the_edge_that_it_denies(demo_publication: Publication) -> None:
    base = demo_publication.base
    edge = graph_of(network(demo_publication)).edges[f"{base}actor/alba", f"{base}actor/league"]
    assert edge["against_claims"] == f"{base}claim/lorries-2"
    assert (edge["against_count"], edge["kinds"]) == (1, f"{ATTEST}suppliesArmsTo")
    assert (edge["first_attested"], edge["last_attested"]) == ("2031-03-03", "2031-03-03")


def test_the_edges_are_the_rows_of_the_stored_question(shipped_publication: Publication) -> None:
    graph = graph_of(network(shipped_publication))
    rows = json.loads(answered("ask", "backed_by", "--exact", "--format", "json"))
    asked = {(row["backer_iri"], row["backed_iri"]): row for row in rows}
    assert asked.keys() == set(graph.edges)
    for ends, row in asked.items():
        edge = graph.edges[ends]
        assert (edge.get("first_attested"), edge.get("last_attested")) == (row["first_attested"] or None, row["last_attested"] or None)
        assert (edge["origins"], edge["unnamed_origins"], edge["for_count"]) == (row["origins"], row["unnamed_origins"], row["claims"])
    assert any("first_attested" not in edge for _, _, edge in graph.edges(data=True))


def test_the_nodes_are_actors_with_label_classes_and_sides(shipped_publication: Publication) -> None:
    nodes = graph_of(network(shipped_publication)).nodes
    base = shipped_publication.base
    assert nodes[f"{base}actor/haftar"] == {
        "label": "Khalifa Haftar",
        "classes": f"{ATTEST}Person",
        "sides": f"{base}side/haftar-side",
    }
    assert all(told["label"] and told["classes"] for told in nodes.values())


def test_a_name_with_what_xml_cannot_write_leaves_the_file_readable(demo_publication: Publication) -> None:
    base = demo_publication.base
    name = Literal(" <&\"']]>\u0001\u0000\ufffe\U0001f642\u202e", language="en")
    hostile = added(
        demo_publication, f"GRAPH <{base}graph/actors> {{ <{base}actor/alba> <http://www.w3.org/2000/01/rdf-schema#label> {name} }}"
    )
    label = graph_of(network(hostile)).nodes[f"{base}actor/alba"]["label"]
    assert label == " <&\"']]>\ufffd\ufffd\ufffd\U0001f642\u202e"


def collection(publication: Publication) -> list[dict[str, Any]]:
    plain = json.loads(features(publication).content, parse_constant=pytest.fail)
    assert plain["type"] == "FeatureCollection"
    return list(plain["features"])


def test_each_event_is_a_feature(shipped_publication: Publication) -> None:
    found = collection(shipped_publication)
    store = shipped_publication.store
    events = {
        quad.subject.value
        for quad in store
        if quad.graph_name == node(f"{shipped_publication.base}graph/events") and quad.predicate.value == RDF + "type"
    }
    assert sorted(feature["id"] for feature in found) == sorted(events)
    for feature in found:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"


def test_every_coordinate_stands_in_a_claim_about_the_place_of_the_event(shipped_publication: Publication) -> None:
    store, located = shipped_publication.store, 0
    for feature in collection(shipped_publication):
        if feature["geometry"] is None:
            assert feature["properties"]["point_claims"] == []
            continue
        located += 1
        points = feature["geometry"]["coordinates"]
        points = [points] if feature["geometry"]["type"] == "Point" else points
        places = {place["value"] for place in feature["properties"]["places"]}
        same = {text_of(quad.object) for place in places for quad in store.quads_for_pattern(node(place), attest("oneWith"), None)}
        given = [text_of(quad.object) for place in same for quad in store.quads_for_pattern(node(place), attest("point"), None)]
        assert {tuple(map(float, re.findall(r"-?[\d.]+", text))) for text in given} == {tuple(point) for point in points}
        assert len(feature["properties"]["point_claims"]) >= 1
    assert 0 < located < 93


PLACED = """PREFIX attest: <https://w3id.org/attest/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX claim: <https://example.org/demo/claim/>
PREFIX event: <https://example.org/demo/event/> PREFIX place: <https://example.org/demo/place/>
GRAPH <https://example.org/demo/graph/things> { event:fair a attest:Meeting }
GRAPH claim:x-1 { claim:x-1 rdf:subject event:fair ; rdf:predicate attest:takesPlaceAt ; rdf:object place:ford ;
  attest:committedStance attest:affirmed ; attest:recordedUntil "9999-12-31"^^xsd:date }
GRAPH claim:x-2 { claim:x-2 rdf:subject place:ford ; rdf:predicate attest:point ; rdf:object "POINT(13.18733 32.88743)" ;
  attest:committedStance attest:affirmed ; attest:recordedUntil "9999-12-31"^^xsd:date }
"""
POINT = "POINT(13.18733 32.88743)"
CHANGES = {
    "a point off the globe": (POINT, "POINT(181 0)"),
    "latitude first, off the globe": (POINT, "POINT(13 132)"),
    "a point in words": (POINT, "in the west"),
    "a point without a number": (POINT, "POINT(NaN Infinity)"),
    "a line": (POINT, "LINESTRING(13 32, 14 33)"),
    "a point that is denied": (
        'affirmed ; attest:recordedUntil "9999-12-31"^^xsd:date }\n\n',
        'denied ; attest:recordedUntil "9999-12-31"^^xsd:date }',
    ),
    "a point that was withdrawn": ('9999-12-31"^^xsd:date }\n\n', '2031-04-02"^^xsd:date }'),
    "an event that is denied to take place there": (
        "place:ford ;\n  attest:committedStance attest:affirmed",
        "place:ford ;\n  attest:committedStance attest:denied",
    ),
}


def geometry(publication: Publication, statements: str) -> object:
    found = {feature["id"]: feature["geometry"] for feature in collection(added(publication, statements))}
    return found["https://example.org/demo/event/fair"]


def test_an_event_stands_at_the_point_that_claims_give(demo_publication: Publication) -> None:
    assert geometry(demo_publication, PLACED) == {"type": "Point", "coordinates": [13.18733, 32.88743]}
    second = PLACED.replace("x-2", "x-4").replace(POINT, "POINT (-1.5 -2)")
    assert geometry(demo_publication, PLACED + second) == {"type": "MultiPoint", "coordinates": [[-1.5, -2], [13.18733, 32.88743]]}


@pytest.mark.parametrize("change", CHANGES)
def test_no_other_point_is_taken(demo_publication: Publication, change: str) -> None:
    old, new = CHANGES[change]
    text = PLACED + "\n"
    assert text.count(old) == 1
    assert geometry(demo_publication, text.replace(old, new)) is None
