"""Trying again what could not be applied, for instance after an upgrade that knows a new kind of event."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hub.ingest import ledger, projection
from hub.ingest.books import Books, mentioned
from hub.ingest.models import Device, Quarantine, StoredEvent
from wire import codec

_NEVER = (projection.KEY_REVOKED, projection.BODY_ERASED, projection.EVENT_REUSED)
"""Reasons that only a person can weigh, or nobody can."""


def retry() -> int:
    """Apply, in the order of their arrival, the events that can be applied by now; return how many could."""
    open_ones = Quarantine.objects.filter(resolved_at=None).exclude(reason__in=_NEVER)
    return sum(_retry(number) for number in open_ones.order_by("event_id").values_list("pk", flat=True))


@transaction.atomic
def _retry(number: int) -> int:
    row = Quarantine.objects.select_related("event__incarnation").get(pk=number)
    device = str(row.event.incarnation.device_id)
    Device.objects.select_for_update().get(id=device)
    try:
        event = codec.decode_event(bytes(row.event.body or b""))
        books = Books.load(mentioned([event]))
        projection.apply(books, event, device)
    except (codec.Malformed, projection.NotApplicable):
        return 0
    books.write()
    ledger.need([event])
    row.resolved_at = timezone.now()
    # With every lock in hand: all that this event rests on came before this, and all that rests on it comes after.
    row.applied_after = StoredEvent.objects.aggregate(newest=Max("pk"))["newest"]
    row.save(update_fields=["resolved_at", "applied_after"])
    return 1
