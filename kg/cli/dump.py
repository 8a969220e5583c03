"""``kg dump``: a release of the graph as a folder, in every form, with descriptions and digests."""

from pathlib import Path

import click

from kg.catalog import Catalog
from kg.cli.checking import proved, refutations, staged
from kg.cli.output import note
from kg.cli.session import Session, graph_option, texts_option
from kg.dumps import folders
from kg.dumps.assertions import breaches
from kg.dumps.earlier import VERSION, Before, before, is_there
from kg.dumps.making import make
from kg.dumps.packing import Packed
from kg.dumps.publication import publication
from kg.errors import ParameterError, RefusedError
from kg.passages import Proof, read_texts
from kg.terms import is_iso_date, text_of
from kg.vocab import attest

__all__ = ["dump"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--version", required=True, metavar="V", help="The version of the release, such as 1.0.0.")
@click.option("--date", "day", metavar="YYYY-MM-DD", help="Its date; else the last day on which a claim was recorded.")
@click.option("--previous", type=click.Path(path_type=Path), metavar="DIR", help="The release before, for a report of what changed.")
@graph_option
@texts_option
def dump(folder: Path, version: str, day: str | None, previous: Path | None, graph: Path | None, texts: Path | None) -> None:
    """Write a release of the graph into the new folder DIR.

    There is none unless the graph conforms, as by kg check, and keeps the
    floors of seeds/assertions.csv; ceilings warn. Passages are proved where the
    texts are at hand. The folder appears whole or not at all, and the same
    graph, version and date give the same bytes. What is there is never
    replaced: where DIR holds this version already, it is compared.

    \b
    rdf/                           Turtle, TriG, N-Quads, JSON-LD, RDF 1.2 and
                                   nanopublications, each read back and compared
    tables/ graphs/                CSV, GraphML and GeoJSON
    ontology/ shapes/ queries/ context.jsonld
                                   what it is written, checked and asked with
    void.ttl dcat.ttl dataset.jsonld CITATION.cff
    LICENSE-DATA.txt LICENSE-CC-BY-4.0.txt RIGHTS.md
    CHANGES.md changes.ttl         what changed since the release of --previous
    SHA256SUMS RDFC-1.0.txt        digests of the files and of the dataset
    """
    _require_words(version, day)
    session = Session(graph, texts)
    folders.require_apart(folder, session.catalog)
    there = is_there(folder, version)
    earlier = _before(previous, session.catalog, version) if previous is not None else None
    proof = _checked(session)
    day = day or _last_day(session)
    if earlier is not None and earlier.day > day:
        raise ParameterError(f"--previous {previous}: is of {earlier.day}, which is after {day}; name the release before, or give a --date")
    note("dataset ...")
    whole = publication(session.catalog, version, day)
    _require_bounds([(breach.message, breach.fails) for breach in breaches(whole, proof)])
    files = make(whole, earlier, note)
    if there is not None:
        _compare(folder, version, there, files[-1].data)
        return
    note("writing ...")
    folders.write(folder, files)
    _summarise(folder, version, whole.day, files, proof)


def _require_words(version: str, day: str | None) -> None:
    if not VERSION.fullmatch(version):
        raise ParameterError(f"--version {version!r}: letters, digits, '.', '-', '+' and '_', such as 1.0.0")
    if day is not None and not is_iso_date(day):
        raise ParameterError(f"--date {day!r} is no day of the calendar written YYYY-MM-DD")


def _checked(session: Session) -> Proof:
    """The proof of the passages of a graph that conforms; raises RefusedError where it does not."""
    at_hand = read_texts(session.texts) if session.texts else {}
    findings, _ = staged(session)
    proof = proved(session, at_hand) if not findings else None
    findings = findings if proof is None else refutations(session, proof)
    if proof is None or findings:
        raise RefusedError(
            f"the graph does not conform, and nothing was written: {len(findings)} findings, first {findings[0]}; run kg check"
        )
    return proof


def _before(previous: Path, catalog: Catalog, version: str) -> Before:
    note("the release before ...")
    found = before(previous, catalog)
    if found.version == version:
        raise ParameterError(f"--previous {previous}: is release {version} itself; name the one before")
    return found


def _last_day(session: Session) -> str:
    """The last day on which a claim was recorded, so that the same record has the same date."""
    days = [text_of(quad.object) for quad in session.store.quads_for_pattern(None, attest("recorded"), None)]
    if not days:
        raise ParameterError("the graph has no claims, and so no day: give one with --date")
    return max(days)


def _require_bounds(found: list[tuple[str, bool]]) -> None:
    """Warn of each bound that does not hold; raises RefusedError where one of them is a floor."""
    failed = [message for message, fails in found if fails]
    for message, fails in found:
        if not fails:
            note(f"warning: {message}")
    if failed:
        rest = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        raise RefusedError(f"nothing was written: {failed[0]}{rest}")


def _compare(folder: Path, version: str, there: bytes, made: bytes) -> None:
    if there != made:
        message = (
            f"{folder}: holds release {version} already, with other content; a version is never changed: choose another version and folder"
        )
        raise RefusedError(message)
    note(f"{folder} holds release {version} already, with the same content; nothing was written")


def _summarise(folder: Path, version: str, day: str, files: list[Packed], proof: Proof) -> None:
    size = sum(len(item.data) for item in files)
    note(f"{folder} holds release {version} of {day}: {len(files)} files, {size} bytes")
    note(f"passages: {len(proof.proved)} proved, {len(proof.unchecked)} not checked")
