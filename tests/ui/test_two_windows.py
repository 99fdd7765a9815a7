"""Two windows on one store, as when the program is started twice: nothing happens twice and nothing is lost."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from test_printing_queue import Hung, choose, with_label

from domain.item import State
from domain.staff import Role
from station_app.actions.correct import discard_item
from station_app.actions.drafts import keep_live_draft
from station_app.actions.print_work import Printing, sole_printing
from station_app.actions.register import Draft, register_items
from station_app.actions.settings import keep_settings
from station_app.actions.staff import add_member, begin_duty, change_role, leave
from station_app.config import Config, load
from station_app.station import Changed, Duty, Station
from station_app.storage.drafts import DraftKind
from station_app.storage.jobs import JobState, Lane
from ui.bridge import Bridge
from ui.place import own_place
from ui.print_worker import PrintWorker
from ui.window import MainWindow

PATIENCE_SECONDS = 120


@pytest.fixture
def second(qtbot: QtBot, station: Station, settings: Config) -> Iterator[MainWindow]:
    """Another window, as of another process: it hears of nothing that the first one does."""
    with (
        own_place(station),
        Station.open(station.folder, settings=settings, clock=samples.clock) as other,
        own_place(other),
    ):
        bridge = Bridge()
        other.listen(bridge.tell)
        window = MainWindow(other, bridge)
        window.show()
        yield window
        qtbot.waitUntil(lambda: not window.background.busy)
        window.close()
        # As the program does: gone before its store is closed.
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def begin(window: MainWindow, number: str) -> None:
    """A representative is about to sign on paper for one thing."""
    window.show_screen("handover")
    screen = window.pages.handover
    screen.actor.choose(samples.FRETEX)
    window.take_number(number)
    screen.to_signing()
    assert screen.signing
    screen.sign.name.setText("Ola Nordmann")
    screen.sign.paper.setChecked(True)


def accept(window: MainWindow, qtbot: QtBot) -> str:
    """Say that it is signed; returns what stands there in red."""
    window.pages.handover.accept()
    qtbot.waitUntil(lambda: not window.background.busy and not window.pages.handover.busy)
    return window.pages.handover.sign.error.words


def test_a_thing_is_handed_over_once(
    window: MainWindow, second: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    number = registered()
    for each in (window, second):
        begin(each, number)
    assert accept(second, qtbot) == ""
    assert accept(window, qtbot)
    assert len(station.handovers.history()) == 1
    assert station.items.by_number(number).receipt == station.handovers.history()[0].receipt
    assert not window.pages.handover.busy


def test_two_receipts_at_the_same_moment_get_two_numbers(
    window: MainWindow, second: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    for each in (window, second):
        begin(each, registered())
    # Both are rendered before either is saved: the number that both were promised is given once.
    window.pages.handover.accept()
    second.pages.handover.accept()
    qtbot.waitUntil(lambda: not (window.pages.handover.busy or second.pages.handover.busy))
    late = [each for each in (window, second) if each.pages.handover.sign.error.words]
    assert len(late) == 1
    assert accept(late[0], qtbot) == ""
    receipts = [entry.receipt for entry in station.handovers.history()]
    assert len(set(receipts)) == len(receipts) == 2
    assert station.verify().ok


def test_what_became_waste_meanwhile_is_not_handed_over(
    window: MainWindow, second: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    number = registered()
    begin(window, number)
    discard_item(second.desk.station, number, "Broken on the way")
    assert accept(window, qtbot)
    assert station.items.by_number(number).state is State.DISCARDED
    assert station.handovers.history() == ()


def test_a_draft_is_taken_up_once(
    window: MainWindow, second: MainWindow, station: Station, hands: Hands, find: Callable[[str], QWidget]
) -> None:
    window.activateWindow()
    hands.type("2")
    window.pages.register.form.title.setText("Red")
    window.pages.register.store.set_aside()
    (kept,) = station.drafts.aside(DraftKind.ITEM)
    window.pages.register.take_up(kept.id)
    second.pages.register.take_up(kept.id)
    assert second.strip.problem.words
    assert second.pages.register.form.title.text() == ""
    assert window.pages.register.form.title.text() == "Red"


def test_what_is_begun_in_one_window_does_not_stand_in_the_other(
    window: MainWindow, second: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    begin(window, registered())
    window.pages.register.form.picker.choose("bicycle")
    window.pages.register.form.title.setText("Red")
    window.pages.register.store.keeper.write_now()
    second.show_screen("handover")
    assert second.pages.handover.gathering.basket.empty
    second.pages.register.form.picker.choose("chair")
    second.pages.register.store.keeper.write_now()
    second.pages.register.set_aside()
    live = station.drafts.live(DraftKind.ITEM)
    assert live is not None
    assert "Red" in live.words
    assert station.drafts.live(DraftKind.HANDOVER) is not None


def test_what_was_begun_in_a_window_that_died_is_found_again(station: Station, settings: Config) -> None:
    with own_place(station):
        with Station.open(station.folder, settings=settings) as other, own_place(other):
            assert (station.drafts.place, other.drafts.place) == (1, 2)
            keep_live_draft(other, DraftKind.ITEM, "Red bicycle", "{}")
            keep_live_draft(station, DraftKind.ITEM, "Chair", "{}")
        assert station.drafts.aside(DraftKind.ITEM) == ()
    with own_place(station):
        assert [kept.words for kept in station.drafts.aside(DraftKind.ITEM)] == ["Red bicycle"]
        live = station.drafts.live(DraftKind.ITEM)
        assert live is not None
        assert live.words == "Chair"


def killed_window(station: Station) -> None:
    """A window that is killed: it lets go of nothing."""
    program = Path(__file__).with_name("window_that_dies.py")
    died = subprocess.run([sys.executable, str(program), str(station.folder)], check=False, timeout=PATIENCE_SECONDS)
    assert died.returncode == -signal.SIGKILL


def test_a_window_that_was_killed_is_in_nobodys_way(station: Station) -> None:
    killed_window(station)
    assert (station.folder / "window-1.lock").exists()
    with own_place(station):
        assert station.drafts.place == 1
        live = station.drafts.live(DraftKind.ITEM)
        assert live is not None
        assert live.words == "Begun in window 1"


def test_what_was_begun_in_a_second_window_that_was_killed_is_found_by_the_next(station: Station) -> None:
    with own_place(station):
        killed_window(station)
        assert (station.folder / "window-2.lock").exists()
    with own_place(station):
        assert station.drafts.place == 1
        assert [kept.words for kept in station.drafts.aside(DraftKind.ITEM)] == ["Begun in window 2"]


def test_a_setting_kept_in_one_window_is_not_undone_by_the_other(
    window: MainWindow, second: MainWindow, station: Station
) -> None:
    keep_settings(station, text_percent=150)
    keep_settings(second.desk.station, theme="dark")
    found = load(station.folder)
    assert (found.text_percent, found.theme) == (150, "dark")


def test_a_label_comes_out_once_although_two_windows_print(station: Station, qtbot: QtBot) -> None:
    printer = Hung()
    choose(station, printer.port)
    told = threading.Event()

    def heard(_changed: Changed) -> None:
        told.set()

    first, other = (PrintWorker(station.folder, lambda: station.config, tell) for tell in (lambda _: None, heard))
    with_label(station, 2)
    first.start()
    first.wake()
    qtbot.waitUntil(printer.taken.is_set)
    other.start()
    other.wake()
    # The second window finds a label half printed and must not call it interrupted: the first one is at it.
    qtbot.wait(500)
    assert [job.state for job in station.jobs.open()] == [JobState.PRINTING, JobState.WAITING]
    printer.well.set()
    first.wake()
    qtbot.waitUntil(lambda: not station.jobs.open())
    assert first.stop(30)
    assert other.stop(30)
    printer.close()
    assert printer.received.count(b"^XZ") == 2


def test_when_one_window_ends_the_other_prints(station: Station, qtbot: QtBot) -> None:
    with sole_printing(station.folder, Lane.LABELS) as alone:
        assert alone
        register_items(station, Draft(category="bicycle", grams=14_000), copies=1, label=True)
    printing = Printing(station, Lane.LABELS, settings=lambda: station.config)
    with sole_printing(station.folder, Lane.LABELS) as alone:
        assert alone
        assert printing.print_next()
    assert station.jobs.open() == ()


def test_who_is_taken_off_the_list_in_one_window_can_do_nothing_in_the_other(
    window: MainWindow, second: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    thing = registered()
    add_member(station, "AD", Role.ADMINISTRATOR)
    add_member(station, "LE", Role.LEAD)
    begin_duty(second.desk.station, Duty("LE", Role.LEAD))
    begin(second, thing)
    leave(station, "LE")
    assert accept(second, qtbot)
    assert station.handovers.history() == ()
    second.show_screen("register")
    second.pages.register.form.picker.choose("bicycle")
    second.pages.register.save()
    qtbot.waitUntil(lambda: not second.background.busy)
    assert [item.number for item in station.items.page().items] == [thing]
    assert second.desk.station.duty is None


def test_who_is_trusted_with_less_meanwhile_does_not_reverse(
    window: MainWindow, second: MainWindow, station: Station
) -> None:
    add_member(station, "AD", Role.ADMINISTRATOR)
    add_member(station, "LE", Role.LEAD)
    begin_duty(second.desk.station, Duty("LE", Role.LEAD))
    change_role(station, "LE", Role.READ_ONLY)
    duty = second.desk.station.duty
    assert duty is not None
    assert duty.role is Role.READ_ONLY
