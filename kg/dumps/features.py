"""Events on a map, as GeoJSON (RFC 7946): coordinates only where a claim of the record gives them for the place of an event."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Store

from kg.dumps.publication import File, Publication
from kg.dumps.record import classes, labels, one, standing, things_of
from kg.terms import text_of
from kg.vocab import RDF, RDFS, attest, node

__all__ = ["features"]

_POINT = re.compile(r"\s*POINT\s*\(\s*(-?\d{1,3}(?:\.\d{1,15})?)\s+(-?\d{1,2}(?:\.\d{1,15})?)\s*\)\s*", re.IGNORECASE | re.ASCII)

Point = tuple[float, float]
_Told = Mapping[str, list["_Said"]]


class _Said(NamedTuple):
    """What one claim that stands says of a thing."""

    claim: str
    value: str
    affirmed: bool
    """Whether its first speaker commits to it and affirms it."""
    plain: dict[str, object]


def features(publication: Publication) -> File:
    """The events of a record; one without a known point has no geometry."""
    store, named = publication.store, labels(publication.store)
    places, days, points = (_told(store, name, named) for name in ("takesPlaceAt", "occursOn", "point"))
    found = [_feature(store, event, named, places, days, points) for event in things_of(store, "Event")]
    text = json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False, indent=1) + "\n"
    return File(
        "graphs/events.geojson", "application/geo+json", "Events, with the points of their places where claims give them", text.encode()
    )


def _feature(store: Store, event: str, named: Mapping[str, str], places: _Told, days: _Told, points: _Told) -> dict[str, object]:
    where = [said.value for said in places.get(event, []) if said.affirmed]
    known = [said for place in where for same in _one_with(store, place) for said in points.get(same, []) if said.affirmed]
    given = {said.claim: point for said in known if (point := _point(said.value)) is not None}
    return {
        "type": "Feature",
        "id": event,
        "geometry": _geometry(sorted(set(given.values()))),
        "properties": {
            "label": named.get(event, ""),
            "classes": classes(store, event),
            "places": [said.plain for said in places.get(event, [])],
            "days": [said.plain for said in days.get(event, [])],
            "point_claims": sorted(given),
        },
    }


def _geometry(found: list[Point]) -> dict[str, object] | None:
    if len(found) > 1:
        return {"type": "MultiPoint", "coordinates": found}
    return {"type": "Point", "coordinates": found[0]} if found else None


def _point(text: str) -> Point | None:
    """Longitude and latitude of a point in well-known text; None where it is none on the globe."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    longitude, latitude = float(match[1]), float(match[2])
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _told(store: Store, name: str, named: Mapping[str, str]) -> _Told:
    """What claims that stand say by a property or one below it, by subject."""
    told: dict[str, list[_Said]] = defaultdict(list)
    for predicate in sorted(text_of(quad.subject) for quad in store.quads_for_pattern(None, attest("specialises"), attest(name))):
        for claim in standing(store, node(predicate)):
            subject, said = _said(store, claim, named)
            told[subject].append(said)
    return told


def _said(store: Store, claim: str, named: Mapping[str, str]) -> tuple[str, _Said]:
    subject, value, stance, modality, says, edtf = (
        term.value if (term := one(store, claim, predicate)) is not None else ""
        for predicate in (
            node(RDF + "subject"),
            node(RDF + "object"),
            attest("stance"),
            attest("modality"),
            node(RDFS + "label"),
            attest("edtf"),
        )
    )
    affirmed = one(store, claim, attest("committedStance")) == attest("affirmed")
    plain: dict[str, object] = {"claim": claim, "says": says, "value": value, "label": named.get(value, "")}
    return subject, _Said(claim, value, affirmed, plain | {"stance": stance, "modality": modality, "when": edtf})


def _one_with(store: Store, place: str) -> Iterator[str]:
    """The place itself, and what the record takes it to be."""
    yield place
    yield from sorted({text_of(quad.object) for quad in store.quads_for_pattern(node(place), attest("oneWith"), None)} - {place})
