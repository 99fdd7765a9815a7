"""The PC in trouble: a full disk, one that cannot be written, a wrong clock, a virus scanner. Nothing is lost."""

import datetime
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.refused import Refused
from station_app.actions.register import Draft, register_item
from station_app.config import Config
from station_app.errors import explain
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from ui.bridge import Bridge
from ui.window import MainWindow

KILOBYTES = 3_000
"""Size of the disk on which the store lies: a window's store and some hundred things."""


def mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 3 MB, which only an administrator may make."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not mount("-t", "tmpfs", "-o", f"size={KILOBYTES}k", "tmpfs", str(place)):
        pytest.skip("a small disk can only be made by an administrator")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def on_disk(disk: Path, qtbot: QtBot, settings: Config) -> Iterator[MainWindow]:
    """A counter whose whole store lies on the small disk."""
    with Station.open(disk / "store", settings=settings, clock=samples.clock) as station:
        samples.put_in_force(station)
        bridge = Bridge()
        station.listen(bridge.tell)
        window = MainWindow(station, bridge)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        yield window


def fill_in(window: MainWindow) -> None:
    """A bicycle of 14 kg, chosen without asking for keys that may change."""
    window.show_screen("register")
    form = window.pages.register.form
    form.picker.choose("bicycle")
    form.weight.entry.setText("14")


def count(window: MainWindow) -> int:
    return len(window.desk.station.items.page(limit=500).items)


def words(window: MainWindow) -> str:
    """Everything that is said about a problem now, in its place or in the strip."""
    return f"{window.pages.register.error.words} {window.strip.problem.words}"


def save(window: MainWindow) -> None:
    window.pages.register.save()


def use_up(place: Path) -> Path:
    """Write until the disk takes no more."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


def test_on_a_full_disk_the_form_stays_and_is_saved_when_there_is_room(on_disk: MainWindow, disk: Path) -> None:
    fill_in(on_disk)
    ballast = use_up(disk)
    save(on_disk)
    assert "disk is full" in words(on_disk)
    assert count(on_disk) == 0
    assert on_disk.pages.register.form.weight.entry.text() == "14"

    ballast.unlink()
    save(on_disk)
    assert count(on_disk) == 1
    assert on_disk.desk.station.verify().ok


def test_a_disk_that_cannot_be_written_is_told_at_the_start_and_what_was_saved_is_there(
    disk: Path, settings: Config
) -> None:
    with Station.open(disk / "store", settings=settings) as station:
        number = register_item(station, Draft(category="bicycle", grams=14_000)).number
    assert mount("-o", "remount,ro", str(disk))
    try:
        with pytest.raises(Refused, match="folder_not_writable") as refused:
            Station.open(disk / "store", settings=settings)
        assert explain(refused.value, "en").remedy
    finally:
        assert mount("-o", "remount,rw", str(disk))
    with Station.open(disk / "store", settings=settings) as station:
        assert station.items.by_number(number).grams == 14_000
        assert station.verify().ok


def test_a_virus_scanner_that_holds_the_file_stops_a_save_in_words_and_not_for_long(
    window: MainWindow, station: Station, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(station.folder / FILE_NAME, isolation_level=None)) as scanner:
        scanner.execute("BEGIN EXCLUSIVE")
        fill_in(window)
        save(window)
        assert "Another program is holding the store" in words(window)
        assert count(window) == 0
        # Looking things up goes on meanwhile.
        window.show_screen("shelf")
        window.show_screen("history")
        scanner.execute("ROLLBACK")
    window.show_screen("register")
    save(window)
    assert count(window) == 1
    assert "Another program is holding the store" not in window.pages.register.error.words


@pytest.mark.parametrize("year", [1970, 2019, 2099])
def test_a_wrong_clock_stops_no_registering_and_order_is_kept(
    window: MainWindow, station: Station, registered: Callable[..., str], year: int
) -> None:
    first = registered()
    station.clock = lambda: datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    second = registered()
    window.show_screen("shelf")
    newest = station.items.page().items
    assert [item.number for item in newest] == [second, first]
    assert station.verify().ok


def test_a_wrong_clock_hands_nothing_over_under_an_agreement_of_another_time(
    window: MainWindow, station: Station, registered: Callable[..., str], hands: Hands
) -> None:
    number = registered()
    station.clock = lambda: datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)
    window.show_screen("handover")
    window.take_number(number)
    hands.press(Qt.Key.Key_F8)
    assert station.items.by_number(number).receipt is None
