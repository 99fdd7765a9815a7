"""F12: help for the screen in front, never in the way of scans, gone when the key is pressed again."""

from collections.abc import Callable

import msgspec
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from station_app.station import Station
from ui.help_texts import EVERYWHERE, HELP
from ui.pages import NAMES
from ui.window import MainWindow


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_has_help_about_scanning_and_about_trouble(window: MainWindow, hands: Hands, name: str) -> None:
    assert 5 <= len(HELP[name]) <= 8
    assert any("can" in entry.about for entry in HELP[name])
    window.show_screen(name)
    hands.press(Qt.Key.Key_F12)
    shown = window.body.panel.text.toPlainText()
    assert all(entry.words in shown for entry in (*HELP[name], *EVERYWHERE))


def test_no_screen_is_without_help() -> None:
    assert set(NAMES) <= set(HELP)


@pytest.mark.parametrize("leave", [Qt.Key.Key_F12, Qt.Key.Key_Escape])
def test_help_gives_the_focus_back(window: MainWindow, hands: Hands, leave: Qt.Key) -> None:
    field = window.pages.register.form.title
    field.setFocus()
    hands.press(Qt.Key.Key_F12)
    assert window.body.is_open
    assert window.body.isAncestorOf(QApplication.focusWidget())
    assert not window.front.isAncestorOf(QApplication.focusWidget())
    hands.press(leave)
    assert not window.body.is_open
    assert QApplication.focusWidget() is field


@pytest.fixture
def in_size(window: MainWindow, station: Station, qtbot: QtBot) -> Callable[[int], None]:
    """Draws the least window in this size of text, as a choice in the settings does."""

    def draw(percent: int) -> None:
        station.config = msgspec.structs.replace(station.config, text_percent=percent)
        window.redraw()
        window.resize(1024, 700)
        qtbot.waitUntil(lambda: window.front.isVisible())
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_screen("register")

    return draw


@pytest.mark.parametrize("percent", [100, 200])
def test_scans_go_on_while_help_is_open(
    window: MainWindow, in_size: Callable[[int], None], hands: Hands, registered: Callable[..., str], percent: int
) -> None:
    """Beside the screen and, in large text, in its place: a scanned thing becomes a line of the handover."""
    in_size(percent)
    number = registered()
    window.show_screen("handover")
    hands.press(Qt.Key.Key_F12)
    hands.scan(number)
    assert window.pages.handover.state().numbers == [number]
    assert QApplication.activeModalWidget() is None


def test_help_follows_to_the_next_screen(window: MainWindow, hands: Hands) -> None:
    window.resize(1366, 768)
    window.show_screen("history")
    hands.press(Qt.Key.Key_F12)
    hands.press(Qt.Key.Key_F3)
    assert window.front.objectName() == "shelf"
    assert HELP["shelf"][0].words in window.body.panel.text.toPlainText()


def test_help_in_the_place_of_a_screen_makes_way_for_the_next(
    window: MainWindow, in_size: Callable[[int], None], hands: Hands
) -> None:
    in_size(200)
    hands.press(Qt.Key.Key_F12)
    assert not window.front.isVisible()
    hands.press(Qt.Key.Key_F4)
    assert window.front.isVisible()
    assert not window.body.is_open


def test_the_button_opens_help_too_and_the_guide_can_be_had_from_there(
    window: MainWindow, find: Callable[[str], QPushButton]
) -> None:
    find("tab-help").click()
    assert window.body.is_open
    find("help-guide").click()
    assert window.front.objectName() == "guide"
