"""Files in a bucket of S3-compatible storage, for a hub on several machines: none keeps anything that another needs.

Endpoint, region and keys are those that obstore reads from the environment (AWS_ENDPOINT_URL, AWS_REGION, …).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store as Bucket

from hub.ingest.blob_store import (
    CHUNK,
    KEPT_DAYS,
    LARGEST,
    InUse,
    NotTheContent,
    TooLarge,
    Unreachable,
    WrongOffset,
    digest,
)

_AT_ONCE = 16
"""Questions asked beside each other."""
_MOST_PARTS = 16
"""More parts of one upload than these are joined, so that a line that breaks often costs no list without end."""


@cache
def opened(bucket: str, prefix: str) -> "S3Store":
    """The store of this process in that bucket; its connections are kept and used again."""
    found: Bucket = Bucket(
        bucket,
        prefix=prefix or None,
        # The server checks the content against it before it answers.
        checksum_algorithm="SHA256",
        # A counter waits no longer than a minute; after this it hears that it may come again.
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=15)},
        client_options={
            "timeout": "20s",
            "connect_timeout": "5s",
            "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
        },
    )
    return S3Store(found)


class _Part(NamedTuple):
    """A piece of an upload: where it begins in the file, its bytes, its object."""

    offset: int
    size: int
    path: str

    @property
    def end(self) -> int:
        return self.offset + self.size


class S3Upload:
    """An unfinished file. Its parts are objects named by where they begin, so every process finds the same length."""

    def __init__(self, store: "S3Store", sha256: str, device: str) -> None:
        self._store, self._sha256, self._place = store, sha256, spooled(sha256, device)
        self._parts = store.parts(self._place)
        self._new = b""
        self._over = False

    @property
    def _length(self) -> int:
        return self._parts[-1].end if self._parts else 0

    def append(self, offset: int, read: Callable[[int], bytes]) -> int:
        """As Upload.append. What came is put into the bucket when the request ends, unless the file is whole then."""
        if offset != self._length:
            raise WrongOffset(self._length)
        came = bytearray()
        try:
            while chunk := read(CHUNK):
                came += chunk
                if offset + len(came) > LARGEST:
                    self.drop()
                    raise TooLarge
        finally:
            self._new = bytes(came)
        return offset + len(came)

    def whole(self) -> bytes:
        """As Upload.whole."""
        return self._content()

    def drop(self) -> None:
        """As Upload.drop."""
        self._over = True
        self._store.drop_parts(self._place)

    def keep(self) -> None:
        """As Upload.keep."""
        self._store.put(self._sha256, self._content())
        self._over = True
        self._store.delete([part.path for part in self._parts])

    def leave(self) -> None:
        """The request is over: what came with it, and did not finish the file, waits in the bucket. Raises InUse."""
        if self._over or not self._new:
            return
        if len(self._parts) < _MOST_PARTS:
            self._store.create(f"{self._place}/{self._length:012d}", self._new)
            return
        self._store.write(f"{self._place}/{0:012d}", self._content())
        self._store.delete([part.path for part in self._parts if part.offset])

    def _content(self) -> bytes:
        if not self._parts:
            return self._new
        content = bytearray()
        for part in self._parts:
            content[part.offset :] = self._store.get(part.path)
        return bytes(content) + self._new


class S3Store:
    """`blobs/ab/cdef…` are whole files, `spool/{file}.{device}/{offset}` parts of others."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def here(self, names: Iterable[str]) -> set[str]:
        """As BlobStore.here."""
        asked = list(names)
        if len(asked) < 2:
            return {name for name in asked if self._has(name)}
        with ThreadPoolExecutor(min(_AT_ONCE, len(asked))) as pool:
            return {name for name, there in zip(asked, pool.map(self._has, asked), strict=True) if there}

    def _has(self, sha256: str) -> bool:
        try:
            with _asking():
                obstore.head(self._bucket, stored(sha256))
        except FileNotFoundError:
            return False
        return True

    def read(self, sha256: str) -> bytes:
        """As BlobStore.read."""
        return self.get(stored(sha256))

    def put(self, sha256: str, content: bytes) -> None:
        """As BlobStore.put. An object that is there already is replaced only when it is not what its name says."""
        if digest(content) != sha256:
            raise NotTheContent
        self._put(sha256, content)

    def keep(self, files: Mapping[str, bytes], device: str) -> None:
        """As BlobStore.keep, beside each other."""

        def one(sha256: str) -> None:
            self._put(sha256, files[sha256])
            self.drop(sha256, device)

        with ThreadPoolExecutor(min(_AT_ONCE, len(files) or 1)) as pool:
            for _ in pool.map(one, files):
                """Raises what went wrong with it."""

    def _put(self, sha256: str, content: bytes) -> None:
        try:
            self.create(stored(sha256), content)
        except InUse:
            if digest(self.read(sha256)) != sha256:
                self.write(stored(sha256), content)

    def names(self) -> Iterator[str]:
        """As BlobStore.names."""
        for found in self._listed("blobs"):
            yield found.path.removeprefix("blobs/").replace("/", "")

    def offset(self, sha256: str, device: str) -> int:
        """As BlobStore.offset."""
        parts = self.parts(spooled(sha256, device))
        return parts[-1].end if parts else 0

    def drop(self, sha256: str, device: str) -> None:
        """As BlobStore.drop."""
        self.drop_parts(spooled(sha256, device))

    @contextmanager
    def upload(self, sha256: str, device: str) -> Iterator[S3Upload]:
        """As BlobStore.upload. Raises InUse at its end when another request put the same part meanwhile."""
        upload = S3Upload(self, sha256, device)
        try:
            yield upload
        finally:
            upload.leave()

    def tidy(self) -> int:
        """As BlobStore.tidy."""
        newest: dict[str, datetime] = {}
        for found in self._listed("spool"):
            place = found.path.rpartition("/")[0]
            newest[place] = max(found.modified, newest.get(place, found.modified))
        oldest = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
        old = [place for place, modified in newest.items() if modified < oldest]
        for place in old:
            self.drop_parts(place)
        return len(old)

    # The bucket

    def parts(self, place: str) -> list[_Part]:
        """The parts of an upload that follow each other without a gap, from the beginning. They may overlap."""
        parts: list[_Part] = []
        end = 0
        for found in sorted(self._listed(place), key=lambda one: one.path):
            part = _Part(int(found.path.rpartition("/")[2]), found.size, found.path)
            if part.offset <= end < part.end:
                parts.append(part)
                end = part.end
        return parts

    def drop_parts(self, place: str) -> None:
        """Delete whatever came of an upload."""
        self.delete([found.path for found in self._listed(place)])

    def get(self, path: str) -> bytes:
        """An object's content. Raises FileNotFoundError."""
        with _asking():
            return bytes(obstore.get(self._bucket, path).bytes())

    def create(self, path: str, content: bytes) -> None:
        """Store a new object. Raises InUse when there is one of that name."""
        try:
            with _asking():
                obstore.put(self._bucket, path, content, mode="create")
        except AlreadyExistsError:
            raise InUse from None
        except NotImplementedError:
            # AWS_CONDITIONAL_PUT=disabled: a stored file can only be written over with the same content.
            self.write(path, content)

    def write(self, path: str, content: bytes) -> None:
        """Store an object, whether there is one or not."""
        with _asking():
            obstore.put(self._bucket, path, content, use_multipart=False)

    def delete(self, paths: list[str]) -> None:
        """Delete objects; one that is not there is no error."""
        if paths:
            with _asking():
                obstore.delete(self._bucket, paths)

    def _listed(self, place: str) -> Iterator["_Object"]:
        with _asking():
            for page in obstore.list(self._bucket, place):
                for found in page:
                    yield _Object(found["path"], found["size"], found["last_modified"])


class _Object(NamedTuple):
    path: str
    size: int
    modified: datetime


def stored(sha256: str) -> str:
    """The object of a whole file."""
    return f"blobs/{sha256[:2]}/{sha256[2:]}"


def spooled(sha256: str, device: str) -> str:
    """What the parts of an upload stand under."""
    return f"spool/{sha256}.{device}"


@contextmanager
def _asking() -> Iterator[None]:
    """What goes wrong with the storage is Unreachable, but for what the callers ask about."""
    try:
        yield
    except (FileNotFoundError, AlreadyExistsError, NotImplementedError):
        raise
    except (BaseError, OSError) as broken:
        raise Unreachable(str(broken).partition("\n")[0]) from broken
