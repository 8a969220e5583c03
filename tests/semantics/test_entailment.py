"""Inferences are what owlrl entails, from as few claims as can be, on the days that these have in common: in every small record drawn."""

import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Store, Triple

from kg.catalog import shipped
from kg.dataset import Dataset
from kg.errors import RecordError
from kg.queries import select
from kg.reason import Inference, counting, described, inferences
from kg.terms import text_of
from kg.vocab import OWL, attest, node
from tests.rdflib_engine import in_rdflib
from tests.semantics.drawn import ASKED, patterns
from tests.semantics.entailing import ATTEST, Plain, Saying, claim, closure, ontology_of, plain, recorded
from tests.semantics.world import BASE, Days, on

CLASSES = ("Amber", "Birch", "Cedar", "Dune")
PROPERTIES = ("aids", "binds", "calms", "dares", "eases")
THINGS = ("x", "y", "z")
DECLARED = "".join(f"attest:{name} a owl:Class .\n" for name in CLASSES) + "".join(
    f"attest:{name} a owl:ObjectProperty .\n" for name in PROPERTIES
)
AXIOMS = (
    *(f"attest:{low} rdfs:subClassOf attest:{high} .\n" for low in CLASSES for high in CLASSES if low != high),
    *(f"attest:{low} rdfs:subPropertyOf attest:{high} .\n" for low in PROPERTIES for high in PROPERTIES if low != high),
    *(f"attest:{left} owl:inverseOf attest:{right} .\n" for left in PROPERTIES for right in PROPERTIES),
    *(f"attest:{name} rdfs:{end} attest:{kind} .\n" for name in PROPERTIES for end in ("domain", "range") for kind in CLASSES),
    *(f"attest:{name} a owl:{kind}Property .\n" for name in PROPERTIES for kind in ("Symmetric", "Transitive", "Irreflexive") * 4),
    *(f"attest:{left} owl:disjointWith attest:{right} .\n" for left in CLASSES for right in CLASSES if left != right),
    *(
        f"[] a owl:AllDisjointClasses ; owl:members ({' '.join(f'attest:{name}' for name in group)}) .\n"
        for group in combinations(CLASSES, 3)
    ),
)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FOLDER = shipped() / "queries" / "rules"
RULES = sorted(FOLDER.glob("*.rq"))
Way = tuple[Plain, frozenset[str]]

sayings = st.builds(
    Saying,
    st.sampled_from(THINGS),
    st.sampled_from(PROPERTIES),
    st.sampled_from(THINGS),
    st.sampled_from([*patterns(), *[on(ASKED[2])] * 60]),
)


def subsets(claims: Collection[str]) -> Iterator[frozenset[str]]:
    for size in range(len(claims) + 1):
        yield from map(frozenset, combinations(sorted(claims), size))


