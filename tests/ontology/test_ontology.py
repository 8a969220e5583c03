"""The ontology is OWL 2 RL, consistent with its record, aligned, and holds no term that nothing uses."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from owlrl import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
ATTEST = Namespace("https://w3id.org/attest/ontology#")
TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
RL_TYPES = {*TERM_TYPES, OWL.Ontology, OWL.AllDisjointClasses, OWL.IrreflexiveProperty, OWL.SymmetricProperty}
"""The kinds of axiom of OWL 2 RL that the ontology makes use of; one more is a decision."""
RL_PREDICATES = {OWL.inverseOf, OWL.members, OWL.versionIRI, OWL.versionInfo}
RL_DATATYPES = {XSD.integer, XSD.string}
OTHER_DATATYPES = {
    XSD.date: "OWL 2 has no datatype of days; the rules of OWL 2 RL never look into it, and a zone-less day compares alike in all stores",
    RDF.langString: "RDF 1.1 came after OWL 2, whose rdf:PlainLiteral is the same set of values and cannot be written in Turtle",
}
ALIGNING = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
ALIGNING |= {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
LOOKED_UP = {
    "http://www.w3.org/ns/oa#": {"Annotation", "SpecificResource", "TextPositionSelector", "exact", "hasTarget"},
    "http://groundedannotationframework.org/grasp#": {"Attribution", "AttributionValue", "wasAttributedTo"},
    "http://semanticweb.cs.vu.nl/2009/11/sem/": {
        *("Actor", "Authority", "Event", "Object", "Place", "View", "accordingTo", "hasActor", "hasPlace", "hasTimeStamp", "subEventOf"),
        *(f"has{end}{side}TimeStamp" for end in ("Earliest", "Latest") for side in ("Begin", "End")),
    },
}
"""Terms of vocabularies of which rdflib keeps no list; those of the others are checked as pitfall P40."""
PREFIX = re.compile(r"^PREFIX\s+(\S+:)\s+<([^>]*)>\s*$", re.MULTILINE)
SKIPPED = {"build", "dist"}
INVENTED = ROOT / "tests" / "demo"
"""A record of its own, with prefixes of its own."""


@cache
def graph_of(*paths: Path) -> Graph:
    """The triples of some Turtle files, parsed once; not to be written to."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def ontology() -> Graph:
    return graph_of(ROOT / "ontology" / "core.ttl", ROOT / "ontology" / "concepts.ttl")


def alignments() -> Graph:
    return graph_of(ROOT / "ontology" / "alignments.ttl")


def record() -> Graph:
    return graph_of(*sorted((ROOT / "seeds").glob("*.ttl")))


def is_own(node: Node) -> bool:
    return isinstance(node, URIRef) and node in ATTEST


def terms() -> set[Node]:
    """The classes and properties of the ontology's own."""
    return {term for kind in TERM_TYPES for term in ontology().subjects(RDF.type, kind) if is_own(term)}


def names(found: Iterable[Node]) -> list[str]:
    return sorted(str(term).removeprefix(ATTEST) for term in found)


def test_the_ontology_has_classes_properties_and_concepts() -> None:
    assert len(terms()) > 90
    assert len(set(ontology().subjects(RDF.type, SKOS.Concept))) > 20


def test_the_six_classes_of_the_design_are_there() -> None:
    six = {ATTEST[name] for name in ("Actor", "ArmedForce", "Event", "Location", "Claim", "Source")}
    assert six <= set(ontology().subjects(RDF.type, OWL.Class))


def beyond_rl(graph: Graph) -> set[Node]:
    """The words of OWL in a graph that are not among those of OWL 2 RL which the ontology uses."""
    kinds = {kind for kind in graph.objects(None, RDF.type) if isinstance(kind, URIRef) and kind in OWL}
    predicates = {predicate for predicate in graph.predicates() if isinstance(predicate, URIRef) and predicate in OWL}
    return (kinds - RL_TYPES) | (predicates - RL_PREDICATES)


def test_the_ontology_uses_constructs_of_owl_2_rl_only() -> None:
    assert beyond_rl(ontology()) == set()


def test_a_construct_outside_owl_2_rl_is_seen() -> None:
    faulty = Graph().parse(data="[] a <http://www.w3.org/2002/07/owl#ReflexiveProperty> .", format="turtle")
    assert beyond_rl(faulty) == {OWL.ReflexiveProperty}


