"""A real store, a real register of agreements and a real window; only the screen is not there."""

import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from msgspec.structs import asdict
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from x_server import x_server

from domain.item import DataChoice
from domain.weight import WeightSource
from station_app import config
from station_app.actions.print_work import Printing
from station_app.actions.register import Draft, register_item
from station_app.config import Config
from station_app.station import Station
from station_app.storage.jobs import Lane
from ui.bridge import Bridge
from ui.window import MainWindow

PATIENCE_MS = 120_000
"""How long a test waits for what must come. A machine that is held up is not at fault."""


class PatientBot(QtBot):
    """Waits for what must come with PATIENCE_MS, where pytest-qt gives up after five seconds."""

    def waitUntil(  # noqa: N802 (pytest-qt's name)
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        """Until `callback` says True, at most `timeout` ms."""
        super().waitUntil(callback, timeout=timeout)

    def addWidget(  # noqa: N802 (pytest-qt's name)
        self, widget: QWidget, *, before_close_func: Callable[[QWidget], None] | None = None
    ) -> None:
        """Closed after the test; a window only when nothing is under way beside it, else an answer is lost."""
        if isinstance(widget, MainWindow) and before_close_func is None:
            super().addWidget(
                widget, before_close_func=lambda _window: self.waitUntil(lambda: not widget.background.busy)
            )
        else:
            super().addWidget(widget, before_close_func=before_close_func)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Hands and patience."""
    return PatientBot(request)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """The name of a real X server's display."""
    with x_server() as name:
        yield name


@pytest.fixture
def settings() -> Config:
    """In English, the language of the message ids, so that no test depends on a translation's wording; no camera."""
    return Config(sync=False, theme="light", staff="KB", language="en", sound_volume=0, camera="none")


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store and the note beside it, made once for those who copy them: making its tables takes most of a test."""
    folder = tmp_path_factory.mktemp("begun")
    with Station.open(folder / "store", settings=Config(), clock=samples.clock) as made:
        samples.put_in_force(made)
    return folder


@pytest.fixture
def station(begun: Path, tmp_path: Path, settings: Config) -> Iterator[Station]:
    built_in = asdict(Config())
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    with Station.open(tmp_path / "store", settings=settings, clock=samples.clock) as opened:
        # Also in the file, so that they still hold after a choice in the window.
        config.save(
            opened.folder, **{name: value for name, value in asdict(settings).items() if value != built_in[name]}
        )
        yield opened


@pytest.fixture
def bridge() -> Bridge:
    """What the window listens to, for whatever works beside it."""
    return Bridge()


@pytest.fixture
def window(qtbot: QtBot, station: Station, bridge: Bridge) -> Iterator[MainWindow]:
    station.listen(bridge.tell)
    made = MainWindow(station, bridge)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.later.waiting)
    yield made
    # Closed by now; gone before its store is closed, for its timers ask it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def find(window: MainWindow) -> Callable[[str], QWidget]:
    """A widget of the window by its name; there must be exactly one."""

    def found(name: str) -> QWidget:
        (only,) = window.centralWidget().findChildren(QWidget, name)
        return only

    return found


@pytest.fixture
def registered(station: Station) -> Callable[..., str]:
    """Registers a thing and returns its number."""

    def register(category: str = "bicycle", grams: int = 14_000, choice: DataChoice | None = None) -> str:
        draft = Draft(category=category, grams=grams, weight_source=WeightSource.TYPED, data_choice=choice)
        return register_item(station, draft).number

    return register


@pytest.fixture
def printed(station: Station) -> Callable[[], int]:
    """Prints all that waits, as the threads beside a real window do; returns how many jobs that was."""
    lanes = [Printing(station, lane, settings=lambda: station.config) for lane in Lane]
    return lambda: sum(1 for lane in lanes for _ in iter(lane.print_next, False))


@pytest.fixture
def hands(window: MainWindow, qtbot: QtBot) -> Hands:
    return Hands(window, qtbot)
