"""``kg site``: the record as static pages."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kg.cli import output
from kg.cli.session import Session, graph_option
from kg.dataset import base_of
from kg.dumps.folders import require_apart
from kg.errors import ParameterError
from kg.site.facts import Facts
from kg.site.making import Job, Site
from kg.site.releases import read_releases
from kg.site.writing import require_own, write_whole

__all__ = ["site"]

_DERIVED = ("findings", "inferences")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~-]+)*/")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--address", metavar="URL", default="", help="Where the site will stand; writes w3id.htaccess, which leads there.")
@click.option("--releases", type=click.Path(path_type=Path), metavar="FOLDER", help="A folder with releases of kg dump, to list and hold.")
@graph_option
def site(folder: Path, address: str, releases: Path | None, graph: Path | None) -> None:
    """Write a page for every IRI of the record and of the ontology into DIR, with its Turtle and JSON-LD beside it.

    The files need no server of their own and stand under any path; .htaccess
    has the rules by which Apache sends an IRI to the form that is asked for.
    DIR is replaced as a whole where a site stood there before, and refused
    where it holds anything else.
    """
    if address and not _ADDRESS.fullmatch(address):
        raise ParameterError(f"--address {address}: write http:// or https://, a host and a path that ends with '/'")
    session = Session(graph, needs=_DERIVED)
    require_apart(folder, session.catalog)
    require_own(folder)
    found = read_releases(releases, base_of(session.catalog))
    session.dataset.require()
    made = Site(Facts(session.dataset), found, address)
    jobs = made.jobs()
    with click.progressbar(jobs, label="pages", file=sys.stderr) as shown:
        written = write_whole(folder, _files(made, shown))
    output.note(f"{written} files are in {folder}")


def _files(made: Site, jobs: Iterable[Job]) -> Iterator[tuple[str, bytes]]:
    for job in jobs:
        yield from made.files(job)
