"""Claims as nanopublications: valid for the library of others, named by what they say, and read back as the graphs of claims."""

from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from nanopub.nanopub import Nanopub
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.catalog import open_catalog
from kg.dumps import nanopubs
from kg.dumps.publication import Publication, publication
from kg.dumps.quads import claim_graphs, parsed, rdfc10
from kg.dumps.trusty import artifact_code
from kg.errors import InputError, RecordError
from kg.vocab import ATTEST, RDF, RDFS, XSD
from tests.conftest import DEMO
from tests.dumps.generated import BASE, publications, published

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NP, PROV, DCTERMS = "http://www.nanopub.org/nschema#", "http://www.w3.org/ns/prov#", "http://purl.org/dc/terms/"
CLAIM = NamedNode(f"{BASE}claim/lorries-1")
EVERY = 40


@pytest.fixture(scope="module")
def demo() -> Publication:
    return publication(open_catalog(DEMO / "graph"), "1.0.0", "2031-05-01")


def described(demo: Publication) -> dict[str, list[Quad]]:
    """The quads of each nanopublication, by the local name of its claim."""
    found = {}
    for _, quads in nanopubs.nanopublications(demo):
        (claim,) = [quad.object for quad in quads if quad.predicate.value.endswith("x/describes")]
        assert isinstance(claim, NamedNode)
        found[claim.value.rpartition("/")[2]] = quads
    return found


def in_part(quads: list[Quad], part: str) -> set[tuple[str, str, str]]:
    """The triples of one graph of a nanopublication, as text; the nanopublication is named by a dot."""
    name = quads[0].subject
    assert isinstance(name, NamedNode)
    return {
        tuple(str(getattr(term, "value", term)).replace(name.value, ".") for term in quad.triple)  # type: ignore[misc]
        for quad in quads
        if quad.graph_name == NamedNode(f"{name.value}#{part}")
    }


def require_valid(name: str, quads: list[Quad], path: Path) -> None:
    """Hand a nanopublication to the library as a file, and ask it for all that it can check without a key or a network."""
    path.write_bytes(serialize(quads, format=RdfFormat.TRIG) or b"")
    found = Nanopub(rdf=path)
    assert found.is_valid
    assert found.has_valid_trusty
    assert str(found.source_uri) == name


def test_the_library_takes_every_nanopublication_of_the_demo(demo: Publication, tmp_path: Path) -> None:
    found = list(nanopubs.nanopublications(demo))
    assert len(found) == len({quad.graph_name for quad in claim_graphs(demo)}) == 8
    for name, quads in found:
        require_valid(name, quads, tmp_path / "one.trig")


def test_the_library_takes_nanopublications_of_the_shipped_record(tmp_path: Path) -> None:
    found = list(nanopubs.nanopublications(publication(open_catalog(), "1.0.0", "2026-11-21")))
    assert len(found) > 800
    for name, quads in found[::EVERY]:
        require_valid(name, quads, tmp_path / "one.trig")


