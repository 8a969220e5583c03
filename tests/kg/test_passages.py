"""A passage is proved by offsets and digest in the text, refuted where anything differs, and counted where the text is not at hand."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.catalog import shipped
from kg.dataset import Dataset
from kg.errors import FolderError
from kg.passages import MAX_WORDS, Passage, passages, prove, read_texts
from kg.vocab import node
from tests.kg.command import DEMO, run

TEXTS = DEMO / "texts"
CHANGES = {
    "one byte": lambda content: content.replace(b"lorries", b"Lorries", 1),
    "line breaks of another system": lambda content: content.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "a line break at the end": lambda content: content + b"\n",
    "another normal form": lambda content: content.replace("”".encode(), b'"'),
}
PARTS = {
    "another start": ({"start": 51}, "the digest does not fit code points 51-149"),
    "another end": ({"end": 148}, "the digest does not fit code points 50-148"),
    "an end beyond the text": ({"end": 397}, "do not lie in the text, which has 396 code points"),
    "a start after the end": ({"start": 149, "end": 50}, "offsets 149-50 do not lie in the text"),
    "an empty passage": ({"end": 50}, "offsets 50-50 do not lie in the text"),
    "a start that is no number": ({"start": -1}, "oa:start and oa:end are integers"),
    "another digest": ({"digest": "0" * 64}, "the digest does not fit"),
    "a digest in capitals": ({"digest": "E818A0BBED4CB2251DD6FE2F4984AE6A2855AEFC6A883D6A54DD4E9BC59CE212"}, "the digest does not fit"),
    "a phrase of another passage": ({"key_phrase": "does not arm anyone"}, "'does not arm anyone' is not in the passage"),
    "a phrase in other case": ({"key_phrase": "Sends lorries"}, "'Sends lorries' is not in the passage"),
    "a phrase too long": (
        {"key_phrase": "The Kingdom of Alba sends lorries to the Northern League, its spokeswoman Ada"},
        "has 13 words; 12 at most",
    ),
    "another length": ({"text_length": 395}, "the text has 396 code points, and attest:textLength says 395"),
}


@pytest.fixture
def found(demo_dataset: Dataset) -> list[Passage]:
    return passages(demo_dataset.store, shipped() / "queries")


def test_every_passage_of_the_demo_is_proved(found: list[Passage]) -> None:
    proof = prove(found, read_texts(TEXTS))
    assert (len(proof.proved), proof.refuted, proof.unchecked) == (6, (), ())
    assert all(passage.key_phrase in (passage.shown(read_texts(TEXTS)) or "") for passage in found)


def test_offsets_count_code_points_also_after_an_emoji(found: list[Passage]) -> None:
    [last] = [passage for passage in found if passage.claim.endswith("lorries-5")]
    text = (TEXTS / "lorries.txt").read_bytes()
    assert last.shown(read_texts(TEXTS)) == "The fighters are led by Marshal Quill."
    assert text.decode().index("🙂") < last.start < text.index(b"The fighters are")


@pytest.mark.parametrize(("part", "says"), PARTS.values(), ids=PARTS)
def test_a_passage_that_differs_is_refuted(part: dict[str, object], says: str, found: list[Passage]) -> None:
    [first] = [passage for passage in found if passage.claim.endswith("lorries-1")]
    changed = replace(first, **part)  # type: ignore[arg-type]
    proof = prove([changed], read_texts(TEXTS))
    assert [passage for passage, fault in proof.refuted if says in fault] == [changed]
    assert (proof.proved, proof.unchecked) == ((), ())
    assert changed.shown(read_texts(TEXTS)) is None


@pytest.mark.parametrize("change", CHANGES)
def test_a_text_that_differs_is_not_the_text(change: str, found: list[Passage], tmp_path: Path) -> None:
    content = (TEXTS / "lorries.txt").read_bytes()
    (tmp_path / "lorries.txt").write_bytes(CHANGES[change](content))
    assert (tmp_path / "lorries.txt").read_bytes() != content
    proof = prove(found, read_texts(tmp_path))
    assert (proof.proved, proof.refuted, len(proof.unchecked)) == ((), (), 6)


@pytest.mark.parametrize("change", CHANGES)
def test_a_text_that_differs_refutes_where_its_digest_is_recorded(change: str, found: list[Passage]) -> None:
    content = CHANGES[change]((TEXTS / "lorries.txt").read_bytes())
    texts = {hashlib.sha256(content).hexdigest(): content.decode()}
    [digest] = texts
    faults = [replace(passage, text_digest=digest).fault(texts) for passage in found]
    assert any(faults)
    assert change in ("one byte", "another normal form") or all(faults)


def test_texts_are_known_by_digest_and_not_by_name(found: list[Passage], tmp_path: Path) -> None:
    shutil.copy(TEXTS / "lorries.txt", tmp_path / "renamed.bin")
    (tmp_path / "noise").write_bytes(b"\xff\xfe")
    (tmp_path / "folder").mkdir()
    assert len(prove(found, read_texts(tmp_path)).proved) == 6


def test_texts_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="cannot be read"):
        read_texts(tmp_path / "nowhere")


def test_passages_without_a_text_are_counted_and_named(tmp_path: Path) -> None:
    for texts in ([], ["--texts", str(tmp_path)]):
        outcome = run("check", "--graph", DEMO / "graph", *texts)
        assert outcome.code == 0
        assert (
            "passages: 0 proved, 0 refuted, 6 not checked\n  source:lorries: the text is not at hand; 6 passages not checked" in outcome.out
        )


def test_a_passage_of_one_claim_is_asked_for_alone(demo_dataset: Dataset) -> None:
    claim = node(demo_dataset.base + "claim/lorries-2")
    assert [passage.claim for passage in passages(demo_dataset.store, shipped() / "queries", claim)] == [claim.value]


def test_every_passage_of_the_shipped_record_is_proved(shipped_dataset: Dataset, article_texts: dict[str, str]) -> None:
    found = passages(shipped_dataset.store, shipped() / "queries")
    proof = prove(found, article_texts)
    assert len(found) > 300
    assert (len(proof.proved), proof.refuted, proof.unchecked) == (len(found), (), ())


def joined(places: list[Passage], text: str) -> list[str]:
    """What the key phrases of one claim give of a text, phrases that meet joined."""
    spans = sorted((start := text.index(place.key_phrase, place.start), start + len(place.key_phrase)) for place in places)
    runs = [spans[0]]
    for start, end in spans[1:]:
        if text[runs[-1][1] : start].strip(" ,.;"):
            runs.append((start, end))
        else:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
    return [text[start:end] for start, end in runs]


def test_the_phrases_of_a_claim_do_not_join_to_a_sentence(shipped_dataset: Dataset, article_texts: dict[str, str]) -> None:
    claims: dict[str, list[Passage]] = {}
    for place in passages(shipped_dataset.require(), shipped_dataset.catalog.queries):
        claims.setdefault(place.claim, []).append(place)
    runs = {claim: joined(places, article_texts[places[0].text_digest]) for claim, places in claims.items()}
    assert len(runs) > 250
    assert [claim for claim, found in runs.items() if max(len(run.split()) for run in found) > MAX_WORDS] == []


def test_phrases_that_meet_are_seen_as_joined(found: list[Passage]) -> None:
    text = (DEMO / "texts" / "lorries.txt").read_text(encoding="utf-8")
    two = [replace(found[0], key_phrase="The Kingdom of Alba"), replace(found[0], key_phrase="sends lorries")]
    assert joined(two, text) == ["The Kingdom of Alba sends lorries"]
