"""A key that is held down, as with gloves on: it orders what it orders once."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.numbers import actor_card
from station_app.station import Station
from station_app.storage.drafts import DraftKind
from ui.sounds import Sound
from ui.window import MainWindow

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
TEXTS = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Escape: "\x1b"}
REPEATS = 5
SCREENS = ("register", "shelf", "handover", "history", "sync", "printing", "settings")


@pytest.fixture
def hold(window: MainWindow, hands: Hands) -> Callable[..., None]:
    """Press a key and keep it down until the keyboard has repeated it a few times."""

    def held(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        for time in range(1 + REPEATS):
            focus = QApplication.focusWidget() or window
            QTest.simulateEvent(focus, True, key.value, modifier, TEXTS.get(key, ""), time > 0)
        hands.press(Qt.Key.Key_Shift)

    return held


@pytest.mark.parametrize("modifier", [NONE, CTRL])
def test_enter_saves_one_thing_and_nothing_is_wrong(
    window: MainWindow, station: Station, hands: Hands, hold: Callable[..., None], modifier: Qt.KeyboardModifier
) -> None:
    heard: list[Sound] = []
    window.devices.sounds.chosen.connect(heard.append)
    hands.type("2")
    window.pages.register.form.weight.entry.setText("14")
    hold(Qt.Key.Key_Return, modifier)
    assert len(station.items.page().items) == 1
    assert heard == [Sound.OK]
    assert window.pages.register.form.wrong() is None


def test_enter_in_the_search_chooses_and_does_not_save(
    window: MainWindow, station: Station, hands: Hands, hold: Callable[..., None]
) -> None:
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("sykkel")
    hold(Qt.Key.Key_Return)
    assert window.pages.register.form.picker.code
    assert station.items.page().items == ()


def test_escape_at_refusing_leaves_it_and_sets_nothing_aside(
    window: MainWindow, station: Station, hands: Hands, hold: Callable[..., None]
) -> None:
    hands.type("2")
    hold(Qt.Key.Key_F8)
    assert window.pages.register.form.refusing
    hold(Qt.Key.Key_Escape)
    assert not window.pages.register.form.refusing
    assert station.drafts.aside_count(DraftKind.ITEM) == 0


def test_escape_at_signing_goes_back_to_the_list_and_no_further(
    window: MainWindow, station: Station, hands: Hands, hold: Callable[..., None], registered: Callable[..., str]
) -> None:
    number = registered()
    window.show_screen("handover")
    screen = window.pages.handover
    hands.scan(str(actor_card(samples.FRETEX)))
    hands.scan(number)
    hold(Qt.Key.Key_Return, CTRL)
    assert screen.signing
    assert screen.sign.wrong() is None
    hold(Qt.Key.Key_Escape)
    assert not screen.signing
    assert screen.gathering.basket.numbers == [number]


def test_f12_opens_the_help_and_leaves_it_open(window: MainWindow, hold: Callable[..., None]) -> None:
    told: list[None] = []
    window.bar.help_wanted.connect(lambda: told.append(None))
    hold(Qt.Key.Key_F12)
    assert len(told) == 1


def test_undo_takes_back_one_thing(
    window: MainWindow, station: Station, hands: Hands, hold: Callable[..., None]
) -> None:
    told: list[None] = []
    hands.type("2")
    window.pages.register.form.weight.entry.setText("14")
    hands.press(Qt.Key.Key_Return)
    window.strip.undo_wanted.connect(lambda: told.append(None))
    hold(Qt.Key.Key_Z, CTRL)
    assert len(told) == 1
    assert window.strip.deed is None


def test_no_key_that_orders_something_repeats(window: MainWindow, registered: Callable[..., str]) -> None:
    for name in SCREENS:
        window.show_screen(name)
    window.pages.shelf.show_item(registered())
    window.pages.history.sheet.show()
    repeating = [each.key().toString() for each in window.findChildren(QShortcut) if each.autoRepeat()]
    assert repeating == []
