"""The effort of a handover of ten things, from the keys and touches that really came, by the keystroke-level model.

Card, Moran and Newell's operators, with 0.5 s a key instead of 0.28 for gloves; a scan is 1.5 s. A thought goes before
each of them. The signature itself takes as long as it takes.
"""

from collections.abc import Callable, Iterator

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.numbers import actor_card
from station_app.station import Station
from ui.window import MainWindow

Register = Callable[..., str]
KEY, TOUCH, SCAN, THINK, RESPONSE = 0.5, 1.3, 1.5, 1.35, 0.3
BUDGET_ACTIONS, BUDGET_SECONDS = 13, 45.0


class Log(QObject):
    """Every key, touch and finished scan that reaches the window, and whether a box ever stood in the way."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.keys, self.strokes, self.scans, self.boxes = 0, 0, 0, 0
        self.touched: list[str] = []
        window.scan_filter.scanned.connect(self._scanned)

    def _scanned(self, _code: str) -> None:
        self.scans += 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() is QEvent.Type.Shortcut:
            # A key that is a shortcut reaches nobody as a key.
            self.keys += 1
        if not isinstance(watched, QWidget):
            return False
        self.boxes += QApplication.activeModalWidget() is not None
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self.keys += 1
        elif event.type() is QEvent.Type.MouseButtonPress and watched.objectName():
            self.touched.append(watched.objectName())
        return False


@pytest.fixture
def log(window: MainWindow) -> Iterator[Log]:
    application = QApplication.instance()
    assert application is not None
    made = Log(window)
    # Installed last, so asked first: before the filter of the scans takes its keys away.
    application.installEventFilter(made)
    yield made
    application.removeEventFilter(made)


def test_ten_things_take_a_card_ten_scans_one_key_a_signature_and_one_touch(
    window: MainWindow, station: Station, hands: Hands, log: Log, registered: Register
) -> None:
    things = [registered() for _ in range(11)]
    card = str(actor_card(samples.FRETEX))
    hands.scan(card)
    hands.scan(things.pop())
    screen = window.pages.handover
    # The first handover of this actor: whoever signs is asked for their name once.
    hands.press(Qt.Key.Key_F8)
    screen.sign.name.setText("Ola Nordmann")
    hands.draw(screen.sign.pad)
    screen.accept()
    hands.done()

    log.keys, log.scans = 0, 0
    log.touched.clear()
    for code in (card, *things):
        hands.scan(code)
    scanned_keys = sum(len(code) + 1 for code in (card, *things))
    hands.press(Qt.Key.Key_F8)
    hands.draw(screen.sign.pad)
    QTest.mouseClick(screen.sign.accept, Qt.MouseButton.LeftButton)
    hands.done()

    pressed = log.keys - scanned_keys
    touches = [name for name in log.touched if name != "handover-pad"]
    assert (log.scans, pressed, touches) == (11, 1, ["handover-accept"])
    assert log.touched.count("handover-pad") == 2
    actions = log.scans + pressed + len(touches)
    seconds = log.scans * SCAN + pressed * KEY + len(touches) * TOUCH + actions * THINK + RESPONSE
    assert actions <= BUDGET_ACTIONS
    assert seconds == pytest.approx(36.15)
    assert seconds <= BUDGET_SECONDS
    assert log.boxes == 0
    assert station.handovers.history()[0].pieces == 10


def test_a_bad_scan_between_good_ones_costs_nothing_but_its_own_line(
    window: MainWindow, hands: Hands, log: Log, registered: Register
) -> None:
    things = [registered() for _ in range(10)]
    hands.scan(str(actor_card(samples.FRETEX)))
    for code in (*things[:5], "5701234567890", *things[5:]):
        hands.scan(code)
    screen = window.pages.handover
    assert [found.number for found in screen.gathering.checked if found.allowed] == things
    assert [found.number for found in screen.gathering.checked if not found.allowed] == ["5701234567890"]
    assert log.boxes == 0