@given(source=publications())
@QUICK
def test_the_library_takes_generated_nanopublications(source: Publication, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("nanopub") / "one.trig"
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False  # it would rewrite dates and numbers that are not canonical, and hash what was not there
    try:
        for name, quads in nanopubs.nanopublications(source):
            require_valid(name, quads, path)
    finally:
        rdflib.NORMALIZE_LITERALS = before


def test_the_library_refuses_what_was_changed(demo: Publication, tmp_path: Path) -> None:
    name, quads = next(nanopubs.nanopublications(demo))
    changed = [
        Quad(quad.subject, quad.predicate, Literal("2"), quad.graph_name) if quad.predicate.value == RDFS + "label" else quad
        for quad in quads
    ]
    assert changed != quads
    with pytest.raises(ValueError, match="not valid"):
        require_valid(name, changed, tmp_path / "one.trig")


def test_a_nanopublication_cut_out_of_the_file_stands_alone(demo: Publication, tmp_path: Path) -> None:
    (file,) = nanopubs.write(demo)
    blocks = [f"PREFIX actor:{block}" for block in file.content.decode().split("PREFIX actor:")[1:]]
    names = [name for name, _ in nanopubs.nanopublications(demo)]
    assert len(blocks) == len(names)
    for name, block in list(zip(names, blocks, strict=True))[:3]:
        path = tmp_path / "one.trig"
        path.write_text(block, encoding="utf-8")
        found = Nanopub(rdf=path)
        assert (str(found.source_uri), found.has_valid_trusty) == (name, True)


def test_what_a_claim_says_is_apart_from_where_it_comes_from(demo: Publication) -> None:
    quads = described(demo)["lorries-1"]
    claim, actor, source = f"{demo.base}claim/lorries-1", f"{demo.base}actor/", f"{demo.base}source/lorries"
    head, assertion, provenance, pubinfo = (in_part(quads, part) for part in ("Head", "assertion", "provenance", "pubinfo"))
    assert head == {
        (".", f"{RDF}type", f"{NP}Nanopublication"),
        (".", f"{NP}hasAssertion", ".#assertion"),
        (".", f"{NP}hasProvenance", ".#provenance"),
        (".", f"{NP}hasPublicationInfo", ".#pubinfo"),
    }
    assert (f"{actor}alba", f"{ATTEST}suppliesArmsTo", f"{actor}league") in assertion
    assert {(claim, f"{RDF}subject", f"{actor}alba"), (claim, f"{ATTEST}stance", f"{ATTEST}affirmed")} <= assertion
    assert (".#assertion", f"{PROV}wasAttributedTo", f"{actor}ada-birch") in provenance
    assert (".#assertion", f"{PROV}wasDerivedFrom", source) in provenance
    assert {(f"{claim}#hop-1", f"{ATTEST}agent", f"{actor}gazette"), (claim, f"{ATTEST}recorded", "2031-04-01")} <= provenance
    assert (".", f"{DCTERMS}created", "2031-04-01T00:00:00+00:00") in pubinfo
    assert (".", f"{DCTERMS}license", "https://creativecommons.org/licenses/by/4.0/") in pubinfo
    assert {subject for subject, _, _ in pubinfo} == {"."}


def test_what_is_denied_is_never_asserted(demo: Publication) -> None:
    assertion = in_part(described(demo)["lorries-2"], "assertion")
    assert (f"{demo.base}claim/lorries-2", f"{ATTEST}stance", f"{ATTEST}denied") in assertion
    assert {subject for subject, _, _ in assertion} == {f"{demo.base}claim/lorries-2"}


def names(source: Publication) -> dict[str, str]:
    """The name of each nanopublication by the claim that it describes."""
    found = {}
    for name, quads in nanopubs.nanopublications(source):
        (claim,) = (str(quad.object) for quad in quads if quad.predicate.value.endswith("describes"))
        found[claim] = name
    return found


def test_a_claim_keeps_its_name_from_release_to_release_while_it_is_as_it_was(demo: Publication) -> None:
    before = names(demo)
    assert all(name.startswith(f"{demo.base}np/RA") and len(name) == len(f"{demo.base}np/RA") + 43 for name in before.values())
    assert len(set(before.values())) == len(before)
    assert names(demo._replace(version="1.0.1", day="2031-05-02")) == before
    changed = Store()
    changed.extend(demo.store)
    claim = NamedNode(f"{demo.base}claim/lorries-2")
    changed.add(Quad(claim, NamedNode(f"{ATTEST}editorialNote"), Literal("read again"), claim))
    after = names(demo._replace(store=changed))
    assert {claim for claim, name in after.items() if before[claim] != name} == {str(claim)}


def test_the_day_of_a_nanopublication_is_that_on_which_the_claim_became_what_it_is(demo: Publication) -> None:
    claim = NamedNode(f"{demo.base}claim/lorries-2")
    ended = Store()
    ended.extend(quad for quad in demo.store if (quad.subject, quad.predicate.value) != (claim, f"{ATTEST}recordedUntil"))
    ended.add(Quad(claim, NamedNode(f"{ATTEST}recordedUntil"), Literal("2031-06-01", datatype=NamedNode(f"{XSD}date")), claim))
    days = [
        quad.object.value
        for source in (demo, demo._replace(store=ended))
        for name, quads in nanopubs.nanopublications(source)
        for quad in quads
        if name == names(source)[str(claim)] and quad.predicate.value.endswith("created") and isinstance(quad.object, Literal)
    ]
    assert days == ["2031-04-01T00:00:00+00:00", "2031-06-01T00:00:00+00:00"]


def test_the_code_is_that_of_a_hash_written_out_by_hand() -> None:
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    name = "https://example.org/np/RAx"
    integer = NamedNode(XSD + "integer")
    objects: list[NamedNode | Literal] = [
        NamedNode("https://example.org/z"),
        Literal("a\\b\nc"),
        Literal("b", language="en"),
        Literal("b"),
        Literal("b", datatype=integer),
        Literal("b", datatype=NamedNode("a:type")),
        NamedNode(name),
    ]
    quads = [Quad(NamedNode(name), NamedNode("urn:p:1"), target, NamedNode(f"{name}#g")) for target in objects]
    start = "https://example.org/np/ #g\nhttps://example.org/np/ \nurn:p:1\n"
    wanted = [
        "https://example.org/np/ ",
        "https://example.org/z",
        f"^{XSD}string a\\\\b\\nc",
        "@en b",
        "^a:type b",
        f"^{XSD}integer b",
        f"^{XSD}string b",
    ]
    hashed = "".join(f"{start}{line}\n" for line in wanted)
    assert artifact_code(quads, name) == "RA" + urlsafe_b64encode(sha256(hashed.encode()).digest()).decode().rstrip("=")


def test_what_was_changed_is_not_read(demo: Publication) -> None:
    (file,) = nanopubs.write(demo)
    changed = file.content.replace(b"Alba supplies the League with lorries.", b"Alba supplies the League with tanks.", 1)
    assert changed != file.content
    with pytest.raises(InputError, match="is not what its name says"):
        nanopubs.read({file.name: changed})


def test_a_nanopublication_that_lacks_a_graph_is_not_read(demo: Publication) -> None:
    (file,) = nanopubs.write(demo)
    quads = parsed(file.name, file.content, RdfFormat.TRIG)
    one = str(quads[0].graph_name)
    without = [quad for quad in quads if str(quad.graph_name) != one]
    with pytest.raises(InputError, match="is not what its name says"):
        nanopubs.read({file.name: serialize(without, format=RdfFormat.TRIG) or b""})


def test_a_nanopublication_that_describes_no_claim_is_not_read() -> None:
    name = f"{BASE}np/x"
    code = artifact_code([Quad(NamedNode(name), CLAIM, CLAIM, NamedNode(f"{name}#Head"))], name)
    whole = f"<{BASE}np/{code}#Head> {{ <{BASE}np/{code}> {CLAIM} {CLAIM} }}"
    with pytest.raises(InputError, match="which claim it describes"):
        nanopubs.read({nanopubs.NAME: whole.encode()})


@pytest.mark.parametrize(
    "content", [b"<urn:a:b> <urn:a:c> <urn:a:d> .", b"<urn:a:g> { <urn:a:b> <urn:a:c> <urn:a:d> }", b"_:x { <urn:a:b> <urn:a:c> [] }"]
)
def test_what_is_no_nanopublication_is_not_read(content: bytes) -> None:
    with pytest.raises(InputError):
        nanopubs.read({nanopubs.NAME: content})


def test_nodes_without_a_name_are_refused() -> None:
    with pytest.raises(RecordError, match="give the node an IRI"):
        nanopubs.write(published([Quad(CLAIM, NamedNode("urn:a:b"), BlankNode("x"), CLAIM)]))


def test_only_graphs_of_claims_are_read_back(demo: Publication) -> None:
    (file,) = nanopubs.write(demo)
    found = nanopubs.read({file.name: file.content})
    assert rdfc10(found) == rdfc10(claim_graphs(demo)) != rdfc10(demo.store)