def least(found: Collection[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in found if not any(other < one for other in found)}


class Referee:
    """What owlrl entails from each set of claims of a record that may hold on one day."""

    def __init__(self, dataset: Dataset) -> None:
        said = counting(dataset.store)
        ontology = ontology_of(dataset.catalog)
        self.days = {name: days for name, (_, days) in said.items()}
        self.stated: set[Way] = {(plain(triple), frozenset((name,))) for name, (triple, _) in said.items()}
        self.entailed: dict[Plain, list[frozenset[str]]] = {}
        self.wrong: list[frozenset[str]] = []
        types = list(described(dataset, {term for triple, _ in said.values() for term in (triple.subject, triple.object)}))
        for claims in subsets(said):
            if any(self.perhaps(claims, day) for day in ("0001-01-01", *ASKED, "9999-12-31")):
                found, errors = closure(ontology, [*types, *(said[name][0] for name in claims)])
                for triple in found:
                    self.entailed.setdefault(triple, []).append(claims)
                if errors:
                    self.wrong.append(claims)

    def ways(self) -> set[Way]:
        """Each triple with each least set of claims that entails it, without what is stated or rests on no claim."""
        every = {(triple, claims) for triple, found in self.entailed.items() for claims in least(found) if claims}
        return every - self.stated

    def perhaps(self, claims: Collection[str], day: str) -> bool:
        return all(self.days[name].may_from <= day <= self.days[name].may_to for name in claims)

    def surely(self, claims: Collection[str], day: str) -> bool:
        return all(self.days[name].sure_from <= day <= self.days[name].sure_to for name in claims)


def way(one: Inference) -> Way:
    return plain(Triple(one.subject, one.predicate, one.object)), frozenset(one.claims)


def with_rules(dataset: Dataset, folder: Path, changed: Mapping[str, str | None]) -> Dataset:
    """A dataset with rules of its own: the stored ones, but for those that are changed or, by None, left out."""
    (folder / "rules").mkdir(parents=True)
    texts: dict[str, str | None] = {path.name: path.read_text(encoding="utf-8") for path in RULES}
    texts.update(changed)
    for name, text in texts.items():
        if text is not None:
            (folder / "rules" / name).write_text(text, encoding="utf-8")
    return dataset._replace(catalog=dataset.catalog._replace(queries=folder))


def judged(dataset: Dataset, referee: Referee) -> list[str]:
    """Where the inferences of a record differ from what the referee finds."""
    found = inferences(dataset)
    entailed = [way(one) for one in found if one.kind == "Entailment"]
    clashes = [frozenset(one.claims) for one in found if one.kind == "Inconsistency"]
    faults = [f"missing: {one}" for one in referee.ways() - set(entailed)]
    faults += [f"added: {one}" for one in set(entailed) - referee.ways()]
    faults += ["told twice"] if len(entailed) != len(set(entailed)) else []
    faults += [f"clashes: {clashes}, not {referee.wrong}"] if least(clashes) != least(referee.wrong) else []
    faults += [
        f"{one.claims} on {day}"
        for one in found
        for day in ("0001-01-01", *ASKED, "9999-12-31")
        if (one.days.surely(day), one.days.perhaps(day)) != (referee.surely(one.claims, day), referee.perhaps(one.claims, day))
    ]
    return faults


@given(
    axioms=st.sets(st.sampled_from(AXIOMS), max_size=9),
    said=st.lists(sayings, min_size=1, max_size=3),
    classes=st.dictionaries(st.sampled_from(THINGS), st.sampled_from(CLASSES), max_size=2),
)
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_drawn_records_entail_what_the_referee_says_from_the_fewest_claims(
    axioms: set[str], said: list[Saying], classes: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dataset = recorded(Path(folder) / "graph", DECLARED + "".join(sorted(axioms)), said, classes)
        assert judged(dataset, Referee(dataset)) == []


EVERY_KIND = f"""{DECLARED}
attest:aids rdfs:subPropertyOf attest:binds ; rdfs:domain attest:Amber ; a owl:TransitiveProperty .
attest:binds rdfs:range attest:Birch ; a owl:IrreflexiveProperty .
attest:calms owl:inverseOf attest:dares .
attest:dares rdfs:subPropertyOf attest:eases .
attest:eases a owl:SymmetricProperty .
attest:Amber rdfs:subClassOf attest:Cedar .
[] a owl:AllDisjointClasses ; owl:members (attest:Cedar attest:Dune) .
"""
SAID = [
    Saying("x", "aids", "y", on(ASKED[1])),
    Saying("y", "aids", "z", on(ASKED[2])),
    Saying("y", "calms", "x"),
    Saying("z", "binds", "z"),
]


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Referee]:
    """A record with every kind of axiom, and what the referee says of it."""
    dataset = recorded(tmp_path_factory.mktemp("every") / "graph", EVERY_KIND, SAID, {"x": "Dune"})
    return dataset, Referee(dataset)


def test_a_record_with_every_kind_of_axiom_is_judged_right_and_uses_every_rule(every_kind: tuple[Dataset, Referee]) -> None:
    assert judged(*every_kind) == []
    used = {rule.rpartition("#")[2].removesuffix("Rule") for one in inferences(every_kind[0]) for rule in one.rules}
    assert used == {path.stem for path in RULES} != set()


@pytest.mark.parametrize("rule", RULES, ids=lambda path: path.stem)
def test_the_referee_sees_that_a_rule_is_missing(rule: Path, every_kind: tuple[Dataset, Referee], tmp_path: Path) -> None:
    faults = judged(with_rules(every_kind[0], tmp_path, {rule.name: None}), every_kind[1])
    assert [fault for fault in faults if fault.startswith(("missing", "clashes"))]


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("subproperty", "?property rdfs:subPropertyOf ?predicate", "?predicate rdfs:subPropertyOf ?property"),
        ("subclass", "?class rdfs:subClassOf ?object", "?object rdfs:subClassOf ?class"),
        ("symmetric", "owl:SymmetricProperty", "owl:IrreflexiveProperty"),
        ("transitive", "?between ?predicate ?object", "?object ?predicate ?between"),
        ("inverse", "?object ?property ?subject", "?subject ?property ?object"),
        ("domain", "?subject ?property ?value", "?value ?property ?subject"),
        ("range", "?value ?property ?subject", "?subject ?property ?value"),
        ("irreflexive", "?subject = ?object", "?subject != ?object"),
        ("disjoint", "?subject ?predicate ?other }", "?thing ?predicate ?other }"),
    ],
)
def test_the_referee_sees_that_a_rule_is_wrong(
    rule: str, right: str, wrong: str, every_kind: tuple[Dataset, Referee], tmp_path: Path
) -> None:
    text = (FOLDER / f"{rule}.rq").read_text(encoding="utf-8")
    assert text.count(right) == 1
    assert judged(with_rules(every_kind[0], tmp_path, {f"{rule}.rq": text.replace(right, wrong)}), every_kind[1])


