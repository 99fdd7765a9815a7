"""What each station holds and when it was last heard, which devices there are, what was set aside. Read only."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, Max, Sum
from django.utils import timezone

from domain.item import State
from domain.refused import Refused
from hub.agreements.models import Station
from hub.ingest import presence
from hub.ingest.aside import to_look_at
from hub.ingest.models import Device, DeviceKey, StoredAcknowledgement, StoredEvent
from hub.items.models import Item

QUIET = timedelta(seconds=110)
"""A counter says hello at least once a minute or so (its setting `poll_seconds`, and a fifth of chance), and half a
minute later at most that is noted; after this long it is not connected."""


class Link(StrEnum):
    """How a station stands with the hub, as people read it."""

    NEVER = "never"
    CONNECTED = "connected"
    OFFLINE = "offline"
    LOOK = "look"
    """Connected or not, something that it sent must be looked at."""


class StationRow(NamedTuple):
    """One station: things on the shelf, their grams, when it was last heard, events held, events set aside."""

    id: str
    name: str
    municipality: str
    pieces: int
    grams: int
    last_heard: datetime | None
    events: int
    set_aside: int
    link: Link

    def document(self) -> dict[str, Any]:
        """For scripts; the time is ISO 8601."""
        heard = None if self.last_heard is None else self.last_heard.isoformat(timespec="seconds")
        return {**self._asdict(), "last_heard": heard}


def overview() -> list[StationRow]:
    """Every station, by municipality and name.

    A thing counts where the counter said that it was; one that was registered before enrolment counts where its
    device stands now.
    """
    stations = list(Station.objects.all())
    known = {str(station.id) for station in stations}
    shelves: dict[str, tuple[int, int]] = {}
    rows = Item.objects.filter(state=State.REGISTERED.value).values("station", "device__station")
    for row in rows.annotate(pieces=Count("pk"), weight=Sum("grams")):
        place = row["station"] if row["station"] in known else str(row["device__station"])
        pieces, grams = shelves.get(place, (0, 0))
        shelves[place] = (pieces + row["pieces"], grams + row["weight"])
    heard, held, aside, now = _heard(), _held(), _set_aside(), timezone.now()
    return [
        StationRow(
            id=str(row.id),
            name=row.name,
            municipality=row.municipality,
            pieces=shelves.get(str(row.id), (0, 0))[0],
            grams=shelves.get(str(row.id), (0, 0))[1],
            last_heard=heard.get(row.id),
            events=held.get(row.id, 0),
            set_aside=aside.get(row.id, 0),
            link=_link(heard.get(row.id), aside.get(row.id, 0), now),
        )
        for row in stations
    ]


_PLACE = "incarnation__device__station"


def _heard() -> dict[object, datetime]:
    """When any device of a station was last heard: its last batch, or a hello since then."""
    rows = StoredAcknowledgement.objects.values(_PLACE).annotate(last=Max("received_at"))
    found = {row[_PLACE]: row["last"] for row in rows}
    hellos = presence.last_heard()
    for device in Device.objects.filter(id__in=hellos):
        hello = hellos[str(device.id)]
        found[device.station_id] = max(hello, found.get(device.station_id, hello))
    return found


def _link(heard: datetime | None, set_aside: int, now: datetime) -> Link:
    if set_aside:
        return Link.LOOK
    if heard is None:
        return Link.NEVER
    return Link.CONNECTED if now - heard <= QUIET else Link.OFFLINE


def _held() -> dict[object, int]:
    rows = StoredEvent.objects.values(_PLACE).annotate(count=Count("pk"))
    return {row[_PLACE]: row["count"] for row in rows}


def _set_aside() -> dict[object, int]:
    place = f"event__{_PLACE}"
    rows = to_look_at().order_by().values(place).annotate(count=Count("pk"))
    return {row[place]: row["count"] for row in rows}


def devices() -> list[dict[str, Any]]:
    """Every device with its number, station and the time at which its newest key was revoked, if it was."""
    revoked: dict[object, datetime | None] = {}
    for key in DeviceKey.objects.order_by("enrolled_at", "id"):
        revoked[key.device_id] = key.revoked_at
    return [
        {
            "device": device.number,
            "id": str(device.id),
            "station": device.station.name,
            "revoked_at": _iso(revoked.get(device.id)),
        }
        for device in Device.objects.select_related("station")
    ]


def keys(number: int) -> list[dict[str, Any]]:
    """The keys of a device, oldest first: since when, until when, and up to which position what it signed counts.

    Raises Refused `device_unknown`.
    """
    device = Device.objects.filter(number=number).first()
    if device is None:
        raise Refused("device_unknown", device=number)
    return [
        {
            "thumbprint": key.thumbprint,
            "enrolled_at": _iso(key.enrolled_at),
            "until": _iso(key.revoked_at),
            "valid_in": None if key.valid_in is None else str(key.valid_in),
            "valid_to_seq": key.valid_to_seq,
        }
        for key in device.keys.order_by("enrolled_at", "id")
    ]


def set_aside(limit: int | None = None) -> list[dict[str, Any]]:
    """Events that could not be applied and that somebody must look at, the newest first."""
    rows = to_look_at().order_by("-id")
    found = rows.select_related("event__incarnation__device__station")
    return [
        {
            "id": row.pk,
            "device": row.event.incarnation.device.number,
            "station": row.event.incarnation.device.station.name,
            "incarnation": str(row.event.incarnation.name),
            "seq": row.event.seq,
            "kind": row.event.kind,
            "reason": row.reason,
            "detail": row.detail,
            "noted_at": _iso(row.noted_at),
        }
        for row in found[:limit]
    ]


def _iso(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="seconds")
