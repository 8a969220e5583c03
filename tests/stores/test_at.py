"""A record in a store is asked as it is locally: the same answer, or a line that says why there is none."""

import re
from dataclasses import replace

import pytest
from pyoxigraph import QuerySolutions, QueryTriples

from kg.errors import StoreError
from kg.manifest import LOADING
from kg.stores.endpoint import Endpoint
from tests.kg.command import DEMO, Outcome, refused, run
from tests.stores.conftest import Started
from tests.stores.hostile import hostile
from tests.stores.passing import cutting, passing
from tests.stores.servers import Server
from tests.stores.test_http import SAID

BASE = "https://example.org/demo/"
RELEASE = f"{BASE}graph/release"
FAULTS = {**SAID, "broken": "SPARQL endpoint", "half": "what came back are no SPARQL results"}
GRAPH = ("--graph", str(DEMO / "graph"))
TEXTS = ("--texts", str(DEMO / "texts"))
QUERY = {"oxigraph": "/query", "fuseki": "/query", "virtuoso": "/sparql"}
ALL = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
ASKED = [
    ("ask", "backers"),
    ("ask", "backers", "--of", "league", "--format", "json", "--evidence", "all"),
    ("ask", "claims_about", "--format", "ttl"),
    ("ask", "said_by", "--known-by", "2020-01-01"),
    ("ask", "own_voice", "--format", "srj"),
    ("show", "league", *TEXTS),
    ("show", "league", "--format", "ttl"),
    ("show", "lorries-1", "--format", "json"),
    ("show", "nobody"),
    ("why", "lorries-1", *TEXTS),
    ("why", "backers", "--row", "1"),
]
QUERIES = [
    f"PREFIX attest: <https://w3id.org/attest/ontology#> {form} "
    f"{{ GRAPH ?g {{ ?claim attest:{name} ?speaker }} FILTER (STRSTARTS(STR(?g), '{BASE}')) }} {last}"
    for form, last in (
        ("SELECT ?claim ?speaker WHERE", "ORDER BY STR(?claim)"),
        ("ASK", ""),
        ("CONSTRUCT { ?speaker <urn:x:says> ?claim } WHERE", ""),
    )
    for name in ("speaker", "nothing")
]


FETCHED = "the graphs of this store were fetched, proved by its list, and asked here: Virtuoso may lose rows of large questions\n"


UNCERTAIN = "this store may lose rows of a large query without a word, as Virtuoso does: compare with kg sparql on the graph here\n"


def beside(server: Server, here: Outcome) -> Outcome:
    """An answer as a store gives it: of Virtuoso it is told that the graphs were fetched."""
    return replace(here, err=FETCHED + here.err) if server.name == "virtuoso" and here.code == 0 else here


def endpoint(server: Server) -> str:
    """The address at which a store answers queries."""
    return server.url.removesuffix(QUERY[server.name]) + QUERY[server.name]


def loaded(server: Server) -> Server:
    """A store that holds the invented record."""
    done = run("load", server.url, *GRAPH, env=server.environment)
    assert done.code == 0, done
    return server


@pytest.fixture(scope="module")
def full(store: Server) -> Server:
    return loaded(store)


@pytest.fixture
def oxigraph(start: Started) -> Server:
    return loaded(start("oxigraph"))


def at(server: Server, *words: str, stdin: bytes = b"") -> Outcome:
    return run(*words, *GRAPH, "--at", endpoint(server), stdin=stdin)


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_store_answers_as_the_graph_in_memory(full: Server, words: tuple[str, ...]) -> None:
    here = run(*words, *GRAPH)
    assert (words[-1] == "nobody") == (here.code == 2), here
    assert at(full, *words) == beside(full, here)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_readers_own_is_answered_alike(full: Server, query: str) -> None:
    here = run("sparql", "-", *GRAPH, stdin=query.encode())
    assert here.code == 0
    expected = replace(here, err=UNCERTAIN + here.err) if full.name == "virtuoso" else here
    assert at(full, "sparql", "-", stdin=query.encode()) == expected


def test_the_questions_say_what_they_can_be_put_to(full: Server) -> None:
    told = at(full, "questions")
    assert told.code == 0
    assert told.err == f"they can be put to {BASE} at {endpoint(full)}\n"