@pytest.mark.parametrize("rule", RULES, ids=lambda path: path.stem)
def test_a_rule_gives_the_same_rows_in_the_same_order_on_rdflib(rule: Path, every_kind: tuple[Dataset, Referee]) -> None:
    store, text = Store(), rule.read_text(encoding="utf-8")
    store.extend(every_kind[0].store)
    store.add(Quad(attest("Cedar"), node(OWL + "disjointWith"), attest("Dune"), node(f"{BASE}graph/ontology")))
    for number, one in enumerate(inferences(every_kind[0])):
        store.add(Quad(one.subject, one.predicate, one.object, node(f"{BASE}statement/{number}")))
    other = in_rdflib(store)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        theirs = [tuple(str(term) for term in row) for row in other.query(text) if isinstance(row, rdflib.query.ResultRow)]
    ours = [tuple(text_of(term) for term in row.values() if term) for row in select(store, text, rule.name)[1]]
    assert ours == theirs != []


def test_what_follows_in_several_ways_is_told_once_for_each(tmp_path: Path) -> None:
    said = [Saying("x", "aids", "y"), Saying("x", "aids", "y"), Saying("x", "calms", "y"), Saying("x", "binds", "y")]
    axioms = DECLARED + "attest:aids rdfs:subPropertyOf attest:binds . attest:calms rdfs:subPropertyOf attest:binds ."
    assert [one.claims for one in inferences(recorded(tmp_path, axioms, said, {}))] == [(claim(1),), (claim(2),), (claim(3),)]


