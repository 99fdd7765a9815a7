"""Several files in one request: a line that names them, then their contents, one behind the other.

What a request costs, and the hub's waiting for its disk, is shared by all of them.
"""

from collections.abc import Sequence
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


class _Named(msgspec.Struct, frozen=True):
    """The first line: the files in the order of their contents."""

    files: Annotated[tuple[Blob, ...], Meta(min_length=1, max_length=MOST_FILES)]


class Brought(NamedTuple):
    """A file of a bundle, and as much of it as came."""

    blob: Blob
    content: bytes

    @property
    def whole(self) -> bool:
        """Did all of it come? Whether it is what it says is another question."""
        return len(self.content) == self.blob.size


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
    named = codec.encode(_Named(tuple(blob for blob, _ in files)))
    return b"\n".join((named, b"".join(content for _, content in files)))


def opened(bundle: bytes) -> list[Brought]:
    """The files of a bundle, or of as much of one as came: the last of them may not be whole.

    Raises codec.Malformed when the first line is not what it must be, or more came than it says.
    """
    end = bundle.find(b"\n", 0, MOST_NAMED)
    if end < 0:
        raise codec.Malformed("a bundle begins with a line that names its files")
    files = codec.decode(bundle[:end], _Named).files
    begin = end + 1
    if len(bundle) - begin > sum(blob.size for blob in files):
        raise codec.Malformed("a bundle holds more than it names")
    brought = []
    for blob in files:
        if blob.size and begin >= len(bundle):
            break
        brought.append(Brought(blob, bundle[begin : begin + blob.size]))
        begin += blob.size
    return brought
