"""Who is on duty: initials, a PIN by buttons or keys, the wait in words, and a lock that keeps what was begun."""

import datetime
import logging
import time
from collections.abc import Callable, Iterator

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.handover import Signature
from domain.numbers import actor_card
from domain.staff import Role
from station_app.actions.staff import add_member, change_role, give_badge, go_on_duty, leave, lock, reset_pin, set_pin
from station_app.station import Station
from ui.bridge import Bridge
from ui.screens.duty import DutyScreen
from ui.theme import TARGET, TILE
from ui.widgets.tiles import PushTile
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def station(station: Station) -> Station:
    """Kari administers, Tom is at the counter with a PIN, Per leads, Eva may only look; Kari is on duty."""
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.COUNTER), ("PN", Role.LEAD), ("EV", Role.READ_ONLY)):
        add_member(station, initials, role)
    set_pin(station, "TS", "4711")
    return station


@pytest.fixture
def duty(window: MainWindow) -> DutyScreen:
    window.show_screen("duty")
    return window.pages.duty


def tile(duty: DutyScreen, initials: str) -> PushTile:
    found = duty.people.tile(initials)
    assert isinstance(found, PushTile)
    return found


def test_initials_are_large_and_one_press_changes_who_is_on_duty(
    window: MainWindow, duty: DutyScreen, station: Station, hands: Hands
) -> None:
    assert min(tile(duty, "PN").width(), tile(duty, "PN").height()) >= TILE
    tile(duty, "PN").click()
    assert station.initials == "PN"
    assert window.front.objectName() == "register"
    assert "PN" in window.bar.staff.text()


def test_the_way_there_and_back_is_a_key(window: MainWindow, hands: Hands, station: Station) -> None:
    window.show_screen("shelf")
    hands.press(Qt.Key.Key_F11)
    assert window.front.objectName() == "duty"
    hands.press(Qt.Key.Key_Escape)
    assert window.front.objectName() == "shelf"
    window.bar.staff.click()
    assert window.front.objectName() == "duty"


def test_a_pin_is_typed_with_buttons_or_keys_and_takes_less_than_two_seconds(
    window: MainWindow, duty: DutyScreen, station: Station, hands: Hands
) -> None:
    # Of the program's own time: whoever works beside it does not count.
    begun = time.process_time()
    tile(duty, "TS").click()
    assert station.initials == "KB"
    for digit in "4711":
        duty.pad.digits[digit].click()
    assert duty.pad.dots.text() == "●●●●"
    duty.pad.done.click()
    hands.done()
    assert time.process_time() - begun < 2.0
    assert station.initials == "TS"
    assert window.front.objectName() == "register"
    window.show_screen("duty")
    tile(window.pages.duty, "KB").click()
    window.show_screen("duty")
    tile(window.pages.duty, "TS").click()
    hands.type("4719")
    hands.press(Qt.Key.Key_Backspace)
    hands.type("1")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert station.initials == "TS"


