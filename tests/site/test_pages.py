"""Every IRI has its page and its data, every link leads somewhere, and nothing of a record is taken for HTML."""

import html
import json
import re
from collections import defaultdict

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.site.addresses import Addresses, between, file_name
from kg.site.claims import places
from kg.terms import text_of
from kg.vocab import ATTEST, RDF, VOID
from tests.kg.command import DEMO, ROOT, run
from tests.site.conftest import HARM, Made
from tests.site.reading import tree_of

CONTENT = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))


def addresses(made: Made) -> Addresses:
    return Addresses(made.facts.base, made.facts.ontology, made.facts.sorts)


def named(made: Made) -> set[str]:
    """Every IRI that a dataset has of its record and of its ontology: subjects, objects, predicates, graphs; parts with their wholes."""
    found: set[str] = set()
    for quad in made.dataset.store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith((made.facts.base, ATTEST)):
                found.add(term.value if term.value.startswith(ATTEST) else term.value.partition("#")[0])
    assert len(found) > 250
    return found


def test_every_iri_has_its_page_and_its_data(made: Made) -> None:
    where = addresses(made)
    seen: dict[str, str] = {}
    for iri in sorted(named(made)):
        stem = where.stem(iri)
        assert stem is not None, iri
        assert seen.setdefault(stem, iri) == iri
        assert {f"{stem}.html", f"{stem}.ttl", f"{stem}.jsonld"} <= made.site.files, iri
        assert iri in made.site.pages[f"{stem}.html"].texts["code"], iri


def test_only_pages_that_stand_for_no_iri_have_no_data(made: Made) -> None:
    lists = {path for path in made.site.pages if path.endswith("/index.html")} | {
        f"{name}.html" for name in ("index", "reading", "rights", "search")
    }
    questions = {path for path in made.site.pages if path.startswith("questions/")} - lists
    without = {path for path in made.site.pages if not {path[:-4] + "ttl", path[:-4] + "jsonld"} <= made.site.files}
    assert without == lists | questions
    assert len(questions) > 10
    assert {path[:-4] + "rq" for path in questions} <= made.site.files


def test_parts_are_places_on_the_pages_of_their_wholes(made: Made) -> None:
    where = addresses(made)
    parts = [iri for iri in made.facts.stated if iri.startswith(made.facts.base) and "#" in iri]
    assert parts
    for part in parts:
        page, _, place = str(where.page(part)).partition("#")
        assert place in made.site.pages[page].ids(), part


def test_the_ontology_has_a_place_for_each_term(made: Made) -> None:
    terms = {iri.removeprefix(ATTEST) for iri in named(made) if iri.startswith(ATTEST)}
    assert terms <= made.site.pages["ontology.html"].ids()


def test_the_data_are_the_triples_about_the_thing_in_both_forms(made: Made) -> None:
    """What the site says of a thing in Turtle and in JSON-LD is what the store has: its own triples, and what claims about it say."""
    where, base = addresses(made), made.facts.base
    own: dict[str, set[Triple]] = defaultdict(set)
    around: dict[str, set[Triple]] = defaultdict(set)
    graphs: dict[str, set[Triple]] = defaultdict(set)
    for quad in made.dataset.store:
        subject, graph = text_of(quad.subject), text_of(quad.graph_name)
        whole = subject if subject.startswith(ATTEST) else subject.partition("#")[0]
        graphs[graph].add(quad.triple)
        if graph.startswith(base + "claim/") and whole != graph:
            continue
        own[whole].add(quad.triple)
        if quad.predicate in (CONTENT[0], CONTENT[2]) and subject == graph:
            around[text_of(quad.object)].add(quad.triple)
    said = {subject: {triple for triple in triples if triple.predicate in CONTENT} for subject, triples in own.items()}
    about = {iri: {content for triple in triples for content in said[text_of(triple.subject)]} for iri, triples in around.items()}
    for iri in sorted(named(made)):
        stem = where.stem(iri)
        expected = own[iri] | about.get(iri, set()) if iri in own else graphs[iri]
        assert expected, iri
        turtle = {quad.triple for quad in parse(path=str(made.site.folder / f"{stem}.ttl"), format=RdfFormat.TURTLE)}
        assert turtle == expected, iri
        assert {quad.triple for quad in parse(path=str(made.site.folder / f"{stem}.jsonld"), format=RdfFormat.JSON_LD)} == expected, iri


def test_the_data_of_the_ontology_are_all_of_it(made: Made) -> None:
    expected = {str(quad.triple) for quad in made.facts.axioms if "_:" not in str(quad.triple)}
    for ending, form in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)):
        found = [quad.triple for quad in parse(path=str(made.site.folder / f"ontology.{ending}"), format=form)]
        assert {str(triple) for triple in found if "_:" not in str(triple)} == expected
        assert len(found) == len(made.facts.axioms)


