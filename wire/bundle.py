"""Several files in one request: a line that names them, then their contents, one behind the other.

What a request costs, and the hub's waiting for its disk, is shared by all of them.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from wire import codec
from wire.blob import Blob
from wire.contact import Problem
from wire.words import Sha256

MEDIA_TYPE = "application/vnd.ombruk.bundle"
MOST_FILES = 64
MOST_BYTES = 4 * 1_048_576
"""Bytes of all contents in the largest bundle that a hub takes."""
MOST_NAMED = 32_768
"""Bytes of the first line, at most."""


class Named(msgspec.Struct, frozen=True):
    """The first line: the files in the order of their contents."""

    files: Annotated[tuple[Blob, ...], Meta(min_length=1, max_length=MOST_FILES)]


class Brought(NamedTuple):
    """A file of a bundle, and what came as its content; whether it is what it says is another question."""

    blob: Blob
    content: bytes


class NotTaken(msgspec.Struct, frozen=True):
    """A file that the hub will not have, and why. It says nothing about the others."""

    sha256: Sha256
    problem: Problem


class Taken(msgspec.Struct, frozen=True):
    """The hub's answer: these files are whole and durable there, and those were not taken."""

    stored: tuple[Sha256, ...]
    not_taken: tuple[NotTaken, ...] = ()


def pack(files: Sequence[tuple[Blob, bytes]]) -> bytes:
    """The bundle of these files, each with its whole content."""
    named = codec.encode(Named(tuple(blob for blob, _ in files)))
    return b"".join((named, b"\n", *(content for _, content in files)))


def opened(bundle: bytes) -> list[Brought]:
    """The files of a bundle. Raises codec.Malformed when the first line is not what it must be, or does not fit."""
    end = bundle.find(b"\n", 0, MOST_NAMED)
    if end < 0:
        raise codec.Malformed("a bundle begins with a line that names its files")
    blobs = codec.decode(bundle[:end], Named).files
    ends = [*accumulate((blob.size for blob in blobs), initial=end + 1)]
    if ends[-1] != len(bundle):
        raise codec.Malformed("the contents of a bundle are not as long as its first line says")
    return [Brought(blob, bundle[begin:end]) for blob, (begin, end) in zip(blobs, pairwise(ends), strict=True)]
