"""Connecting to the municipality from the window: what goes wrong is said in place, and work goes on without."""

import socket
from pathlib import Path

import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("ombruk", "ABCD-2345", "not an address"),
        ("http://ombruk.example.no", "ABCD-2345", "not encrypted"),
        ("https://ombruk.example.no", "", "code is missing"),
    ],
)
def test_what_is_wrong_is_said_in_place(window: MainWindow, hands: Hands, address: str, code: str, said: str) -> None:
    window.show_screen("enrol")
    screen = window.pages.enrol
    screen.address.setText(address)
    screen.code.setText(code)
    screen.code.setFocus()
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert said in screen.error.words
    assert (screen.address.text(), screen.code.text()) == (address, code)


def test_a_hub_that_cannot_be_reached_hinders_nothing(
    qtbot: QtBot, tmp_path: Path, settings: Config, closed_port: int
) -> None:
    with Station.open(tmp_path / "alone", settings=settings) as station:
        window = MainWindow(station, Bridge())
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not window.later.waiting)
        window.show_screen("enrol")
        screen = window.pages.enrol
        screen.address.setText(f"http://127.0.0.1:{closed_port}")
        screen.code.setText("ABCD-2345")
        screen.enrol()
        qtbot.waitUntil(lambda: window.background.busy == 0)
        assert "cannot be reached" in screen.error.words
        assert screen.connect_button.isEnabled()
        assert "Not connected" in window.bar.chip.text()
        window.close()