def test_the_words_of_the_data_are_those_of_one_context(made: Made) -> None:
    """Each document has of the context what it needs, and so is read without a network."""
    context = json.loads((made.site.folder / "context.jsonld").read_bytes())["@context"]
    documents = [name for name in made.site.files if name.endswith(".jsonld") and name != "context.jsonld"]
    assert len(documents) > 250
    for name in documents:
        own = json.loads((made.site.folder / name).read_bytes())["@context"]
        assert own.pop("@base") == made.facts.base, name
        assert own.items() <= context.items(), name
    assert json.loads((made.site.folder / "ontology.jsonld").read_bytes())["@context"].keys() < {*context, "@base"}


def test_the_description_counts_what_the_record_holds(made: Made) -> None:
    text = (made.site.folder / "void.ttl").read_bytes()
    assert (made.site.folder / ".well-known" / "void").read_bytes() == text
    told = {(text_of(quad.subject), quad.predicate.value): text_of(quad.object) for quad in parse(text, format=RdfFormat.TURTLE)}
    triples = {quad.triple for quad in made.dataset.store}
    counts = {
        "triples": len(triples),
        "properties": len({one.predicate for one in triples}),
        "distinctObjects": len({one.object for one in triples}),
    }
    for name, count in counts.items():
        assert told[made.facts.base, VOID + name] == str(count)
    assert told[f"{made.facts.base}void.ttl", "http://xmlns.com/foaf/0.1/primaryTopic"] == made.facts.base


def test_every_page_leads_to_the_rights(made: Made) -> None:
    for path, page in made.site.pages.items():
        assert page.links()[-1 - len(page.loaded())] == between(path, "rights.html"), path


def test_the_rights_are_those_of_the_record(made: Made) -> None:
    page = made.site.pages["rights.html"]
    [licence] = made.facts.values(made.facts.base, "http://purl.org/dc/terms/license")
    assert licence.value in page.links()
    licences = {name for name in page.links() if name.startswith("LICENSE")}
    assert licences == {name for name in made.site.files if name.startswith("LICENSE")}


