"""Files in the hub's own folder, for a hub on one machine. Its processes share the spool by locks on its files (flock,
so on Linux, macOS or BSD).
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hub.folder import Folder
from hub.ingest.blob_store import (
    CHUNK,
    KEPT_DAYS,
    LARGEST,
    InUse,
    NotTheContent,
    TooLarge,
    WrongOffset,
    digest,
)
from wire.durable import make_folder, sync_folder


class FolderUpload:
    """An unfinished file, locked for this request."""

    def __init__(self, part: Path, place: Path, descriptor: int) -> None:
        self.part = part
        self._place = place
        self._descriptor = descriptor
        self._came: bytes | None = None

    def append(self, offset: int, read: Callable[[int], bytes]) -> int:
        """As Upload.append."""
        length = os.fstat(self._descriptor).st_size
        if length != offset:
            raise WrongOffset(length)
        while chunk := read(CHUNK):
            # What came in one piece is checked as it came. Of anything larger there is no second copy in memory.
            self._came = None if length else chunk
            length += len(chunk)
            if length > LARGEST:
                self.drop()
                raise TooLarge
            _write_all(self._descriptor, chunk)
        return length

    def whole(self) -> bytes:
        """As Upload.whole."""
        return self.part.read_bytes() if self._came is None else self._came

    def drop(self) -> None:
        """As Upload.drop."""
        self.part.unlink(missing_ok=True)

    def keep(self) -> None:
        """As Upload.keep: on the disk, and its name is, too."""
        os.fsync(self._descriptor)
        _move(self.part, self._place)


class FolderStore:
    """`blobs/ab/cdef…` holds whole files, `spool/` the beginnings of others, one per file and device."""

    def __init__(self, folder: Folder) -> None:
        self._blobs = folder.blobs
        self._spool = folder.spool

    def path(self, sha256: str) -> Path:
        """Where the file is, or would be."""
        return self._blobs / sha256[:2] / sha256[2:]

    def here(self, names: Iterable[str]) -> set[str]:
        """As BlobStore.here."""
        return {name for name in names if self.path(name).exists()}

    def read(self, sha256: str) -> bytes:
        """As BlobStore.read."""
        return self.path(sha256).read_bytes()

    def put(self, sha256: str, content: bytes) -> None:
        """As BlobStore.put."""
        if digest(content) != sha256:
            raise NotTheContent
        self._store({sha256: content})

    def keep(self, files: Mapping[str, bytes], device: str) -> None:
        """As BlobStore.keep."""
        self._store(files)
        for name in files:
            self.drop(name, device)

    def _store(self, files: Mapping[str, bytes]) -> None:
        """Write, flush and move each; they share the flush of a folder where they share the folder."""
        self._spool.mkdir(parents=True, exist_ok=True)
        written: dict[Path, Path] = {}
        try:
            for name, content in files.items():
                part = self._spool / f"keep.{os.urandom(8).hex()}"
                written[part] = self.path(name)
                _write_flushed(part, content)
            for part, place in written.items():
                _rename(part, place)
            for folder in {place.parent for place in written.values()}:
                sync_folder(folder)
        except BaseException:
            for part in written:
                part.unlink(missing_ok=True)
            raise

    def names(self) -> Iterator[str]:
        """As BlobStore.names."""
        for path in self._blobs.glob("??/*"):
            yield path.parent.name + path.name

    def offset(self, sha256: str, device: str) -> int:
        """As BlobStore.offset."""
        try:
            return self._part(sha256, device).stat().st_size
        except FileNotFoundError:
            return 0

    def drop(self, sha256: str, device: str) -> None:
        """As BlobStore.drop. One that another request is at goes on: it would move whatever had taken its name."""
        part = self._part(sha256, device)
        try:
            descriptor = os.open(part, os.O_RDWR)
        except FileNotFoundError:
            return
        try:
            _lock(part, descriptor)
            part.unlink()
        except InUse:
            """It is stored by that request, or dropped with those that nobody goes on with."""
        finally:
            os.close(descriptor)

    @contextmanager
    def upload(self, sha256: str, device: str) -> Iterator[FolderUpload]:
        """Lock the upload, from its next byte until it is in its place. Raises InUse."""
        part = self._part(sha256, device)
        descriptor = self._open(part)
        try:
            _lock(part, descriptor)
            yield FolderUpload(part, self.path(sha256), descriptor)
        finally:
            os.close(descriptor)

    def _open(self, part: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        try:
            return os.open(part, flags, 0o600)
        except FileNotFoundError:
            self._spool.mkdir(parents=True, exist_ok=True)
            return os.open(part, flags, 0o600)

    def tidy(self) -> int:
        """As BlobStore.tidy. The folders for whole files are made now, so that no file waits for that."""
        for number in range(256):
            (self._blobs / f"{number:02x}").mkdir(parents=True, exist_ok=True)
        sync_folder(self._blobs)
        oldest, dropped = time.time() - KEPT_DAYS * 24 * 3600, 0
        for part in self._spool.glob("*"):
            if part.stat().st_mtime < oldest:
                part.unlink(missing_ok=True)
                dropped += 1
        return dropped

    def _part(self, sha256: str, device: str) -> Path:
        return self._spool / f"{sha256}.{device}"


def _move(part: Path, place: Path) -> None:
    _rename(part, place)
    sync_folder(place.parent)


def _rename(part: Path, place: Path) -> None:
    try:
        part.replace(place)
    except FileNotFoundError:
        # The first of its folder, where nobody made them all beforehand (tidy).
        make_folder(place.parent)
        part.replace(place)


def _write_flushed(part: Path, content: bytes) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
