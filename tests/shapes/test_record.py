"""The records and the ontology, with what the rules find in them, pass all shapes; faults of a whole record are found."""

import re
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from kg.catalog import open_catalog
from kg.validate import Finding, shape_findings

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "tests" / "demo" / "graph"
BASE = "https://example.org/demo/"
NOTES = """PREFIX attest: <https://w3id.org/attest/ontology#>

<https://example.org/demo/finding-note/1>
    a attest:FindingNote ;
    attest:noteOn <{finding}> ;
    attest:remark "The minister speaks of arms, and the paper of lorries."@en ;
.
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the invented record."""
    return Path(copytree(DEMO, tmp_path / "graph"))


def findings_in(graph: Path) -> list[Finding]:
    return shape_findings(open_catalog(graph))


def finding(kind: str, *claims: str) -> str:
    """The IRI of a finding, made as the rules make it."""
    pair = " ".join(f"{BASE}claim/{claim}" for claim in sorted(claims))
    return f"{BASE}finding/{sha256(f'{kind} {pair}'.encode()).hexdigest()[:16]}"


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(found: list[Finding]) -> list[tuple[str, int, str, str]]:
    return [(item.file, item.line, item.subject, item.rule) for item in found]


@pytest.mark.parametrize("graph", [ROOT, DEMO], ids=["the shipped record", "the demo"])
def test_a_record_conforms_with_its_ontology_and_its_findings(graph: Path) -> None:
    assert findings_in(graph) == []


def test_a_record_without_a_ledger_conforms(demo: Path) -> None:
    (demo / "seeds" / "ledger.ttl").unlink()
    seeds = demo / "seeds" / "lorries.ttl"
    seeds.write_text(re.sub(r"    attest:sentence <[^>]*> ;\n", "", seeds.read_text(encoding="utf-8")), encoding="utf-8")
    assert findings_in(demo) == []


def test_a_note_on_a_finding_that_arises_conforms(demo: Path) -> None:
    (demo / "seeds" / "notes.ttl").write_text(NOTES.format(finding=finding("stance", "lorries-1", "lorries-2")), encoding="utf-8")
    assert findings_in(demo) == []


def test_a_note_on_a_finding_that_no_longer_arises_is_found(demo: Path) -> None:
    (demo / "seeds" / "notes.ttl").write_text(NOTES.format(finding=finding("stance", "lorries-1", "lorries-2")), encoding="utf-8")
    seeds = demo / "seeds" / "lorries.ttl"
    changed(seeds, "attest:stance attest:denied ;", 'attest:stance attest:denied ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    assert told(findings_in(demo)) == [("seeds/notes.ttl", 5, "1", "shapes#FindingNoteOn")]


def test_a_finding_about_a_withdrawn_claim_is_found(demo: Path) -> None:
    seeds = demo / "seeds" / "lorries.ttl"
    changed(seeds, "attest:stance attest:denied ;", 'attest:stance attest:denied ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    written = f"""PREFIX attest: <https://w3id.org/attest/ontology#>
PREFIX claim: <{BASE}claim/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<{finding("stance", "lorries-1", "lorries-2")}>
    a attest:Contradiction ;
    attest:about claim:lorries-1 , claim:lorries-2 ;
    attest:findingKind attest:stanceFinding ;
    attest:hardness attest:hard ;
    attest:overlapFrom "2031-03-03"^^xsd:date ;
    attest:overlapTo "2031-03-03"^^xsd:date ;
.
"""
    (demo / "seeds" / "findings.ttl").write_text(written, encoding="utf-8")
    [found] = findings_in(demo)
    assert (found.file, found.rule) == ("seeds/findings.ttl", "shapes#FindingStanding")


def test_two_sentences_with_one_number_are_found(demo: Path) -> None:
    ledger = demo / "seeds" / "ledger.ttl"
    changed(ledger, "attest:sentenceNumber 3 ;", "attest:sentenceNumber 2 ;")
    [found] = findings_in(demo)
    lines = ledger.read_text(encoding="utf-8").splitlines()
    assert (found.file, found.subject, found.rule) == ("seeds/ledger.ttl", "lorries#sentence-3", "sentence number")
    assert re.fullmatch(r"\s*attest:sentenceNumber 2 ;", lines[found.line - 1])
    assert found.message == "lorries#sentence-2 has the number 2 too: count the sentences of a source from 1"


def test_sentences_of_two_sources_share_numbers(demo: Path) -> None:
    changed(
        demo / "seeds" / "ledger.ttl",
        "#sentence-8>\n    a attest:Sentence ;\n    dcterms:isPartOf source:lorries ;",
        "#sentence-8>\n    a attest:Sentence ;\n    dcterms:isPartOf source:editors ;",
    )
    changed(demo / "seeds" / "ledger.ttl", "attest:sentenceNumber 8 ;", "attest:sentenceNumber 1 ;")
    assert [item for item in findings_in(demo) if item.rule == "sentence number"] == []
