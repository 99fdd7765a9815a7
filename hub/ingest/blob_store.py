"""Files on the hub's disk by their SHA-256, and the spool of those still arriving. Durable; knows no database.

The spool is locked with flock, so the hub runs on Linux, macOS or BSD.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.folder import Folder, sync_folder

LARGEST = 20 * 1_048_576
"""Bytes of the largest file that is taken."""
CHUNK = 256 * 1024
_KEPT_DAYS = 60
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


class Upload:
    """An unfinished file of one device, locked for this request."""

    def __init__(self, part: Path, place: Path, descriptor: int) -> None:
        self.part = part
        self._place = place
        self._descriptor = descriptor

    def append(self, offset: int, read: Callable[[int], bytes]) -> int:
        """Add what `read` gives to the upload, which must be `offset` bytes long; return its new length.

        What came before a line broke is kept. Raises WrongOffset, TooLarge (the upload is dropped).
        """
        length = os.fstat(self._descriptor).st_size
        if length != offset:
            raise WrongOffset(length)
        while chunk := read(CHUNK):
            length += len(chunk)
            if length > LARGEST:
                self.drop()
                raise TooLarge
            _write_all(self._descriptor, chunk)
        return length

    def drop(self) -> None:
        """Forget the upload."""
        self.part.unlink(missing_ok=True)

    def keep(self) -> None:
        """Move the finished, checked file to its place. It is safe on the disk when this returns."""
        self._place.parent.mkdir(parents=True, exist_ok=True)
        os.fsync(self._descriptor)
        self.part.replace(self._place)
        sync_folder(self._place.parent)
        sync_folder(self._place.parent.parent)


class BlobStore:
    """`blobs/ab/cdef…` holds whole files, `spool/` the beginnings of others, one per file and device."""

    def __init__(self, folder: Folder) -> None:
        self._blobs = folder.blobs
        self._spool = folder.spool

    def path(self, sha256: str) -> Path:
        """Where the file is, or would be."""
        return self._blobs / sha256[:2] / sha256[2:]

    def offset(self, sha256: str, device: str) -> int:
        """How many bytes of an unfinished upload are here."""
        try:
            return self._part(sha256, device).stat().st_size
        except FileNotFoundError:
            return 0

    def drop(self, sha256: str, device: str) -> None:
        """Forget an upload."""
        self._part(sha256, device).unlink(missing_ok=True)

    @contextmanager
    def upload(self, sha256: str, device: str) -> Iterator[Upload]:
        """Lock the upload, from its next byte until it is in its place. Raises InUse."""
        self._spool.mkdir(parents=True, exist_ok=True)
        part = self._part(sha256, device)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _lock(part, descriptor)
            yield Upload(part, self.path(sha256), descriptor)
        finally:
            os.close(descriptor)

    def tidy(self) -> int:
        """Drop uploads that nobody went on with for two months; return how many."""
        oldest, dropped = time.time() - _KEPT_DAYS * 24 * 3600, 0
        for part in self._spool.glob("*"):
            if part.stat().st_mtime < oldest:
                part.unlink(missing_ok=True)
                dropped += 1
        return dropped

    def _part(self, sha256: str, device: str) -> Path:
        return self._spool / f"{sha256}.{device}"


def _lock(part: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        now = part.stat()
    except (BlockingIOError, FileNotFoundError):
        raise InUse from None
    if now.st_ino != os.fstat(descriptor).st_ino:
        # Between opening and locking another request finished: what was opened is now the stored file.
        raise InUse


def _write_all(descriptor: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]


def sha256_of(path: Path) -> str:
    """The hash of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
