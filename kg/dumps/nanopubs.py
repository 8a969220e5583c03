"""Claims as nanopublications in TriG, one for each, with Trusty URIs; and back.

What a claim says is its assertion: its parts, stance and modality, its time,
what narrows it, and its bare content where it counts. Where it comes from is
the provenance: the chain, the source, the passages, the dating, the record.
The publication information has the record, its creator and licence, and the
day on which the claim became what it is: recorded, or no longer standing. It
has nothing of the release, so that a claim keeps its name from release to
release while its graph stays as it is, with what the build derives of it (its
origin, its rivals, when its source was issued). The day is written as the beginning of it in UTC, since
programs for nanopublications look for an ``xsd:dateTime``. They are not signed.

The files of a record have more than claims: things, sources, the ontology,
findings. These are no part of the nanopublications, so what is read back are
the graphs of the claims. Reading computes each code again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg.dumps.layout import trig
from kg.dumps.publication import File, Publication
from kg.dumps.quads import claim_graphs, in_graph, natural, parsed, prefixes
from kg.dumps.trusty import artifact_code
from kg.errors import InputError
from kg.terms import LAST_DAY, text_of
from kg.vocab import ATTEST, RDF, RDFS, SKOS, VOID, XSD, attest, node

__all__ = ["NAME", "alone", "named", "nanopublications", "read", "write"]

NAME = "rdf/nanopubs.trig.gz"

_NP, _NPX = "http://www.nanopub.org/nschema#", "http://purl.org/nanopub/x/"
_PROV, _DCTERMS = "http://www.w3.org/ns/prov#", "http://purl.org/dc/terms/"
_SPACES = {"np": _NP, "npx": _NPX, "prov": _PROV, "dcterms": _DCTERMS}
_TYPE, _LABEL, _NANOPUBLICATION = node(RDF + "type"), node(RDFS + "label"), node(_NP + "Nanopublication")
_DESCRIBES, _CREATED = node(_NPX + "describes"), node(_DCTERMS + "created")
_STOOD = (attest("recorded"), attest("recordedUntil"))
_GRAPHS = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}
_OF_ORIGIN = {ATTEST + "source": node(_PROV + "wasDerivedFrom"), ATTEST + "speaker": node(_PROV + "wasAttributedTo")}
_OF_RECORD = tuple(node(_DCTERMS + name) for name in ("creator", "license"))
_WHENCE = {SKOS + "editorialNote"} | {
    ATTEST + name
    for name in (
        *("hop", "alternativeHop", "passage", "source", "speaker", "origin", "originKind"),
        *("reason", "datingBasis", "datingNote", "knownFrom", "rival"),
        *("recorded", "recordedUntil", "withdrawn", "supersedes"),
    )
}
"""What is said of a claim that tells where it comes from; all else is what it says."""


def write(publication: Publication) -> list[File]:
    """The nanopublications of all claims, each so that it can be cut out and stand alone."""
    spaces = prefixes(publication)
    texts = [alone(name, quads, spaces) for name, quads in nanopublications(publication)]
    return [File(NAME, "application/trig", "The claims as nanopublications with Trusty URIs", "\n".join(texts).encode())]


def alone(name: str, quads: Iterable[Quad], spaces: Mapping[str, str]) -> str:
    """A nanopublication as a document of TriG, under the prefixes of its record."""
    return trig(quads, {**spaces, **_SPACES, "this": name, "sub": f"{name}#"})


def nanopublications(publication: Publication) -> Iterator[tuple[str, list[Quad]]]:
    """The nanopublication of each claim with its name, in the order of the claims."""
    claims: dict[str, list[Triple]] = defaultdict(list)
    for quad in claim_graphs(publication):
        claims[text_of(quad.graph_name)].append(quad.triple)
    shared = _of_all(publication)
    for claim in sorted(claims, key=natural):
        unnamed = f"{publication.base}np/{sha256(claim.encode()).hexdigest()}"
        code = artifact_code(_quads(unnamed, claim, claims[claim], shared), unnamed)
        name = f"{publication.base}np/{code}"
        yield name, _quads(name, claim, claims[claim], shared)


def read(files: Mapping[str, bytes]) -> set[Quad]:
    """The graphs of the claims in a file of nanopublications; raises InputError where one is not whole or not what its name says."""
    return {quad for file, content in files.items() for name, own in named(file, content) for quad in _claim(file, name, own)}


def named(file: str, content: bytes) -> Iterator[tuple[str, list[Quad]]]:
    """The nanopublications in a file by their names; raises InputError where one is not what its name says."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in parsed(file, content, RdfFormat.TRIG):
        found[text_of(quad.graph_name).partition("#")[0]].append(quad)
    for name, own in found.items():
        if artifact_code(own, name) != name.rpartition("/")[2]:
            raise InputError(f"{file}: <{name}> is not what its name says; get the file again")
        yield name, own


