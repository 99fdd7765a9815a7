"""At an odd moment: a line that is cut again and again, clocks, a register that changes, files that are gone."""

import datetime
import io
import os
import time
from types import SimpleNamespace

import pytest
from counter import Counter
from django.core import signing
from django.utils import timezone
from fickle import InTurn
from in_process import InProcess
from PIL import Image
from sticks import photo

from domain.refused import Refused
from hub.agreements.models import Station as Place
from hub.agreements.register import add_station
from hub.ingest import identity
from hub.ingest.models import StoredBlob, StoredEvent
from hub.ingest.verify import verify
from station_app.actions.register import keep_photo
from station_app.devices.photo import prepare
from station_app.sync import sending_files
from station_app.sync.cycle import Cycle
from station_app.sync.exchange import Offline, Reply, Request

CUTS = 10
YEARS = 365


@pytest.fixture(autouse=True)
def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub of this process answers in this thread."""
    monkeypatch.setattr(sending_files, "ThreadPoolExecutor", InTurn)


class Cutting(InProcess):
    """A line that is cut in the midst of a file, so many times; `offsets` are those from which a part was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.offsets = [0]

    def send(self, request: Request) -> Reply:
        fits = request.method == "PATCH" and int(request.headers["Upload-Offset"]) == self.offsets[-1]
        if fits and len(self.offsets) <= CUTS:
            came = len(request.body) // 3
            self.arriving(request, came)
            self.offsets.append(self.offsets[-1] + came)
            raise Offline("cut_off")
        return super().send(request)


def test_a_photo_that_is_cut_off_ten_times_goes_on_where_it_stood(counter: Counter) -> None:

    file = io.BytesIO()
    Image.frombytes("RGB", (300, 200), os.urandom(180_000)).save(file, "JPEG")
    blob = keep_photo(counter.station, prepare(file.getvalue(), "ting.jpg"))
    counter.register(photos=(blob,))
    way = Cutting()
    for _ in range(CUTS):
        with pytest.raises(Refused, match="hub_unreachable"):
            Cycle(counter.station, way).run()
    assert StoredBlob.objects.count() == 0
    assert Cycle(counter.station, way).run().photos == 1
    assert way.offsets == sorted(set(way.offsets)), "no byte that had come was sent again"
    assert (len(way.offsets), verify().problems) == (CUTS + 1, [])


def test_a_photo_that_somebody_deleted_at_the_counter_holds_up_nothing(counter: Counter, way: InProcess) -> None:
    gone, there = photo(counter, 10), photo(counter, 200)
    for one in (gone, there):
        counter.register(photos=(one,))
    counter.station.blobs.path(gone.sha256).unlink()
    assert Cycle(counter.station, way).run().photos == 1
    assert list(StoredBlob.objects.values_list("sha256", flat=True)) == [there.sha256]
    assert StoredEvent.objects.count() == 2
    assert [(problem.code, problem.about) for problem in counter.station.verify().problems] == [
        ("file_missing", gone.sha256)
    ]


def test_the_hub_s_clock_may_jump_by_ten_years_and_back(
    counter: Counter, way: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token of another time is asked for anew; what was acknowledged stays so."""
    sender = Cycle(counter.station, way)
    now, seconds = timezone.now(), time.time()
    for years in (0, 10, -10, 0):
        moved = datetime.timedelta(days=years * YEARS)
        clock = SimpleNamespace(time=lambda: seconds + moved.total_seconds())  # noqa: B023 (used before it changes)
        monkeypatch.setattr(timezone, "now", lambda: now + moved)  # noqa: B023
        for module in (identity, signing):
            monkeypatch.setattr(module, "time", clock)
        counter.register()
        done = sender.run()
        assert (done.acknowledged, done.waiting) == (1, 0)
    assert (verify().problems, counter.station.verify().problems) == ([], ())


class Publishing(InProcess):
    """A hub whose register is changed just before and just after it is asked for."""

    def send(self, request: Request) -> Reply:
        if request.path != "/api/v1/reference":
            return super().send(request)
        add_station("Før", "Bærum")
        reply = super().send(request)
        add_station("Etter", "Bærum")
        return reply


def stations(counter: Counter) -> set[str]:
    register = counter.station.reference.current()
    assert register is not None
    return {station.name for station in register.stations}


def test_a_register_that_changes_while_it_is_fetched_is_one_whole_version(counter: Counter, place: Place) -> None:
    """I9."""
    Cycle(counter.station, Publishing()).run()
    assert stations(counter) == {place.name, "Før"}
    Cycle(counter.station, InProcess()).run()
    assert stations(counter) == {place.name, "Før", "Etter"}
