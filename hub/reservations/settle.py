"""What the counters did ends reservations: worked out from where the things are now, so no order of events matters."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from domain import reservation as rules
from domain.item import State
from domain.reservation import Ending, Fate
from hub.ingest.books import Books, parts
from hub.items.models import HandoverLine, Item
from hub.reservations.models import Reservation, ReservationList
from hub.reservations.publish import publish
from wire.messages import AnyEvent, HandoverReversed, ItemDiscarded, ItemsHandedOver, ItemVoided

_MOVING = (ItemsHandedOver, HandoverReversed, ItemDiscarded, ItemVoided)
"""Kinds of events after which a thing may be where it was not."""
_FIELDS = ("ending", "ended_at", "fate", "receipt", "told_at", "told_by")


def settle_after(books: Books, events: Iterable[AnyEvent | None]) -> None:
    """End the reservations of things that these applied events moved, and stand up those whose thing came back.

    Runs in the caller's transaction, which has written and locked the things in `books`.
    """
    # Where nobody has ever reserved anything, a batch asks no more than that.
    if any(isinstance(event, _MOVING) for event in events) and ReservationList.objects.exists():
        settle(books.items.keys())


def settle(things: Iterable[str]) -> int:
    """Bring the reservations of these things (ids) in line with where they are; returns how many changed.

    Runs in the caller's transaction, which has locked the things.
    """
    named = Reservation.objects.select_for_update().filter(item__id__among=frozenset(things))
    held = list(named.exclude(ending=Ending.TAKEN_BACK.value).order_by("item_id", "-id"))
    if not held:
        return 0
    items = Item.objects.filter(id__among={str(row.item_id) for row in held}).select_related("device")
    by_id = {str(item.pk): item for item in items}
    fates, now, newest, changed = fates_of(by_id.values()), timezone.now(), set(), []
    for row in held:
        # Of several only the last one can stand again: the others lapsed, or it could not have been made.
        if _judge(row, fates.get(str(row.item_id)), now, last=row.item_id not in newest):
            changed.append(row)
        newest.add(row.item_id)
    # First those that end: only one at a time may be open.
    for row in sorted(changed, key=lambda row: row.ending == ""):
        row.save(update_fields=_FIELDS)
    if changed:
        publish(by_id[str(row.item_id)].device.station_id for row in changed)
    return len(changed)


@transaction.atomic
def settle_missed() -> int:
    """What a machine with an older program applied meanwhile: things of open reservations went, others came back."""
    gone = Q(ending="") & ~Q(item__state=State.REGISTERED.value)
    back = Q(item__state=State.REGISTERED.value) & ~Q(fate="")
    missed = Reservation.objects.filter(gone | back).values("item_id")
    # Locked in the order in which a batch locks them.
    locked = Item.objects.select_for_update().filter(id__in=missed).order_by("id")
    return settle(str(item.pk) for item in locked)


def unsettled() -> Iterator[str]:
    """Reservations that do not say what became of their thing, in sentences. Reads only."""
    rows = Reservation.objects.exclude(ending=Ending.TAKEN_BACK.value)
    for part in parts(rows.values_list("pk", flat=True)):
        held = list(Reservation.objects.filter(pk__in=part).select_related("item"))
        fates = fates_of(row.item for row in held)
        for row in held:
            if not _right(row, fates.get(str(row.item_id))):
                yield f"reservation {row.pk} does not say what became of its thing"


def _right(row: Reservation, fate: Fate | None) -> bool:
    if row.fate or fate is None:
        return (row.fate, row.receipt) == _said(fate)
    found = rules.ending(orgnr=row.actor_id, until=row.until, fate=fate, now=timezone.now())
    return row.ending == Ending.LAPSED.value == found


def _said(fate: Fate | None) -> tuple[str, str]:
    return ("", "") if fate is None else (fate.state.value, fate.receipt)


def fates_of(items: Iterable[Item]) -> dict[str, Fate]:
    """What became of those of these things that are not on the shelf."""
    gone = {str(item.pk): item for item in items if item.state != State.REGISTERED.value}
    lines: dict[str, HandoverLine] = {}
    if gone:
        named = HandoverLine.objects.filter(item__id__among=gone.keys(), handover__reversal=None)
        lines = {str(line.item_id): line for line in named.select_related("handover")}
    now = timezone.now()
    return {name: _fate(item, lines.get(name), now) for name, item in gone.items()}


def _fate(item: Item, line: HandoverLine | None, now: datetime) -> Fate:
    state = State(item.state)
    if state is State.HANDED_OVER and line is not None:
        return Fate(state=state, at=line.handover.at, orgnr=line.handover.orgnr, receipt=line.handover_id)
    return Fate(state=state, at=item.discarded_at or now)


def _judge(row: Reservation, fate: Fate | None, now: datetime, *, last: bool) -> bool:
    """Let the reservation say how it has ended; True when it says something else than before."""
    if row.fate and (row.fate, row.receipt) == _said(fate):
        return False  # what this thing's fate did to it is said already, and stays so whatever the time is now
    found = rules.ending(orgnr=row.actor_id, until=row.until, fate=fate, now=now)
    if fate is None and (not last or row.ending == Ending.LAPSED.value):
        found = Ending.LAPSED
    before = (row.ending, row.fate, row.receipt)
    row.ending = "" if found is None else found.value
    ended = found in (Ending.FULFILLED, Ending.BROKEN)
    row.fate, row.receipt = _said(fate if ended else None)
    if (row.ending, row.fate, row.receipt) == before:
        return False
    row.ended_at = None if found is None else row.until if found is Ending.LAPSED else now
    row.told_at, row.told_by = None, ""
    return True