def _of_all(publication: Publication) -> list[tuple[NamedNode, NamedNode | Literal]]:
    """What is said of every nanopublication of a record."""
    found: list[tuple[NamedNode, NamedNode | Literal]] = [
        (node(_DCTERMS + "isPartOf"), node(publication.base)),
        (node(_NPX + "hasNanopubType"), attest("Claim")),
    ]
    record = node(f"{publication.base}graph/record")
    described = [quad.subject for quad in publication.store.quads_for_pattern(None, node(VOID + "uriSpace"), None, record)]
    for subject in described:
        for predicate in _OF_RECORD:
            values = (quad.object for quad in publication.store.quads_for_pattern(subject, predicate, None, record))
            found += [(predicate, value) for value in values if isinstance(value, NamedNode | Literal)]
    return found


def _quads(name: str, claim: str, triples: Sequence[Triple], shared: Iterable[tuple[NamedNode, NamedNode | Literal]]) -> list[Quad]:
    """The four graphs of a nanopublication under a name."""
    this, head = node(name), node(f"{name}#Head")
    assertion, provenance, pubinfo = (node(f"{name}#{part}") for part in _GRAPHS)
    quads = [Quad(this, _TYPE, _NANOPUBLICATION, head), Quad(this, _DESCRIBES, node(claim), pubinfo)]
    quads += [Quad(this, node(_NP + link), node(f"{name}#{part}"), head) for part, link in _GRAPHS.items()]
    quads += [Quad(this, predicate, value, pubinfo) for predicate, value in [*shared, *_became(triples)]]
    for triple in triples:
        subject, predicate = text_of(triple.subject), triple.predicate.value
        whence = subject.startswith(f"{claim}#") or (subject == claim and predicate in _WHENCE)
        quads.append(in_graph(triple, provenance if whence else assertion))
        if subject == claim and predicate in _OF_ORIGIN:
            quads.append(Quad(assertion, _OF_ORIGIN[predicate], triple.object, provenance))
        if subject == claim and triple.predicate == _LABEL:
            quads.append(Quad(this, _LABEL, triple.object, pubinfo))
    return quads


def _became(triples: Sequence[Triple]) -> Iterator[tuple[NamedNode, Literal]]:
    """When a claim became what it is, where it says."""
    days = {text_of(triple.object) for triple in triples if triple.predicate in _STOOD} - {LAST_DAY}
    if days:
        yield _CREATED, Literal(f"{max(days)}T00:00:00+00:00", datatype=node(XSD + "dateTime"))


def _claim(file: str, name: str, quads: list[Quad]) -> Iterator[Quad]:
    """What a nanopublication says of its claim, in the graph of this."""
    described = [quad.object for quad in quads if quad.subject == node(name) and quad.predicate == _DESCRIBES]
    if len(described) != 1 or not isinstance(described[0], NamedNode):
        raise InputError(f"{file}: <{name}> does not tell which claim it describes; it is no nanopublication of a claim")
    for quad in quads:
        if text_of(quad.subject).partition("#")[0] != name:
            yield in_graph(quad.triple, described[0])
