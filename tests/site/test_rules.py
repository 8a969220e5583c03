"""Each IRI leads to the form that is asked for, in Apache httpd, on the server of the site and on that of the IRIs."""

import gzip
import http.client
import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pytest
from nanopub.nanopub import Nanopub
from rdflib import DCAT, DCTERMS, Graph

from kg.dumps import nanopubs
from kg.site.addresses import FORMS, Addresses
from kg.site.releases import read_releases
from kg.site.rules import rules
from tests.kg.command import DEMO, run
from tests.ontology.test_foops import AWAITED, CHECKS, ONTOLOGY, Published
from tests.site.conftest import Made
from tests.site.reading import read_site
from tests.site.test_pages import addresses, named
from tests.site.tools import httpd

SITE = "/at/some/path/"
ROOT = "https://w3id.org/attest/"
ACCEPT = {
    "": "html",
    "*/*": "html",
    "text/html": "html",
    "text/turtle": "ttl",
    "Text/Turtle": "ttl",
    "text/turtle; charset=utf-8": "ttl",
    "text/turtles": "html",
    "x-text/turtle": "html",
    "application/ld+json": "jsonld",
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"': "jsonld",
    'application/ld+json;profile="a, text/turtle;q=1, \\", b"; q=0.3': "jsonld",
    "text/turtle, text/html;q=0.5": "ttl",
    "text/html;q=0.5, application/ld+json": "jsonld",
    "text/html, text/turtle;q=0.9": "html",
    "text/turtle;q=0.5, text/html;q=0.9": "html",
    "text/html;q=0.1, text/turtle": "ttl",
    "text/html;q=0.1, text/turtle;q=0.2, application/ld+json;q=0.3": "jsonld",
    "text/html;q=0.3, text/turtle;q=0.2, application/ld+json;q=0.1": "html",
    "text/html;q=0.80, text/turtle;q=0.85": "ttl",
    "text/html;q=0.85, text/turtle;q=0.8": "html",
    "text/html;q=0.999, text/turtle;q=1": "ttl",
    "text/html;q=0.5, text/turtle;q=0.500": "html",
    "text/turtle;q=0.5, text/html;q=0.50": "html",
    "text/html ; q=0.05 , text/turtle ; Q=0.1": "ttl",
    "text/html\t;\tq=0.2,text/turtle;q=0.3": "ttl",
    "text/html;level=1;q=0.2;ext=1, text/turtle;q=0.1": "html",
    "text/turtle, text/html": "html",
    "text/turtle, */*": "ttl",
    "text/turtle;q=0.8, */*;q=0.8": "ttl",
    "text/turtle;q=0.7, */*;q=0.8": "html",
    "application/*": "jsonld",
    "text/*": "html",
    "text/*;q=0.3, application/ld+json;q=0.4": "jsonld",
    "text/*, text/html;q=0.1": "ttl",
    "text/turtle;q=0, text/html;q=0.1": "html",
    "text/turtle;q=0": "html",
    "text/turtle;q=0.000, */*;q=0.1": "html",
    "text/html;q=0, */*": "ttl",
    "text/html;q=0, text/turtle;q=0, */*": "jsonld",
    "text/html;q=0": "html",
    "*/*;q=0": "html",
    "application/ld+json;q=0.0, text/turtle;q=0.4": "ttl",
    "text/turtle;q=2, text/html;q=0.1": "html",
    "text/turtle;q=10, application/ld+json;q=0.1": "jsonld",
    "text/turtle;q=": "html",
    ", ,text/turtle,": "ttl",
    '"text/turtle': "html",
    "image/png": "html",
    # what curl, browsers, rdflib, Jena, the OWL API, PyLD and crawlers send
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8": "html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7": "html",
    "text/html, application/xhtml+xml, image/jxr, */*": "html",
    "text/turtle, application/x-turtle;q=0.9, */*;q=0.1": "ttl",
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3": "ttl",
    "application/rdf+xml;q=0.9, text/turtle;q=0.8, */*;q=0.1": "ttl",
    "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09": "html",
    "application/ld+json;profile=http://www.w3.org/ns/json-ld#context, application/json;q=0.5, text/html;q=0.8": "jsonld",
}


