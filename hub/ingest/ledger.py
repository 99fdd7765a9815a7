"""A checked batch becomes rows: stored, applied and acknowledged in one transaction. No HTTP here.

What the hub acknowledges is in its database; what is authentic is never refused, at most set aside.
"""

import logging
from datetime import datetime
from typing import NamedTuple

from django.db import DataError, IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from hub.ingest import heads, projection, rows
from hub.ingest.answers import Declined
from hub.ingest.books import Books, mentioned, parts
from hub.ingest.enrolment import keep_clear
from hub.ingest.identity import Caller, open_hub
from hub.ingest.keys import HubKey
from hub.ingest.models import (
    Device,
    Incarnation,
    NeededBlob,
    Quarantine,
    StoredAcknowledgement,
    StoredBlob,
    StoredEvent,
)
from hub.ingest.reading import Reading, highest_device, kind_of, plain, read
from hub.reservations.settle import settle_after
from wire import batch, chain, codec, contact
from wire.messages import AnyEvent

_LOG = logging.getLogger(__name__)


class Received(NamedTuple):
    """A batch that was checked: who sent it, what was signed, and the links."""

    sender: Caller
    header: batch.Header
    signed_header: str
    records: tuple[chain.Record, ...]
    parent: heads.Parent | None


class _Decided(NamedTuple):
    """`event`, read from `body`, is to be applied; None when it is not, for the reason in `trouble` or because it was
    before.
    """

    body: bytes
    event: AnyEvent | None
    trouble: projection.NotApplicable | None


def receive(received: Received, *, one_by_one: bool = False) -> str:
    """Store, apply and acknowledge a checked batch. All or nothing; returns the signed acknowledgement.

    With `one_by_one` a row that is there already costs its own event, which is set aside, and not the batch. Raises
    Declined for a gap, a fork or an unknown parent; IntegrityError when another device was faster.
    """
    # Not in the transaction: while one batch is written, others are read.
    readings = [read(record) for record in received.records]
    with transaction.atomic():
        Device.objects.select_for_update().get(id=received.sender.device_id)
        row = _incarnation(received)
        _require_the_same(row, received)
        # Nearly always all of it is new, and there is nothing to look up.
        held = received.header.from_seq <= row.head_seq
        if held and (again := _given(row, received.header)):
            return again
        aside, now = held, timezone.now()
        if new := [reading for reading in readings if reading.record.seq > row.head_seq]:
            aside |= _append(row, received, new, now, one_by_one=one_by_one)
        return _acknowledge(row, received, readings, now, aside=aside)


def _given(row: Incarnation, header: batch.Header) -> str | None:
    """The acknowledgement that was given for just this range."""
    given = StoredAcknowledgement.objects.filter(incarnation=row, from_seq=header.from_seq, to_seq=header.to_seq)
    return given.values_list("signed", flat=True).first()


def _incarnation(received: Received) -> Incarnation:
    """The row of the chain, begun now when its parent is known. The device's row is locked."""
    header = received.header
    row = heads.find(header.device, header.incarnation)
    if row is not None:
        return row
    if received.parent is None:
        raise Declined(contact.UNKNOWN_PARENT, "the first batch of a chain says what it continues")
    parent, head = heads.require_parent(header.device, received.parent), received.parent.head
    _require_follows(header, head)
    return Incarnation.objects.create(
        device_id=header.device,
        name=header.incarnation,
        parent=parent,
        parent_seq=head.seq,
        parent_hash=head.hash,
        head_seq=head.seq,
        head_hash=head.hash,
        backed_up_seq=0 if parent is None else min(head.seq, parent.backed_up_seq),
    )


def _require_follows(header: batch.Header, head: chain.Head) -> None:
    if header.from_seq != head.seq + 1:
        raise Declined(contact.CHAIN_GAP, f"head {head.seq} {head.hash.hex()}")
    if header.previous != head.hash.hex():
        raise Declined(contact.CHAIN_FORK, f"head {head.seq} {head.hash.hex()}")


