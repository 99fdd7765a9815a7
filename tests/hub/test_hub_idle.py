"""A cycle in which nothing is to be sent: what it costs the hub, and what people still hear of the counter."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from device import TestDevice
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from test_hub_blobs import photo

from hub.ingest import presence
from hub.ingest.models import Heard
from hub.reports.stations import QUIET, Link, overview
from wire import contact

MOST_QUESTIONS = 9
"""Of the database, for a hello; more is to be weighed: every counter asks them every minute."""


@pytest.fixture
def idle(device: TestDevice) -> TestDevice:
    """A device that has sent everything, and said hello after that."""
    device.register()
    device.acknowledged()
    say_hello(device)
    return device


def say_hello(device: TestDevice) -> None:
    head = device.head()
    device.hello(acked_seq=head.seq, acked_hash=head.hash.hex()).read(contact.HelloReply)


def rows_written() -> int:
    """Rows that this connection has put in, changed or removed so far, as the database itself counts them."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        driver: Any = connection.connection
        return int(driver.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        row = cursor.fetchone()
    return int(row[0])


def test_the_count_of_rows_sees_a_write(idle: TestDevice) -> None:
    before = rows_written()
    idle.register()
    idle.acknowledged()
    assert rows_written() > before


def test_an_idle_cycle_writes_nothing(idle: TestDevice) -> None:
    before = rows_written()
    with CaptureQueriesContext(connection) as asked:
        say_hello(idle)
        say_hello(idle)
    assert rows_written() == before
    said = [query["sql"] for query in asked.captured_queries]
    assert [one for one in said if not one.startswith("SELECT")] == []
    assert len(said) <= 2 * MOST_QUESTIONS


def heard(device: TestDevice, ago: timedelta, folder: Path) -> None:
    """As if the device had been noted so long ago, and nothing had come from it since."""
    then = timezone.now() - ago
    if connection.vendor == "postgresql":
        Heard.objects.filter(device=device.id).update(at=then)
    else:
        os.utime(folder / device.id, (then.timestamp(), then.timestamp()))


def link(device: TestDevice) -> Link:
    device.log.clear()
    (row,) = overview()
    return row.link


@pytest.fixture
def silent(device: TestDevice) -> TestDevice:
    """A device that never sent anything but hello: batches have a time of their own."""
    assert link(device) is Link.NEVER
    say_hello(device)
    assert link(device) is Link.CONNECTED
    return device


def test_a_note_that_is_old_is_renewed(silent: TestDevice, settings: Any) -> None:
    heard(silent, presence.WRITTEN_EVERY + timedelta(seconds=1), settings.OMBRUK_FOLDER.presence)
    say_hello(silent)
    at = presence.last_heard()[silent.id]
    assert timezone.now() - at < timedelta(seconds=60)


def test_a_counter_that_sends_photos_is_heard_without_a_hello(silent: TestDevice, settings: Any) -> None:
    """A backlog goes for hours on a slow line, and the hello comes before it."""
    heard(silent, timedelta(hours=1), settings.OMBRUK_FOLDER.presence)
    assert silent.patch(photo(), "image/jpeg").status == 204
    assert timezone.now() - presence.last_heard()[silent.id] < timedelta(seconds=60)


def test_a_note_from_a_clock_that_was_ahead_is_put_right(silent: TestDevice, settings: Any) -> None:
    heard(silent, -timedelta(days=2), settings.OMBRUK_FOLDER.presence)
    say_hello(silent)
    assert presence.last_heard()[silent.id] <= timezone.now()


def test_a_station_that_is_on_is_connected_and_a_silent_one_is_not(silent: TestDevice, settings: Any) -> None:
    # The counter's longest time between two hellos, behind the longest for which one is only remembered.
    longest = presence.WRITTEN_EVERY + timedelta(seconds=60 * 1.2)
    heard(silent, longest, settings.OMBRUK_FOLDER.presence)
    assert link(silent) is Link.CONNECTED
    heard(silent, QUIET + timedelta(seconds=1), settings.OMBRUK_FOLDER.presence)
    assert link(silent) is Link.OFFLINE
    assert timedelta(minutes=2) >= QUIET
