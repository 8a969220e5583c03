"""A site as the tests read it: the elements of its pages that they ask about."""

import os
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

_HERE = "http://site.invalid/"


class Page(HTMLParser):
    """What stands on a page: its tags with their attributes, its text by the tag around it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.order: list[str] = []
        self.texts: dict[str, list[str]] = defaultdict(list)
        self._within: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag].append({name: value or "" for name, value in attrs})
        self.order.append(tag)
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._within:
            self.texts[self._within[-1]].append(data)

    def ids(self) -> set[str]:
        """The places of the page that a link can name."""
        return {attributes["id"] for found in self.tags.values() for attributes in found if "id" in attributes}

    def links(self) -> list[str]:
        """What the page leads to, and what it loads."""
        return [attributes["href"] for attributes in self.tags["a"]] + self.loaded()

    def loaded(self) -> list[str]:
        """What a browser asks for by itself."""
        links = [attributes["href"] for attributes in self.tags["link"]]
        every = [attributes for found in self.tags.values() for attributes in found]
        named = [attributes[name] for attributes in every for name in ("src", "srcset", "data", "action") if name in attributes]
        return links + named


class Site(NamedTuple):
    """A folder of pages, read once."""

    folder: Path
    pages: dict[str, Page]
    files: frozenset[str]

    def broken(self) -> list[str]:
        """The links within the site that lead nowhere, places on pages included; links to other hosts are not asked."""
        ids = {path: page.ids() for path, page in self.pages.items()}
        found = []
        for path, page in self.pages.items():
            for link in page.links():
                target = urlsplit(urljoin(_HERE + path, link))
                if target.netloc != "site.invalid" or target.scheme == "data":
                    continue
                name = unquote(target.path)[1:]
                if name not in self.files or (target.fragment and unquote(target.fragment) not in ids[name]):
                    found.append(f"{path} -> {link}")
        return found


def read_site(folder: Path) -> Site:
    """Read every page of a site."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {name: Page((folder / name).read_text(encoding="utf-8")) for name in sorted(files) if name.endswith(".html")}
    assert len(pages) > 100, "a site has a page for each IRI"
    return Site(folder, pages, files)


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {os.fspath(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