def test_domains_and_ranges_are_named_classes_and_datatypes() -> None:
    graph = ontology()
    classes = set(graph.subjects(RDF.type, OWL.Class))
    data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    assert set(graph.objects(None, RDFS.domain)) <= classes
    assert {kind for prop, kind in graph.subject_objects(RDFS.range) if prop not in data} <= classes
    assert {kind for prop, kind in graph.subject_objects(RDFS.range) if prop in data} == RL_DATATYPES | set(OTHER_DATATYPES)


def test_superclasses_and_superproperties_are_named_terms_of_the_ontology() -> None:
    above = {high for step in (RDFS.subClassOf, RDFS.subPropertyOf) for high in ontology().objects(None, step)}
    assert above
    assert above <= terms()


def test_each_term_has_one_kind() -> None:
    graph = ontology()
    assert [term for term in terms() if sum((term, RDF.type, kind) in graph for kind in TERM_TYPES) != 1] == []


def with_content(graph: Graph) -> Graph:
    """The ontology and a record with the content of each affirmed and committed claim as a bare triple."""
    whole = ontology() + graph
    counting = set(whole.subjects(ATTEST.commits, ATTEST.counts))
    for claim in graph.subjects(ATTEST.stance, ATTEST.affirmed):
        subject, predicate, target = (graph.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        if graph.value(claim, ATTEST.modality) in counting and subject and predicate and target:
            whole.add((subject, predicate, target))
    return whole


def inconsistencies(graph: Graph) -> list[str]:
    """What the rules of OWL 2 RL find to be contradictory in a graph."""
    semantics = OWLRL_Semantics(graph, False, False)
    semantics.closure()
    return sorted(semantics.error_messages)


def test_the_closure_of_ontology_and_record_is_consistent() -> None:
    assert inconsistencies(with_content(record())) == []


@pytest.mark.parametrize("fault", ["demo:x attest:commands demo:y . demo:y a attest:Person .", "demo:x attest:backs demo:x ."])
def test_a_planted_inconsistency_is_found(fault: str) -> None:
    planted = Graph().parse(data=f"PREFIX attest: <{ATTEST}>\nPREFIX demo: <https://example.org/demo/>\n{fault}", format="turtle")
    assert inconsistencies(with_content(planted))


def used_terms() -> set[str]:
    """The local names of terms that the record, the shapes, the queries or the build make use of."""
    shapes = graph_of(*sorted((ROOT / "shapes").glob("*.ttl")))
    found = {str(node).removeprefix(ATTEST) for graph in (record(), shapes) for triple in graph for node in triple if is_own(node)}
    queries = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "queries").rglob("*.rq"))
    build = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    return found | set(re.findall(r"\battest:(\w+)", queries)) | set(re.findall(r'"(\w+)"', build))


def test_every_class_and_property_is_used() -> None:
    used = used_terms()
    assert [name for name in names(terms()) if name not in used] == []


def test_a_term_that_nothing_uses_would_be_seen() -> None:
    assert "admires" not in used_terms()


def test_every_concept_is_used_or_stands_in_a_list_that_is() -> None:
    graph, used = ontology(), used_terms()
    idle = [concept for concept in graph.subjects(RDF.type, SKOS.Concept) if str(concept).removeprefix(ATTEST) not in used]
    assert [concept for concept in idle if str(graph.value(concept, SKOS.inScheme)).removeprefix(ATTEST) not in used] == []


def test_each_scheme_names_its_concepts_as_they_name_it() -> None:
    graph = ontology()
    assert set(graph.subject_objects(SKOS.topConceptOf)) == {(low, high) for high, low in graph.subject_objects(SKOS.hasTopConcept)}
    assert set(graph.subject_objects(SKOS.topConceptOf)) == set(graph.subject_objects(SKOS.inScheme))


def test_every_annotation_property_annotates_something() -> None:
    graph = ontology()
    notes = {term for term in graph.subjects(RDF.type, OWL.AnnotationProperty) if is_own(term)}
    assert len(notes) > 4
    queries = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "queries").rglob("*.rq"))
    asked = {ATTEST[name] for name in re.findall(r"\battest:(\w+)", queries)}
    assert names(notes - set(graph.predicates()) - asked) == []


