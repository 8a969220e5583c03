"""Pages of HTML from templates: every value escaped, every link relative."""

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode

from kg.errors import UsageError
from kg.site.addresses import Addresses, between
from kg.site.facts import Facts, Term
from kg.terms import is_iri, is_iso_date
from kg.vocab import ATTEST, XSD

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["Renderer"]

_TEMPLATES = Path(__file__).parent / "templates"
_DAY = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LANGUAGE = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"


class Renderer:
    """Makes the HTML of pages; raises UsageError where the library for it is not installed."""

    def __init__(self, facts: Facts, addresses: Addresses) -> None:
        self._facts = facts
        self._addresses = addresses
        self._environment = _environment()
        self._links: dict[tuple[str, str], Markup] = {}

    def page(self, path: str, template: str, title: str, values: Mapping[str, Any], *, twins: bool = False) -> bytes:
        """One page of the site."""
        here = Here(path, self._facts, self._addresses, self._links)
        text = self._environment.get_template(template).render(
            here=here, title=title, twins=twins, A=ATTEST, labels=self._facts.label, record=self._facts.base, **values
        )
        return text.encode()


class Here:
    """What a template asks for from the page that it makes: links from there, terms as HTML."""

    def __init__(self, path: str, facts: Facts, addresses: Addresses, links: "dict[tuple[str, str], Markup]") -> None:
        """``links`` keeps the links by folder and IRI: the same are asked for many times."""
        self._links = links
        self._folder = dirname(path)
        self.path = path
        self._facts = facts
        self._addresses = addresses

    def to(self, path: str) -> str:
        """The link to a file of the site."""
        return between(self.path, path)

    def twin(self, ending: str) -> str:
        """The link to the data beside this page."""
        return between(self.path, self.path.removesuffix("html") + ending)

    def link(self, iri: str, text: str | None = None) -> "Markup":
        """A thing by its label, which leads to its page; one of another place by its short form, which leads there."""
        if text is not None:
            return self._made(iri, text)
        if (self._folder, iri) not in self._links:
            self._links[self._folder, iri] = self._made(iri, self._facts.label(iri))
        return self._links[self._folder, iri]

    def _made(self, iri: str, text: str) -> "Markup":
        from markupsafe import Markup

        page = self._addresses.page(iri) if iri in self._facts.stated or iri in self._facts.graphs else None
        if page is not None:
            return Markup('<a href="{}" dir="auto">{}</a>').format(between(f"{self._folder}/-".lstrip("/"), page), text)
        if iri.startswith(("https://", "http://")) and is_iri(iri):
            return Markup('<a href="{}" rel="external">{}</a>').format(iri, text)
        return Markup("<code>{}</code>").format(text)

    def show(self, term: Term) -> "Markup":
        """A term as HTML: a thing as a link, a text with its language."""
        from markupsafe import Markup

        if isinstance(term, NamedNode):
            return self.link(term.value)
        if isinstance(term, BlankNode):
            return Markup("<code>{}</code>").format(str(term))
        if term.language:
            return Markup('<span lang="{}" dir="auto">{}</span>').format(term.language, term.value)
        if term.datatype.value == XSD + "date":
            return self.dated(term.value)
        return Markup('<span dir="auto">{}</span>').format(term.value)

    def dated(self, text: str) -> "Markup":
        """A text in which machines know the days that they are days."""
        from markupsafe import Markup

        parts = (Markup('<time datetime="{0}">{0}</time>').format(part) if is_iso_date(part) else part for part in _DAY.split(text))
        return Markup("").join(parts)

    def quote(self, words: str, language: str = "") -> "Markup":
        """Words of a source, in its language."""
        from markupsafe import Markup

        if re.fullmatch(_LANGUAGE, language):
            return Markup('<q lang="{}" dir="auto">{}</q>').format(language, words)
        return Markup('<q dir="auto">{}</q>').format(words)

    def part(self, iri: str) -> str:
        """The name of a part on the page of its whole."""
        return iri.partition("#")[2]

    def label(self, iri: str) -> str:
        """What a person calls a thing."""
        return self._facts.label(iri)

    def curie(self, iri: str) -> str:
        """The short form of an IRI."""
        return self._facts.names.curie(iri)


def _environment() -> "Environment":
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise UsageError("kg site needs Jinja2, which is not installed: pip install 'attest-kg[site]'") from error
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
