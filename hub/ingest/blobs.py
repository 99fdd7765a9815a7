"""Files over HTTP: which are missing, how far an upload got, and the next part of it (offset and completeness headers).

Any enrolled device may send any file: it can arrive just before the event that refers to it.
"""

import io
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hub.ingest import blob_checks, presence
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.blob_store import LARGEST, BlobStore, InUse, TooLarge, Upload, WrongOffset, chosen, digest
from hub.ingest.identity import caller, sender
from hub.ingest.models import StoredBlob
from hub.ingest.noting import Noting, write
from wire import bundle, codec, contact
from wire.blob import Blob

_CARRIED = "carried"
"""Stands for the device in the spool while a file is read that somebody carried here."""
_NOTING = Noting(write)


class Part(NamedTuple):
    """The next part of a file as a request brings it. The texts are its headers, empty where there is none."""

    authorization: str
    media_type: str
    offset: str
    complete: str
    announced: str
    """Content-Length. Less than it says arrives when the line breaks."""
    read: Callable[[int], bytes]


def store() -> BlobStore:
    """The files of this hub."""
    return chosen(settings.OMBRUK_BLOBS, settings.OMBRUK_FOLDER)


def held(names: list[str]) -> dict[str, int]:
    """Of these files, the sizes in bytes of those that are stored: known to the database and really there."""
    known = dict(StoredBlob.objects.filter(sha256__in=names).values_list("sha256", "size"))
    here = store().here(known)
    return {name: size for name, size in known.items() if name in here}


def missing(request: HttpRequest) -> HttpResponse:
    """POST blobs/missing."""
    caller(request)
    asked = message_of(request, contact.BlobQuestion).sha256
    here = held(list(asked))
    lacking = tuple(name for name in asked if name not in here)
    return reply(contact.BlobAnswer(missing=lacking, together=bundle.MOST_BYTES))


def where(request: HttpRequest, sha256: str) -> HttpResponse:
    """HEAD blobs/…: how much is here."""
    device = caller(request).device_id
    size = held([sha256]).get(sha256)
    if size is not None:
        return _progress(200, size, complete=True)
    return _progress(200, store().offset(sha256, device), complete=False)


def append(request: HttpRequest, sha256: str) -> HttpResponse:
    """PATCH blobs/…: the next part, by way of Django."""
    said = request.headers
    part = Part(
        authorization=said.get("Authorization", ""),
        media_type=said.get("Content-Type", ""),
        offset=said.get("Upload-Offset", ""),
        complete=said.get("Upload-Complete", ""),
        announced=said.get("Content-Length", ""),
        read=lambda count: bytes(request.read(count)),
    )
    return take_part(sha256, part)


def take_part(sha256: str, part: Part) -> HttpResponse:
    """The next part of a file. With the last one it is checked and stored before the answer goes out.

    Raises Declined, codec.Malformed, and what the database and the storage raise.
    """
    device, size = sender(part.authorization, sha256)
    # A counter that sends files for hours says hello once, before.
    presence.note(str(device))
    if size is not None and store().here([sha256]):
        store().drop(sha256, device)
        return _progress(204, size, complete=True)
    offset, announced = _offset(part.offset), _number(part.announced)
    if announced is not None and offset + announced > LARGEST:
        raise Declined(contact.TOO_LARGE, f"at most {LARGEST} bytes")
    try:
        with store().upload(sha256, device) as upload:
            length = upload.append(offset, part.read)
            # Less than announced came: the line broke, and the sender goes on from here.
            complete = part.complete == "?1" and (announced is None or length == offset + announced)
            if complete:
                _finish(upload, sha256, part.media_type.partition(";")[0].strip().lower(), length)
    except WrongOffset as wrong:
        raise Declined(contact.WRONG_OFFSET, Upload_Offset=str(wrong.offset), Upload_Complete="?0") from None
    except TooLarge:
        raise Declined(contact.TOO_LARGE, f"at most {LARGEST} bytes") from None
    except InUse:
        raise Declined(contact.BUSY, "this file is arriving on another connection") from None
    return _progress(204, length, complete=complete)


def take(sha256: str, media_type: str, content: bytes) -> bool:
    """Store a file that came another way; False when it is here already.

    Raises Declined `not-the-blob`, `too-large`, `busy`, and OSError; nothing is then changed.
    """
    if held([sha256]):
        return False
    store().drop(sha256, _CARRIED)
    try:
        with store().upload(sha256, _CARRIED) as upload:
            _finish(upload, sha256, media_type, upload.append(0, io.BytesIO(content).read))
    except TooLarge:
        raise Declined(contact.TOO_LARGE, f"at most {LARGEST} bytes") from None
    except InUse:
        raise Declined(contact.BUSY, "this file is arriving another way") from None
    return True


def _finish(upload: Upload, sha256: str, media_type: str, size: int) -> None:
    try:
        require(upload.whole(), sha256, media_type)
    except Declined:
        upload.drop()
        raise
    upload.keep()
    note([Blob(sha256=sha256, media_type=media_type, size=size)])


def require(content: bytes, sha256: str, media_type: str) -> None:
    """Raises Declined `not-the-blob` when a whole file is not the one with this hash, or not of this type."""
    try:
        if digest(content) != sha256:
            raise blob_checks.NotTheType("the content has another hash")
        blob_checks.check(content, media_type)
    except blob_checks.NotTheType as wrong:
        raise Declined(contact.NOT_THE_BLOB, str(wrong)) from None


def note(files: Sequence[Blob]) -> None:
    """Note in the database that files are stored, which they are. Raises Declined `busy` when the hub is closed."""
    now = timezone.now()
    _NOTING.note([StoredBlob(sha256=f.sha256, media_type=f.media_type, size=f.size, stored_at=now) for f in files])


def _offset(said: str) -> int:
    offset = _number(said)
    if offset is None or len(said) > 15:
        raise codec.Malformed("Upload-Offset is missing or no number")
    return offset


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 1000 else None


def _progress(status: int, offset: int, *, complete: bool) -> HttpResponse:
    headers = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if complete else "?0", "Cache-Control": "no-store"}
    return HttpResponse(status=status, headers=headers)