def axioms_of_statement_parts(graph: Graph) -> set[tuple[Node, Node, Node]]:
    """The triples that say something of the parts of a statement; an annotation whose value is a part says nothing of it."""
    parts = {RDF.subject, RDF.predicate, RDF.object, RDF.Statement}
    notes = set(ontology().subjects(RDF.type, OWL.AnnotationProperty))
    return {(s, p, o) for s, p, o in graph if {s, p} & parts or (o in parts and p not in notes)}


def test_no_axiom_is_stated_of_the_parts_of_a_statement() -> None:
    assert axioms_of_statement_parts(ontology() + alignments()) == set()


@pytest.mark.parametrize(
    "axiom",
    [
        "rdf:object rdfs:range attest:Actor .",
        "rdf:subject attest:exclusiveIn rdf:object .",
        "attest:backs rdfs:subPropertyOf rdf:predicate .",
        "attest:Claim rdfs:subClassOf rdf:Statement .",
    ],
)
def test_a_planted_axiom_of_the_parts_of_a_statement_is_found(axiom: str) -> None:
    planted = Graph().parse(data=f"PREFIX attest: <{ATTEST}>\nPREFIX rdf: <{RDF}>\nPREFIX rdfs: <{RDFS}>\n{axiom}", format="turtle")
    assert axioms_of_statement_parts(planted) == set(planted)


def test_every_class_and_property_is_aligned_or_says_that_nothing_corresponds() -> None:
    graph = alignments()
    aligned = {subject for relation in (*ALIGNING, SKOS.editorialNote) for subject in graph.subjects(relation)}
    assert names(terms() - aligned) == []


def test_only_terms_of_the_ontology_are_aligned() -> None:
    assert names(set(alignments().subjects()) - terms()) == []


def test_alignments_say_nothing_else() -> None:
    assert set(alignments().predicates()) <= {*ALIGNING, SKOS.editorialNote}
    assert [target for relation in ALIGNING for target in alignments().objects(None, relation) if is_own(target)] == []


def test_aligned_terms_of_unlisted_vocabularies_are_ones_that_exist() -> None:
    targets = {str(target) for relation in ALIGNING for target in alignments().objects(None, relation)}
    named = {space: {target.removeprefix(space) for target in targets if target.startswith(space)} for space in LOOKED_UP}
    assert named == LOOKED_UP


def test_alignments_are_never_imported() -> None:
    assert list(ontology().objects(None, OWL.imports)) == []


def test_classes_are_aligned_with_subclass_and_properties_with_subproperty() -> None:
    classes = set(ontology().subjects(RDF.type, OWL.Class))
    graph = alignments()
    assert set(graph.subjects(RDFS.subClassOf)) | set(graph.subjects(OWL.equivalentClass)) <= classes
    assert not (set(graph.subjects(RDFS.subPropertyOf)) | set(graph.subjects(OWL.equivalentProperty))) & classes


def test_a_definition_says_more_than_the_label() -> None:
    graph = ontology()
    said = [
        (str(label).casefold(), str(definition).casefold().rstrip("."))
        for naming in (RDFS.label, SKOS.prefLabel)
        for term, label in graph.subject_objects(naming)
        for definition in graph.objects(term, SKOS.definition)
    ]
    assert len(said) > 120
    assert [label for label, definition in said if re.sub(r"^(an?|the|the subject) ", "", definition) == label] == []


def files_with_prefixes() -> list[Path]:
    folders = [folder for folder in ROOT.iterdir() if folder.is_dir() and not folder.name.startswith(".") and folder.name not in SKIPPED]
    found = [path for folder in folders for pattern in ("*.ttl", "*.rq") for path in folder.rglob(pattern)]
    return [path for path in found if not path.is_relative_to(INVENTED)]


def test_prefixes_are_the_same_in_all_files() -> None:
    declared = dict(PREFIX.findall((ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")))
    files = files_with_prefixes()
    assert len(files) > 400
    found = [(path.name, *pair) for path in files for pair in PREFIX.findall(path.read_text(encoding="utf-8"))]
    assert [(name, prefix) for name, prefix, iri in found if declared.get(prefix) != iri] == []


def test_no_turtle_file_declares_prefixes_in_another_way() -> None:
    assert [path.name for path in files_with_prefixes() if "@prefix" in path.read_text(encoding="utf-8")] == []


def test_prefixes_are_sorted_and_declared_once() -> None:
    declared = [prefix for prefix, _ in PREFIX.findall((ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8"))]
    assert declared == sorted(set(declared))
    assert len(declared) > 20