class Server(NamedTuple):
    """A running server, and the site that it holds."""

    host: str
    made: Made

    def ask(self, path: str, accept: str = "") -> tuple[int, str, str, bytes]:
        """The status, the place that is named instead, the media type, and the body of an answer."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.request("GET", quote(path, safe="/%=?&()!'*,;:@~$+"), headers={"Accept": accept} if accept else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        location = urlsplit(answer.headers.get("Location", ""))
        return answer.status, location.path, answer.headers.get("Content-Type", ""), body


def serve(made: Made, named: str = "") -> Iterator[Server]:
    """A site on a server; ``named`` are the rules for its IRIs, where the site has none of its own."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        shutil.copytree(made.site.folder, root / "htdocs" / SITE.strip("/"))
        (root / "htdocs" / "attest").mkdir()
        if "w3id.htaccess" in made.site.files:
            named = (made.site.folder / "w3id.htaccess").read_text(encoding="utf-8")
        (root / "htdocs" / "attest" / ".htaccess").write_text(named, encoding="utf-8")
        with httpd(root) as address:
            yield Server(urlsplit(address).netloc, made)


@pytest.fixture(scope="module")
def shipped(shipped_site: Made) -> Iterator[Server]:
    """The site of the shipped record on a server, and the rules for its IRIs beside it."""
    yield from serve(shipped_site)


@pytest.fixture(scope="module")
def hostile(hostile_site: Made) -> Iterator[Server]:
    """The site of a record with odd IRIs on a server."""
    yield from serve(hostile_site)


