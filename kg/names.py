"""Which thing a word means: an IRI, a CURIE, a slug, a label, or a name that a source uses."""

import unicodedata

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import AmbiguousNameError, UnknownNameError
from kg.terms import is_iri, text_of
from kg.vocab import ATTEST, RDF, RDFS, SKOS, node

__all__ = ["Names"]

_LABELS = (RDFS + "label", SKOS + "prefLabel")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u2013": "-"})


def folded(word: str) -> str:
    """A name without what writers vary: case, accents' encoding, quotes, spaces, a leading article."""
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word).translate(_APOSTROPHES)
    text = " ".join(plain.casefold().split())
    return text.removeprefix("the ")


class Names:
    """Every name in a graph, and what goes by it."""

    def __init__(self, store: Store, base: str, prefixes: dict[str, str]) -> None:
        self._store = store
        self._base = base
        self._prefixes = prefixes
        self.labels: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        for predicate in _LABELS:
            for quad in store.quads_for_pattern(None, node(predicate), None):
                if isinstance(quad.object, Literal):
                    self.labels.setdefault(text_of(quad.subject), quad.object.value)
        self._claims = base + "claim/"
        for iri, label in self.labels.items():
            if not iri.startswith(self._claims):
                self._add(label, iri)
                self._add(_slug(iri), iri)
        called = {quad.graph_name: text_of(quad.object) for quad in store.quads_for_pattern(None, node(ATTEST + "calls"), None)}
        for quad in store.quads_for_pattern(None, node(ATTEST + "words"), None):
            if quad.graph_name in called:
                self._add(text_of(quad.object), called[quad.graph_name])

    def label(self, iri: str) -> str:
        """The preferred label of a thing; a claim or a thing without one goes by its CURIE."""
        if iri.startswith(self._claims):
            return self.curie(iri)
        return self.labels.get(iri) or self.curie(iri)

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
        found = sorted(iri for iri in self._by_name.get(folded(word), ()) if among is None or iri in among)
        if len(found) == 1:
            return node(found[0])
        if found:
            listed = "; ".join(f"{self.curie(iri)} ({self.label(iri)})" for iri in found)
            raise AmbiguousNameError(f"{word!r} is ambiguous: {listed}. Name one of them by its short form")
        from difflib import get_close_matches  # only on the way to an error

        known = [name for name, iris in self._by_name.items() if among is None or iris & among]
        near = get_close_matches(folded(word), known, n=3)
        hint = f"near it: {', '.join(near)}" if near else "kg show lists what the graph says of a thing"
        raise UnknownNameError(f"nothing in the graph goes by {word!r}; {hint}")

    def _is_known(self, iri: str) -> bool:
        """Whether the graph says what an IRI stands for."""
        return is_iri(iri) and next(self._store.quads_for_pattern(node(iri), node(RDF + "type"), None), None) is not None

    def _expanded(self, word: str) -> str | None:
        """The IRI that a word writes out: whole, in angle brackets, or as a CURIE; None for any other word."""
        iri = word[1:-1] if word.startswith("<") and word.endswith(">") else word
        prefix, colon, local = iri.partition(":")
        if colon and prefix in self._prefixes and not local.startswith("//"):
            iri = self._prefixes[prefix] + local
        elif colon and not local.startswith("//") and prefix in _FOLDERS:
            iri = f"{self._base}{prefix}/{local}"
        return iri if is_iri(iri) else None

    def _add(self, name: str, iri: str) -> None:
        self._by_name.setdefault(folded(name), set()).add(iri)


_FOLDERS = ("actor", "claim", "event", "graph", "item", "place", "side", "source")


def _slug(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]
