"""Every sentence of a source is accounted for: by the claims in it or by a reason for none; `kg check --coverage` finds what is not."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.catalog import open_catalog, shipped
from kg.coverage import Coverage, coverage
from kg.dataset import Dataset, build
from kg.passages import read_texts
from kg.terms import text_of
from kg.turtle import read
from kg.vocab import OA_END, OA_START, RDF, attest, node
from tests.kg.command import DEMO, answered, line_after, replaced, run

TEXTS = DEMO / "texts"
GRAPH = ["--graph", str(DEMO / "graph")]
PART_OF = "http://purl.org/dc/terms/isPartOf"
SOURCE = "https://example.org/demo/source/lorries"


class Fault(NamedTuple):
    """A change of one file, the statement on whose line the finding stands, what it says, and which others follow from it."""

    file: str
    old: str
    new: str
    anchor: str
    subject: str
    says: str
    also: tuple[str, ...] = ()
    seen_in: str = ""
    """The file of the finding, where it is another one."""


def block(number: int) -> str:
    """The statements about one sentence of the demo."""
    text = (DEMO / "graph" / "seeds" / "ledger.ttl").read_text(encoding="utf-8")
    start = text.index(f"<{SOURCE}#sentence-{number}>")
    return text[start : text.index("\n.\n", start) + 3]


def of(number: int) -> str:
    """Where the description of a sentence begins."""
    return f"lorries#sentence-{number}>\n    a attest:Sentence"


FAULTS = {
    "a sentence with neither claims nor a reason": Fault(
        "ledger.ttl",
        "    attest:noClaim attest:dateline ;\n",
        "",
        of(2),
        "lorries#sentence-2",
        "no claim has a passage in it: record what it says, or give the reason for none (attest:noClaim)",
    ),
    "a sentence whose only claim is withdrawn": Fault(
        "lorries.ttl",
        "    rdf:subject actor:quill ;\n",
        '    rdf:subject actor:quill ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;\n',
        of(8),
        "lorries#sentence-8",
        "only claims that are withdrawn or superseded have a passage in it",
        seen_in="ledger.ttl",
    ),
    "a sentence whose only claim is superseded": Fault(
        "lorries.ttl",
        '    rdf:subject actor:brine ;\n    attest:beginsNotAfter "2031-03-03"^^xsd:date ;\n',
        '    rdf:subject actor:brine ;\n    attest:supersedes claim:lorries-5 ;\n    attest:beginsNotAfter "2031-03-03"^^xsd:date ;\n',
        of(8),
        "lorries#sentence-8",
        "only claims that are withdrawn or superseded have a passage in it",
        seen_in="ledger.ttl",
    ),
    "a sentence with claims and a reason": Fault(
        "ledger.ttl",
        block(3),
        block(3).replace("    attest:passageKind", "    attest:noClaim attest:heading ;\n    attest:passageKind"),
        "attest:noClaim attest:heading¶ ;\n    attest:passageKind attest:body",
        "lorries#sentence-3",
        "attest:noClaim says that it makes no claim, and passages of lorries-1, lorries-6 lie in it: remove the reason or mend them",
    ),
    "a passage between the sentences": Fault(
        "lorries.ttl",
        "lorries-6#passage-1>\n    a attest:Passage ;\n    oa:end 149 ;\n    oa:start 50 ;",
        "lorries-6#passage-1>\n    a attest:Passage ;\n    oa:end 283 ;\n    oa:start 281 ;",
        "oa:start 281",
        "lorries-6#passage-1",
        "it touches no sentence of the ledger: mend oa:start and oa:end, or list the sentence",
    ),
    "a passage beyond the sentences": Fault(
        "lorries.ttl",
        "lorries-6#passage-1>\n    a attest:Passage ;\n    oa:end 149 ;\n    oa:start 50 ;",
        "lorries-6#passage-1>\n    a attest:Passage ;\n    oa:end 500 ;\n    oa:start 395 ;",
        "oa:start 395",
        "lorries-6#passage-1",
        "it touches no sentence of the ledger",
    ),
    "a passage that names another sentence": Fault(
        "lorries.ttl",
        '    attest:keyPhrase "led by Marshal Quill" ;\n    attest:passageKind attest:body ;\n'
        f"    attest:sentence <{SOURCE}#sentence-8> ;\n",
        '    attest:keyPhrase "led by Marshal Quill" ;\n    attest:passageKind attest:body ;\n'
        f"    attest:sentence <{SOURCE}#sentence-5> ;\n",
        'Quill" ;\n    attest:passageKind attest:body ;\n    attest:sentence <',
        "lorries-5#passage-1",
        "it names lorries#sentence-5, and its code points lie in lorries#sentence-8: mend attest:sentence",
    ),
    "sentences that overlap": Fault(
        "ledger.ttl",
        "oa:start 25 ;",
        "oa:start 20 ;",
        "oa:start 20 ;",
        "lorries#sentence-2",
        "it overlaps lorries#sentence-1, which ends at 23: each code point is in one sentence",
    ),
    "a sentence within an earlier one": Fault(
        "ledger.ttl",
        "oa:end 281 ;",
        "oa:end 400 ;",
        "oa:start 357 ;",
        "lorries#sentence-8",
        "it overlaps lorries#sentence-5, which ends at 400",
        ("lorries#sentence-6", "lorries#sentence-7"),
    ),
    "a source with claims and no sentences": Fault(
        "sources.ttl",
        "source:lorries\n    a attest:Source ;",
        'source:letters\n    a attest:Source ;\n    rdfs:label "Letters"@en ;\n.\n\nsource:lorries\n    a attest:Source ;',
        "source:letters\n    a attest:Source",
        "letters",
        "it has no sentence in the ledger: list its sentences, headlines, captions and posts (attest:Sentence)",
        ("lorries#sentence-8",),
    ),
    "a source with a text that nothing was read of": Fault(
        "sources.ttl",
        "source:lorries\n    a attest:Source ;",
        f'source:post\n    a attest:Source ;\n    attest:digest "{"0" * 64}" ;\n.\n\nsource:lorries\n    a attest:Source ;',
        "source:post\n    a attest:Source",
        "post",
        "it has no sentence in the ledger",
    ),
    "a sentence of no source": Fault(
        "ledger.ttl",
        block(2),
        block(2).replace("source:lorries ;", "source:lorry ;"),
        of(2),
        "lorries#sentence-2",
        "dcterms:isPartOf names a source of the record, not <https://example.org/demo/source/lorry>",
    ),
    "a sentence without its beginning": Fault(
        "ledger.ttl",
        "    oa:start 50 ;\n",
        "",
        of(3),
        "lorries#sentence-3",
        "oa:start and oa:end are integers, counted from 0, and the end comes after the start",
    ),
    "a sentence that ends where it begins": Fault(
        "ledger.ttl",
        "oa:end 49 ;",
        "oa:end 25 ;",
        "oa:start 25 ;",
        "lorries#sentence-2",
        "the end comes after the start",
    ),
    "a sentence with two reasons": Fault(
        "ledger.ttl",
        "attest:noClaim attest:dateline ;",
        "attest:noClaim attest:dateline , attest:heading ;",
        of(2),
        "lorries#sentence-2",
        "something of it stands twice; it has one source, start, end and digest, at most one reason, and one file",
    ),
    "a reason that is none": Fault(
        "ledger.ttl",
        "attest:noClaim attest:dateline ;",
        "attest:noClaim attest:body ;",
        "attest:noClaim attest:body",
        "lorries#sentence-2",
        "<https://w3id.org/attest/ontology#body> is no reason of attest:noClaimReasons; name one of them",
    ),
}
IN_TEXT = {
    "a sentence whose digest does not fit": Fault(
        "ledger.ttl",
        "oa:start 226 ;",
        "oa:start 227 ;",
        'attest:digest "f998',
        "lorries#sentence-5",
        "the digest does not fit code points 227-281 of the text",
        ("lorries#sentence-4",),
    ),
    "a sentence beyond the text": Fault(
        "ledger.ttl",
        "oa:end 395 ;",
        "oa:end 397 ;",
        "oa:start 357 ;",
        "lorries#sentence-8",
        "code points 357-397 do not lie in the text, which has 396 code points",
    ),
    "text before the first sentence": Fault(
        "ledger.ttl",
        block(1),
        "",
        "oa:start 25 ;",
        "lorries#sentence-2",
        "code points 0-23 before it are in no sentence: list them, or mend its oa:start and oa:end",
    ),
    "text between two sentences": Fault(
        "ledger.ttl",
        block(7),
        "",
        "oa:start 283 ;",
        "lorries#sentence-6",
        "code points 355-356 after it are in no sentence: list them, or mend its oa:start and oa:end",
    ),
    "text after the last sentence": Fault(
        "ledger.ttl",
        block(8),
        "",
        "oa:start 355 ;",
        "lorries#sentence-7",
        "code points 357-395 after it are in no sentence",
        ("lorries-5#passage-1",),
    ),
}


def covered(graph: Path, texts: dict[str, str] | None = None) -> Coverage:
    """The coverage of a graph, in this process."""
    dataset = build(open_catalog(graph))
    return coverage(dataset.require(), dataset.catalog.queries, texts or {})


def planted(fault: Fault, graph: Path) -> None:
    """Plant a fault in a copy of the demo."""
    replaced(graph / "seeds" / fault.file, fault.old, fault.new)
    if fault.subject == "letters":
        last = 'attest:recorded "2031-04-01"^^xsd:date ;\n    attest:source source:{} ;\n'
        text = (graph / "seeds" / "lorries.ttl").read_text(encoding="utf-8")
        begin = text.index("claim:lorries-5\n")
        changed = text[:begin] + text[begin:].replace(last.format("lorries"), last.format("letters"), 1)
        assert changed != text
        (graph / "seeds" / "lorries.ttl").write_text(changed, encoding="utf-8")


def found(graph: Path, *words: str | Path) -> list[dict[str, object]]:
    """The findings about coverage, from the command."""
    outcome = run("check", "--coverage", "--graph", graph, "--format", "json", *words)
    told = json.loads(outcome.out)
    assert (outcome.code, told["conforms"]) == (1, False), outcome
    return [finding for finding in told["findings"] if finding["rule"] == "coverage"]


def holds(fault: Fault, findings: list[dict[str, object]], graph: Path) -> None:
    """The fault is named once, with the file and line of its statement, and nothing else but what follows from it."""
    file = fault.seen_in or fault.file
    wanted = (f"seeds/{file}", line_after((graph / "seeds" / file).read_text(encoding="utf-8"), fault.anchor))
    named = [finding for finding in findings if finding["subject"] == fault.subject and fault.says in str(finding["message"])]
    assert [(finding["file"], finding["line"]) for finding in named] == [wanted]
    assert sorted(str(finding["subject"]) for finding in findings if finding not in named) == sorted(fault.also)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_ledger_is_found_with_file_and_line(fault: Fault, demo: Path) -> None:
    planted(fault, demo)
    holds(fault, found(demo), demo)


@pytest.mark.parametrize("fault", IN_TEXT.values(), ids=IN_TEXT)
def test_a_fault_that_only_the_text_shows_is_found_where_it_is_at_hand(fault: Fault, demo: Path) -> None:
    planted(fault, demo)
    holds(fault, found(demo, "--texts", TEXTS), demo)
    without = covered(demo)
    assert [problem for problem in without.problems if fault.says in problem.message] == []
    assert [source.source for source in without.unchecked()] == [SOURCE]


def test_a_graph_without_a_ledger_passes_a_check_and_fails_one_of_coverage(demo: Path) -> None:
    (demo / "seeds" / "ledger.ttl").unlink()
    seeds = demo / "seeds" / "lorries.ttl"
    seeds.write_text(re.sub(r"    attest:sentence <[^>]*> ;\n", "", seeds.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("check", "--graph", demo, "--texts", TEXTS).code == 0
    outcome = run("check", "--coverage", "--graph", demo, "--texts", TEXTS)
    assert outcome.code == 1
    assert "seeds/record.ttl:1: ledger: the graph has no ledger: list the sentences" in outcome.out
    assert re.search(r"source:lorries +0 +0 +6 +6 +0 of 325\n", outcome.out)
    assert outcome.out.endswith("\n1 findings\n")


def test_the_demo_is_covered_and_its_table_says_how() -> None:
    told = answered_check(*GRAPH, "--texts", str(TEXTS))
    assert re.search(r"source:lorries +8 +5 +6 +6 +1 dateline, 1 decoration, 1 heading +325 of 325\n", told)
    assert told.endswith("\nconforms\n")
    assert "not checked" not in told.partition("\n")[2]


def test_what_cannot_be_held_against_a_text_is_counted_and_named(tmp_path: Path) -> None:
    for texts in ([], ["--texts", str(tmp_path)]):
        told = answered_check(*GRAPH, *texts)
        assert re.search(r"source:lorries +8 .* not checked\n", told)
        assert "  source:lorries: the text is not at hand; 8 sentences, and whether they are all, not checked (--texts DIR)\n" in told


def test_json_holds_the_same_data() -> None:
    source = {
        "source": "source:lorries",
        "source_iri": SOURCE,
        "sentences": 8,
        "sentences_with_claims": 5,
        "passages": 6,
        "claims": 6,
        "sentences_without_claim": {"dateline": 1, "decoration": 1, "heading": 1},
        "characters": {"covered": 325, "all": 325},
    }
    told = json.loads(answered_check(*GRAPH, "--texts", str(TEXTS), "--format", "json"))
    assert told["coverage"] == {"sources": [source], "unchecked": []}
    told = json.loads(answered_check(*GRAPH, "--format", "json"))
    assert told["coverage"] == {"sources": [source | {"characters": None}], "unchecked": [SOURCE]}


def answered_check(*words: str) -> str:
    """What a check of coverage prints that finds nothing."""
    outcome = run("check", "--coverage", *words)
    assert outcome.code == 0, outcome
    return outcome.out


def test_a_graph_that_is_not_built_is_said_to_be_unchecked(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "rdf:subject actor:quill ;\n", "")
    outcome = run("check", "--coverage", "--graph", demo)
    assert outcome.code == 1
    assert "coverage: not checked, as the graph is not built: mend the findings above first\n" in outcome.out
    assert json.loads(run("check", "--coverage", "--graph", demo, "--format", "json").out)["coverage"] is None


def test_findings_of_the_shapes_do_not_keep_the_coverage_from_being_told(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", '    rdfs:label "Quill leads the fighters."@en ;\n', "")
    outcome = run("check", "--coverage", "--graph", demo)
    assert outcome.code == 1
    assert re.search(r"source:lorries +8 ", outcome.out)


def test_the_help_tells_the_option() -> None:
    assert "--coverage" in answered("check", "--help")


def test_a_reason_stands_beside_a_claim_that_is_withdrawn(demo: Path) -> None:
    planted(FAULTS["a sentence whose only claim is withdrawn"], demo)
    replaced(
        demo / "seeds" / "ledger.ttl",
        block(8),
        block(8).replace("    attest:passageKind", "    attest:noClaim attest:heading ;\n    attest:passageKind"),
    )
    told = covered(demo)
    assert told.problems == ()
    [source] = told.sources
    assert (source.sentences_with_claims, source.passages, source.claims, source.sentences_without_claim["heading"]) == (4, 5, 5, 2)


def test_a_passage_accounts_for_every_sentence_that_it_touches(demo: Path) -> None:
    replaced(demo / "seeds" / "lorries.ttl", "attest:denied ;", 'attest:denied ;\n    attest:withdrawn "2031-05-01"^^xsd:date ;')
    assert [problem.subject for problem in covered(demo).problems] == [f"{SOURCE}#sentence-4"]
    replaced(demo / "seeds" / "lorries.ttl", "oa:start 226 ;", "oa:start 224 ;")
    assert covered(demo).problems == ()


def test_what_only_meets_at_an_edge_does_not_overlap(demo: Path) -> None:
    replaced(demo / "seeds" / "ledger.ttl", "oa:end 49 ;", "oa:end 50 ;")
    assert covered(demo).problems == (), "sentence and passage begin at 50, where a sentence without claims ends"


def test_a_passage_that_names_a_broken_sentence_is_no_second_fault(demo: Path) -> None:
    replaced(demo / "seeds" / "ledger.ttl", "    oa:start 357 ;\n", "")
    assert [problem.subject for problem in covered(demo).problems] == [f"{SOURCE}#sentence-8"]


def test_text_in_a_sentence_that_holds_another_is_covered(demo: Path) -> None:
    replaced(demo / "seeds" / "ledger.ttl", "oa:end 281 ;", "oa:end 356 ;")
    replaced(demo / "seeds" / "ledger.ttl", block(7), "")
    told = covered(demo, read_texts(TEXTS))
    assert told.sources[0].characters == (325, 325)
    assert [problem for problem in told.problems if "are in no sentence" in problem.message] == []


@pytest.mark.parametrize("number", range(1, 9))
def test_text_without_its_sentence_is_reported_to_the_last_character(number: int, demo: Path) -> None:
    replaced(demo / "seeds" / "ledger.ttl", block(number), "")
    texts = read_texts(TEXTS)
    [text] = texts.values()
    told = covered(demo, texts)
    [source] = told.sources
    assert source.characters
    named = [match for problem in told.problems if (match := re.match(r"code points (\d+)-(\d+) ", problem.message))]
    reported = sum(not character.isspace() for match in named for character in text[int(match[1]) : int(match[2])])
    assert len(named) == 1
    assert (source.characters[0] + reported, source.characters[1]) == (325, 325)


def ledger() -> dict[str, dict[str, str]]:
    """The sentences of the shipped record, read from its file alone."""
    sentences: dict[str, dict[str, str]] = {}
    for quad in read(shipped() / "seeds" / "ledger.ttl"):
        sentences.setdefault(text_of(quad.subject), {})[quad.predicate.value] = text_of(quad.object)
    return sentences


def with_text(dataset: Dataset) -> dict[str, str]:
    """The sources of a record that have a text, with its digest."""
    sources = {text_of(quad.subject) for quad in dataset.store.quads_for_pattern(None, None, attest("Source"))}
    given = dataset.store.quads_for_pattern(None, attest("digest"), None)
    return {text_of(quad.subject): text_of(quad.object) for quad in given if text_of(quad.subject) in sources}


def test_the_ledger_of_the_shipped_record_is_whole(shipped_dataset: Dataset) -> None:
    told = coverage(shipped_dataset.require(), shipped_dataset.catalog.queries, {})
    assert told.problems == ()
    assert {source.source for source in told.sources} == set(with_text(shipped_dataset))
    assert len(told.sources) >= 5
    assert sum(source.sentences for source in told.sources) == len(ledger()) >= 111
    for source in told.sources:
        assert source.sentences_with_claims + sum(source.sentences_without_claim.values()) == source.sentences
        assert source.claims <= source.passages
        assert source.sentences_with_claims > 0
    assert told.unchecked() == list(told.sources)


def test_every_character_of_the_articles_is_in_a_sentence(shipped_dataset: Dataset, article_texts: dict[str, str]) -> None:
    told = coverage(shipped_dataset.require(), shipped_dataset.catalog.queries, article_texts)
    assert (told.problems, told.unchecked()) == ((), [])
    for source, digest in with_text(shipped_dataset).items():
        text = article_texts[digest]
        places = [(int(item[OA_START]), int(item[OA_END])) for item in ledger().values() if item[PART_OF] == source]
        outside = [at for at, character in enumerate(text) if not character.isspace() and not any(a <= at < b for a, b in places)]
        assert outside == []
        [row] = [row for row in told.sources if row.source == source]
        assert row.characters == (len("".join(text.split())),) * 2


def test_a_sentence_taken_out_of_the_shipped_ledger_is_missed(article_texts: dict[str, str]) -> None:
    dataset = build(open_catalog())
    store, queries, taken = dataset.require(), dataset.catalog.queries, list(ledger())[::10]
    assert len(taken) > 10
    for sentence in taken:
        [quad] = store.quads_for_pattern(node(sentence), node(RDF + "type"), None)
        store.remove(quad)
        assert [problem for problem in coverage(store, queries, article_texts).problems if "it are in no sentence" in problem.message]
        store.add(quad)
