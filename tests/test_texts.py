"""No file of the project holds more of an article than a key phrase may: a run of at most twelve words, titles aside.

A word is a run of letters and digits, whatever its case and its accents;
``Haftar's``, ``Turkey-backed`` and ``1,500`` are one word each, as they are
when the words of a key phrase are counted. A file is read as it stands, from
its first line to its last: line breaks, quotation marks, commas and escapes
part words and end no run. So a run within one literal is seen, and so is one
that goes on in the next where nothing but punctuation stands between them, as
in a list of values: that is an article to whoever reads the file. Where other
words stand between two phrases (the name of a property, a label, the name of a
claim), they do not join, even if they follow each other in the article: each is
the evidence of its own claim. The phrases of one claim are held together by a
test of the passages.
"""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.dataset import Dataset
from kg.passages import MAX_WORDS
from kg.terms import text_of
from kg.vocab import attest, node
from tests.kg.command import DEMO, ROOT

Run = tuple[str, ...]

TITLE = "http://purl.org/dc/terms/title"
LENGTH = MAX_WORDS + 1
WORD = re.compile(r"[^\W_]+(?:(?:['\u2019\u2010\u2011-]|(?<=\d)[.,](?=\d))[^\W_]+)*")
ESCAPE = re.compile(r"\\(?:u(?P<four>[0-9a-fA-F]{4})|U000(?P<eight>[0-9a-fA-F]{5})|x(?P<two>[0-9a-fA-F]{2})|[abfnrtv])")
NOT_KEPT = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "build",
    "dist",
}
INVENTED = (DEMO / "texts" / "lorries.txt").read_text(encoding="utf-8").partition(". ")[2]
SENTENCE = "The Kingdom of Alba sends lorries to the Northern League, its spokeswoman Ada Birch said on Monday."
HOLDING = {
    "as it is": SENTENCE,
    "in other case": SENTENCE.upper(),
    "in lines": SENTENCE.replace(" ", "\n"),
    "in the lines of a comment": "\n".join(f"# {word}" for word in SENTENCE.split()),
    "without marks": re.sub(r"[,.]", "", SENTENCE),
    "with accents": SENTENCE.replace("a", "a\u0301"),
    "with escapes": SENTENCE.replace("a", "\\u0061").replace("o", "\\U0000006f").replace("i", "\\x69").replace(" ", "\\n"),
    "in a list of values": "attest:words " + " ,\n    ".join(f'"{word}"@en' for word in SENTENCE.split()).replace("@en", "") + " ;",
    "in JSON": '{"words": ["' + '", "'.join(SENTENCE.split()) + '"]}',
    "in two strings of a program": '("The Kingdom of Alba sends lorries "\n    "to the Northern League, its spokeswoman Ada Birch")',
    "across two sentences": INVENTED[80:200],
}
NOT_HOLDING = {
    "twelve words": " ".join(SENTENCE.split()[:12]),
    "twelve words twice": " and ".join([" ".join(SENTENCE.split()[:12])] * 2),
    "a word left out": SENTENCE.replace("spokeswoman ", ""),
    "the words in another order": " ".join(reversed(SENTENCE.split())),
    "two phrases with the name of a property between them": (
        'attest:keyPhrase "The Kingdom of Alba sends lorries" ;\n    attest:keyPhrase "to the Northern League, its spokeswoman" ;'
    ),
    "nothing": "",
}


def words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text in one form, each with its line."""
    for number, line in enumerate(text.split("\n"), 1):
        plain = unicodedata.normalize("NFKD", ESCAPE.sub(_unescaped, line).casefold())
        for found in WORD.findall("".join(character for character in plain if not unicodedata.combining(character))):
            yield "".join(character for character in found if character.isalnum()), number


def _unescaped(escape: re.Match[str]) -> str:
    code = escape["four"] or escape["eight"] or escape["two"]
    return chr(int(code, 16)) if code else " "


def runs(text: str) -> Iterator[tuple[Run, int]]:
    """Every run of one word more than a key phrase may have, with the line of its first word."""
    found = list(words(text))
    for at in range(len(found) - MAX_WORDS):
        yield tuple(word for word, _ in found[at : at + LENGTH]), found[at][1]


def forbidden(texts: Iterable[str], titles: Iterable[str]) -> set[Run]:
    """The runs of texts that no file may hold: all but those within a title."""
    allowed = {run for title in titles for run, _ in runs(title)}
    return {run for text in texts for run, _ in runs(text)} - allowed


def lines_that_hold(text: str, articles: set[Run]) -> list[int]:
    """The lines of a text on which runs of articles begin."""
    return sorted({line for run, line in runs(text) if run in articles})


def kept_files(root: Path) -> list[Path]:
    """The files that git tracks or would track; those of the tree where it is no checkout, without caches and the texts themselves."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, check=False
    )
    named = [root / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in named if path.is_file()] if named and not listed.returncode else files_of_tree(root)


