"""What was set aside and waits for a person, as hello and the counters are told. Reads only."""

import hashlib

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from hub.ingest.answers import reply
from hub.ingest.identity import caller
from hub.ingest.models import Quarantine
from wire import contact

MOST_TOLD = 1_000
"""Events that a station is told of; more than a screen can show."""


def to_look_at() -> "QuerySet[Quarantine]":
    """What was neither applied after all nor dismissed."""
    return Quarantine.objects.filter(resolved_at=None, dismissed_at=None)


def tag(device: str) -> str:
    """Changes whenever the list for this device does; empty for an empty one. One question."""
    numbers = to_look_at().filter(event__incarnation__device_id=device).order_by("id").values_list("pk", flat=True)
    listed = ",".join(map(str, numbers[:MOST_TOLD]))
    return hashlib.sha256(listed.encode()).hexdigest()[:16] if listed else ""


def give(request: HttpRequest, device: str) -> HttpResponse:
    """GET set-aside: the device's own events that somebody must look at, oldest first."""
    caller(request, device)
    rows = to_look_at().filter(event__incarnation__device_id=device).select_related("event__incarnation")
    events = tuple(
        contact.SetAsideEvent(incarnation=str(row.event.incarnation.name), seq=row.event.seq, reason=row.reason)
        for row in rows.order_by("id")[:MOST_TOLD]
    )
    return reply(contact.SetAside(tag=tag(device), events=events))
