"""Trying a scanner at the settings: keys are caught as they come, and what was found is said and can be taken over."""

from collections.abc import Callable

import pytest
import zxingcpp
from keyboard import Hands
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app.actions.settings import keep_settings
from station_app.devices.scanner_test import SHOWN
from station_app.station import Station
from ui.window import MainWindow

Find = Callable[[str], QWidget]


@pytest.fixture
def start(window: MainWindow, find: Find) -> Callable[[], None]:
    def started() -> None:
        window.show_screen("settings")
        window.pages.settings.show_section("scanner")
        QApplication.processEvents()
        button = find("settings-scanner-start")
        assert isinstance(button, QPushButton)
        button.setFocus()
        button.click()

    return started


def words(find: Find, name: str) -> str:
    widget = find(f"settings-scanner-{name}")
    return widget.words if hasattr(widget, "words") else widget.text()


def test_a_good_scan_is_called_so_and_goes_nowhere_else(
    window: MainWindow, start: Callable[[], None], find: Find, hands: Hands
) -> None:
    start()
    hands.scan(SHOWN, gap_ms=20)
    assert words(find, "came") == f"What came: {SHOWN}"
    assert "fits" in words(find, "layout")
    assert words(find, "pace") == "Pace: 20 ms between two keys, 20 ms at most."
    assert not words(find, "end")
    assert not window.strip.problem.words


def test_the_suggested_gap_is_taken_over_and_in_force_at_once(
    window: MainWindow, station: Station, start: Callable[[], None], find: Find, hands: Hands
) -> None:
    start()
    hands.scan(SHOWN, gap_ms=44)
    find("settings-scanner-use").click()
    assert station.config.scan_gap_ms == 75
    window.show_screen("shelf")
    hands.scan("5701234567890", gap_ms=70)
    assert "5701234567890" in window.strip.problem.words
    window.strip.undo.click()
    assert station.config.scan_gap_ms == 35


def test_a_foreign_layout_is_named(start: Callable[[], None], find: Find, hands: Hands) -> None:
    start()
    hands.scan("Ombruk+Zy-4+7")
    assert "“-” into “+”, “/” into “-”" in words(find, "layout")
    assert "not touched" in words(find, "layout")


def test_a_code_without_an_end_is_told_apart(start: Callable[[], None], find: Find, hands: Hands, qtbot: QtBot) -> None:
    start()
    hands.burst(SHOWN)
    qtbot.waitUntil(lambda: bool(words(find, "end")))
    assert words(find, "came").endswith(SHOWN)


def test_escape_stops_the_test_and_scans_are_heard_again(
    window: MainWindow, start: Callable[[], None], find: Find, hands: Hands
) -> None:
    start()
    assert "Escape" in words(find, "asks")
    hands.press(Qt.Key.Key_Escape)
    assert words(find, "asks").startswith("Start the test")
    hands.scan("5701234567890")
    assert "5701234567890" in window.strip.problem.words


def test_leaving_the_settings_ends_the_test(window: MainWindow, start: Callable[[], None], hands: Hands) -> None:
    start()
    window.show_screen("shelf")
    hands.scan("5701234567890")
    assert "5701234567890" in window.strip.problem.words


@pytest.mark.parametrize("percent", [100, 200])
def test_the_code_on_the_screen_is_read_by_a_reader(
    window: MainWindow, station: Station, start: Callable[[], None], find: Find, percent: int
) -> None:
    keep_settings(station, text_percent=percent, theme="dark")
    QApplication.processEvents()
    window.resize(1024, 700)
    start()
    picture = find("settings-scanner-code").grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(picture.constBits())
    image = Image.frombytes("L", (picture.width(), picture.height()), data, "raw", "L", picture.bytesPerLine())
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [SHOWN]
