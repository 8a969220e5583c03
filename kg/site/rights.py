"""The rights in a record: what it states of them, what its editors say beside it, and the texts of the licences."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.catalog import Catalog
from kg.dumps.naming import DCTERMS
from kg.errors import InputError, UsageError
from kg.site.facts import Facts

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["licences", "rights_values"]

_STATEMENT = "RIGHTS.md"
_LICENCE = re.compile("(LICENSE[A-Za-z0-9.-]*?)(?:[.]txt)?")
_STATED = ("license", "rights", "creator")


def rights_values(facts: Facts, record: str) -> dict[str, object]:
    """What the page of rights shows."""
    stated = [(DCTERMS + name, values) for name in _STATED if (values := facts.values(record, DCTERMS + name))]
    path = facts.catalog.seeds.parent / _STATEMENT
    statement = _as_html(_read(path).decode("utf-8", "replace")) if path.is_file() and not path.is_symlink() else None
    return {"stated": stated, "statement": statement, "licences": [name for name, _ in licences(facts.catalog)]}


def licences(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    """The texts of the licences that lie beside a record, by the names of their files on the site."""
    for path in sorted(catalog.seeds.parent.iterdir()):
        match = _LICENCE.fullmatch(path.name)
        if match and path.is_file() and not path.is_symlink():
            yield f"{match[1]}.txt", _read(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _as_html(text: str) -> "Markup":
    """Markdown as HTML below the heading of the page: nothing in it is taken for HTML, and nothing is loaded."""
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise UsageError("kg site needs markdown-it-py, which is not installed: pip install 'attest-kg[site]'") from error
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    tokens = reader.parse(text)
    if tokens and tokens[0].tag == "h1":
        del tokens[:3]
    for token in tokens:
        token.tag = "h2" if token.tag == "h1" else token.tag
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 (the renderer escapes)


def _table_open(renderer: object, tokens: Sequence[Any], at: int, options: object, env: object) -> str:
    """A table in its frame, with the heading above it as its caption."""
    del renderer, options, env
    headings = (tokens[place].content for place in range(at, 0, -1) if tokens[place - 1].type == "heading_open")
    name = escape(next(headings, "Table"))
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">\n<table>\n<caption>{name}</caption>\n'
