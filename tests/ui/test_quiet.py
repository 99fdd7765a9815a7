"""What is made in quiet moments: nobody waits for it, and nobody notices that it was made before."""

from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.station import Station
from ui.pages import AHEAD
from ui.quiet import Quiet
from ui.window import MainWindow

AN_HOUR_MS = 3_600_000


@pytest.fixture
def quiet(qapp: QApplication) -> Iterator[Quiet]:
    """Any moment is a quiet one."""
    made = Quiet(qapp, quiet_ms=0)
    yield made
    made.end()
    made.deleteLater()


def names(window: MainWindow) -> set[str]:
    """The screens that there are so far."""
    return {screen.objectName() for screen in window.pages.made()}


def test_pieces_come_one_at_a_turn_until_there_is_none(quiet: Quiet, qtbot: QtBot) -> None:
    done: list[int] = []
    quiet.begin(done.append(piece) for piece in range(3))
    assert done == []
    qtbot.waitUntil(lambda: not quiet.working)
    assert done == [0, 1, 2]


@pytest.mark.parametrize("touch", [QTest.keyClick, QTest.mouseClick])
def test_nothing_is_made_while_somebody_is_at_it(
    quiet: Quiet, window: MainWindow, qtbot: QtBot, touch: Callable[..., None]
) -> None:
    done: list[int] = []
    quiet.begin(done.append(piece) for piece in range(50))
    qtbot.waitUntil(lambda: bool(done))
    quiet.quiet_ms = AN_HOUR_MS
    touch(window, Qt.Key.Key_Shift if touch is QTest.keyClick else Qt.MouseButton.LeftButton)
    so_far = list(done)
    qtbot.wait(200)
    assert done == so_far
    assert quiet.working


def test_nothing_is_made_while_another_thread_computes(quiet: Quiet, qapp: QApplication, qtbot: QtBot) -> None:
    """Sending, say: a piece would take several times as long."""
    done: list[int] = []
    busy, asked = True, 0

    def others() -> bool:
        nonlocal asked
        asked += 1
        return busy

    waiting = Quiet(qapp, quiet_ms=0, busy=others)
    waiting.begin(done.append(piece) for piece in range(3))
    qtbot.waitUntil(lambda: asked > 5)
    assert done == []
    busy = False
    qtbot.waitUntil(lambda: not waiting.working)
    assert done == [0, 1, 2]
    waiting.deleteLater()


def test_what_fails_is_the_last(quiet: Quiet, qtbot: QtBot) -> None:
    done: list[int] = []
    quiet.begin(done.append(1 // piece) for piece in (1, 0, 1))
    with qtbot.captureExceptions() as failed:
        qtbot.waitUntil(lambda: not quiet.working)
    assert [kind for kind, _error, _trace in failed] == [ZeroDivisionError]
    assert done == [1]


def test_screens_are_made_before_somebody_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    window.quiet.quiet_ms = 0
    assert names(window) == {"register"}
    window.get_ahead()
    qtbot.waitUntil(lambda: not window.quiet.working)
    assert names(window) == {"register", *AHEAD}
    assert window.front.objectName() == "register"
    assert not any(window.pages.named(name).visited for name in AHEAD)


@pytest.mark.parametrize("steps", range(1, 16))
def test_somebody_goes_to_a_screen_that_is_half_made(
    window: MainWindow, qtbot: QtBot, registered: Callable[..., str], steps: int
) -> None:
    """The shelf takes these steps, from its module to the last of its parts."""
    number = registered()
    rest = window.pages.ahead()
    list(islice(rest, steps))
    Hands(window, qtbot).scan(number)
    assert window.front.objectName() == "shelf"
    assert window.pages.shelf.panel.number == number
    assert window.pages.shelf.panel.isVisible()
    list(rest)
    assert window.front.objectName() == "shelf"
    assert names(window) == {"register", *AHEAD}


def test_drawing_anew_makes_only_what_somebody_was_at(window: MainWindow, station: Station, qtbot: QtBot) -> None:
    """Whoever chooses another language waits for the screens that they know, and for no others."""
    window.quiet.quiet_ms = 0
    window.get_ahead()
    qtbot.waitUntil(lambda: not window.quiet.working)
    window.show_screen("history")
    window.quiet.quiet_ms = AN_HOUR_MS
    station.config = msgspec.structs.replace(station.config, language="nn")
    window.redraw()
    assert names(window) == {"register", "history"}
    # The others again in quiet moments.
    assert window.quiet.working


def test_what_was_begun_lasts_though_it_was_not_looked_at_since(window: MainWindow) -> None:
    window.show_screen("shelf")
    window.pages.shelf.search.setText("sofa")
    window.show_screen("register")
    window.redraw()
    window.redraw()
    assert window.pages.shelf.search.text() == "sofa"
