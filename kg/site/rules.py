"""The rules by which a server sends each IRI to the file that its reader asks for.

They are Apache's mod_rewrite in the form that w3id.org takes too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname
from urllib.parse import unquote_to_bytes

from kg.site.accept import FORM, choice
from kg.site.addresses import Addresses
from kg.site.releases import CODE, Release

__all__ = ["LOGO", "rules"]

LOGO = "logo.svg"
"""The file of the ontology that pictures it; it lies below the IRI of the ontology."""

_PLAIN = "[a-z0-9_-]+"
_HERE = "%{ENV:KG_HERE}"
_RELEASED = {"ttl": "dcat.ttl", "jsonld": "dataset.jsonld"}
"""The files of a release that describe it."""

_SHARED = ("context.jsonld", "void.ttl")
_OWN = """# where this folder is on the server
RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\\2$
RewriteRule ^(.*)$ - [E=KG_HERE:%1]
"""
_TYPES = """AddType "text/html;charset=utf-8" .html
AddType "text/turtle;charset=utf-8" .ttl
AddType application/ld+json .jsonld
AddType "application/trig;charset=utf-8" .trig
AddType "application/sparql-query;charset=utf-8" .rq
AddType image/svg+xml .svg
<Files void>
ForceType "text/turtle;charset=utf-8"
</Files>
"""


def rules(addresses: Addresses, things: Iterable[str], releases: Sequence[Release] = (), *, root: str | None = None, site: str = "") -> str:
    """The rules for the folder of the site itself; or, with ``root``, for the server where the IRIs below it begin.

    ``things`` are the IRIs of the record. With ``root`` each IRI is sent to
    ``site``, the address at which the site stands; IRIs outside of it are left out.
    """
    target = site if root else _HERE
    lines = [*_head(root), "", *_ontology(addresses, root, target)]
    start = "" if root is None else addresses.base.removeprefix(root)
    if root is None or addresses.base.startswith(root):
        lines += _releases(releases, start, target)
        lines += _record(addresses, things, start, target)
    if root is not None:
        lines.append(f"RewriteRule ^$ {site} [R=303,L]")
    return "\n".join(lines) + "\n"


def _head(root: str | None) -> Iterator[str]:
    yield "# Each IRI to the page, the Turtle or the JSON-LD of what it names, by the Accept header."
    if root is None:
        yield _TYPES.rstrip()
    yield "<IfModule mod_headers.c>\nHeader merge Vary Accept\n</IfModule>\nRewriteEngine On"
    if root is None:
        yield _OWN.rstrip()
    yield from choice()


def _ontology(addresses: Addresses, root: str | None, target: str) -> Iterator[str]:
    """The ontology, under its IRI and those of its versions."""
    if root is None or addresses.ontology.startswith(root):
        path = "ontology" if root is None else addresses.ontology.removeprefix(root)
        yield f"RewriteRule ^{_bytes(path)}(?:/[0-9][0-9.]*)?/?$ {target}ontology.{FORM} [R=303,L]"
    if root is not None and addresses.ontology.startswith(root):
        yield f"RewriteRule ^{_bytes(f'{path}/{LOGO}')}$ {target}ontology/{LOGO} [R=302,L]"


def _releases(releases: Sequence[Release], start: str, target: str) -> Iterator[str]:
    """Releases by their versions, the series of them all by the newest, the files of each, and their nanopublications."""
    named = [("", releases[0]), *((f"/{release.version}", release) for release in releases)] if releases else []
    for version, release in named:
        iri = _bytes(f"{start}release{version}")
        for form, name in _RELEASED.items():
            yield f"RewriteCond {FORM} ={form}"
            yield f"RewriteRule ^{iri}/?$ {target}{release.path}/{name} [R=303,L]"
        yield f"RewriteRule ^{iri}/?$ {target}releases/index.html#{release.path.rpartition('/')[2]} [R=303,NE,L]"
        if version:
            yield f"RewriteRule ^{iri}/([A-Za-z0-9_][A-Za-z0-9_./-]*)$ {target}{release.path}/$1 [R=302,L]"
    if named:
        yield f"RewriteRule ^{_bytes(start)}np/({CODE})$ {target}np/$1.trig [R=302,L]"


def _record(addresses: Addresses, things: Iterable[str], start: str, target: str) -> Iterator[str]:
    """Things by their folders, and one by one where a name is not as plain as those of a record."""
    folders: set[str] = set()
    single: list[str] = []
    for iri in things:
        path, stem = iri.removeprefix(addresses.base), addresses.stem(iri)
        if stem is None or not path:
            continue
        if stem == path and re.fullmatch(f"[^/]+/{_PLAIN}", path):
            folders.add(dirname(path))
        elif "?" not in path:
            single.append(f"RewriteRule ^{_bytes(start + path)}$ {target}{stem}.{FORM} [R=303,L]")
    yield from sorted(single)
    if start:
        yield f"RewriteRule ^{_bytes(start)}({'|'.join(map(_bytes, _SHARED))})$ {target}$1 [R=302,L]"
        yield f"RewriteRule ^{_bytes(start)}?$ {target}record.{FORM} [R=303,L]"
    else:
        yield from ("RewriteCond %{ENV:KG_FORM} !=html", f"RewriteRule ^$ {target}record.{FORM} [R=303,L]")
    if folders:
        named = "|".join(map(_bytes, sorted(folders)))
        yield f"RewriteRule ^{_bytes(start)}({named})/({_PLAIN})$ {target}$1/$2.{FORM} [R=303,L]"
        yield f"RewriteRule ^{_bytes(start)}({named})/({_PLAIN})\\.(html|ttl|jsonld)$ {target}$1/$2.$3 [R=302,L]" if start else ""


def _bytes(path: str) -> str:
    """A path as a server sees it, for a pattern: bytes, those that may mean anything by their number."""
    return "".join(chr(byte) if re.fullmatch("[A-Za-z0-9_/-]", chr(byte)) else f"\\x{byte:02X}" for byte in unquote_to_bytes(path))
