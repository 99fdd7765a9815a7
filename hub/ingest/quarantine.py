"""What a person does about events that could not be applied: try them again, let one count after all, dismiss one.

Nothing is deleted: the event stays in its chain whatever is decided.
"""

import logging

from django.db import DataError, IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from domain.refused import Refused
from hub.ingest import ledger, projection
from hub.ingest.aside import to_look_at
from hub.ingest.books import Books, mentioned
from hub.ingest.models import Device, Quarantine, StoredEvent
from hub.reservations.settle import settle_after
from wire import codec

_LOG = logging.getLogger(__name__)
_NEVER = (projection.KEY_REVOKED, projection.BODY_ERASED, projection.EVENT_REUSED)
"""Reasons that only a person can weigh, or nobody can."""


def retry() -> int:
    """Apply, in the order of their arrival, the events that can be applied by now; return how many could."""
    open_ones = to_look_at().exclude(reason__in=_NEVER)
    return sum(_retry(number) for number in open_ones.order_by("event_id").values_list("pk", flat=True))


def can_be_accepted(row: Quarantine) -> bool:
    """May a person let it count, though nothing about it changed?"""
    return row.reason == projection.KEY_REVOKED


def can_be_retried(row: Quarantine) -> bool:
    """May it fit by now, after an upgrade or after what came since?"""
    return row.reason not in _NEVER


def accept(number: int, by: str = "") -> None:
    """Let an event count whose key was revoked before it came; a person vouches for it.

    Raises Refused `quarantine_unknown`, `quarantine_impossible`.
    """
    row = found(number)
    if not can_be_accepted(row) or not _retry(number, by):
        found(number)  # somebody else may have decided meanwhile
        raise Refused("quarantine_impossible", id=number, reason=row.reason)


def try_again(number: int, by: str = "") -> None:
    """Apply one event that may fit by now. Raises Refused `quarantine_unknown`, `quarantine_not_yet`."""
    row = found(number)
    if not can_be_retried(row) or not _retry(number, by):
        found(number)
        raise Refused("quarantine_not_yet", id=number)


def dismiss(number: int, because: str, by: str = "") -> None:
    """Never apply this event, for a reason in words; it is shown no more. Raises Refused `quarantine_unknown`."""
    # In one statement: what somebody else decided meanwhile stands.
    decided = to_look_at().filter(pk=number)
    if not decided.update(dismissed_at=timezone.now(), dismissed_because=because, decided_by=by):
        raise Refused("quarantine_unknown", id=number)


def found(number: int) -> Quarantine:
    """An event that waits for a person, with its device and station. Raises Refused `quarantine_unknown`."""
    row = to_look_at().select_related("event__incarnation__device__station").filter(pk=number).first()
    if row is None:
        raise Refused("quarantine_unknown", id=number)
    return row


def _retry(number: int, by: str = "") -> int:
    """1 when it could be applied. An event that the database will not have is no reason to leave the next one out."""
    try:
        return _apply(number, by)
    except (DataError, IntegrityError, OverflowError) as unwritable:
        _LOG.error("an event that was set aside was not written: %s", type(unwritable).__name__)
        return 0


@transaction.atomic
def _apply(number: int, by: str) -> int:
    device = str(Quarantine.objects.values_list("event__incarnation__device_id", flat=True).get(pk=number))
    Device.objects.select_for_update().get(id=device)
    row = to_look_at().select_for_update().filter(pk=number).first()
    if row is None:
        return 0
    body = bytes(row.event.body or b"")
    try:
        event = codec.decode_event(body)
    except codec.Malformed:
        return 0
    books = Books.load(mentioned([event]))
    if ledger.attempt(books, event, body, device) is not None:
        return 0
    books.write()
    settle_after(books, [event])
    ledger.need([event])
    row.resolved_at = timezone.now()
    # With every lock in hand: all that this event rests on came before this, and all that rests on it comes after.
    row.applied_after = StoredEvent.objects.aggregate(newest=Max("pk"))["newest"]
    row.decided_by = by
    row.save(update_fields=["resolved_at", "applied_after", "decided_by"])
    return 1
