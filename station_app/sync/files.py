"""The lane for files: photos, receipts, signatures, each resumable and named by its hash. No I/O but the local file."""

from collections.abc import Sequence
from urllib.parse import quote

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.blobs import Blobs
from station_app.sync.exchange import NOT_OURS, Offline, Request, Steps, accepted, read
from station_app.sync.session import JSON, Session, authorised
from wire import codec, contact
from wire.blob import Blob

ASKED_AT_ONCE = 500
CHUNK = 4 * 1_048_576
"""Bytes in one request; a photo is usually one tenth of it."""
_TRIES = 4
"""How often one file may be resumed in one cycle."""


def missing(station: Station, session: Session, blobs: Sequence[Blob]) -> Steps[tuple[str, ...]]:
    """Which of these files (at most 500) the hub lacks; the others are noted as being there."""
    wanted = yield from lacking(session, blobs)
    with station.noting():
        station.outbox.blobs_at_hub(blob.sha256 for blob in blobs if blob.sha256 not in wanted)
    return wanted


def lacking(session: Session, blobs: Sequence[Blob]) -> Steps[tuple[str, ...]]:
    """Which of these files (at most 500) the hub lacks."""
    question = contact.BlobQuestion(tuple(blob.sha256 for blob in blobs))
    request = Request(method="POST", path="/api/v1/blobs/missing", headers=JSON, body=codec.encode(question))
    answer = frozenset(read((yield from authorised(session, request)), contact.BlobAnswer).missing)
    return tuple(blob.sha256 for blob in blobs if blob.sha256 in answer)


def upload(blobs: Blobs, session: Session, blob: Blob) -> Steps[bool]:
    """Send one file, from where the hub says that it stands. True once the hub holds it whole. Any thread.

    False when the local file is missing or damaged: the event stays, `verify` names the file, others go on.
    """
    try:
        data = blobs.read(blob.sha256)
    except Refused:
        return False
    path, offset = f"/api/v1/blobs/{quote(blob.sha256)}", 0
    for _ in range(len(data) // CHUNK + 1 + _TRIES):
        part = data[offset : offset + CHUNK]
        whole = offset + len(part) == len(data)
        headers = {
            "Content-Type": blob.media_type,
            "Upload-Offset": str(offset),
            "Upload-Complete": "?1" if whole else "?0",
        }
        request = Request(method="PATCH", path=path, headers=headers, body=part)
        reply = yield from authorised(session, request)
        if reply.status == 409:
            offset = _offset(reply.headers.get("upload-offset", ""), len(data))
            continue
        complete = accepted(reply).headers.get("upload-complete")
        if complete is None:
            # Somebody else said yes: a login page of the network, say.
            raise Offline(NOT_OURS)
        if whole and complete == "?1":
            return True
        offset = _offset(reply.headers.get("upload-offset", ""), len(data))
    raise Offline("sizes_differ")


def _offset(text: str, size: int) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= size):
        raise Offline(NOT_OURS)
    return int(text)