@pytest.fixture(scope="module")
def released(demo_site: Made, releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site of the invented record with its releases on a server, and rules for its IRIs, as if they began there."""
    folder = tmp_path_factory.mktemp("released") / "site"
    assert run("site", folder, "--graph", DEMO / "graph", "--releases", releases).code == 0
    where = Addresses(f"{ROOT}demo/", f"{ROOT}ontology", {})
    yield from serve(
        demo_site._replace(site=read_site(folder)), rules(where, [], read_releases(releases, demo_site.facts.base), root=ROOT, site=SITE)
    )


def test_each_iri_of_the_record_leads_to_its_files(shipped: Server) -> None:
    where = addresses(shipped.made)
    forms = itertools.cycle(FORMS.items())
    iris = sorted(iri for iri in named(shipped.made) if "#" not in iri)
    assert len(iris) > 1000
    for iri, (ending, media_type) in zip(iris, forms, strict=False):
        status, place, _, _ = shipped.ask(f"/attest/{iri.removeprefix(ROOT)}", media_type)
        assert (status, place) == (303, f"{SITE}{where.stem(iri)}.{ending}"), iri


@pytest.mark.parametrize("accept", ACCEPT)
@pytest.mark.parametrize("path", ["/attest/libya/actor/haftar", SITE + "actor/haftar"])
def test_the_header_chooses_the_form(shipped: Server, path: str, accept: str) -> None:
    status, place, _, _ = shipped.ask(path, accept)
    assert (status, place) == (303, f"{SITE}actor/haftar.{ACCEPT[accept]}")


@pytest.mark.parametrize("path", ["ontology", "ontology/", "ontology/0.1.0"])
def test_the_ontology_and_its_versions_lead_to_its_documents(shipped: Server, path: str) -> None:
    for ending, media_type in FORMS.items():
        for start in ("/attest/", SITE):
            assert shipped.ask(start + path, media_type)[:2] == (303, f"{SITE}ontology.{ending}")


def test_the_ontology_as_it_is_served_passes_the_tests_of_foops(shipped: Server) -> None:
    status, place, _, _ = shipped.ask("/attest/ontology", "text/turtle")
    served = Published(ONTOLOGY, Graph().parse(data=shipped.ask(place)[3], format="turtle"))
    assert status == 303
    assert {name: lacking for name, check in CHECKS.items() if (lacking := check(served))} == AWAITED
    untitled = Graph() + served.graph
    untitled.remove((None, DCTERMS.title, None))
    assert CHECKS["OM1"](served._replace(graph=untitled)) == {"title"}


@pytest.mark.parametrize("start", ["/attest/", SITE])
def test_the_logo_of_the_ontology_is_served(shipped: Server, start: str) -> None:
    status, place, media_type, body = shipped.ask(f"{start}ontology/logo.svg", "text/html")
    if start != SITE:
        assert (status, place) == (302, f"{SITE}ontology/logo.svg")
        _, _, media_type, body = shipped.ask(place)
    assert media_type == "image/svg+xml"
    assert body == (shipped.made.facts.catalog.ontology / "logo.svg").read_bytes()


@pytest.mark.parametrize("name", ["void.ttl", "context.jsonld"])
def test_what_all_pages_share_is_found_below_the_record(shipped: Server, name: str) -> None:
    assert shipped.ask(f"/attest/libya/{name}")[:2] == (302, SITE + name)
    assert shipped.ask(SITE + name)[0] == 200


@pytest.mark.parametrize("start", ["/attest/demo/", SITE])
def test_each_release_and_its_files_are_served(released: Server, releases: Path, start: str) -> None:
    folders = {"release": "0=2E10=2E0", "release/0.10.0": "0=2E10=2E0", "release/0.9.0": "0=2E9=2E0"}
    for path, folder in folders.items():
        held = f"{SITE}releases/{folder}/"
        assert released.ask(start + path, "text/turtle")[:2] == (303, f"{held}dcat.ttl")
        assert released.ask(f"{start}{path}/", "application/ld+json")[:2] == (303, f"{held}dataset.jsonld")
        assert released.ask(start + path, "text/html")[:2] == (303, f"{SITE}releases/index.html")
    names = [path.relative_to(releases).as_posix() for path in sorted(releases.rglob("*")) if path.is_file()]
    assert len(names) > 100
    for name in names:
        status, place, _, _ = released.ask(f"{start}release/{name}")
        assert (status, released.ask(place)[3]) == (302, (releases / name).read_bytes()), name
    for name in ("release/0.8.0", "release/0.9.0/none", "release/0.9.0/.htaccess"):
        status, place, _, _ = released.ask(start + name)
        assert 404 in (status, released.ask(place)[0] if place else 0), name


def test_a_header_of_any_length_is_answered(shipped: Server) -> None:
    for part in ("a/b,", "text/turtle;q=0.", 'a;"', "\\", "text/html;a=", ";", "1", " ", "text/html;q=0.1,"):
        status, place, _, _ = shipped.ask(SITE + "actor/haftar", part * (8000 // len(part)))
        assert (status, place) == (303, f"{SITE}actor/haftar.html"), part


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("start", ["/attest/demo/", SITE])
def test_each_trusty_uri_leads_to_its_nanopublication(released: Server, releases: Path, tmp_path: Path, start: str) -> None:
    """The library computes from what is served the code by which it was asked for, and the bytes are those of the release."""
    whole = "".join(gzip.decompress((path / nanopubs.NAME).read_bytes()).decode() for path in releases.iterdir())
    names = re.findall("^PREFIX this: <(.*)>$", whole, re.MULTILINE)
    assert (len(names), len(set(names))) == (16, 8)  # a claim that stays as it is has one name in both releases
    for name in names:
        path = start + name.removeprefix(released.made.facts.base)
        for accept in ("application/trig", "text/html", ""):
            status, place, _, _ = released.ask(path, accept)
            assert (status, place) == (302, f"{SITE}np/{name.rpartition('/')[2]}.trig")
        status, _, media_type, body = released.ask(place)
        assert (status, media_type) == (200, "application/trig; charset=utf-8")
        assert body.decode() in whole
        (tmp_path / "one.trig").write_bytes(body)
        found = Nanopub(rdf=tmp_path / "one.trig")
        assert (str(found.source_uri), found.has_valid_trusty, found.is_valid) == (name, True, True)
    for code in (f"RA{'a' * 43}", "RA", f"RA{'a' * 44}", names[0][-45:].lower()):
        status, place, _, _ = released.ask(f"{start}np/{code}")
        assert 404 in (status, released.ask(place)[0] if place else 0), code


def test_the_addresses_that_a_release_gives_its_files_are_served(released: Server, releases: Path) -> None:
    told = Graph().parse(releases / "0.10.0" / "dcat.ttl", format="turtle")
    addresses = sorted(map(str, told.objects(None, DCAT.downloadURL)))
    assert len(addresses) > 50
    for address in addresses:
        path = address.removeprefix(released.made.facts.base)
        assert path != address
        assert released.ask(released.ask(SITE + path)[1])[0] == 200, path


def test_the_record_itself_leads_to_its_documents(shipped: Server) -> None:
    for path in ("/attest/libya/", "/attest/libya"):
        assert shipped.ask(path, "text/turtle")[:2] == (303, f"{SITE}record.ttl")
        assert shipped.ask(path, "text/html")[:2] == (303, f"{SITE}record.html")
    assert shipped.ask(SITE, "text/turtle")[:2] == (303, f"{SITE}record.ttl")
    status, _, media_type, _ = shipped.ask(SITE, "text/html")
    assert (status, media_type) == (200, "text/html; charset=utf-8")


def test_files_have_their_media_types(shipped: Server) -> None:
    types = {"actor/haftar.html": "text/html", "actor/haftar.ttl": "text/turtle", "actor/haftar.jsonld": "application/ld+json"}
    types |= {".well-known/void": "text/turtle", "questions/backers.rq": "application/sparql-query"}
    for path, media_type in types.items():
        status, _, told, body = shipped.ask(SITE + path, "text/turtle")
        assert (status, told.partition(";")[0]) == (200, media_type), path
        assert body == (shipped.made.site.folder / path).read_bytes()
    assert shipped.ask("/attest/libya/actor/haftar.ttl")[:2] == (302, f"{SITE}actor/haftar.ttl")


def test_what_is_no_iri_of_the_record_is_not_found(shipped: Server) -> None:
    for path in ("/attest/libya/nothing/haftar", "/attest/libya/actor/a/b", SITE + "actor/no%2Fbody", SITE + "actor/ABC"):
        assert shipped.ask(path)[0] == 404, path
    status, place, _, _ = shipped.ask(SITE + "actor/nobody")
    assert (status, shipped.ask(place)[0]) == (303, 404)


def test_odd_iris_lead_to_their_files(hostile: Server) -> None:
    where = addresses(hostile.made)
    base = hostile.made.facts.base
    odd = [iri for iri in named(hostile.made) if iri.startswith(base) and where.stem(iri) != iri.removeprefix(base)]
    assert len(odd) >= 4
    for iri in odd:
        if iri != base and "%2F" not in iri:  # a server refuses a slash that is written so
            status, place, _, _ = hostile.ask(SITE + iri.removeprefix(base), "text/turtle")
            assert (status, place) == (303, f"{SITE}{where.stem(iri)}.ttl"), iri
            assert hostile.ask(place)[0] == 200


def test_iris_of_another_server_are_left_out_of_its_rules() -> None:
    told = rules(
        Addresses("https://example.org/demo/", ROOT + "ontology", {}), ["https://example.org/demo/actor/a"], root=ROOT, site="http://x/"
    )
    assert "ontology" in told
    assert "actor" not in told


def test_nothing_in_a_name_is_read_as_a_rule() -> None:
    names = ["a%0ARewriteRule%20x", "a$1", "a%251", "a(b|c)", "a\\b".replace("\\", "%5C"), "a.b", "A"]
    things = [f"https://example.org/demo/actor/{name}" for name in names]
    told = rules(Addresses("https://example.org/demo/", ROOT + "ontology", {}), things).splitlines()
    lines = [line for line in told if "=" in line and "actor" in line]
    assert len(lines) == len(names)
    for line in lines:
        assert len(line.split(" ")) == 4
        assert not set(line.partition("%{ENV:KG_HERE}")[0].removeprefix("RewriteRule ^").rstrip("$ ")) & set('$()|."% ')
