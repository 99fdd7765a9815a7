"""What needs no kill and no real network: odd requests to the real views, and the planted bugs that they find.

Each check is run twice: it holds in the product, and it fails with the bug that it is there for.
"""

import base64
import datetime
from collections.abc import Callable
from contextlib import suppress
from unittest.mock import patch

import msgspec
import planted
import pytest
from counter import Counter
from django.utils import timezone
from fickle import InTurn
from in_process import InProcess
from promises import Promised, broken
from sticks import photo

from domain.refused import Refused
from hub.agreements.register import add_actor, add_agreement
from hub.ingest.models import Incarnation, Quarantine, StoredAcknowledgement, StoredBlob, StoredEvent
from hub.ingest.verify import verify
from hub.items.models import Item
from hub.reservations.desk import reserve
from station_app.storage.journal import Journal
from station_app.sync import sending_files
from station_app.sync.cycle import Cycle
from station_app.sync.exchange import Offline, Reply, Request, Turned
from station_app.sync.files import upload
from station_app.sync.keys import DeviceKey
from station_app.sync.session import Session
from wire import codec
from wire.blob import Blob

Check = Callable[[Counter, InProcess], None]
FIRST, LAST = datetime.date(2020, 1, 1), datetime.date(2099, 12, 31)


def session_of(counter: Counter, way: InProcess) -> Session:
    return Cycle(counter.station, way)._session


def the_same_request_after_a_month_gets_the_same_bytes(counter: Counter, _: InProcess) -> None:
    """I11: a request that was held up somewhere for 31 days."""

    class Remembering(InProcess):
        def send(self, request: Request) -> Reply:
            reply = super().send(request)
            if request.method == "PUT":
                asked.append((request, reply))
            return reply

    asked: list[tuple[Request, Reply]] = []
    way = Remembering()
    counter.register()
    Cycle(counter.station, way).run()
    [(request, first)] = asked
    later = timezone.now() + datetime.timedelta(days=31)
    with patch.object(timezone, "now", return_value=later):
        assert way.send(request).body == first.body


def events_that_come_again_on_a_new_chain_count_once(counter: Counter, way: InProcess) -> None:
    """I2: a store that was restored writes the same events again, with their ids, on a new chain."""
    station = counter.station
    counter.register()
    Cycle(station, way).run()
    (body,) = [record.body for record in station.journal.records()]
    with station.transaction():
        journal = Journal(station._database, station.identity.device)
        journal.begin_incarnation(station.now(), "restored")
        journal.append(codec.decode_event(body or b""))
    Cycle(station, way).run()
    assert (StoredEvent.objects.count(), Item.objects.count()) == (2, 1)
    assert list(Quarantine.objects.values_list("reason", flat=True)) == []


def a_hub_that_lost_events_gets_them_again(counter: Counter, way: InProcess) -> None:
    """I7: within three cycles."""
    counter.register()
    Cycle(counter.station, way).run()
    for table in (StoredAcknowledgement, StoredEvent, Incarnation, Item):
        table.objects.all().delete()
    counter.register()
    for _ in range(3):
        with suppress(Refused):
            Cycle(counter.station, way).run()
    assert counter.station.outbox.progress().waiting_events == 0
    assert (StoredEvent.objects.count(), verify().problems) == (2, [])


def a_forged_acknowledgement_is_not_believed(counter: Counter, _: InProcess) -> None:
    """I4: somebody between both sides says yes in the hub's place, with a key of their own."""

    class Forger(InProcess):
        def send(self, request: Request) -> Reply:
            reply = super().send(request)
            if request.method == "PUT":
                signed = DeviceKey.make().sign(base64.urlsafe_b64decode(reply.body.split(b".")[1] + b"=="))
                return Reply(status=200, headers=reply.headers, body=signed.encode())
            return reply

    counter.register()
    with suppress(Refused):
        Cycle(counter.station, Forger()).run()
    assert broken(counter.folder, None, Promised()) == []
    assert counter.station.outbox.acked().seq == 0


