"""A thing goes by its IRI, its short form, its slug, its label, and every name that an article uses."""

import re
from functools import cache

import pytest

from kg.catalog import open_catalog
from kg.cli.session import Session
from kg.dataset import Dataset
from kg.errors import AmbiguousNameError, UnknownNameError
from kg.names import Names, prefixes_of
from kg.terms import text_of
from kg.vocab import attest

BASE = "https://w3id.org/attest/libya/"
USED = {
    "haftar": ["Khalifa Haftar", "Marshal Khalifa Haftar", "General Khalifa Haftar", "Libyan Army Chief", "Commander of the National Army"],
    "lna": ["LNA", "Libyan National Army", "Libya National Army", "National Army", "Marshal Khalifa Haftar\u2019s Libyan National Army"],
    "haftar-forces": ["Haftar forces", "Haftar\u2019s militias", "Khalifa Haftar\u2019s forces"],
    "gna": [
        "GNA",
        "Government of National Accord",
        "Al-Wefaq government",
        "Tripoli",
        "reconciliation government",
        "government of national consensus",
    ],
    "gna-forces": ["GNA forces", "Al-Wefaq government forces", "government forces"],
    "fayez-al-sarraj": ["Fayez al-Sarraj", "GNA leader"],
}
"""Names that the articles use for actors of either side."""

SIDES = {"haftar-side": ("haftar", "lna", "haftar-forces"), "government-side": ("gna", "gna-forces", "fayez-al-sarraj")}
OTHER_FACES = [
    "khalifa haftar",
    "KHALIFA HAFTAR",
    "  Khalifa   Haftar ",
    "Khalifa\u00a0Haftar",
    "Khalifa\tHaftar",
    "The Khalifa Haftar",
    "the  khalifa haftar",
    "haftar",
    "actor:haftar",
    "<actor:haftar>",
    BASE + "actor/haftar",
    f"<{BASE}actor/haftar>",
]
APOSTROPHES = ["Haftar's forces", "Haftar\u2019s forces", "haftar\u2018s forces", "Haftar\u02bcs Forces"]


@cache
def session() -> Session:
    return Session()


def used_names() -> list[tuple[str, str]]:
    """Each actor with each name by which a source calls it, as the record has it now."""
    store = session().store
    replaced = {quad.object for quad in store.quads_for_pattern(None, attest("supersedes"), None)}
    calls = [quad for quad in store.quads_for_pattern(None, attest("calls"), None) if quad.graph_name not in replaced]
    return [
        (text_of(quad.object), text_of(named.object))
        for quad in calls
        for named in store.quads_for_pattern(None, attest("words"), None, quad.graph_name)
    ]


def meanings(names: Names, word: str) -> set[str]:
    """The short forms of what a word may mean."""
    try:
        return {names.curie(names.resolve(word).value)}
    except AmbiguousNameError as error:
        return set(re.findall(r"(?<=[:;] )[a-z]+:[\w-]+(?= \()", str(error)))


@pytest.fixture(scope="session")
def actors() -> frozenset[str]:
    return session().things("Actor")


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug, names in USED.items() for name in names])
def test_a_name_of_the_articles_means_its_actor(slug: str, name: str, actors: frozenset[str]) -> None:
    assert session().names.resolve(name, among=actors).value == f"{BASE}actor/{slug}"


def test_three_names_that_articles_use_stand_for_actors_of_each_side() -> None:
    store, used = session().store, set(used_names())
    for side, slugs in SIDES.items():
        members = {
            text_of(quad.subject)
            for quad in store.quads_for_pattern(None, attest("side"), None)
            if text_of(quad.object).endswith(f"/{side}")
        }
        for slug in slugs:
            iri = f"{BASE}actor/{slug}"
            assert iri in members
            assert len([name for name in USED[slug] if (iri, name) in used]) >= (2 if slug == "fayez-al-sarraj" else 3)


def test_every_name_of_the_articles_is_found_alone_or_among_others() -> None:
    names, found = session().names, used_names()
    assert len(found) > 100
    for iri, name in found:
        assert meanings(names, name) >= {names.curie(iri)}


def test_an_ambiguous_name_lists_each_that_goes_by_it(actors: frozenset[str]) -> None:
    for word in ("the Libyan Army", "Libyan Army", "libyan army"):
        with pytest.raises(AmbiguousNameError) as caught:
            session().names.resolve(word, among=actors)
        for curie in ("actor:libyan-army (", "actor:lna ("):
            assert curie in str(caught.value)


@pytest.mark.parametrize("word", OTHER_FACES)
def test_case_space_article_and_form_do_not_matter(word: str, actors: frozenset[str]) -> None:
    assert session().names.resolve(word, among=actors).value == f"{BASE}actor/haftar"


@pytest.mark.parametrize("word", APOSTROPHES)
def test_the_face_of_an_apostrophe_does_not_matter(word: str, actors: frozenset[str]) -> None:
    assert session().names.resolve(word, among=actors).value == f"{BASE}actor/haftar-forces"


def test_a_claim_goes_by_its_slug_and_its_short_form() -> None:
    claim = BASE + "claim/misrata-raid-26"
    for word in ("misrata-raid-26", "claim:misrata-raid-26", claim):
        assert session().names.resolve(word).value == claim


def test_a_word_counts_only_among_the_candidates(actors: frozenset[str]) -> None:
    assert session().names.resolve("source:misrata-raid").value == f"{BASE}source/misrata-raid"
    for word in ("source:misrata-raid", BASE + "source/misrata-raid", "Haftar's side"):
        with pytest.raises(UnknownNameError):
            session().names.resolve(word, among=actors)


def test_the_words_of_a_claim_that_was_replaced_name_nothing() -> None:
    assert session().names.curie(session().names.resolve("the aggressor militia").value) == "actor:turkish-journal-aggressor-militia"


def test_an_arabic_article_may_be_left_out_or_added(actors: frozenset[str]) -> None:
    names = session().names
    assert names.curie(names.resolve("al-Watiya").value) == "place:watiya"
    assert names.resolve("Wefaq government", among=actors) == names.resolve("Al-Wefaq government", among=actors)


def test_an_unknown_name_is_told_with_what_is_near() -> None:
    with pytest.raises(UnknownNameError, match="'Kalifa Haftar'; near it: khalifa haftar"):
        session().names.resolve("Kalifa Haftar")
    with pytest.raises(UnknownNameError, match="actor:nobody"):
        session().names.resolve("actor:nobody")


def test_a_record_with_a_base_of_its_own_has_short_forms(demo_dataset: Dataset) -> None:
    names = Names(demo_dataset.store, demo_dataset.base, prefixes_of(open_catalog().prefixes_file(), demo_dataset.base))
    for word in ("league", "Northern League", "the northern league", "actor:league", demo_dataset.base + "actor/league"):
        assert names.resolve(word).value == demo_dataset.base + "actor/league"


def test_a_thing_without_a_label_goes_by_its_short_form() -> None:
    assert session().names.label(BASE + "actor/nobody") == "actor:nobody"
    assert session().names.label("urn:nothing") == "urn:nothing"
    assert session().names.label(BASE + "actor/lna") == "Libyan National Army"
