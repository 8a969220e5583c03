"""The pages in headless Chromium: nothing goes wrong, nothing is asked of another host, under any path."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.site.conftest import Made
from tests.site.tools import chromium, libraries, plain_server

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
OWN = (
    "index.html",
    "reading.html",
    "rights.html",
    "search.html",
    "ontology.html",
    "record.html",
    "questions/index.html",
    "releases/index.html",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    program = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, env=dict(libraries()))
        yield browser
        browser.close()


@contextlib.contextmanager
def watched(browser: Browser, width: int = 1100) -> Iterator[tuple[Page, list[str], set[str]]]:
    """A page, what goes wrong on it, and the hosts that it asks."""
    wrong: list[str] = []
    hosts: set[str] = set()
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("response", lambda response: wrong.append(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    yield page, wrong, hosts
    page.close()


def visited(made: Made) -> list[str]:
    """Own pages, every page of the record, every question, some terms."""
    terms = [path for path in made.site.pages if path.startswith("terms/")]
    rest = [path for path in made.site.pages if not path.startswith("terms/")]
    return [*rest, *terms[::40]]


@pytest.mark.parametrize("below", ["", "some/where/else"])
@pytest.mark.parametrize(("name", "step"), [("demo_site", 1), ("shipped_site", 20)])
def test_pages_open_without_an_error_or_a_request_to_another_host(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest, name: str, step: int, below: str
) -> None:
    made = request.getfixturevalue(name)
    if below:
        (tmp_path / below).parent.mkdir(parents=True)
        (tmp_path / below).symlink_to(made.site.folder)
    pages = [*OWN, *visited(made)[::step]] if below else OWN
    with plain_server(tmp_path if below else made.site.folder) as address, watched(browser) as (page, wrong, hosts):
        for path in pages:
            page.goto(f"{address}{below}/{path}" if below else address + path)
        assert wrong == []
        assert hosts - {""} == {urlsplit(address).netloc}


def test_a_page_that_goes_wrong_is_noticed(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<script src='none.js'></script><script>console.error('planted')</script><img src='http://127.0.0.1:9/x'>"
    )
    with plain_server(tmp_path) as address, watched(browser) as (page, wrong, hosts):
        page.goto(address + "a.html")
        assert {"console: planted", f"404: {address}none.js", "failed: http://127.0.0.1:9/x"} <= set(wrong)
        assert "127.0.0.1:9" in hosts


def test_pages_open_from_a_folder_without_a_server(browser: Browser, demo_site: Made) -> None:
    with watched(browser) as (page, wrong, hosts):
        for path in OWN:
            page.goto((demo_site.site.folder / path).as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1152px"
        assert (wrong, hosts) == ([], {""})


def test_the_search_finds_by_any_name_from_the_keyboard(browser: Browser, demo_site: Made) -> None:
    with plain_server(demo_site.site.folder) as address, watched(browser) as (page, wrong, _):
        page.goto(address + "search.html")
        page.get_by_label("Name or part of one").fill("LEAGUE north")
        shown = [item for item in page.locator("#names > li").all() if item.is_visible()]
        assert [item.locator("a").inner_text() for item in shown] == ["Northern League"]
        assert page.get_by_role("status").inner_text().startswith("1 of ")
        page.get_by_role("link", name="Northern League").press("Enter")
        page.wait_for_url("**/actor/league.html")
        page.goto(address + "index.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert wrong == []


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_phone(browser: Browser, demo_site: Made, width: int) -> None:
    with plain_server(demo_site.site.folder) as address, watched(browser, width) as (page, _, _):
        for path in (
            *OWN,
            "claim/lorries-2.html",
            "actor/league.html",
            "source/lorries.html",
            "questions/backers.html",
            "terms/property/backs.html",
        ):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, demo_site: Made, scheme: str) -> None:
    """The contrast of text, links and notes is that of WCAG 2.2 AA at least."""
    with plain_server(demo_site.site.folder) as address, watched(browser) as (page, _, _):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address + "claim/lorries-2.html")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for what in ("body", "main a", ".note", "footer p", "dt"):
            ink = page.evaluate(f"getComputedStyle(document.querySelector('{what}')).color")
            assert contrast(ink, ground) >= 4.5, what


def test_planted_scripts_do_not_run(browser: Browser, hostile_site: Made) -> None:
    with plain_server(hostile_site.site.folder) as address, watched(browser) as (page, wrong, _):
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        for path in [path for path in hostile_site.site.pages if path.startswith(("actor/", "search", "=73"))]:
            page.goto(address + path)
            assert page.title() != "planted"
        assert wrong == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG has it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