def test_a_wrong_pin_is_said_in_words_and_can_be_typed_again(
    duty: DutyScreen, station: Station, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        tile(duty, "TS").click()
        hands.type("90909")
        hands.press(Qt.Key.Key_Return)
        hands.done()
    assert "PIN is wrong" in duty.error.words
    assert "4" in duty.error.words
    assert duty.pad.dots.text() == "○○○○"
    assert station.initials == "KB"
    assert "90909" not in caplog.text


def test_the_wait_is_counted_in_words_and_ends(
    duty: DutyScreen, station: Station, hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [samples.NOW]
    station.clock = lambda: now[0]
    tile(duty, "TS").click()
    for _ in range(5):
        hands.type("0000")
        hands.press(Qt.Key.Key_Return)
        hands.done()
    assert "Wait 30 seconds" in duty.wait.words
    assert not duty.pad.isEnabled()
    now[0] += datetime.timedelta(seconds=12)
    duty._show_wait()
    assert "Wait 18 seconds" in duty.wait.words
    hands.press(Qt.Key.Key_Escape)
    tile(duty, "PN").click()
    assert station.initials == "PN"
    now[0] += datetime.timedelta(seconds=18)
    duty.ask_pin("TS")
    assert duty.wait.words == ""
    assert duty.pad.isEnabled()


def test_whoever_forgot_their_pin_reads_what_to_do(duty: DutyScreen, hands: Hands, station: Station) -> None:
    assert duty.forgotten.isHidden()
    tile(duty, "TS").click()
    duty.forgotten.click()
    assert "Settings (F9)" in duty.way_back.words
    assert f'ombruk-station --data-dir "{station.folder}" staff reset-pin TS' in duty.way_back.words
    # The digits that are typed next are the PIN's all the same.
    hands.type("47")
    assert duty.pad.typed == "47"
    duty.forgotten.click()
    assert duty.way_back.words == ""
    duty.forgotten.click()
    duty.forget()
    assert duty.way_back.words == ""


def test_a_pin_that_was_set_anew_elsewhere_ends_the_wait_in_the_window(
    duty: DutyScreen, hands: Hands, station: Station
) -> None:
    tile(duty, "TS").click()
    for _ in range(5):
        hands.type("0000")
        hands.press(Qt.Key.Key_Return)
        hands.done()
    assert not duty.pad.isEnabled()
    with station.another() as elsewhere:
        reset_pin(elsewhere, "TS", "2468")
    duty._show_wait()
    assert duty.wait.words == ""
    duty.arrive()
    hands.type("2468")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert station.initials == "TS"


def test_a_badge_scanned_anywhere_changes_who_is_on_duty_and_the_draft_stays(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    badge, badge_of_tom = give_badge(station, "PN").number, give_badge(station, "TS").number
    hands.type("21")
    before = window.pages.register.state()
    hands.scan(badge)
    assert station.initials == "PN"
    assert window.front.objectName() == "register"
    hands.scan(badge_of_tom)
    assert station.initials == "PN"
    assert window.front.objectName() == "duty"
    assert "TS" in window.pages.duty.person.text()
    hands.type("4711")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert station.initials == "TS"
    assert window.pages.register.state() == before


def test_a_badge_opens_a_locked_window(window: MainWindow, station: Station, hands: Hands) -> None:
    badge = give_badge(station, "PN").number
    window.show_screen("shelf")
    lock(station)
    hands.scan(badge)
    assert station.initials == "PN"
    assert window.front.objectName() == "shelf"


def test_a_card_or_an_order_does_nothing_while_it_is_locked(window: MainWindow, station: Station, hands: Hands) -> None:
    window.show_screen("handover")
    before = window.pages.handover.state()
    lock(station)
    for code in (actor_card(samples.FRETEX), Command.NEW_HANDOVER.number, Command.SAVE.number):
        hands.scan(str(code))
        assert "Nobody has said" in window.pages.duty.error.words
    assert window.front.objectName() == "duty"
    assert window.pages.handover.state() == before


def begin(window: MainWindow, hands: Hands, registered: Callable[..., str]) -> None:
    """A thing half described, and a handover with a drawn signature that only needs to be accepted."""
    hands.type("21")
    window.pages.register.form.title.setText("Rød, med kurv")
    window.show_screen("handover")
    handover = window.pages.handover
    handover.actor.choose(samples.FRETEX)
    hands.scan(registered())
    handover.sign.name.setText("Ola Nordmann")
    hands.draw(handover.sign.pad)


def begun(window: MainWindow) -> tuple[object, object, Signature | None]:
    pages = window.pages
    return pages.register.state(), pages.handover.state(), pages.handover.sign.signature()


def test_a_lock_keeps_what_was_begun_to_the_last_stroke(
    window: MainWindow, station: Station, hands: Hands, registered: Callable[..., str]
) -> None:
    begin(window, hands, registered)
    before = begun(window)
    assert before[2] is not None
    hands.press(Qt.Key.Key_L, CONTROL)
    assert station.duty is None
    assert window.front.objectName() == "duty"
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F3, Qt.Key.Key_F5):
        hands.press(key)
        assert window.front.objectName() == "duty"
    hands.press(Qt.Key.Key_F4)
    tile(window.pages.duty, "PN").click()
    assert window.front.objectName() == "handover"
    assert begun(window) == before


def test_a_window_drawn_anew_while_it_is_locked_keeps_it_too(
    window: MainWindow, station: Station, hands: Hands, registered: Callable[..., str]
) -> None:
    begin(window, hands, registered)
    register, handover, _ = begun(window)
    lock(station)
    window.redraw()
    assert window.front.objectName() == "duty"
    tile(window.pages.duty, "PN").click()
    assert begun(window)[:2] == (register, handover)


def test_what_is_scanned_while_it_is_locked_does_nothing(
    window: MainWindow, station: Station, hands: Hands, registered: Callable[..., str]
) -> None:
    number = registered()
    window.show_screen("handover")
    lock(station)
    hands.scan(number)
    assert window.front.objectName() == "duty"
    assert "Nobody has said" in window.pages.duty.error.words
    assert window.pages.handover.state().numbers == []


def test_quiet_is_warned_and_any_key_puts_the_lock_off(
    window: MainWindow, station: Station, hands: Hands, qtbot: QtBot
) -> None:
    window.idle.arm(0.02, tick_ms=5)
    with qtbot.waitSignal(window.idle.left, check_params_cb=lambda seconds: seconds == 20):
        pass
    assert "Locks in" in window.duty_band.soon.words
    window.idle.arm(60)
    window.idle._warn()
    assert "Locks in 20 seconds" in window.duty_band.soon.words
    QTest.keyClick(window, Qt.Key.Key_Shift)
    assert window.duty_band.soon.words == ""
    assert station.initials == "KB"


def test_nobody_there_locks_the_window(window: MainWindow, station: Station, qtbot: QtBot) -> None:
    window.idle.arm(0.05, tick_ms=2)
    qtbot.waitUntil(lambda: station.duty is None)
    assert window.front.objectName() == "duty"
    assert window.duty_band.soon.words == ""
    assert not window.idle.armed


def test_it_counts_only_while_somebody_of_a_list_is_on_duty(window: MainWindow, station: Station) -> None:
    assert not window.idle.armed
    station.config = type(station.config)(language="en", sync=False, lock_minutes=5)
    window._settings_changed()
    assert window.idle.armed
    lock(station)
    assert not window.idle.armed
    go_on_duty(station, "PN")
    assert window.idle.armed


def test_read_only_is_said_and_saving_is_refused_with_the_reason(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    assert window.duty_band.read_only.words == ""
    go_on_duty(station, "EV")
    assert "EV may look" in window.duty_band.read_only.words
    hands.type("21")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert station.items.page().items == ()
    assert any("role does not allow" in notice for notice in words_in(window.pages.register))


def words_in(widget: QWidget) -> list[str]:
    return [found.accessibleName() for found in widget.findChildren(QWidget) if found.isVisible()]


def test_a_role_taken_away_elsewhere_counts_at_once(window: MainWindow, station: Station) -> None:
    with station.another() as elsewhere:
        change_role(elsewhere, "PN", Role.ADMINISTRATOR)
        go_on_duty(elsewhere, "PN")
        leave(elsewhere, "KB")
    window.show_screen("shelf")
    assert window.front.objectName() == "duty"


def test_everything_on_it_is_large_enough_and_has_a_name(window: MainWindow, duty: DutyScreen, hands: Hands) -> None:
    duty.ask_pin("TS")
    QApplication.processEvents()
    for pressed in duty.findChildren(QPushButton):
        if pressed.isVisible():
            assert min(pressed.width(), pressed.height()) >= TARGET, pressed.objectName()
            assert pressed.width() >= pressed.minimumSizeHint().width(), pressed.objectName()
            known = QAccessible.queryAccessibleInterface(pressed)
            assert known.text(QAccessible.Text.Name).strip()
    for digit in duty.pad.digits.values():
        assert min(digit.width(), digit.height()) >= TILE


@pytest.fixture
def bare_window(qtbot: QtBot, bare_station: Station) -> Iterator[MainWindow]:
    bridge = Bridge()
    bare_station.listen(bridge.tell)
    made = MainWindow(bare_station, bridge)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def bare_station(tmp_path: object, settings: object) -> Iterator[Station]:
    with Station.open(tmp_path / "bare", settings=settings, clock=samples.clock) as opened:  # type: ignore[operator]
        yield opened


def test_without_a_list_nothing_is_asked_and_making_one_does_not_lock_its_maker_out(
    bare_window: MainWindow, bare_station: Station
) -> None:
    assert bare_window.front.objectName() == "register"
    assert bare_window.bar.staff.isHidden()
    add_member(bare_station, "KB", Role.ADMINISTRATOR)
    assert bare_window.front.objectName() == "register"
    assert "KB" in bare_window.bar.staff.text()


def test_without_a_list_nobody_is_told_to_choose_from_it(bare_window: MainWindow) -> None:
    bare_window.show_screen("duty")
    words = bare_window.pages.duty.now.text()
    assert "There is no staff list" in words
    assert "Choose" not in words


def test_a_start_with_a_list_begins_with_the_question(qtbot: QtBot, station: Station) -> None:
    with Station.open(station.folder, settings=station.config, clock=samples.clock) as started:
        window = MainWindow(started, Bridge())
        qtbot.addWidget(window)
        window.show()
        assert window.front.objectName() == "duty"
        window.close()
