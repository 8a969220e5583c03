"""The files of a site, made one after the other from one dataset."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Triple

from kg import queries
from kg.dumps.context import CONTEXT, as_json
from kg.dumps.released import SUMS
from kg.dumps.statistics import counted, described
from kg.site import rights, rules, things
from kg.site.addresses import Addresses
from kg.site.answers import answered
from kg.site.claims import claim_values
from kg.site.facts import Facts
from kg.site.ontology import ontology_triples, ontology_values, term_values
from kg.site.releases import Release, nanopublications
from kg.site.rendering import Renderer
from kg.site.search import entries
from kg.site.twins import twins
from kg.terms import is_iri
from kg.vocab import RDF, VOID, node

__all__ = ["Job", "Site"]

_TITLES = {"reading": "How to read an answer", "rights": "Licences and rights", "search": "Search by name"}
_VOID = "void.ttl"
_STATIC = Path(__file__).parent / "static"
_KINDS = {
    "Claim": ("claim.html", claim_values),
    "Source": ("source.html", things.source_values),
    "Finding": ("finding.html", things.finding_values),
    "Inference": ("inference.html", things.inference_values),
}
"""The template of each class of things that has one of its own, and what fills it."""


class Job(NamedTuple):
    """One page to make, with the data beside it: an IRI, or a page that stands for none."""

    kind: str
    name: str


class Site:
    """The site of a dataset."""

    def __init__(self, facts: Facts, releases: Sequence[Release] = (), address: str = "") -> None:
        """``address`` is where the site is to stand, for the rules of the server on which the IRIs begin.

        Raises InputError where a release holds a nanopublication that is not what its name says.
        """
        self._facts = facts
        self._addresses = Addresses(facts.base, facts.ontology, facts.sorts)
        self._renderer = Renderer(facts, self._addresses)
        self._releases = releases
        self._address = address
        self._nanopublications = list(nanopublications(releases, facts.base, facts.prefixes))

    def jobs(self) -> list[Job]:
        """All that is to be made, one job for each page or group of files."""
        facts = self._facts
        listed = [Job("list", kind) for kind in sorted(self._folders())]
        asked = [Job("question", name) for name in queries.names(facts.catalog.queries)]
        own = [Job("page", name) for name in ("index", "reading", "rights", "search", "questions", "releases")]
        terms = [Job("term", iri) for iri in sorted(facts.sorts)]
        return [
            *own,
            Job("files", ""),
            Job("ontology", facts.ontology),
            *listed,
            *asked,
            *terms,
            *(Job("thing", iri) for iri in sorted({*facts.things(), facts.base})),
        ]

    def files(self, job: Job) -> Iterator[tuple[str, bytes]]:
        """The files of a job: their paths below the folder of the site, and their bytes."""
        makers = {
            "page": self._own_page,
            "files": self._plain_files,
            "ontology": self._ontology,
            "list": self._list,
            "question": self._question,
            "term": self._term,
            "thing": self._thing,
        }
        yield from makers[job.kind](job.name)

    def _own_page(self, name: str) -> Iterator[tuple[str, bytes]]:
        facts = self._facts
        path = f"{name}/index.html" if name in ("questions", "releases") else f"{name}.html"
        asked = [queries.find(facts.catalog.queries, one) for one in queries.names(facts.catalog.queries)]
        values: dict[str, Any] = {"releases": self._releases, "questions": asked, "folders": self._folders()}
        if name == "search":
            values["entries"] = entries(facts, asked)
        if name == "rights":
            values |= rights.rights_values(facts, self._record())
        title = facts.label(self._record()) if name == "index" else _TITLES.get(name, name.capitalize())
        yield path, self._renderer.page(path, f"{name}.html", title, values)

    def _plain_files(self, _: str) -> Iterator[tuple[str, bytes]]:
        for path in sorted(_STATIC.iterdir()):
            yield f"static/{path.name}", path.read_bytes()
        for release in self._releases:
            for name in (SUMS, *(name for name, _, _ in release.files)):
                yield f"{release.path}/{name}", (release.folder / name).read_bytes()
        yield from self._nanopublications
        void = (self._releases[0].folder / _VOID).read_bytes() if self._releases else self._void()
        yield _VOID, void
        yield ".well-known/void", void
        yield CONTEXT, as_json({"@context": self._facts.context.document()})
        logo = self._facts.catalog.ontology / rules.LOGO
        if logo.is_file() and not logo.is_symlink():
            yield f"ontology/{rules.LOGO}", logo.read_bytes()
        yield from rights.licences(self._facts.catalog)
        everything = self._facts.things()
        yield ".htaccess", rules.rules(self._addresses, everything, self._releases).encode()
        if self._address:
            root = self._facts.ontology.rpartition("/")[0] + "/"
            named = rules.rules(self._addresses, everything, self._releases, root=root, site=self._address)
            yield "w3id.htaccess", named.encode()

    def _ontology(self, iri: str) -> Iterator[tuple[str, bytes]]:
        values = ontology_values(self._facts)
        yield "ontology.html", self._renderer.page("ontology.html", "ontology.html", "Ontology", {"iri": iri, **values}, twins=True)
        yield from self._twins("ontology", ontology_triples(self._facts))

    def _list(self, kind: str) -> Iterator[tuple[str, bytes]]:
        path = f"{kind}/index.html"
        yield path, self._renderer.page(path, "list.html", _plural(kind), {"kind": kind, "things": self._folders()[kind]})

    def _question(self, name: str) -> Iterator[tuple[str, bytes]]:
        found = answered(self._facts, name)
        path = f"questions/{name}.html"
        yield path, self._renderer.page(path, "question.html", found.question.title, {"answered": found})
        yield f"questions/{name}.rq", found.question.text.encode()

    def _term(self, iri: str) -> Iterator[tuple[str, bytes]]:
        yield from self._page(iri, "term.html", term_values(self._facts, iri))

    def _thing(self, iri: str) -> Iterator[tuple[str, bytes]]:
        facts = self._facts
        if iri in (self._record(), facts.base):
            yield from self._page(iri, "record.html", things.record_values(facts, self._record()), self._record())
        elif iri in facts.graphs and iri not in facts.stated:
            yield from self._page(iri, "graph.html", things.graph_values(facts, iri))
        else:
            own = next((made for name, made in _KINDS.items() if facts.is_a(iri, name)), None)
            template, values = own or ("thing.html", things.thing_values)
            yield from self._page(iri, template, values(facts, iri))

    def _page(self, iri: str, template: str, values: dict[str, object], about: str = "") -> Iterator[tuple[str, bytes]]:
        """The page of an IRI and the data beside it, which are those of what it is ``about`` where that has another IRI."""
        stem = self._addresses.stem(iri)
        assert stem is not None
        path = f"{stem}.html"
        yield path, self._renderer.page(path, template, self._facts.label(iri), {"iri": iri, **values}, twins=True)
        yield from self._twins(stem, self._facts.described(about or iri))

    def _twins(self, stem: str, triples: list[Triple]) -> Iterator[tuple[str, bytes]]:
        for ending, content in twins(triples, self._facts.prefixes, self._facts.context).items():
            yield f"{stem}.{ending}", content

    def _record(self) -> str:
        """The IRI of the record itself: the dataset with its space, or the space where none says so."""
        facts = self._facts
        typed = facts.pointing[VOID + "Dataset"][RDF + "type"]
        return next((iri for iri in typed if is_iri(iri) and facts.text(iri, VOID + "uriSpace") == facts.base), facts.base)

    def _folders(self) -> dict[str, list[str]]:
        """The things of the record by the folder of their pages."""
        found: dict[str, list[str]] = {}
        for iri in self._facts.things():
            stem = self._addresses.stem(iri) or ""
            if "/" in stem:
                found.setdefault(stem.partition("/")[0], []).append(iri)
        return found

    def _void(self) -> bytes:
        """What the record states of itself, and how much it holds."""
        facts, record = self._facts, node(self._record())
        example = [Triple(record, node(VOID + "exampleResource"), node(claim)) for claim in sorted(facts.claims)[:1]]
        told = [*facts.triples[record.value], *example]
        return described(record, facts.base + _VOID, told, counted(facts.store, facts.base), facts.prefixes).encode()


def _plural(kind: str) -> str:
    return kind[:-1].capitalize() + "ies" if kind.endswith("y") else f"{kind.capitalize()}s"