def test_what_the_classes_of_things_entail_rests_on_no_claim_and_is_not_told_again(tmp_path: Path) -> None:
    axioms = DECLARED + "attest:Amber rdfs:subClassOf attest:Birch . attest:aids rdfs:domain attest:Birch ; rdfs:range attest:Birch ."
    [one] = inferences(recorded(tmp_path, axioms, [Saying("x", "aids", "y")], {"x": "Amber"}))
    expected: Way = ((f"{BASE}thing/y", RDF_TYPE, (f"{ATTEST}Birch",)), frozenset({claim(1)}))
    assert way(one) == expected


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        (on(ASKED[1]), on(ASKED[3]), ("2020-03-04", "2020-03-02", "0001-01-01", "9999-12-31")),
        ((ASKED[0], ASKED[1], ASKED[4], ASKED[5]), (ASKED[2], ASKED[3], None, None), (ASKED[3], ASKED[2], ASKED[2], ASKED[5])),
        ((ASKED[0], ASKED[0], ASKED[2], ASKED[2]), (ASKED[2], ASKED[2], ASKED[6], ASKED[6]), (ASKED[2], ASKED[2], ASKED[2], ASKED[2])),
        ((ASKED[0], ASKED[0], ASKED[2], ASKED[2]), (ASKED[3], ASKED[3], ASKED[6], ASKED[6]), None),
    ],
)
def test_what_follows_from_two_claims_holds_on_the_days_that_they_share(
    first: Days, second: Days, met: Days | None, tmp_path: Path
) -> None:
    axioms = DECLARED + "attest:aids a owl:TransitiveProperty ."
    dataset = recorded(tmp_path, axioms, [Saying("x", "aids", "y", first), Saying("y", "aids", "z", second)], {})
    assert [one.days for one in inferences(dataset)] == ([met] if met else [])


@pytest.mark.parametrize(
    ("stance", "modality", "withdrawn"),
    [
        ("denied", "asserted", None),
        ("leftOpen", "asserted", None),
        ("affirmed", "intended", None),
        ("affirmed", "asserted", "2020-02-01"),
    ],
)
def test_what_is_denied_open_uncommitted_or_withdrawn_entails_nothing(
    stance: str, modality: str, withdrawn: str | None, tmp_path: Path
) -> None:
    other = Saying("x", "aids", "x", stance=stance, modality=modality, withdrawn=withdrawn)
    assert inferences(recorded(tmp_path / "other", EVERY_KIND, [other], {})) == []
    same = recorded(tmp_path / "same", EVERY_KIND, [Saying("x", "aids", "x")], {})
    assert {one.kind for one in inferences(same)} == {"Entailment", "Inconsistency"}


def test_what_is_superseded_entails_nothing_and_what_supersedes_it_does(tmp_path: Path) -> None:
    said = [Saying("x", "calms", "y"), Saying("x", "calms", "z", supersedes=1)]
    assert {one.claims for one in inferences(recorded(tmp_path, EVERY_KIND, said, {}))} == {(claim(2),)}


def test_an_inconsistency_of_the_editors_own_classes_rests_on_no_claim(tmp_path: Path) -> None:
    axioms = DECLARED + "attest:Amber rdfs:subClassOf attest:Birch . attest:Cedar owl:disjointWith attest:Birch ."
    [one] = inferences(recorded(tmp_path, axioms, [], {"x": "Amber , attest:Cedar"}))
    assert (one.kind, one.claims, one.subject.value) == ("Inconsistency", (), f"{BASE}thing/x")


def all_aid_all(count: int) -> list[Saying]:
    names = [f"t{number}" for number in range(count)]
    return [Saying(left, "aids", right) for left in names for right in names if left < right]


def test_derivations_without_end_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    axioms = DECLARED + "attest:aids a owl:TransitiveProperty , owl:SymmetricProperty ."
    found = inferences(recorded(tmp_path / "five", axioms, all_aid_all(5), {}))
    paths = [one for one in found if one.subject.value.endswith("t0") and str(one.object).endswith("t1>")]
    assert len(paths) == 1 * 3 + 2 * 3 + 6 * 1
    with pytest.raises(RecordError, match="from more than 200 sets of claims: its property is transitive"):
        inferences(recorded(tmp_path / "eight", axioms, all_aid_all(8), {}))


def test_what_the_ontology_says_of_its_own_terms_is_no_statement_of_the_record(tmp_path: Path) -> None:
    axioms = EVERY_KIND + f"<{BASE}thing/x> a attest:Amber , attest:Dune ; attest:binds <{BASE}thing/x> ."
    assert inferences(recorded(tmp_path, axioms, [], {})) == []