def files_of_tree(root: Path) -> list[Path]:
    """Every file of a folder but what tools leave there, and the articles where KG_TEXTS names a folder in it."""
    texts = os.environ.get("KG_TEXTS")
    folder = Path(texts).resolve() if texts else None
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and NOT_KEPT.isdisjoint(path.relative_to(root).parts))
    return [path for path in found if path.resolve().parent != folder and ".egg-info" not in str(path)]


@pytest.fixture(scope="module")
def articles(shipped_dataset: Dataset, article_texts: dict[str, str]) -> set[Run]:
    """The runs of the articles that no file may hold."""
    store = shipped_dataset.store
    sources = {quad.subject for quad in store.quads_for_pattern(None, None, attest("Source"))}
    titles = [text_of(quad.object) for quad in store.quads_for_pattern(None, node(TITLE), None) if quad.subject in sources]
    assert titles
    return forbidden(article_texts.values(), titles)


def test_no_file_holds_a_run_of_an_article(articles: set[Run]) -> None:
    files = kept_files(ROOT)
    assert len(files) > 200
    assert len(articles) > 2000
    held = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        for line in lines_that_hold(path.read_text(encoding="utf-8", errors="replace"), articles)
    ]
    assert held == []


def test_a_run_of_each_article_is_seen_in_a_file(articles: set[Run], article_texts: dict[str, str], tmp_path: Path) -> None:
    for text in article_texts.values():
        pieces = text.split()
        middle = len(pieces) // 2
        planted = tmp_path / "planted.ttl"
        planted.write_text('\n\nrdfs:label "' + " ".join(pieces[middle : middle + 2 * LENGTH]) + '" ;\n', encoding="utf-8")
        assert lines_that_hold(planted.read_text(encoding="utf-8"), articles) == [3]


@pytest.mark.parametrize("text", HOLDING.values(), ids=HOLDING)
def test_a_run_of_thirteen_words_is_seen(text: str) -> None:
    assert lines_that_hold("# a file\n" + text, forbidden([INVENTED], []))[:1] == [2]


@pytest.mark.parametrize("text", NOT_HOLDING.values(), ids=NOT_HOLDING)
def test_what_is_shorter_or_parted_is_no_run(text: str) -> None:
    assert lines_that_hold(text, forbidden([INVENTED], [])) == []


def test_a_run_within_a_title_is_let_through_and_one_that_leaves_it_is_not() -> None:
    title = " ".join(SENTENCE.split()[:14])
    barred = forbidden([INVENTED], [title])
    assert lines_that_hold(title, barred) == []
    assert lines_that_hold(SENTENCE, barred) == [1]


def test_a_word_is_what_a_key_phrase_counts_as_one() -> None:
    assert [word for word, _ in words("Haftar\u2019s Turkey-backed 1,500 \u201cÖrnek\u201d naïve\u2014end")] == [
        "haftars",
        "turkeybacked",
        "1500",
        "ornek",
        "naive",
        "end",
    ]


def test_a_phrase_of_twelve_words_with_marks_in_them_is_no_run() -> None:
    article = "Alba\u2019s hard-won peace of 1,500 days, it says, has not been broken by anyone at all."
    pieces = article.split()
    assert lines_that_hold(" ".join(pieces[:12]), forbidden([article], [])) == []
    assert lines_that_hold(" ".join(pieces[:13]), forbidden([article], [])) == [1]


def test_the_files_are_those_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for files in (set(kept_files(ROOT)), set(files_of_tree(ROOT))):
        answers = set((ROOT / "tests" / "answers").glob("*.json"))
        assert answers
        assert {Path(__file__), ROOT / "README.md", *answers, *(ROOT / "seeds").glob("*.ttl")} <= files
    assert set(kept_files(ROOT)) <= set(files_of_tree(ROOT))
    for name in ("a.txt", "__pycache__/b.pyc", "folder/c.md", "texts/article.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setenv("KG_TEXTS", str(tmp_path / "texts"))
    assert kept_files(tmp_path) == [tmp_path / "a.txt", tmp_path / "folder" / "c.md"]