def test_the_statement_on_rights_stands_on_the_site_as_it_is(shipped_site: Made) -> None:
    text = html.unescape(re.sub("<[^>]*>", "", (shipped_site.site.folder / "rights.html").read_text(encoding="utf-8")))
    said = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", (ROOT / "RIGHTS.md").read_text(encoding="utf-8")).replace("`", "")
    lines = [re.sub(r"^(#+|-|\d\.) ", "", part).strip() for line in said.splitlines()[1:] for part in line.split(" | ")]
    plain = [line.strip("| ") for line in lines if "---" not in line]
    assert len(plain) > 30
    assert [line for line in plain if line not in text] == []
    for name in ("LICENSE", "LICENSE-CC-BY-4.0.txt"):
        held = shipped_site.site.folder / f"{name.removesuffix('.txt')}.txt"
        assert held.read_bytes() == (ROOT / name).read_bytes()


def test_a_statement_on_rights_that_means_harm_is_shown_as_it_is(hostile_site: Made) -> None:
    page = hostile_site.site.pages["rights.html"]
    assert any(HARM in text for text in page.texts["p"])
    assert [(path, hostile_site.site.folder.joinpath(path).read_text()) for path in hostile_site.site.files if "LICENSE" in path] == [
        ("LICENSE.html.txt", HARM)
    ]


def test_every_link_leads_somewhere(made: Made) -> None:
    assert made.site.broken() == []


def test_a_link_that_leads_nowhere_is_found(demo_site: Made) -> None:
    for place in ("actor/nobody.html", "actor/alba.html#nowhere"):
        page = demo_site.site.pages["index.html"]
        page.tags["a"].append({"href": place})
        assert demo_site.site.broken() == [f"index.html -> {place}"]
        page.tags["a"].pop()


def test_no_page_loads_anything_from_elsewhere_or_names_an_absolute_path(made: Made) -> None:
    for path, page in made.site.pages.items():
        assert [link for link in page.loaded() if re.match(r"/|[a-z+]+:(?!,)", link)] == [], path
        assert [link for link in page.links() if link.startswith("/")] == [], path
        assert not any(name.startswith("on") or name == "style" for found in page.tags.values() for tag in found for name in tag), path
    style = (made.site.folder / "static" / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_labels_and_iris_that_mean_harm_are_shown_as_they_are(hostile_site: Made) -> None:
    site = hostile_site.site
    scripts = {path: page.tags["script"] for path, page in site.pages.items() if page.tags["script"]}
    assert {path: [tag["src"] for tag in tags] for path, tags in scripts.items()} == {"search.html": ["static/search.js"]}
    assert not any(page.tags["img"] for page in site.pages.values())
    page = site.pages["actor/=252=45=252=45=252=46=252=45=252=45=252=46escaped.html"]
    assert HARM in "".join(page.texts["h1"])
    assert "{{ 7*7 }}" in "".join(page.texts["h1"])
    assert all(not link.startswith("javascript:") for page in site.pages.values() for link in page.links())
    assert "actor/=69ndex.html" in site.files
    assert "=73tatic/style=2Ecss.html" in site.files
    outside = [path for path in site.folder.parent.iterdir() if path.name not in ("site", "graph")]
    assert outside == []


def test_names_of_files_differ_and_lead_nowhere_else() -> None:
    names = ["", ".", "..", "a/b", "a\\b", "con:x", "A", "a", "%41", "=41", "ä", "index", "a.html", "\u202e", "?", "#"]
    names += ["x" * 500, "x" * 501]
    made = [file_name(name) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9=A-F_-]{1,200}", name) for name in made)
    assert (file_name("haftar-side_1"), file_name("ä."), file_name("Source", capitals=True)) == ("haftar-side_1", "=C3=A4=2E", "Source")


def test_links_are_relative() -> None:
    assert between("actor/a.html", "claim/b.html#hop-1") == "../claim/b.html#hop-1"
    assert between("index.html", "actor/=C3=A4.html") == "actor/=C3=A4.html"
    assert between("claim/b.html", "claim/b.html#hop-1") == "#hop-1"


@pytest.mark.parametrize("name", ["demo_site", "hostile_site"])
def test_the_same_record_gives_the_same_bytes(name: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(name)
    folder = made.site.folder.parent / "again"
    outcome = run("site", folder, "--graph", made.facts.catalog.seeds.parent, env={"PYTHONHASHSEED": "7"})
    assert outcome.code == 0, outcome
    assert tree_of(folder) == tree_of(made.site.folder)


def test_the_page_of_a_claim_tells_its_words_chain_times_and_dissent(demo_site: Made) -> None:
    text = (demo_site.site.folder / "claim" / "lorries-2.html").read_text(encoding="utf-8")
    page = demo_site.site.pages["claim/lorries-2.html"]
    assert page.texts["q"] == ["does not arm anyone"]
    told = ("denied", "Olaf Reed", "Rivertown Gazette", "2031-03-03", "characters 150 to 225", "sentence 4", "Known from")
    for part in told:
        assert part in text, part
    assert "lorries-1.html" in [link.rpartition("/")[2] for link in page.links()]
    assert re.search(r"<h2 id=\"contradict\">Who contradicts</h2>\s*<div", text)


def test_no_page_holds_more_of_a_source_than_its_key_phrases(demo_site: Made) -> None:
    text = (DEMO / "texts" / "lorries.txt").read_text(encoding="utf-8")
    phrases = [place.phrase for claim in demo_site.facts.claims for place in places(demo_site.facts, claim)]
    sentences = [part for part in re.split(r"[.\n“”🙂]+ *", text) if len(part.split()) > 8]
    assert len(sentences) == 3
    held = b"".join(tree_of(demo_site.site.folder).values()).decode()
    assert [phrase for phrase in phrases if phrase not in held] == []
    assert [sentence for sentence in sentences if sentence in held and sentence not in phrases] == []


def test_no_thirteen_words_of_an_article_stand_on_the_site(shipped_site: Made, article_texts: dict[str, str]) -> None:
    """Key phrases have twelve words at most; titles, which are given as such, are left out."""
    content = b"\n".join(text for path, text in tree_of(shipped_site.site.folder).items() if path.endswith((".html", ".ttl")))
    held = " ".join(html.unescape(content.decode()).replace('\\"', '"').split())
    titles = " ".join(shipped_site.facts.text(source, "http://purl.org/dc/terms/title") for source in shipped_site.facts.of_class("Source"))
    runs = [run for text in article_texts.values() for run in runs_of(text.split(), 13) if run not in titles]
    assert len(runs) > 100
    assert [run for run in runs if run in held] == []
    assert all(" ".join(place.phrase.split()) in held for claim in shipped_site.facts.claims for place in places(shipped_site.facts, claim))


def runs_of(words: list[str], length: int) -> list[str]:
    """Runs of words, one after the other, with half of one between their beginnings."""
    return [" ".join(words[at : at + length]) for at in range(0, len(words) - length, length // 2)]


def test_every_question_is_on_the_site_with_its_answer_and_its_query(demo_site: Made) -> None:
    queries = sorted(demo_site.facts.catalog.queries.glob("*.rq"))
    assert len(queries) > 25
    for query in queries:
        page = demo_site.site.pages[f"questions/{query.stem}.html"]
        assert (demo_site.site.folder / "questions" / query.name).read_bytes() == query.read_bytes()
        assert "SELECT" in "".join(page.texts["code"])
    backers = demo_site.site.pages["questions/backers.html"]
    assert "Kingdom of Alba" in backers.texts["a"]
