"""One furnished store for all walks; a window on it in any language, look and size."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

# The list of scenes is that of the tour, so that a new screen joins both at once.
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "build"))

from tour import in_look
from tour_store import clock, furnish

from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

Opener = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    settings = Config(sync=False, keystore="file", staff="KB")
    with Station.open(tmp_path_factory.mktemp("tour") / "store", settings=settings, clock=clock) as station:
        furnish(station)
        yield station


@pytest.fixture
def opened(qapp: QApplication, furnished: Station) -> Iterator[Opener]:
    """Opens a window in these settings; closed with the test."""
    made: list[MainWindow] = []

    def open_window(width: int = 1366, height: int = 768, **settings: object) -> MainWindow:
        furnished.config = msgspec.structs.replace(in_look(("en", "light", 100)), **settings)
        window = MainWindow(furnished, Bridge())
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qapp.processEvents()
        window.later.all_now()
        qapp.processEvents()
        made.append(window)
        return window

    yield open_window
    for window in made:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    qapp.processEvents()
