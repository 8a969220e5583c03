"""Every shape passes its valid cases and fails its invalid ones; that records pass all shapes is held by test_record."""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent
SHAPE = Namespace("https://w3id.org/attest/shapes#")
LAYERS = ("chain", "claim", "classes", "content", "evidence", "findings", "ledger", "ontology", "qualifiers", "record", "source")
NO_CONSTRAINTS = {
    *(RDF.type, SH.closed, SH.ignoredProperties, SH.message, SH.path, SH.property, SH.severity),
    *(SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf),
}
BEYOND_CORE = {SH.sparql, SH.rule, SH.target, SH.js, SH.expression}
SHAPES = 154
FILES = 711


@cache
def graph_of(*paths: Path) -> Graph:
    """The triples of some Turtle files, parsed once."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def layer(name: str) -> Graph:
    return graph_of(ROOT / "shapes" / f"{name}.ttl")


def ontology() -> Graph:
    return graph_of(ROOT / "ontology" / "core.ttl", ROOT / "ontology" / "concepts.ttl")


def failing(shapes: Graph) -> set[Node]:
    """The named shapes that can be the source of a result: those with a constraint of their own."""
    named = {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind)}
    return {shape for shape in named if (shape, SH.closed, None) in shapes or set(shapes.predicates(shape)) - NO_CONSTRAINTS}


@cache
def shapes_by_name() -> dict[str, str]:
    """The layer of each shape that can fail, by the shape's local name."""
    return {str(shape).removeprefix(SHAPE): name for name in LAYERS for shape in failing(layer(name))}


def cases(kind: str) -> list[Path]:
    return sorted(CASES.glob(f"*/{kind}/*.ttl"))


def results_of(data: Graph, shapes: Graph) -> list[tuple[Node | None, str]]:
    """The results of a validation: source shape and message."""
    report = validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)[1]
    assert isinstance(report, Graph)
    found = report.subjects(RDF.type, SH.ValidationResult)
    return [(report.value(result, SH.sourceShape), str(report.value(result, SH.resultMessage) or "")) for result in found]


def messages(case: Path) -> list[str]:
    """What the shape of a case says of it."""
    name = case.parents[1].name
    results = results_of(ontology() + graph_of(case), layer(shapes_by_name()[name]))
    return [message for source, message in results if source == SHAPE[name]]


@pytest.mark.parametrize("case", cases("valid"), ids=lambda case: f"{case.parents[1].name}-{case.stem}")
def test_a_valid_case_passes_its_shape(case: Path) -> None:
    assert messages(case) == []


@pytest.mark.parametrize("case", cases("invalid"), ids=lambda case: f"{case.parents[1].name}-{case.stem}")
def test_an_invalid_case_fails_its_shape_with_a_message(case: Path) -> None:
    found = messages(case)
    assert found
    assert all(found)


def test_each_shape_has_a_folder_with_both_kinds_of_case() -> None:
    folders = {folder.name: folder for folder in CASES.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert set(folders) == set(shapes_by_name())
    assert len(folders) == SHAPES
    assert [name for name, folder in folders.items() for kind in ("valid", "invalid") if not list((folder / kind).glob("*.ttl"))] == []


def test_no_case_is_overlooked() -> None:
    assert len(cases("valid")) + len(cases("invalid")) == len(list(CASES.rglob("*.ttl"))) == FILES


@pytest.mark.parametrize("name", LAYERS)
def test_each_shape_of_a_layer_is_named_and_tells_the_author_what_to_do(name: str) -> None:
    shapes = layer(name)
    named = failing(shapes)
    assert named
    assert [shape for shape in named if not isinstance(shape, URIRef) or shape not in SHAPE] == []
    assert [shape for shape in named if not told_in_english(list(shapes.objects(shape, SH.message)))] == []
    messages_said = [str(message) for message in shapes.objects(None, SH.message)]
    assert len(messages_said) == len(set(messages_said)) == len(named)


def told_in_english(found: list[Node]) -> bool:
    """Whether a shape has one message, a sentence in English."""
    return len(found) == 1 and isinstance(found[0], Literal) and found[0].language == "en" and str(found[0]).endswith(".")


@pytest.mark.parametrize("name", LAYERS)
def test_each_shape_is_reached_by_a_target(name: str) -> None:
    shapes = layer(name)
    targets = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    aimed = {shape for target in targets for shape in shapes.subjects(target)}
    aimed |= {part for shape in aimed for part in shapes.objects(shape, SH.property)}
    assert failing(shapes) - aimed == set()


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_shacl_core(name: str) -> None:
    assert set(layer(name).predicates()) & BEYOND_CORE == set()


def test_the_shapes_are_in_eleven_files() -> None:
    assert tuple(sorted(path.stem for path in (ROOT / "shapes").glob("*.ttl"))) == LAYERS


def test_the_shapes_are_well_formed() -> None:
    shapes = graph_of(*(ROOT / "shapes" / f"{name}.ttl" for name in LAYERS))
    conforms, _, text = validate(Graph(), shacl_graph=shapes, inference="none", advanced=False, meta_shacl=True)
    assert conforms is True, text