def test_the_graphs_that_are_fetched_are_those_of_the_list(start: Started) -> None:
    server = loaded(start("virtuoso"))
    claim = f"{BASE}claim/lorries-1"
    server.put(claim, f'<{claim}> <https://w3id.org/attest/ontology#stance> "other" .\n')
    told = refused(at(server, "ask", "backers"), 4)
    assert told == f"{endpoint(server)}: {claim} is not what the list in the store says: kg load makes it whole"
    assert "other" in at(server, "sparql", "-", stdin=b"SELECT ?o { GRAPH ?g { ?s attest:stance ?o } }").out
    assert run("load", server.url, *GRAPH, env=server.environment).code == 0
    assert at(server, "ask", "backers").code == 0
    whole = server.graph(RELEASE)
    for bad in (
        {line for line in whole if "lorries-1>" not in line},
        {re.sub(r'(numberOfItems> ")', r"\g<1>1", line) for line in whole},
        {line for line in whole if "creativeWorkStatus" in line},
    ):
        server.put(RELEASE, "".join(f"{line} .\n" for line in sorted(bad)))
        assert f"the list <{RELEASE}> is not there whole" in refused(at(server, "ask", "backers"), 4)


def test_the_environment_names_a_store(oxigraph: Server) -> None:
    named = run("show", "league", *GRAPH, env={"KG_AT": endpoint(oxigraph)})
    assert named == run("show", "league", *GRAPH)
    assert "nothing listens there" in refused(run("show", "league", *GRAPH, env={"KG_AT": "http://127.0.0.1:1/"}), 4)


@pytest.mark.parametrize(("words", "early"), [(ASKED[1], True), *((ASKED[number], False) for number in (1, 5, 8, 9))])
def test_a_load_between_two_requests_is_noticed(full: Server, words: tuple[str, ...], early: bool) -> None:
    asked: list[int] = []
    with passing(endpoint(full), asked.append) as url:
        assert run(*words, *GRAPH, "--at", url) == beside(full, run(*words, *GRAPH))
    when = 2 if early else len(asked)
    with passing(endpoint(full), lambda number: number == when and loaded(full)) as url:
        assert "being loaded while it was asked; ask again" in refused(run(*words, *GRAPH, "--at", url), 4)


def test_a_load_that_begins_during_a_query_is_noticed(full: Server) -> None:
    begun = f'<{RELEASE}> <https://schema.org/creativeWorkStatus> "{LOADING}" ; <https://schema.org/identifier> "another" .\n'

    def begin(number: int) -> None:
        if number == 3:
            full.put(RELEASE, begun)

    with passing(endpoint(full), begin) as url:
        outcome = run("sparql", "-", *GRAPH, "--at", url, stdin=QUERIES[0].encode())
    loaded(full)
    assert "ask again" in refused(outcome, 4)


def test_a_record_without_a_list_is_asked(oxigraph: Server) -> None:
    oxigraph.put(RELEASE, "")
    assert at(oxigraph, "ask", "backers") == run("ask", "backers", *GRAPH)


@pytest.mark.parametrize("text", ["DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", "SELECT * WHERE {", "DROP ALL"])
def test_what_is_no_query_is_not_sent(oxigraph: Server, text: str) -> None:
    before = oxigraph.everything()
    assert "the query: " in refused(at(oxigraph, "sparql", "-", stdin=text.encode()), 3)
    assert oxigraph.everything() == before


def test_a_store_without_a_record_says_so(start: Started) -> None:
    assert "holds no record" in refused(at(start("oxigraph"), "ask", "backers"), 4)


def test_a_part_of_a_record_is_not_asked(oxigraph: Server) -> None:
    oxigraph.put(RELEASE, f'<{RELEASE}> <https://schema.org/creativeWorkStatus> "{LOADING}" .\n')
    assert "holds only a part" in refused(at(oxigraph, "ask", "backers"), 4)


@pytest.mark.parametrize("way", sorted(FAULTS))
def test_an_endpoint_that_fails_is_told_in_one_line(way: str) -> None:
    limit = "0.5" if FAULTS[way] == "--timeout" else "30"
    with hostile() as server:
        line = refused(run("show", "league", *GRAPH, "--at", f"{server.url}/{way}", "--timeout", limit), 4)
    assert line.startswith(f"{server.url}/{way}: ")
    assert FAULTS[way] in line


@pytest.mark.parametrize("way", ["404", "405", "page", "good"])
def test_what_is_neither_a_store_nor_an_endpoint_says_so(way: str) -> None:
    with hostile() as server:
        line = refused(run("show", "league", *GRAPH, "--at", f"{server.url}/{way}"), 4)
    assert "--at takes the address that kg load takes" in line


