"""What keeps files by their SHA-256, and the beginnings of those still arriving. Two do: a folder and an S3 bucket.

Here is what both promise, and which of them OMBRUK_BLOBS chooses. They know no database.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import islice
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from domain.refused import Refused
from hub.folder import Folder

Result = TypeVar("Result")
LARGEST = 20 * 1_048_576
"""Bytes of the largest file that is taken. One fits in memory."""
CHUNK = 1_048_576
"""Bytes that are read at once; most photos are smaller."""
_AT_ONCE = 8
KEPT_DAYS = 60
"""An upload that nobody went on with for so long is given up; a counter can be offline for a month."""


class WrongOffset(Exception):
    """The upload goes on at `offset` bytes, not where the sender thought."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooLarge(Exception):
    """More than LARGEST bytes."""


class InUse(Exception):
    """The same device is sending the same file on another connection."""


class NotTheContent(Exception):
    """The content has another hash than the name says; it was not stored."""


class Unreachable(OSError):
    """The storage does not answer, or refuses. Nothing was stored."""


class Upload(Protocol):
    """An unfinished file of one device, during one request."""

    def append(self, offset: int, read: Callable[[int], bytes]) -> int:
        """Add what `read` gives to the upload, which must be `offset` bytes long; return its new length.

        What came before a line broke is kept. Raises WrongOffset, TooLarge (the upload is dropped).
        """

    def whole(self) -> bytes:
        """Everything that came so far."""

    def drop(self) -> None:
        """Forget the upload."""

    def keep(self) -> None:
        """Store the finished file, whose hash was checked. It is durable, and can be seen, when this returns."""


class BlobStore(Protocol):
    """Whole files by name, and uploads by name and device. A name is the SHA-256 of the content, in hex.

    Every call may raise Unreachable, or OSError for a disk that is full or fails.
    """

    def here(self, names: Iterable[str]) -> set[str]:
        """Those of these files that are stored."""

    def read(self, sha256: str) -> bytes:
        """A file's content as it is, altered or not. Raises FileNotFoundError."""

    def put(self, sha256: str, content: bytes) -> None:
        """Store a whole file; durable when this returns. Raises NotTheContent before anything can be seen."""

    def keep(self, files: Mapping[str, bytes], device: str) -> None:
        """Store whole files, whose hashes were checked; all are durable when this returns.

        What had come of them from `device` before is forgotten.
        """

    def names(self) -> Iterator[str]:
        """The names of all stored files, in no order."""

    def offset(self, sha256: str, device: str) -> int:
        """How many bytes of an unfinished upload are here, whichever process took them."""

    def drop(self, sha256: str, device: str) -> None:
        """Forget an upload."""

    def upload(self, sha256: str, device: str) -> AbstractContextManager[Upload]:
        """Go on with an upload. Raises InUse."""

    def tidy(self) -> int:
        """Drop uploads that nobody went on with for KEPT_DAYS days; return how many."""


@lru_cache(maxsize=8)
def chosen(url: str, folder: Folder) -> BlobStore:
    """The store that `url` names: `s3://bucket/prefix`, or the hub's `folder` when it is empty.

    Raises Refused `blobs_setting_wrong`.
    """
    if not url:
        from hub.ingest.folder_store import FolderStore

        return FolderStore(folder)
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query or parts.fragment:
        raise Refused("blobs_setting_wrong")
    # Only here: who keeps files in a folder needs no S3 library.
    from hub.ingest.s3_store import opened

    return opened(parts.netloc, parts.path.strip("/"))


def digest(content: bytes) -> str:
    """The name of a file with this content."""
    return hashlib.sha256(content).hexdigest()


def beside_each_other(work: Callable[[str], Result], names: Iterable[str]) -> Iterator[tuple[str, Result]]:
    """Do the work for every file, eight at once, in their order: storage over a network is slow one after the other.

    `names` is read on the caller's thread, a few at a time, so that neither names nor contents pile up.
    """
    waiting = iter(names)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while some := list(islice(waiting, _AT_ONCE * 4)):
            yield from zip(some, pool.map(work, some), strict=True)
