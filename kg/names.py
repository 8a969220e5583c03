"""Which thing a word means: an IRI, a CURIE, a slug, a label, or a name that a source uses."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.engine import Engine
from kg.errors import AmbiguousNameError, UnknownNameError
from kg.terms import is_iri, text_of
from kg.turtle import read_prefixes
from kg.vocab import ATTEST, RDF, RDFS, SKOS, node

__all__ = ["Names", "prefixes_of"]

_LABELS = (RDFS + "label", SKOS + "prefLabel")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u2013": "-"})


def prefixes_of(file: Path, base: str) -> dict[str, str]:
    """The prefixes of a graph: those that its file declares, and those of the folders of its own record."""
    return read_prefixes(file) | {folder: f"{base}{folder}/" for folder in _FOLDERS}


def folded(word: str) -> str:
    """A name without what writers vary: case, accents' encoding, quotes, spaces, a leading article."""
    plain = word
    if not word.isascii() and not (plain := word.translate(_APOSTROPHES)).isascii():
        from unicodedata import normalize  # here, as few names need it

        plain = normalize("NFKC", plain).translate(_APOSTROPHES)
    text = " ".join(plain.casefold().split())
    return text.removeprefix("the ")


class Names:
    """Every name in a graph, and what goes by it."""

    def __init__(self, store: Engine, base: str, prefixes: dict[str, str]) -> None:
        self._store = store
        self._base = base
        self._prefixes = prefixes
        self.labels: dict[str, str] = {}
        for predicate in _LABELS:
            for quad in store.quads_for_pattern(None, node(predicate), None):
                if isinstance(quad.object, Literal):
                    self.labels.setdefault(text_of(quad.subject), quad.object.value)
        self._claims = base + "claim/"

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes by which IRIs have a short form."""
        return self._prefixes

    def label(self, iri: str) -> str:
        """The preferred label of a thing; a claim or a thing without one goes by its CURIE."""
        if iri.startswith(self._claims):
            return self.curie(iri)
        return self.labels.get(iri) or self.curie(iri)

    def words(self, value: object) -> str:
        """A value of an answer, or a list of them, as a person reads it."""
        if isinstance(value, list):
            return ", ".join(map(self.words, value))
        if isinstance(value, NamedNode):
            return self.label(value.value)
        return value.value if isinstance(value, Literal) else ""

    def curie(self, iri: str) -> str:
        """An IRI in short form where a prefix is known, else the IRI."""
        fits = [(len(start), prefix, start) for prefix, start in self._prefixes.items() if iri.startswith(start)]
        if not fits:
            return iri
        _, prefix, start = max(fits)
        return f"{prefix}:{iri[len(start) :]}"

    def resolve(self, word: str, *, among: frozenset[str] | None = None) -> NamedNode:
        """The one thing that a word means.

        ``among`` limits the candidates to these IRIs. Raises UnknownNameError,
        or AmbiguousNameError with every candidate.
        """
        exact = self._expanded(word)
        if exact is not None and self._is_known(exact) and (among is None or exact in among):
            return node(exact)
        slugs = [iri for folder in _FOLDERS if self._is_known(iri := f"{self._base}{folder}/{word}") and (among is None or iri in among)]
        if len(slugs) == 1:
            return node(slugs[0])
        found = self.matches(word, among=among)
        if len(found) == 1:
            return node(found[0])
        if found:
            listed = "; ".join(f"{self.curie(iri)} ({self.label(iri)})" for iri in found)
            raise AmbiguousNameError(f"{word!r} is ambiguous: {listed}. Name one of them by its short form")
        from difflib import get_close_matches  # only on the way to an error

        near = get_close_matches(folded(word), sorted({name for name, _ in self._pairs(among)}), n=3)
        hint = f"near it: {', '.join(near)}" if near else "name it as a source does, or by its IRI"
        raise UnknownNameError(f"nothing in the graph goes by {word!r}; {hint}")

    def matches(self, word: str, *, among: frozenset[str] | None = None) -> list[str]:
        """The IRIs of everything that goes by a word, sorted; the word may be an IRI or a short form."""
        exact = self._expanded(word)
        if exact is not None and self._is_known(exact):
            return [exact] if among is None or exact in among else []
        return sorted(self._named(folded(word), among))

    def _is_known(self, iri: str) -> bool:
        """Whether the graph says what an IRI stands for."""
        return is_iri(iri) and next(self._store.quads_for_pattern(node(iri), node(RDF + "type"), None), None) is not None

    def _expanded(self, word: str) -> str | None:
        """The IRI that a word writes out: whole, in angle brackets, or as a CURIE; None for any other word."""
        iri = word[1:-1] if word.startswith("<") and word.endswith(">") else word
        prefix, colon, local = iri.partition(":")
        if colon and prefix in self._prefixes and not local.startswith("//"):
            iri = self._prefixes[prefix] + local
        return iri if is_iri(iri) else None

    def _named(self, name: str, among: frozenset[str] | None) -> set[str]:
        """What goes by a folded name; where nothing does, with or without an Arabic article before it."""
        pairs = list(self._pairs(among))
        plain = _without_article(name)
        return {iri for known, iri in pairs if known == name} or {iri for known, iri in pairs if _without_article(known) == plain}

    def _pairs(self, among: frozenset[str] | None) -> Iterator[tuple[str, str]]:
        """Every name in folded form, and what goes by it: labels, slugs, and the words that standing claims report."""
        for iri, label in self.labels.items():
            if not iri.startswith(self._claims) and (among is None or iri in among):
                yield folded(label), iri
                yield folded(_slug(iri)), iri
        calls = self._store.quads_for_pattern(None, node(RDF + "predicate"), node(ATTEST + "calls"))
        retired = {quad.object for quad in self._store.quads_for_pattern(None, node(ATTEST + "supersedes"), None)}
        retired |= {quad.subject for quad in self._store.quads_for_pattern(None, node(ATTEST + "withdrawn"), None)}
        naming = {quad.graph_name for quad in calls if quad.subject not in retired}
        things = self._store.quads_for_pattern(None, node(RDF + "object"), None)
        called = {quad.graph_name: text_of(quad.object) for quad in things if quad.graph_name in naming}
        for quad in self._store.quads_for_pattern(None, node(ATTEST + "words"), None):
            thing = called.get(quad.graph_name)
            if thing is not None and (among is None or thing in among):
                yield folded(text_of(quad.object)), thing


_FOLDERS = ("actor", "claim", "event", "graph", "item", "place", "side", "source")


def _slug(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def _without_article(name: str) -> str:
    return name.removeprefix("al-").removeprefix("el-").removeprefix("al ")