def test_one_address_serves_both_commands(full: Server) -> None:
    assert run("show", "league", *GRAPH, "--at", full.url) == beside(full, run("show", "league", *GRAPH))
    done = run("load", endpoint(full), *GRAPH, env=full.environment)
    assert done.code == 0, done
    assert f"are in {full.url} ({full.name})" in done.err


def test_the_other_names_of_a_place_serve_too(start: Started) -> None:
    server = loaded(start("fuseki"))
    assert run("show", "league", *GRAPH, "--at", f"{server.url}/sparql") == run("show", "league", *GRAPH)
    assert run("load", f"{server.url}/sparql", *GRAPH).code == 0


def test_an_endpoint_is_asked_and_nothing_else() -> None:
    with hostile() as server:
        refused(run("show", "league", *GRAPH, "--at", f"{server.url}/half"), 4)
        assert server.asked == ["POST /half"]


@pytest.mark.parametrize("listed", [True, False])
def test_two_records_are_not_asked_together(oxigraph: Server, listed: bool) -> None:
    second = "https://example.org/second/"
    if listed:
        oxigraph.put(f"{second}graph/release", f'<{second}graph/release> <https://schema.org/creativeWorkStatus> "complete" .\n')
    else:
        oxigraph.put(f"{second}graph/record", f'<{second}record> <http://rdfs.org/ns/void#uriSpace> "{second}" .\n')
    line = refused(at(oxigraph, "ask", "backers"), 4)
    assert f"holds 2 records ({BASE}, {second})" in line


def test_a_virtuoso_that_does_not_say_its_name_is_known(start: Started) -> None:
    server = loaded(start("virtuoso"))
    with passing(endpoint(server), lambda _: None) as url:
        assert run("ask", "backers", *GRAPH, "--at", url) == beside(server, run("ask", "backers", *GRAPH))


@pytest.mark.parametrize("most", [3, 37, 64, 128, 999, 1000])
def test_a_question_is_answered_as_here_or_refused_where_the_store_cuts(oxigraph: Server, most: int) -> None:
    with cutting(endpoint(oxigraph), most, header=False) as url:
        outcome = run("ask", "claims_about", *GRAPH, "--at", url)
        assert outcome == run("ask", "claims_about", *GRAPH) or "rows" in refused(outcome, 4)
        construct = run("sparql", "-", *GRAPH, "--at", url, stdin=f"CONSTRUCT {{ ?s ?p ?o }} {ALL[ALL.index('WHERE') :]}".encode())
        assert "rows" in refused(construct, 4)


@pytest.mark.parametrize(("most", "header"), [(3, False), (37, False), (50, False), (128, False), (999, False), (1000, False), (37, True)])
def test_an_answer_that_the_store_cuts_is_refused(oxigraph: Server, most: int, header: bool) -> None:
    whole = sum(1 for _ in rows(Endpoint(endpoint(oxigraph)), ALL))
    assert whole > 1000
    with cutting(endpoint(oxigraph), most, header=header) as url:
        with pytest.raises(StoreError, match=f"gives {most} of {whole} rows"):
            Endpoint(url).query(ALL)
        assert sum(1 for _ in rows(Endpoint(url), f"# all but the last\n{ALL} LIMIT {most}")) == most


@pytest.mark.parametrize(("most", "header"), [(37, False), (100, False), (999, False), (1000, False), (37, True)])
def test_quads_come_in_parts_where_the_store_cuts(oxigraph: Server, most: int, header: bool) -> None:
    whole = set(Endpoint(endpoint(oxigraph)).quads_for_pattern(None, None, None))
    with cutting(endpoint(oxigraph), most, header=header) as url:
        assert set(Endpoint(url).quads_for_pattern(None, None, None)) == whole


def test_a_construct_gives_every_triple_once(oxigraph: Server) -> None:
    found = Endpoint(endpoint(oxigraph)).query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(found, QueryTriples)
    assert {str(triple) for triple in found} == set().union(*oxigraph.everything().values())


def test_graphs_of_others_are_not_read(oxigraph: Server) -> None:
    oxigraph.put(
        "https://example.org/other", '<https://example.org/other/x> <http://www.w3.org/2000/01/rdf-schema#label> "Someone elses" .\n'
    )
    assert "nothing in the graph goes by" in refused(at(oxigraph, "show", "Someone elses"), 2)


def rows(engine: Endpoint, text: str) -> QuerySolutions:
    found = engine.query(text)
    assert isinstance(found, QuerySolutions)
    return found