def a_file_with_a_bit_turned_over_is_not_kept(counter: Counter, _: InProcess) -> None:
    """I5: where the photo has no hash of its own on the way, its name is one."""

    class Flipping(InProcess):
        def send(self, request: Request) -> Reply:
            if request.method == "PATCH":
                # In a comment of the picture, where no decoder looks.
                body = request.body[:2] + b"\xff\xfe\x00\x04ab" + request.body[2:]
                request = Request(method="PATCH", path=request.path, headers=request.headers, body=body)
            return super().send(request)

    blob = photo(counter)
    counter.register(photos=(blob,))
    way = Flipping()
    with suppress(Turned, Offline):
        way.drive(upload(counter.station.blobs, session_of(counter, way), blob))
    assert StoredBlob.objects.count() == 0


def one_that_the_hub_will_not_have_is_not_taken_for_stored(counter: Counter, way: InProcess) -> None:
    """I5: of files that come together each has an answer of its own."""
    content = b"an earlier program's idea of a photo"
    odd = Blob(sha256=counter.station.blobs.keep(content), media_type="image/jpeg", size=len(content))
    for blob in (photo(counter, 10), odd, photo(counter, 200)):
        counter.register(photos=(blob,))
    counter.station.config = msgspec.structs.replace(counter.station.config, connections=1)
    # The hub of this process answers in this thread.
    with patch.multiple(sending_files, ThreadPoolExecutor=InTurn, BUNDLE_SECONDS=1e6), suppress(Refused):
        Cycle(counter.station, way).run()
    assert [blob.sha256 for blob in counter.station.outbox.waiting_blobs(10)] == [odd.sha256]


def a_forged_list_of_reservations_is_not_believed(counter: Counter, way: InProcess) -> None:
    """I10: somebody between both sides says that things are kept for their own actor."""

    class Forger(InProcess):
        def send(self, request: Request) -> Reply:
            reply = super().send(request)
            if request.path.endswith("/reservations"):
                signed = DeviceKey.make().sign(base64.urlsafe_b64decode(reply.body.split(b".")[1] + b"=="))
                return Reply(status=200, headers=reply.headers, body=signed.encode())
            return reply

    number = counter.register()
    Cycle(counter.station, way).run()
    add_actor("Bruktbutikken", "974760673")
    add_agreement("974760673", first_day=FIRST, last_day=LAST, categories=None)
    reserve(number, "974760673")
    with suppress(Refused):
        Cycle(counter.station, Forger()).run()
    assert counter.station.reservations.version() == 0
    Cycle(counter.station, way).run()
    assert counter.station.reservations.version() == 1


CHECKS: dict[str, Check] = {
    "hub: what is known of requests has a lifetime": the_same_request_after_a_month_gets_the_same_bytes,
    "hub: an event that comes again on a new chain is applied again": events_that_come_again_on_a_new_chain_count_once,
    "counter: a one-sided checkpoint, the hub's head is not compared": a_hub_that_lost_events_gets_them_again,
    "counter: the acknowledgement's signature is not checked": a_forged_acknowledgement_is_not_believed,
    "hub: a file is not compared with its hash": a_file_with_a_bit_turned_over_is_not_kept,
    "counter: of files that were sent together all are taken for stored": (
        one_that_the_hub_will_not_have_is_not_taken_for_stored
    ),
    "counter: a list of reservations is believed whoever signed it": a_forged_list_of_reservations_is_not_believed,
}
"""By the planted bug that each is there for."""


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.__name__)
def test_it_holds(check: Check, counter: Counter, way: InProcess) -> None:
    check(counter, way)


@pytest.mark.parametrize("bug", CHECKS)
def test_it_finds(bug: str, counter: Counter, way: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.plant(bug, monkeypatch.setattr)
    with pytest.raises(AssertionError):
        CHECKS[bug](counter, way)
