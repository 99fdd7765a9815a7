"""Choosing printers: how they are spoken to, where labels sit on the paper, a test, and how it went."""

from collections.abc import Callable

import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from station_app.station import Station
from station_app.storage.jobs import JobKind
from ui.parts.settings_printers import PrinterSettings
from ui.window import MainWindow


@pytest.fixture
def part(window: MainWindow) -> PrinterSettings:
    window.show_screen("settings")
    screen = window.pages.settings
    screen.show_section("printers")
    (found,) = screen.findChildren(PrinterSettings)
    return found


def press(part: PrinterSettings, name: str) -> None:
    (found,) = part.findChildren(QAbstractButton, name)
    found.click()


def tile(part: PrinterSettings, kind: str) -> QAbstractButton:
    found = part.labels.kinds.tile(kind)
    assert found is not None
    return found


def test_a_label_printer_on_the_network_is_named_by_its_address(
    part: PrinterSettings, station: Station, hands: Hands
) -> None:
    tile(part, "zpl").click()
    # Nothing is kept before there is an address to it.
    assert station.config.label_printer == ""
    hands.type("192.0.2.17")
    hands.press(Qt.Key.Key_Return)
    assert station.config.label_printer == "zpl:192.0.2.17"
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    tile(part, "files").click()
    assert station.config.label_printer == ""


def test_an_address_that_is_none_is_told_and_not_kept(
    part: PrinterSettings, station: Station, window: MainWindow, hands: Hands
) -> None:
    tile(part, "zpl").click()
    part.labels.address.setText("192.0.2.17:99999")
    part.labels.address.editingFinished.emit()
    assert "no address of a printer" in window.strip.problem.words
    assert station.config.label_printer == ""


def test_labels_are_moved_by_half_millimetres_and_back(
    part: PrinterSettings, station: Station, hands: Hands, window: MainWindow
) -> None:
    press(part, "settings-offset-x-more")
    press(part, "settings-offset-x-more")
    press(part, "settings-offset-y-less")
    assert (station.config.offset_x_mm, station.config.offset_y_mm) == (1.0, -0.5)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.config.offset_y_mm == 0.0


def test_a_printer_of_an_old_settings_file_is_one_with_a_driver(window: MainWindow, station: Station) -> None:
    (station.folder / "settings.toml").write_text('label_printer = "Zebra ZD421"\nlanguage = "en"\n', encoding="utf-8")
    from station_app import config

    station.config = config.load(station.folder)
    window.show_screen("settings")
    window.pages.settings.show_section("printers")
    (part,) = window.pages.settings.findChildren(PrinterSettings)
    assert part.labels.kinds.value == "driver"
    assert part.labels.names.currentText() == "Zebra ZD421"


def test_a_test_page_says_how_it_went(
    part: PrinterSettings, station: Station, printed: Callable[[], int], window: MainWindow
) -> None:
    part.paper.test.click()
    assert part.paper.state.words == "Printing …"
    assert printed() == 1
    assert part.paper.state.words == "Last printed: Test page"
    part.paper.commands.click()
    assert printed() == 1
    assert (station.folder / "sheets" / "commands.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", [JobKind.TEST_LABEL, JobKind.TEST_PAGE, JobKind.COMMAND_SHEET])
def test_every_sheet_can_be_made(station: Station, printed: Callable[[], int], kind: JobKind) -> None:
    from station_app.actions.printing import queue_print

    queue_print(station, kind)
    assert printed() == 1
    assert station.jobs.open() == ()
