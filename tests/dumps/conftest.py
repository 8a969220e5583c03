"""What the tests of releases share: the invented record and the shipped one, whole."""

import pytest

from kg.catalog import open_catalog
from kg.dumps.publication import Publication, publication
from tests.kg.command import DEMO


@pytest.fixture(scope="session")
def demo_publication() -> Publication:
    """The invented record, whole."""
    return publication(open_catalog(DEMO / "graph"), "1.0.0", "2031-04-01")


@pytest.fixture(scope="session")
def shipped_publication() -> Publication:
    """The shipped record, whole."""
    return publication(open_catalog(), "1.0.0", "2026-11-21")


@pytest.fixture(params=["demo", "shipped"])
def either(request: pytest.FixtureRequest) -> Publication:
    """Each of both."""
    found: Publication = request.getfixturevalue(f"{request.param}_publication")
    return found
