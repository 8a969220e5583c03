"""A graph that has more triples than a store gives rows."""

from pathlib import Path

from tests.kg.command import refused, run
from tests.stores.conftest import Started
from tests.stores.test_at import FETCHED

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
MANY = 10_500
PLACE = "https://example.org/demo/place/p"


def test_a_graph_of_more_triples_than_virtuoso_gives_is_fetched_whole(start: Started, demo: Path) -> None:
    """Of 10,000 sorted rows it gives none beyond, and says so."""
    places = [f'<{PLACE}{number}> {LABEL} "Place {number} \u0644"@en .\n' for number in range(MANY)]
    (demo / "seeds" / "places.ttl").write_text("".join(places))
    server = start("virtuoso")
    assert run("load", server.url, "--graph", demo, env=server.environment).code == 0
    asked = ("show", f"Place {MANY - 1} \u0644", "--graph", demo)
    found = run(*asked, "--at", server.url)
    assert (found.code, found.err) == (0, FETCHED)
    assert found.out == run(*asked).out
    server.put("https://example.org/demo/graph/places", "".join(places[:9]))
    assert "is not what the list in the store says" in refused(run(*asked, "--at", server.url), 4)
