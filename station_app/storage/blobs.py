"""Files beside the database: photos, receipts, signatures, named by their SHA-256.

Each is durable before any event refers to it.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.refused import Refused
from wire import durable

SWEEP_AFTER_SECONDS = 24 * 3_600.0
"""A file that nothing refers to may belong to something that is just being saved; after a day it does not."""


class Blobs:
    """A folder of files that never change. Safe for several threads and programs at once."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self._folder = folder / "blobs"
        self._thumbnails = folder / "thumbnails"

    def path(self, sha256: str) -> Path:
        """Where the file with this hash is, or would be."""
        return self._folder / sha256[:2] / sha256

    def thumbnail_path(self, sha256: str) -> Path:
        """Where the small picture of a photo is, or would be; it can be made again from the photo."""
        return self._thumbnails / sha256[:2] / f"{sha256}.jpg"

    def keep(self, data: bytes) -> str:
        """Store bytes durably and return their SHA-256 (lower-case hex). Storing twice stores once.

        Raises Refused `disk_full` or `folder_not_writable`; no part of a file is then left under its name.
        """
        sha256 = _sha256(data)
        target = self.path(sha256)
        # An equal file may be half-written by an earlier crash, or about to be swept: only a whole, fresh one counts.
        if _same(target, data):
            with _in_words(target.parent):
                target.touch()
                durable.sync_folder(target.parent)
        else:
            write_whole(target, data)
        return sha256

    def sweep(self, wanted: Callable[[str], bool], now: float) -> int:
        """Remove files that nothing refers to and that are more than a day old at `now` (seconds since 1970).

        Returns how many.

        They come from actions that were refused after their receipt was made, and may hold names.
        """
        swept, older_than = 0, now - SWEEP_AFTER_SECONDS
        for name in list(self.names()):
            if self.path(name).stat().st_mtime < older_than and not wanted(name):
                self.path(name).unlink(missing_ok=True)
                self.thumbnail_path(name).unlink(missing_ok=True)
                swept += 1
        return swept

    def keep_thumbnail(self, sha256: str, data: bytes) -> None:
        """Store the small picture of the photo `sha256`."""
        if not self.thumbnail_path(sha256).exists():
            write_whole(self.thumbnail_path(sha256), data)

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their name. Raises Refused `file_missing` or `file_damaged`."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise Refused("file_missing", sha256=sha256) from None
        if _sha256(data) != sha256:
            raise Refused("file_damaged", sha256=sha256)
        return data

    def thumbnail(self, sha256: str) -> bytes | None:
        """The small picture of a photo, or None when there is none."""
        try:
            return self.thumbnail_path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def names(self) -> Iterator[str]:
        """The hashes of all files that are stored."""
        for folder in sorted(self._folder.glob("??")):
            yield from sorted(file.name for file in folder.iterdir() if len(file.name) == 64)


def _same(target: Path, data: bytes) -> bool:
    try:
        return target.read_bytes() == data
    except OSError:
        return False


def write_whole(target: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: after a power cut the file is whole or not there."""
    with _in_words(target.parent):
        durable.make_folder(target.parent)
        durable.write(target, data)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("disk_full") from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.EIO):
            raise Refused("folder_not_writable", folder=str(folder)) from error
        raise


def _sha256(data: bytes) -> str:
    # Loaded with the first file: it takes 2 ms, and most starts need none.
    import hashlib

    return hashlib.sha256(data).hexdigest()
