"""The lane for files: photos, receipts, signatures, each resumable and named by its hash. No I/O but the local file.

Small ones go several in a request, as far as the hub takes them so (wire.bundle).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.blobs import Blobs
from station_app.sync.exchange import NOT_OURS, Offline, Request, Steps, Turned, accepted, read
from station_app.sync.session import JSON, Session, authorised
from wire import codec, contact
from wire.blob import Blob
from wire.bundle import MEDIA_TYPE, MOST_FILES, Taken, pack

ASKED_AT_ONCE = 500
CHUNK = 4 * 1_048_576
"""Bytes in one request; a photo is usually one tenth of it."""
TOGETHER = 2_000_000
"""Bytes of all files in one request: eight photos, as a rule."""
_TRIES = 4
"""How often one file may be resumed in one cycle."""


class Lacking(NamedTuple):
    """Files that the hub lacks, in the order asked; and how many bytes of them one request may bring, 0 for one file
    at a time.
    """

    blobs: tuple[Blob, ...]
    together: int


def missing(station: Station, session: Session, blobs: Sequence[Blob]) -> Steps[Lacking]:
    """Which of these files (at most 500) the hub lacks; the others are noted as being there."""
    wanted = yield from lacking(session, blobs)
    with station.noting():
        station.outbox.blobs_at_hub({blob.sha256 for blob in blobs} - {blob.sha256 for blob in wanted.blobs})
    return wanted


def lacking(session: Session, blobs: Sequence[Blob]) -> Steps[Lacking]:
    """Which of these files (at most 500) the hub lacks."""
    question = contact.BlobQuestion(tuple(blob.sha256 for blob in blobs))
    request = Request(method="POST", path="/api/v1/blobs/missing", headers=JSON, body=codec.encode(question))
    answer = read((yield from authorised(session, request)), contact.BlobAnswer)
    wanted = frozenset(answer.missing)
    together = min(TOGETHER, answer.together) if answer.together is not msgspec.UNSET else 0
    return Lacking(tuple(blob for blob in blobs if blob.sha256 in wanted), together)


def bundled(blobs: Sequence[Blob], together: int) -> Iterator[tuple[Blob, ...]]:
    """The files in their order, as many at a time as one request may bring; larger ones alone."""
    some: list[Blob] = []
    for blob in blobs:
        full = sum(one.size for one in some) + blob.size > together or len(some) == MOST_FILES
        if some and (full or not together):
            yield tuple(some)
            some = []
        some.append(blob)
    if some:
        yield tuple(some)


def upload_together(blobs: Blobs, session: Session, wanted: Sequence[Blob]) -> Steps[dict[str, bool | Turned]]:
    """Send several files in one request. What became of each: as `upload` says, or why the hub will not have it."""
    found: dict[str, bool | Turned] = {blob.sha256: False for blob in wanted}
    here, body = _packed(blobs, wanted)
    if not here:
        return found
    request = Request(method="POST", path="/api/v1/blobs", headers={"Content-Type": MEDIA_TYPE}, body=body)
    taken = read((yield from authorised(session, request)), Taken)
    found |= dict.fromkeys(taken.stored, True)
    found |= {no.sha256: Turned(no.problem) for no in taken.not_taken}
    if any(found[blob.sha256] is False for blob in here):
        raise Offline("sizes_differ")
    return found


def _packed(blobs: Blobs, wanted: Sequence[Blob]) -> tuple[list[Blob], bytes]:
    """Those of the files that are here and whole, and the bundle of them. While it is sent, it is the only copy."""
    files = [(blob, data) for blob in wanted if (data := _content(blobs, blob)) is not None]
    return [blob for blob, _ in files], pack(files) if files else b""


def upload(blobs: Blobs, session: Session, blob: Blob) -> Steps[bool]:
    """Send one file, from where the hub says that it stands. True once the hub holds it whole. Any thread.

    False when the local file is missing or damaged: the event stays, `verify` names the file, others go on.
    """
    data = _content(blobs, blob)
    if data is None:
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


def _content(blobs: Blobs, blob: Blob) -> bytes | None:
    """The file's bytes; None when it is missing or damaged."""
    try:
        return blobs.read(blob.sha256)
    except Refused:
        return None


def _offset(text: str, size: int) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= size):
        raise Offline(NOT_OURS)
    return int(text)
