"""A scan leaks nothing, saves nothing and presses nothing, on every screen and whatever has the focus."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.numbers import Kind, Number
from station_app.actions.settings import keep_settings
from station_app.station import Station
from ui.window import MainWindow

Register = Callable[..., str]
SCREENS = ("register", "shelf", "handover", "history", "sync", "settings")


def focusable(screen: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def texts(window: MainWindow) -> dict[str, str]:
    fields = {field.objectName(): field.text() for field in window.findChildren(QLineEdit)}
    return fields | {field.objectName(): field.toPlainText() for field in window.findChildren(QPlainTextEdit)}


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_scan_leaks_nothing_whatever_has_the_focus(
    window: MainWindow, station: Station, hands: Hands, name: str, end: Qt.Key
) -> None:
    window.show_screen(name)
    for place in range(len(focusable(window.pages.named(name)))):
        window.show_screen(name)
        widgets = focusable(window.pages.named(name))
        if place >= len(widgets):
            break
        widgets[place].setFocus()
        before = texts(window)
        hands.scan(str(Number(Kind.COMMAND, 1, place + 1)), end=end)
        assert texts(window) == before, widgets[place].objectName()
        assert window.strip.problem.words
        window.strip.clear_problem()
    assert station.items.page().items == ()
    assert QApplication.activeModalWidget() is None


def test_a_scanned_item_is_shown_and_what_was_being_registered_stays(
    window: MainWindow, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    form = window.pages.register.form
    hands.type("2")
    form.title.setFocus()
    hands.type("Red")
    hands.scan(number)
    assert window.front is window.pages.shelf
    assert window.pages.shelf.panel.number == number
    hands.press(Qt.Key.Key_F1)
    assert (form.picker.code, form.title.text()) == ("bicycle", "Red")
    assert len(station.items.page().items) == 1


@pytest.mark.parametrize("code", ["5701234567890", "OB7K4F2M9", "https://example.no/x"])
def test_a_foreign_code_is_said_in_words_that_stay_and_saves_nothing(
    window: MainWindow, station: Station, hands: Hands, code: str
) -> None:
    hands.type("2")
    window.pages.register.form.weight.entry.setText("14")
    window.pages.register.form.title.setFocus()
    hands.scan(code)
    assert code in window.strip.problem.words
    assert window.pages.register.form.title.text() == ""
    assert station.items.page().items == ()


def test_a_bad_scan_and_then_good_ones_miss_nothing(window: MainWindow, hands: Hands, registered: Register) -> None:
    things = [registered() for _ in range(4)]
    window.show_screen("handover")
    window.pages.handover.actor.choose(samples.FRETEX)
    hands.scan("5701234567890")
    for number in things:
        hands.scan(number)
        assert QApplication.activeModalWidget() is None
    rows = [window.pages.handover.lines.row(number) for number in (*things, "5701234567890")]
    assert all(row is not None for row in rows)
    assert rows[-1].property("tone") == "danger"


def test_slow_typing_of_digits_reaches_the_field_and_enter_works(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    hands.type("2")
    entry = window.pages.register.form.weight.entry
    entry.setFocus()
    hands.type("12,25")
    assert entry.text() == "12,25"
    hands.press(Qt.Key.Key_Return)
    assert station.items.page().items[0].grams == 12_250


def test_a_quick_burst_without_an_end_reaches_the_field_whole(window: MainWindow, hands: Hands) -> None:
    """Dictation and on-screen keyboards type as fast as scanners do."""
    title = window.pages.register.form.title
    title.setFocus()
    hands.burst("fin rød sykkel")
    assert title.text() == "fin rød sykkel"


def test_a_form_that_is_filled_by_scanning_gets_the_code(window: MainWindow, hands: Hands) -> None:
    window.show_screen("enrol")
    window.pages.enrol.address.setFocus()
    hands.scan("https://ombruk.example.no", end=Qt.Key.Key_Tab)
    assert window.pages.enrol.address.text().endswith("https://ombruk.example.no")


def test_digits_do_nothing_when_they_are_switched_off(window: MainWindow, station: Station, hands: Hands) -> None:
    keep_settings(station, digit_keys=False)
    window.redraw()
    hands.type("2")
    assert window.pages.register.form.picker.code == ""
    assert window.pages.register.form.picker.tiles.tile("bicycle") is not None


def test_a_scan_into_a_window_for_choosing_files_changes_nothing_behind_it(
    window: MainWindow, station: Station, hands: Hands, registered: Register, qtbot: QtBot
) -> None:
    number = registered()
    hands.type("2")
    window.pages.register.form.photos.choose_files()
    (chooser,) = window.findChildren(QFileDialog)
    chooser.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is chooser)
    before = texts(window)
    hands.scan(number)
    hands.scan(str(Command.SAVE.number))
    assert texts(window) == before
    assert window.front is window.pages.register
    assert len(station.items.page().items) == 1
    assert "window for choosing files" in window.strip.problem.words
    chooser.reject()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.pages.register.setFocus()
    hands.scan(number)
    assert window.front is window.pages.shelf
