"""The bytes of a release: files as they are written, the same on every run."""

import hashlib
import struct
import zlib
from typing import NamedTuple

from kg.dumps.publication import File

__all__ = ["Packed", "compressed", "packed", "sums"]

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Deflate, no name, no time, no operating system."""


class Packed(NamedTuple):
    """A file as it stands in the folder."""

    file: File
    data: bytes
    digest: str
    """The SHA-256 of the data."""


def packed(file: File) -> Packed:
    """A file compressed where its name ends in .gz, with its digest."""
    data = compressed(file.content) if file.name.endswith(".gz") else file.content
    return Packed(file, data, hashlib.sha256(data).hexdigest())


def compressed(content: bytes) -> bytes:
    """The content as gzip, without anything of the moment or the machine."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = engine.compress(content) + engine.flush()
    return _GZIP_HEADER + body + struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def sums(files: list[Packed]) -> File:
    """The digests of files, as ``sha256sum -c`` reads them."""
    lines = sorted((item.file.name, item.digest) for item in files)
    text = "".join(f"{digest}  {name}\n" for name, digest in lines)
    return File("SHA256SUMS", "text/plain", "The SHA-256 of every other file", text.encode())