def _require_the_same(row: Incarnation, received: Received) -> None:
    """What the hub holds already must be the very same. Raises Declined gap or fork."""
    header, head = received.header, f"head {row.head_seq} {bytes(row.head_hash).hex()}"
    if header.from_seq > row.head_seq + 1:
        raise Declined(contact.CHAIN_GAP, head)
    if header.from_seq <= row.parent_seq:
        raise codec.Malformed("these events belong to the chain before")
    if heads.held(row, header.from_seq - 1) != bytes.fromhex(header.previous):
        raise Declined(contact.CHAIN_FORK, head)
    if header.from_seq > row.head_seq:
        return
    held = StoredEvent.objects.filter(incarnation=row, seq__range=(header.from_seq, header.to_seq))
    hashes = {seq: bytes(value) for seq, value in held.values_list("seq", "hash")}
    for record in received.records:
        if hashes.get(record.seq, record.hash) != record.hash:
            raise Declined(contact.CHAIN_FORK, head)


def _append(row: Incarnation, received: Received, readings: list[Reading], now: datetime, *, one_by_one: bool) -> bool:
    """Store and apply what is new; True when some of it was set aside."""
    sender, troubles = received.sender, _apply(readings, received, one_by_one=one_by_one)
    rows.insert(StoredEvent, _EVENT_FIELDS, [_event_row(row, reading, now) for reading in readings])
    _set_aside(row, {reading.record.seq: trouble for reading, trouble in zip(readings, troubles, strict=True)}, now)
    events = [reading.event for reading in readings if reading.event is not None]
    need(events)
    if sender.key.revoked_at is None:
        _keep_clear(events, sender.hub.next_device_number)
    row.head_seq, row.head_hash = readings[-1].record.seq, readings[-1].record.hash
    rows.update(Incarnation, ["head_seq", "head_hash"], [row])
    _LOG.info("device %s: %d events", sender.device_id, len(readings))
    return any(troubles)


_EVENT_FIELDS = ("incarnation", "seq", "hash", "commitment", "salt", "body", "event", "kind", "received_at")


def _event_row(row: Incarnation, reading: Reading, now: datetime) -> tuple[object, ...]:
    link = reading.record
    kind = kind_of(reading.event)
    return (row.pk, link.seq, link.hash, link.commitment, link.salt, link.body, reading.name, kind, now)


def _set_aside(row: Incarnation, troubles: dict[int, projection.NotApplicable | None], now: datetime) -> None:
    """Note for people what could not be applied, in the order of the log."""
    aside = {seq: trouble for seq, trouble in troubles.items() if trouble is not None}
    for part in parts(aside):
        held = StoredEvent.objects.filter(incarnation=row, seq__in=part).order_by("seq").only("id", "seq")
        Quarantine.objects.bulk_create(
            Quarantine(event=event, reason=aside[event.seq].reason, detail=aside[event.seq].detail, noted_at=now)
            for event in held
        )


def _apply(readings: list[Reading], received: Received, *, one_by_one: bool) -> list[projection.NotApplicable | None]:
    """Apply what can be applied and write the rows; for every event, None or why not."""
    sender = received.sender
    decided = _decide(readings, sender, received.header.incarnation)
    if one_by_one:
        return [_alone(one, sender.device_id) for one in decided]
    try:
        with transaction.atomic():
            return _together(decided, sender.device_id)
    except (DataError, OverflowError) as unwritable:
        # The database took one of the rows for impossible: find it, so that the others get through.
        _LOG.error("a batch was not written at once: %s", type(unwritable).__name__)
        return [_alone(one, sender.device_id) for one in decided]


def _decide(readings: list[Reading], sender: Caller, incarnation: str) -> list[_Decided]:
    """Which events are to be applied at all."""
    known = _known_bodies(sender.device_id, [reading.name for reading in readings if reading.name])
    decided: list[_Decided] = []
    for reading in readings:
        body = reading.record.body or b""
        earlier = None if reading.name is None else known.get(reading.name)
        if reading.name is not None and earlier is None:
            known[reading.name] = body
        if earlier is not None:
            # Sent again on a new chain with the id that it had: it was applied, or set aside, the first time.
            same = not earlier or earlier == body
            reused = projection.NotApplicable(projection.EVENT_REUSED, reading.name or "")
            decided.append(_Decided(body, None, None if same else reused))
        elif reading.trouble is not None:
            decided.append(_Decided(body, None, reading.trouble))
        elif not sender.key.vouches(incarnation, reading.record.seq):
            decided.append(_Decided(body, None, projection.NotApplicable(projection.KEY_REVOKED)))
        else:
            decided.append(_Decided(body, reading.event, None))
    return decided


def _together(decided: list[_Decided], device: str) -> list[projection.NotApplicable | None]:
    books = Books.load(mentioned(one.event for one in decided if one.event is not None))
    troubles = [one.trouble if one.event is None else attempt(books, one.event, one.body, device) for one in decided]
    books.write()
    settle_after(books, (one.event for one in decided))
    return troubles


