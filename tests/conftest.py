"""What the tests share: the invented record and its text, the shipped record, and the articles where they are at hand."""

import os
import shutil
from pathlib import Path

import pytest

from kg.catalog import open_catalog
from kg.dataset import Dataset, build
from kg.findings import add_findings, add_identities
from kg.passages import read_texts
from kg.terms import text_of
from kg.vocab import RDF, attest, node

DEMO = Path(__file__).parent / "demo"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the invented record, to be changed at will."""
    return shutil.copytree(DEMO / "graph", tmp_path / "graph")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A copy of the folder of invented articles."""
    return shutil.copytree(DEMO / "texts", tmp_path / "texts")


@pytest.fixture(scope="session")
def demo_dataset() -> Dataset:
    """The invented record, built once."""
    return build(open_catalog(DEMO / "graph"))


@pytest.fixture(scope="session")
def shipped_dataset() -> Dataset:
    """The shipped record, built once."""
    return build(open_catalog())


@pytest.fixture(scope="session")
def dataset_with_findings() -> Dataset:
    """The shipped record with what its claims do to each other, built once."""
    dataset = build(open_catalog())
    add_identities(dataset)
    add_findings(dataset)
    return dataset


@pytest.fixture(scope="session")
def article_texts(shipped_dataset: Dataset) -> dict[str, str]:
    """The articles of the shipped record by digest; a skip where one is missing, and a failure where KG_REQUIRE_TEXTS is set."""
    folder = os.environ.get("KG_TEXTS")
    at_hand = read_texts(Path(folder)) if folder else {}
    store = shipped_dataset.store
    sources = {quad.subject for quad in store.quads_for_pattern(None, node(RDF + "type"), attest("Source"))}
    wanted = {text_of(quad.object) for quad in store.quads_for_pattern(None, attest("digest"), None) if quad.subject in sources}
    assert wanted
    if missing := wanted - at_hand.keys():
        reason = f"{len(missing)} of {len(wanted)} articles are not at hand: set KG_TEXTS to the folder that holds them"
        if os.environ.get("KG_REQUIRE_TEXTS"):
            pytest.fail(reason)
        pytest.skip(reason)
    return {digest: at_hand[digest] for digest in wanted}
