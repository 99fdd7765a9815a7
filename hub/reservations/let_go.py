"""Things that were handed over although the counter's verdict said no: when, to whom, why, and who said so.

Initials are read from the event, which alone holds them and where they can be erased. Reads only.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hub.ingest.models import Incarnation, Quarantine, StoredEvent
from hub.items.models import Handover, HandoverLine, Item
from wire import codec
from wire.messages import ItemsHandedOver


class LetGo(NamedTuple):
    """One time that a thing went all the same. `by` is empty when the event's content was erased."""

    line: HandoverLine
    by: str


def of(item: Item) -> list[LetGo]:
    """Every time that it did, the newest first; reversed handovers are among them."""
    lines = HandoverLine.objects.filter(item=item).exclude(override="").select_related("handover")
    return [LetGo(line, _by(line)) for line in lines.order_by("-pk")]


def _by(line: HandoverLine) -> str:
    event = next((one for one in _written(line.handover) if one.receipt == line.handover_id), None)
    if event is None:
        return ""
    # On the line where the handover was noted under somebody else's initials.
    return event.lines[line.position].override_by or event.staff


def _written(handover: Handover) -> Iterator[ItemsHandedOver]:
    """Handovers of the same device whose events name this receipt, the newest first; not those that were set aside."""
    aside = Quarantine.objects.filter(resolved_at=None).values("event_id")
    held = StoredEvent.objects.filter(kind=ItemsHandedOver.__name__, body__isnull=False).exclude(pk__in=aside)
    named = handover.receipt.encode()
    # Chain by chain, in the order of an index: there is none by receipt.
    for life in Incarnation.objects.filter(device_id=handover.device_id).order_by("-pk"):
        for found in held.filter(incarnation=life).order_by("-seq").values_list("body", flat=True).iterator(100):
            body = bytes(found or b"")
            if named in body and (event := _read(body)) is not None:
                yield event


def _read(body: bytes) -> ItemsHandedOver | None:
    """None for what only an earlier program could read."""
    try:
        event = codec.decode_event(body)
    except codec.Malformed:
        return None
    return event if isinstance(event, ItemsHandedOver) else None
