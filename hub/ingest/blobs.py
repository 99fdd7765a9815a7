"""Files over HTTP: which are missing, how far an upload got, and the next part of it (offset and completeness headers).

Any enrolled device may send any file: it can arrive just before the event that refers to it.
"""

import io

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hub.ingest import blob_checks
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.blob_store import LARGEST, BlobStore, InUse, TooLarge, Upload, WrongOffset, chosen, digest
from hub.ingest.identity import caller, open_hub
from hub.ingest.models import StoredBlob
from wire import codec, contact

_CARRIED = "carried"
"""Stands for the device in the spool while a file is read that somebody carried here."""


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
    return reply(contact.BlobAnswer(missing=tuple(name for name in asked if name not in here)))


def where(request: HttpRequest, sha256: str) -> HttpResponse:
    """HEAD blobs/…: how much is here."""
    device = caller(request).device_id
    size = held([sha256]).get(sha256)
    if size is not None:
        return _progress(200, size, complete=True)
    return _progress(200, store().offset(sha256, device), complete=False)


def append(request: HttpRequest, sha256: str) -> HttpResponse:
    """PATCH blobs/…: the next part. With the last one the file is checked and stored before the answer goes out."""
    device = caller(request).device_id
    size = held([sha256]).get(sha256)
    if size is not None:
        store().drop(sha256, device)
        return _progress(204, size, complete=True)
    offset, announced = _offset(request), _announced(request)
    last = request.headers.get("Upload-Complete") == "?1"
    if announced is not None and offset + announced > LARGEST:
        raise Declined(contact.TOO_LARGE, f"at most {LARGEST} bytes")
    try:
        with store().upload(sha256, device) as upload:
            length = upload.append(offset, lambda count: bytes(request.read(count)))
            # Less than announced came: the line broke, and the sender goes on from here.
            complete = last and (announced is None or length == offset + announced)
            if complete:
                _finish(upload, sha256, (request.content_type or "").lower(), length)
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
        with upload.whole() as file:
            if digest(file.read()) != sha256:
                raise blob_checks.NotTheType("the content has another hash")
            blob_checks.check(file, media_type)
    except blob_checks.NotTheType as wrong:
        upload.drop()
        raise Declined(contact.NOT_THE_BLOB, str(wrong)) from None
    upload.keep()
    with transaction.atomic():
        StoredBlob.objects.bulk_create(
            [StoredBlob(sha256=sha256, media_type=media_type, size=size, stored_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=["media_type", "size", "stored_at"],
        )
        open_hub()


def _offset(request: HttpRequest) -> int:
    value = request.headers.get("Upload-Offset", "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise codec.Malformed("Upload-Offset is missing or no number")
    return int(value)


def _announced(request: HttpRequest) -> int | None:
    """The length that the sender announced; less than that arrives when the line breaks."""
    value = request.headers.get("Content-Length", "")
    return int(value) if value.isascii() and value.isdigit() else None


def _progress(status: int, offset: int, *, complete: bool) -> HttpResponse:
    headers = {"Upload-Offset": str(offset), "Upload-Complete": "?1" if complete else "?0", "Cache-Control": "no-store"}
    return HttpResponse(status=status, headers=headers)
