"""A disk that is full, fails, or may not be written; a database that somebody holds: said in words, nothing lost."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from counter import Counter
from lead import Place, needs_strace, places
from small_disk import mounted, remount
from soak import Soak
from test_killed import AT_THE_COUNTER, AT_THE_HUB, LIVES, chosen
from world import World

from domain.refused import Refused
from wire import durable

WRITES = {"write", "pwrite64", "fsync", "fdatasync", "rename", "ftruncate", "mkdir"}
ERRORS = ("ENOSPC", "EIO")
IN_WORDS = {"disk_full", "folder_not_writable", "database_locked", "hub_busy", "hub_unreachable", "disk_failing"}
"""What people are told then."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "2m") as disk:
        yield disk


def on_the_disk(world: World, disk: Path) -> None:
    """The counter's store lies on the small disk from now on."""
    world.new_counter()
    world.store = Path(shutil.copytree(world.store, disk / "store"))


def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(world: World, small_disk: Path) -> None:
    on_the_disk(world, small_disk)
    words = world.act(*["register"] * 80)
    assert {word for word in words if word.startswith("refused")} == {"refused register disk_full"}
    assert world.broken() == []
    assert "saved" not in world.act("register", "plainly")[0]
    remount(small_disk, "size=32m")
    assert world.act("register")[0].startswith("saved")
    assert world.settle() == []


def test_a_disk_that_may_not_be_written_is_said(world: World, small_disk: Path) -> None:
    on_the_disk(world, small_disk)
    world.act("register")
    remount(small_disk, "ro")
    pid = world.counters.begin(store=str(world.store), acts=["register"], hub="", planted="")
    assert pid
    list(world.counters.go())
    assert world.counters.status == 3
    remount(small_disk, "rw")
    assert world.act("register")[0].startswith("saved")
    assert world.settle() == []


def failing(place: Place, error: str) -> tuple[str, str]:
    return "-e", f"inject={place.call}:error={error}:when={place.number}"


def test_a_counter_whose_disk_fails_once_says_so_and_loses_nothing(world: World, soak: Soak) -> None:
    needs_strace()
    world.new_counter()
    with world.hub.serving():
        world.act_written_down(log := world.folder / "calls", *AT_THE_COUNTER)
    every = [place for place in places(log) if place.call in WRITES]
    where = chosen(every, soak, "failing at the counter", usual=6, rounds=2)
    for number, place in enumerate(where):
        if number % LIVES == 0:
            world.reset().new_counter()
        error = ERRORS[number % len(ERRORS)]
        with world.hub.serving():
            words = world.act_while_failing(failing(place, error), *AT_THE_COUNTER)
            assert {word.split()[-1] for word in words if word.startswith("refused")} <= IN_WORDS, (place, error)
            assert world.counters.status in (0, 3), (place, error, words)
            assert world.broken(hub_runs=True) == [], (place, error, words)
    soak.tried("errors of a counter's disk", len(where))
    assert world.settle() == []


def test_a_hub_whose_disk_fails_once_says_so_and_loses_nothing(world: World, soak: Soak) -> None:
    needs_strace()
    world.new_counter()
    with world.hub.serving(log=(log := world.folder / "calls")):
        world.act(*AT_THE_HUB)
    every = [place for place in places(log) if place.call in WRITES][1:]
    where = chosen(every, soak, "failing at the hub", usual=6, rounds=3)
    for number, place in enumerate(where):
        if number % LIVES == 0:
            world.reset().new_counter()
        error = ERRORS[number % len(ERRORS)]
        with world.hub.serving(*failing(place, error)):
            words = world.act(*AT_THE_HUB, "sync")
            assert {word.split()[-1] for word in words if word.startswith("refused")} <= IN_WORDS, (place, error)
        assert world.broken() == [], (place, error, words)
    soak.tried("errors of a hub's disk", len(where))
    assert world.settle() == []


def test_a_database_that_somebody_holds_is_said_and_nothing_is_lost(counter: Counter) -> None:
    """As a virus scanner or a backup does for half a minute; how long it is waited for is the station's to say."""
    before = counter.register()
    counter.station.wait_at_most(0.05)
    with closing(sqlite3.connect(counter.folder / "station.sqlite3", isolation_level=None)) as scanner:
        scanner.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="database_locked"):
            counter.register()
        # Looking goes on meanwhile.
        assert counter.state(before) == "registered"
        scanner.execute("ROLLBACK")
    counter.register()
    assert counter.kinds() == ["ItemRegistered"] * 2
    assert counter.station.verify().ok


def test_the_same_signature_again_on_a_failing_disk_is_said_too(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes are there already: only that they are here to stay cannot be made sure of."""
    kept = counter.station.blobs.keep(b"signature")

    def failing_disk(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(durable, "sync_folder", failing_disk)
    with pytest.raises(Refused, match="folder_not_writable"):
        counter.station.blobs.keep(b"signature")
    assert counter.station.blobs.read(kept) == b"signature"
