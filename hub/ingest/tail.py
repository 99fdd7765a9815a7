"""Giving a device back what it sent: where its log and the hub's part, and batches as they came.

For a store that was put back from an older copy, or that lived on twice. Reads only.
"""

import re

from django.http import HttpRequest, HttpResponse

from hub.ingest import heads
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.identity import caller
from hub.ingest.models import Incarnation, StoredAcknowledgement, StoredEvent
from wire import batch, chain, codec, contact

_SEQ = re.compile(r"[1-9][0-9]{0,17}")


def lives(request: HttpRequest, device: str) -> HttpResponse:
    """GET log: every incarnation of the device."""
    _require_valid(request, device)
    rows = Incarnation.objects.filter(device_id=device).order_by("id")
    return reply(
        contact.Lives(
            tuple(
                contact.Life(
                    incarnation=str(row.name),
                    parent_seq=row.parent_seq,
                    parent_hash=bytes(row.parent_hash).hex(),
                    head_seq=row.head_seq,
                    head_hash=bytes(row.head_hash).hex(),
                )
                for row in rows
            )
        )
    )


def agreed(request: HttpRequest, device: str, incarnation: str) -> HttpResponse:
    """POST log/…/agreed: the highest of the asked positions at which this chain holds the same hash."""
    row = _of_its_owner(request, device, incarnation)
    asked = message_of(request, contact.HeadsQuestion).positions
    for place in sorted(asked, key=lambda one: one.seq, reverse=True):
        held = heads.hash_at(row, place.seq)
        if held is not None and held.hex() == place.hash:
            return reply(contact.HeadsAnswer(place.seq))
    return reply(contact.HeadsAnswer(None))


def give(request: HttpRequest, device: str, incarnation: str) -> HttpResponse:
    """GET log/…?from=: the batch that holds this position, with the header that the device signed then.

    Of several that hold it, the one that reaches farthest: the same whose acknowledgement is given for the position.
    """
    row = _of_its_owner(request, device, incarnation)
    begin = request.GET.get("from", "")
    if not _SEQ.fullmatch(begin):
        raise codec.Malformed("from is no position")
    stored = covering(device, incarnation, int(begin))
    if stored is None:
        raise Declined(contact.NOT_FOUND)
    events = StoredEvent.objects.filter(incarnation=row, seq__range=(stored.from_seq, stored.to_seq)).order_by("seq")
    packed = batch.pack_signed(stored.header, [record_of(event) for event in events.iterator(500)])
    # As a file and not as an encoding: what is between must hand it on as it is.
    headers = {"Content-Digest": batch.content_digest(packed), "Cache-Control": "no-store"}
    return HttpResponse(packed, content_type="application/gzip", headers=headers)


def covering(device: str, incarnation: str, seq: int) -> StoredAcknowledgement | None:
    """The acknowledgement of a range that holds this position; of several, the one that reaches farthest."""
    held = StoredAcknowledgement.objects.filter(
        incarnation__device_id=device, incarnation__name=incarnation, from_seq__lte=seq, to_seq__gte=seq
    )
    return held.order_by("-to_seq", "from_seq").first()


def record_of(event: StoredEvent) -> chain.Record:
    """The link that a row holds."""
    return chain.Record(
        seq=event.seq,
        hash=bytes(event.hash),
        commitment=bytes(event.commitment),
        salt=None if event.salt is None else bytes(event.salt),
        body=None if event.body is None else bytes(event.body),
    )


def _of_its_owner(request: HttpRequest, device: str, incarnation: str) -> Incarnation:
    """The chain, for the device whose it is."""
    _require_valid(request, device)
    row = heads.find(device, incarnation)
    if row is None:
        raise Declined(contact.NOT_FOUND)
    return row


def _require_valid(request: HttpRequest, device: str) -> None:
    """Nobody but the device itself, and not with a key that was revoked, gets anything back."""
    if caller(request, device).key.revoked_at is not None:
        raise Declined(contact.KEY_REVOKED)
