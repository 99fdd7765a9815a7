"""Where the chains stand: the answer to hello, and the hash held at a position. Nothing is written here
but that the device was heard.
"""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hub.agreements.models import PublishedReference
from hub.ingest import aside, presence
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.identity import caller
from hub.ingest.models import Incarnation, StoredEvent
from hub.reservations.models import ReservationList
from wire import chain, contact


class Parent(NamedTuple):
    """Where an incarnation begins: after `head` of the incarnation `name`, None for a device's first."""

    name: str | None
    head: chain.Head


FIRST = Parent(None, chain.Head(0, chain.GENESIS))


def find(device: str, name: str) -> Incarnation | None:
    """The incarnation of this device, if the hub knows it."""
    return Incarnation.objects.filter(device_id=device, name=name).first()


def hash_at(incarnation: Incarnation, seq: int) -> bytes | None:
    """The hash that the hub holds at `seq` on this chain, also before the incarnation began; None beyond its head."""
    row: Incarnation | None = incarnation
    while row is not None and seq <= row.parent_seq:
        if seq == row.parent_seq:
            return bytes(row.parent_hash)
        row = row.parent
    if row is None:
        return chain.GENESIS if seq == 0 else None
    held = StoredEvent.objects.filter(incarnation=row, seq=seq).values_list("hash", flat=True).first()
    return None if held is None else bytes(held)


def require_parent(device: str, parent: Parent) -> Incarnation | None:
    """The row of the parent, None for a device's first chain. Raises Declined `unknown-parent`."""
    if parent == FIRST:
        return None
    row = None if parent.name is None else find(device, parent.name)
    if row is None or hash_at(row, parent.head.seq) != parent.head.hash:
        raise Declined(contact.UNKNOWN_PARENT)
    return row


def hello(request: HttpRequest, device: str) -> HttpResponse:
    """POST hello."""
    asking = caller(request, device)
    if asking.key.revoked_at is not None:
        # Though its token is good for a while: what a counter keeps until it is enrolled anew need not be set aside.
        raise Declined(contact.KEY_REVOKED)
    said = message_of(request, contact.Hello)
    hub = asking.hub
    if said.hub != str(hub.identifier):
        raise Declined(contact.WRONG_HUB)
    presence.note(str(asking.device_id))
    row = find(asking.device_id, said.incarnation)
    if row is None:
        parent = Parent(said.parent_incarnation, chain.Head(said.parent_seq, bytes.fromhex(said.parent_hash)))
        parent_row = require_parent(asking.device_id, parent)
        # Not stored: the incarnation begins with its first batch.
        row = Incarnation(
            device_id=asking.device_id,
            parent=parent_row,
            parent_seq=parent.head.seq,
            parent_hash=parent.head.hash,
            head_seq=parent.head.seq,
            head_hash=parent.head.hash,
            backed_up_seq=0 if parent_row is None else min(parent.head.seq, parent_row.backed_up_seq),
        )
    return reply(_where(row, said, str(hub.identifier), hub.epoch, asking.key.device.station_id))


def _where(row: Incarnation, said: contact.Hello, hub: str, epoch: int, station: UUID) -> contact.HelloReply:
    newest = PublishedReference.objects.order_by("-version").values_list("version", flat=True).first()
    kept = ReservationList.objects.filter(station_id=station).values_list("version", flat=True).first()
    return contact.HelloReply(
        hub=hub,
        epoch=epoch,
        head_seq=row.head_seq,
        head_hash=bytes(row.head_hash).hex(),
        at_acked=_hex(held(row, said.acked_seq)),
        at_last=_hex(held(row, said.last_seq)),
        backed_up_seq=row.backed_up_seq,
        reference_version=newest or 0,
        set_aside=aside.tag(str(row.device_id)),
        reservations_version=kept or 0,
        now=timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def held(row: Incarnation, seq: int) -> bytes | None:
    """Like hash_at, without a question to the database where the head answers it (an idle cycle, what is new)."""
    if seq == row.head_seq:
        return bytes(row.head_hash)
    return None if seq < 0 or seq > row.head_seq else hash_at(row, seq)


def _hex(found: bytes | None) -> str | None:
    return None if found is None else found.hex()
