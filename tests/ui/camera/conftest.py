"""A counter with a camera on a plug."""

from collections.abc import Iterator

import pytest
from camera_on_a_plug import Counter, Usb
from pytestqt.qtbot import QtBot

from station_app.station import Station


@pytest.fixture
def usb() -> Usb:
    return Usb()


@pytest.fixture
def counter(qtbot: QtBot, station: Station, usb: Usb) -> Iterator[Counter]:
    made = Counter(qtbot, station, usb)
    made.begin()
    yield made
    made.end()
