"""The pages are valid HTML, and what a screen reader goes by is there."""

import re
import subprocess
from pathlib import Path

import html5lib
import pytest

from tests.site.conftest import Made
from tests.site.tools import checker


def faults(text: bytes) -> list[str]:
    """Where a text is not HTML, by the parser of browsers, which goes on over each fault."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{line}:{column}: {code}" for (line, column), code, _ in parser.errors]


def checked(folder: Path) -> str:
    """What the Nu HTML checker says of the pages of a folder; empty where all is well, warnings included."""
    done = subprocess.run([*checker(), "--skip-non-html", str(folder)], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (done.stderr == ""), done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ["demo_site", "hostile_site"])
def test_no_page_has_a_fault_that_a_parser_mends(name: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(name).site
    for path in (path for path in site.pages if not path.startswith("terms/property/")):
        assert faults((site.folder / path).read_bytes()) == [], path


def test_a_fault_of_html_is_found(demo_site: Made, tmp_path: Path) -> None:
    text = (demo_site.site.folder / "index.html").read_bytes()
    assert faults(text.replace(b"</nav>", b"")) != []
    (tmp_path / "index.html").write_bytes(text.replace(b"<caption>", b"").replace(b'id="main"', b'id="main" id="main"'))
    assert "Duplicate attribute" in checked(tmp_path)


def test_every_page_is_valid_html(demo_site: Made) -> None:
    assert checked(demo_site.site.folder) == ""


def test_pages_of_things_that_mean_harm_are_valid_html(hostile_site: Made) -> None:
    assert checked(hostile_site.site.folder / "actor") == ""


def test_every_page_is_set_out_for_a_screen_reader(made: Made) -> None:
    for path, page in made.site.pages.items():
        levels = [int(tag[1]) for tag in page.order if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), path
        assert [len(page.tags[tag]) for tag in ("header", "main", "footer")] == [1, 1, 1], path
        assert page.tags["a"][0] == {"class": "skip", "href": "#main"}, path
        assert page.tags["main"][0]["id"] == "main", path
        assert page.tags["html"] == [{"lang": "en"}], path
        assert "width=device-width" in page.tags["meta"][1]["content"], path
        assert len(page.tags["caption"]) == len(page.tags["table"]), path
        assert all("scope" in cell for cell in page.tags["th"]), path
        assert all(quoted.get("dir") == "auto" for quoted in page.tags["q"]), path
        assert "".join(page.texts["title"]).strip(), path


def test_words_of_a_source_have_its_language(demo_site: Made) -> None:
    assert demo_site.site.pages["claim/lorries-1.html"].tags["q"] == [{"lang": "en", "dir": "auto"}]
