"""What is said of rights is said alike everywhere, and is so."""

import re
import tomllib

import pytest

from kg.dataset import Dataset
from kg.terms import text_of
from kg.vocab import ATTEST, RDF, attest, node
from tests.kg.command import ROOT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATA = "LICENSE-CC-BY-4.0.txt"
RIGHTS = (ROOT / "RIGHTS.md").read_text(encoding="utf-8")
DCTERMS = "http://purl.org/dc/terms/"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|mailto:")


def test_record_ontology_and_statement_name_one_licence(shipped_dataset: Dataset) -> None:
    store, base = shipped_dataset.store, shipped_dataset.base
    for subject in (base, ATTEST.removesuffix("#")):
        assert [text_of(quad.object) for quad in store.quads_for_pattern(node(subject), node(DCTERMS + "license"), None)] == [LICENCE]
    assert f"({LICENCE}), `{DATA}`" in RIGHTS
    [said] = [text_of(quad.object) for quad in store.quads_for_pattern(node(base), node(DCTERMS + "rights"), None)]
    assert "at most twelve words" in said
    assert "no sentences" in said


def test_the_text_of_the_licence_is_whole() -> None:
    text = (ROOT / DATA).read_text(encoding="utf-8")
    assert text.startswith("Attribution 4.0 International\n")
    assert "\nCreative Commons Attribution 4.0 International Public License\n" in text
    assert re.findall(r"^Section (\d) -- ", text, re.MULTILINE) == list("12345678")
    assert text.endswith("Creative Commons may be contacted at creativecommons.org.\n")


def test_both_licences_and_the_statement_are_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["license"] == "Apache-2.0 AND CC-BY-4.0"
    build = project["tool"]["hatch"]["build"]["targets"]
    for name in ("LICENSE", DATA, "RIGHTS.md"):
        assert (ROOT / name).is_file()
        assert build["wheel"]["force-include"][name] == f"kg/data/{name}"
        assert name in build["sdist"]["include"]
        assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert project["project"]["license-files"] == ["LICENSE", DATA]


def test_every_source_of_other_data_that_gives_points_states_its_licence(shipped_dataset: Dataset) -> None:
    store = shipped_dataset.store
    points = {quad.subject for quad in store.quads_for_pattern(None, node(RDF + "predicate"), attest("point"))}
    sources = {text_of(quad.object) for claim in points for quad in store.quads_for_pattern(claim, attest("source"), None)}
    assert {source.rpartition("/")[2] for source in sources} == {"airportsdata", "geonames"}
    stated = [quad for source in sources for quad in store.quads_for_pattern(node(source), node(DCTERMS + "license"), None)]
    licences = [text_of(quad.object) for quad in stated]
    assert sorted(licences) == [LICENCE, "https://opensource.org/license/mit"]


def test_the_claim_that_is_named_as_an_example_is_there(shipped_dataset: Dataset) -> None:
    named = re.findall(r"`claim:([\w-]+)`", RIGHTS)
    claims = [node(f"{shipped_dataset.base}claim/{name}") for name in named]
    assert named
    assert all(next(shipped_dataset.store.quads_for_pattern(claim, None, None), None) for claim in claims)


@pytest.mark.parametrize("name", ["RIGHTS.md", "README.md", "CONTRIBUTING.md"])
def test_no_address_of_a_person_is_given(name: str) -> None:
    assert ADDRESS.findall((ROOT / name).read_text(encoding="utf-8")) == []
    assert ADDRESS.findall("write to ada@example.org") == ["ada@example.org"]
