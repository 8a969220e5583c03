"""Which term a user's word becomes: among the actors, the properties, the classes or the concepts that a parameter takes."""

import pytest
from pyoxigraph import NamedNode

from kg.catalog import shipped
from kg.cli.asking import offers_all
from kg.cli.session import Session
from kg.errors import UnknownNameError
from kg.queries import Parameter, find, names
from kg.terms import text_of
from kg.vocab import ATTEST, OWL, RDF, SKOS, attest, node

FOLDER = shipped() / "queries"
QUESTIONS = [find(FOLDER, name) for name in names(FOLDER)]
ROOTED = {parameter for question in QUESTIONS for parameter in question.parameters if parameter.roots}
KINDS = {"property": {OWL + "ObjectProperty", OWL + "DatatypeProperty"}, "class": {OWL + "Class"}, "concept": {SKOS + "ConceptScheme"}}
MEANT = {
    ("contradictions", "stance"): "stanceFinding",
    ("contradictions", "Stance"): "stanceFinding",
    ("contradictions", "stanceFinding"): "stanceFinding",
    ("contradictions", "attest:stanceFinding"): "stanceFinding",
    ("contradictions", f"<{ATTEST}stanceFinding>"): "stanceFinding",
    ("dating", "editorial"): "editorial",
    ("dating", "date of the article"): "articleDate",
    ("events", "attack"): "Attack",
    ("events", "Attack"): "Attack",
    ("events", "attest:Event"): "Event",
    ("interventions", "perpetrator"): "perpetrator",
    ("characterisations", "invades"): "invades",
    ("single_source", "supplies arms to"): "suppliesArmsTo",
    ("known_by", "target"): "target",
    ("position", "backs"): "backs",
}
REFUSED = {
    ("contradictions", "nonsense"): "no concept goes by 'nonsense'; --kind takes one of: agreement, characterisation, date, perpetrator, "
    "place, stance, status, value",
    ("contradictions", "affirmed"): "'affirmed' is attest:affirmed (affirmed), a concept; --kind takes one of: agreement, ",
    ("contradictions", "attest:stance"): "'attest:stance' is attest:stance (stance), a property; --kind takes one of: agreement, ",
    (
        "dating",
        "stances",
    ): "'stances' is attest:stances (stances), a scheme of concepts; --kind takes one of: date of the article, editorial, ",
    ("events", "nonsense"): "no class goes by 'nonsense'; --kind takes one of: attack, clash, event, meeting, ",
    ("events", "attest:Actor"): "'attest:Actor' is attest:Actor (actor), a class; --kind takes one of: attack, clash, ",
    ("events", "Misrata"): "'Misrata' is place:misrata (Misrata), a location; --kind takes one of: attack, clash, ",
    ("backers", "controls"): "'controls' is attest:controls (controls), a property; --kind takes one of: backs, backs in security, ",
    ("backers", "Misrata"): "'Misrata' is place:misrata (Misrata), a location; --kind takes one of: backs, ",
    ("single_source", "attest:Attack"): "'attest:Attack' is attest:Attack (attack), a class; --kind takes a property, ",
    ("single_source", "stance"): "attest:stance (stance), a property, or attest:stanceFinding (stance), a concept; --kind takes a property",
    ("known_by", "suplies arms"): "no property goes by 'suplies arms'; --kind takes a property, such as supplies arms to",
    ("position", "qqqq"): "no property goes by 'qqqq'; --kind takes a property of claims, by its label or local name",
}
NO_ACTORS = {
    "Misrata": "'Misrata' is place:misrata (Misrata), a location, and an actor is asked for",
    "attest:backs": "'attest:backs' is attest:backs (backs), a property, and an actor is asked for",
    "misrata-raid-1": "'misrata-raid-1' is claim:misrata-raid-1, a claim, and an actor is asked for",
    "Nobody at all": "nothing in the graph goes by 'Nobody at all'; ",
}


@pytest.fixture(scope="module")
def session() -> Session:
    """The shipped record, as a command opens it."""
    return Session(shipped())


def kind_of(question: str) -> Parameter:
    return next(parameter for parameter in find(FOLDER, question).parameters if parameter.name == "kind")


@pytest.mark.parametrize(("question", "word"), MEANT, ids=" ".join)
def test_a_word_is_found_among_what_its_parameter_takes(question: str, word: str, session: Session) -> None:
    assert session.value(kind_of(question), word) == attest(MEANT[question, word])


@pytest.mark.parametrize(("question", "word"), REFUSED, ids=" ".join)
def test_a_word_of_another_sort_is_refused_with_what_it_is_and_what_is_taken(question: str, word: str, session: Session) -> None:
    with pytest.raises(UnknownNameError) as caught:
        session.value(kind_of(question), word)
    assert REFUSED[question, word] in str(caught.value)


@pytest.mark.parametrize("word", NO_ACTORS)
def test_a_word_that_is_no_actor_is_refused_with_what_it_is(word: str, session: Session) -> None:
    with pytest.raises(UnknownNameError) as caught:
        session.value(find(FOLDER, "backers").parameters[0], word)
    assert str(caught.value).startswith(NO_ACTORS[word])


def test_a_root_is_a_term_of_the_kind_that_its_parameter_takes(session: Session) -> None:
    types = {(quad.subject, text_of(quad.object)) for quad in session.store.quads_for_pattern(None, node(RDF + "type"), None)}
    assert {parameter.type for parameter in ROOTED} == set(KINDS)
    roots = {(parameter.type, root) for parameter in ROOTED for root in parameter.roots}
    assert [(kind, root) for kind, root in sorted(roots) if not any((attest(root), name) in types for name in KINDS[kind])] == []


def test_any_property_that_a_claim_states_is_taken_where_no_root_is_given(session: Session) -> None:
    stated = {quad.object for quad in session.store.quads_for_pattern(None, node(RDF + "predicate"), None)}
    properties = [term for term in stated if isinstance(term, NamedNode)]
    assert len(properties) > 50
    assert all(session.value(kind_of("position"), term.value) == term for term in properties)


def test_only_a_question_with_rows_that_stand_aside_offers_to_keep_them() -> None:
    assert [question.name for question in QUESTIONS if offers_all(question)] == [
        "backed_by",
        "backers",
        "claims_about",
        "forces",
        "offices",
        "said_by",
    ]