def _alone(one: _Decided, device: str) -> projection.NotApplicable | None:
    try:
        with transaction.atomic():
            return _together([one], device)[0]
    except (DataError, IntegrityError, OverflowError) as unwritable:
        return projection.NotApplicable(projection.HUB_ERROR, type(unwritable).__name__)


def attempt(books: Books, event: AnyEvent, body: bytes, device: str) -> projection.NotApplicable | None:
    """Apply the event of this device in `books`; None, or why it cannot be. Raises nothing."""
    try:
        projection.apply(books, event, body, device)
    except projection.NotApplicable as trouble:
        trouble.detail = plain(trouble.detail)
        return trouble
    except Exception as bug:  # noqa: BLE001 (one event must not hold up all that come after it)
        # Without the message: it may hold what a person wrote.
        _LOG.error("%s could not be applied: %s", type(event).__name__, type(bug).__name__)
        return projection.NotApplicable(projection.HUB_ERROR, type(bug).__name__)
    return None


def _known_bodies(device: str, names: list[str]) -> dict[str, bytes]:
    """Bodies of the events with these ids that this device sent before; an erased body is empty."""
    # Of any device's: asked for this one's, SQLite would look through all that the device ever sent.
    held = StoredEvent.objects.filter(event__among=frozenset(names)).values_list("incarnation__device_id", "event")
    # Of each the first: whoever sends one id over and over makes nobody read all of that.
    first = [found for owner, _, found in held.annotate(first=Min("pk")) if str(owner) == device]
    bodies: dict[str, bytes] = {}
    for part in parts(first):
        read = StoredEvent.objects.filter(pk__in=part).values_list("event", "body")
        bodies.update((str(name), bytes(body or b"")) for name, body in read)
    return bodies


def need(events: list[AnyEvent]) -> None:
    """Note which files these events refer to."""
    wanted = {blob.sha256: plain(blob.media_type) for event in events for blob in event.blobs()}
    # In order, so that two devices with the same photos cannot lock each other out.
    rows.insert(NeededBlob, ["sha256", "media_type"], sorted(wanted.items()), new=False)


def _keep_clear(events: list[AnyEvent], following: int) -> None:
    """No number that a device wrote on anything is given to another device, whatever this hub remembers of it."""
    # What would have been given next when this batch came only grows: nearly always there is nothing to ask.
    if (given := highest_device(events)) >= following:
        keep_clear(given)


def _acknowledge(row: Incarnation, received: Received, readings: list[Reading], now: datetime, *, aside: bool) -> str:
    header = received.header
    listed = _listed(row, header) if aside else ()
    # Asked once all is written: a move that waited for this batch has not begun to copy, or has closed the hub.
    hub = open_hub()
    signed = HubKey.load().sign(
        batch.Acknowledgement(
            hub=str(hub.identifier),
            epoch=hub.epoch,
            device=header.device,
            incarnation=header.incarnation,
            from_seq=header.from_seq,
            to_seq=header.to_seq,
            head=header.head,
            received_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            not_applied=tuple(listed),
            missing_blobs=_missing(readings),
        )
    )
    kept = (row.pk, header.from_seq, header.to_seq, signed, received.signed_header, received.sender.key.pk, now)
    rows.insert(StoredAcknowledgement, _ACKNOWLEDGEMENT_FIELDS, [kept])
    return signed


_ACKNOWLEDGEMENT_FIELDS = ("incarnation", "from_seq", "to_seq", "signed", "header", "key", "received_at")


def _listed(row: Incarnation, header: batch.Header) -> list[batch.NotApplied]:
    """What of this range was set aside, and nobody has decided about yet."""
    span = StoredEvent.objects.filter(incarnation=row, seq__range=(header.from_seq, header.to_seq))
    aside = Quarantine.objects.filter(event__in=span, resolved_at=None).order_by("event__seq")
    return [batch.NotApplied(*each) for each in aside.values_list("event__seq", "reason")]


def _missing(readings: list[Reading]) -> tuple[str, ...]:
    """Files of these events that the hub lacks, each once, in the order in which the events name them."""
    names = {blob.sha256: None for reading in readings if reading.event for blob in reading.event.blobs()}
    if not names:
        return ()
    held = set(StoredBlob.objects.filter(sha256__among=frozenset(names)).values_list("sha256", flat=True))
    return tuple(name for name in names if name not in held)
