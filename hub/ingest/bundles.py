"""Several files in one request (wire.bundle): each is checked as one that comes alone, and all are stored together.

Where the line breaks, what came whole is stored, and of the next one the beginning is kept: it can be gone on with
(hub.ingest.blobs).
"""

import io
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from hub.ingest import blobs, presence
from hub.ingest.answers import Declined, body_of, document, reply
from hub.ingest.blob_store import InUse, WrongOffset
from hub.ingest.identity import sender
from wire import bundle

LARGEST = bundle.MOST_NAMED + bundle.MOST_BYTES
"""Bytes of a whole bundle, at most."""


def bring(request: HttpRequest) -> HttpResponse:
    """POST blobs, by way of Django."""
    return take(request.headers.get("Authorization", ""), body_of(request, LARGEST))


def take(authorization: str, came: bytes) -> HttpResponse:
    """Store the files of a bundle, or of as much of one as came; they are durable before the answer goes out.

    Raises Declined, codec.Malformed, and what the database and the storage raise: then none is noted.
    """
    device, _ = sender(authorization)
    presence.note(device)
    files = bundle.opened(came)
    here = blobs.held([file.blob.sha256 for file in files])
    new, no = dict[str, bundle.Brought](), list[bundle.NotTaken]()
    for file in files:
        name = file.blob.sha256
        if name in here:
            continue
        if not file.whole:
            _begin(file, device)
            continue
        try:
            blobs.require(file.content, name, file.blob.media_type)
        except Declined as declined:
            no.append(bundle.NotTaken(name, document(declined)))
        else:
            new[name] = file
    blobs.store().keep({name: file.content for name, file in new.items()}, device)
    blobs.note([file.blob for file in new.values()])
    return reply(bundle.Taken((*here, *new), tuple(no)))


def _begin(file: bundle.Brought, device: str) -> None:
    """Keep the beginning of a file, unless more or less of it is here already."""
    with suppress(WrongOffset, InUse), blobs.store().upload(file.blob.sha256, device) as upload:
        upload.append(0, io.BytesIO(file.content).read)
