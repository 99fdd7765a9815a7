"""On PostgreSQL: who was heard is written down by the process, not by the hello, and the lock of serving is kept."""

import os
import random
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from device import TestDevice
from django.db import DatabaseError, connection
from django.utils import timezone
from doors import loopback
from forked import Forks
from postgresql import new_database
from running import RunningHub

from domain.refused import Refused
from hub import serving
from hub.ingest import presence
from hub.ingest.presence import WRITTEN_EVERY, Notebook
from hub.reports.stations import QUIET
from wire import contact

on_postgresql = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs DATABASE_URL")
SECOND = timedelta(seconds=1)


@on_postgresql
@pytest.mark.parametrize("seed", range(3))
def test_a_silent_station_is_found_out_within_two_minutes_and_no_other_is(db: None, seed: int) -> None:
    """Ten minutes of forty counters at three processes, second by second, by a clock of its own."""
    chance, begin = random.Random(seed), timezone.now()
    books = [(Notebook(), chance.randrange(30)) for _ in range(3)]
    due = {str(uuid4()): chance.uniform(0, 72) for _ in range(40)}
    off_after = {device: chance.uniform(150, 450) for device in list(due)[:10]}
    last = dict.fromkeys(due, begin)
    for second in range(600):
        now = begin + second * SECOND
        for device in [device for device, at in due.items() if at <= second]:
            chance.choice(books)[0].note(device, now)
            last[device], due[device] = now, second + chance.uniform(48, 72)
            if due[device] > off_after.get(device, 600):
                due[device] = 601
        for book, phase in books:
            if second % WRITTEN_EVERY.seconds == phase:
                book.write_down(connection)
        if second > 72 + WRITTEN_EVERY.seconds and second % 5 == 0:
            heard = presence.last_heard()
            for device, at in last.items():
                connected = now - heard[device] <= QUIET
                assert connected or due[device] > 600, "a station that is on"
                assert not connected or now - at <= timedelta(minutes=2), "a station that is silent"


@on_postgresql
def test_of_two_processes_the_later_moment_counts_but_none_of_a_clock_that_was_ahead(db: None) -> None:
    device, now = str(uuid4()), timezone.now()
    first, second = Notebook(), Notebook()
    for at, book, then in (
        (now, first, now),
        (now - 20 * SECOND, second, now),
        (now + 40 * SECOND, second, now + 40 * SECOND),
        (now + timedelta(days=2), first, now + timedelta(days=2)),
        (now + 60 * SECOND, second, now + 60 * SECOND),
    ):
        book.note(device, at)
        book.write_down(connection)
        assert presence.last_heard()[device] == then


@on_postgresql
def test_what_could_not_be_written_down_is_written_the_next_time(db: None) -> None:
    book, device, lost = Notebook(), str(uuid4()), connection.copy()
    book.note(device, timezone.now())
    lost.settings_dict = {**lost.settings_dict, "PORT": 1}
    with pytest.raises(DatabaseError):
        book.write_down(lost)
    book.write_down(connection)
    assert device in presence.last_heard()


@on_postgresql
def test_a_hub_is_known_to_be_served_again_after_the_database_was_begun_anew(db: None) -> None:
    hold = serving.Hold()
    hold.renew()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (1,)
    with serving.alone():
        pass
    hold.renew()
    hold.renew()
    with pytest.raises(Refused, match="hub_serving"), serving.alone():
        pass
    hold.let_go()


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="run without DATABASE_URL")
def test_the_process_that_serves_writes_down_whom_it_heard(postgresql: str, forks: Forks, tmp_path: Path) -> None:
    hub = RunningHub(tmp_path / "hub", {"DATABASE_URL": new_database(postgresql)}, forks=forks)
    hub.ok("init")
    hub.ok("add-station", "--name", "Isi", "--municipality", "Bærum")
    code = hub.ok("add-device", "--station", "Isi")["code"]
    with hub.served() as port:
        device = TestDevice(loopback(port))
        assert device.enrol(code).status == 200
        assert device.ask_token().status == 200
        device.hello().read(contact.HelloReply)
        end = time.monotonic() + 60
        while hub.ok("stations")["stations"][0]["link"] != "connected":
            assert time.monotonic() < end
