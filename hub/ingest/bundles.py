"""Several files in one request (wire.bundle): each is checked as one that comes alone, and all are stored together.

Of a bundle that breaks off nothing is kept: on such a line a counter sends them one by one (hub.ingest.blobs).
"""

from django.http import HttpRequest, HttpResponse

from hub.ingest import blobs, presence
from hub.ingest.answers import Declined, body_of, document, reply
from hub.ingest.identity import sender
from wire import bundle

LARGEST = bundle.MOST_NAMED + bundle.MOST_BYTES
"""Bytes of a whole bundle, at most."""


def bring(request: HttpRequest) -> HttpResponse:
    """POST blobs, by way of Django."""
    return take(request.headers.get("Authorization", ""), body_of(request, LARGEST))


def take(authorization: str, came: bytes) -> HttpResponse:
    """Store the files of a bundle; they are durable before the answer goes out.

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
        try:
            blobs.require(file.content, name, file.blob.media_type)
        except Declined as declined:
            no.append(bundle.NotTaken(name, document(declined)))
        else:
            new[name] = file
    if new:
        blobs.store().keep({name: file.content for name, file in new.items()}, device)
        blobs.note([file.blob for file in new.values()])
    return reply(bundle.Taken((*here, *new), tuple(no)))
