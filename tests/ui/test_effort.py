"""The effort of registering a thing, counted by the window's own events and summed by the keystroke-level model."""

from collections.abc import Callable, Iterator
from functools import partial

import msgspec
import pytest
from camera.camera_on_a_plug import RED, PluggedIn, Usb
from effort import MENTAL, SAVE_RESPONSE, SCAN, Effort
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.item import Condition
from domain.weight import WeightSource
from station_app.config import Config
from station_app.station import Station
from station_app.storage.items import Item
from ui.camera import Camera, CameraState
from ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints", extend=True)


@pytest.fixture
def settings(settings: Config) -> Config:
    return msgspec.structs.replace(settings, camera="")


@pytest.fixture(autouse=True)
def usb(monkeypatch: pytest.MonkeyPatch) -> Usb:
    """A camera on a plug, for the window that is made after this."""
    plugged = Usb()
    monkeypatch.setattr("ui.camera.Camera", partial(Camera, cameras=lambda: PluggedIn(plugged)))
    return plugged


@pytest.fixture
def effort(window: MainWindow, usb: Usb, qtbot: QtBot) -> Iterator[Effort]:
    """Counts from an empty form with the camera live, as it is all day."""
    usb.see(RED)
    qtbot.waitUntil(
        lambda: window.devices.camera.state is CameraState.LIVE and not window.devices.camera.shown.isNull()
    )
    qtbot.waitUntil(lambda: window.background.busy == 0)
    counted = Effort()
    QApplication.instance().installEventFilter(counted)
    yield counted
    QApplication.instance().removeEventFilter(counted)


@pytest.fixture
def saved(window: MainWindow, station: Station, hands: Hands, effort: Effort) -> Callable[[], Item]:
    """The newest thing, when everything is done; what was promised of every event is looked at here."""

    def newest() -> Item:
        hands.done()
        assert effort.modal == 0
        return station.items.page().items[0]

    return newest


def touch(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_usual_thing_takes_three_keys(hands: Hands, effort: Effort, saved: Callable[[], Item]) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.type("7")
    hands.press(Qt.Key.Key_Return)
    item = saved()
    assert (item.category, item.condition, item.weight_source) == (
        "table_lamp",
        Condition.GOOD,
        WeightSource.DEFAULT,
    )
    assert len(item.photos) == 1
    assert effort.actions == ["F2", "7", "Return"]
    assert effort.seconds() == pytest.approx(5.4, abs=0.05)


def test_books_take_three_keys_where_a_scale_stands(
    window: MainWindow, hands: Hands, effort: Effort, saved: Callable[[], Item]
) -> None:
    """No figure speaks for one book; with a scale none is needed, and the weight is a weighed one."""
    window.devices.scale.loaded.emit(450)
    hands.press(Qt.Key.Key_F2)
    hands.type("5")
    hands.press(Qt.Key.Key_Return)
    item = saved()
    assert (item.category, item.grams, item.weight_source) == ("books", 450, WeightSource.SCALE)
    assert len(effort.actions) == 3


def test_books_that_nobody_weighed_are_asked_about_once_and_then_saved(
    window: MainWindow, station: Station, hands: Hands, effort: Effort, saved: Callable[[], Item]
) -> None:
    """Every thing has a weight with a source, so nothing is saved without; the answer is a fourth key."""
    form = window.pages.register.form
    hands.press(Qt.Key.Key_F2)
    hands.type("5")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert station.items.page().items == ()
    assert form.weight.error.words
    assert QApplication.focusWidget() is form.weight.entry
    hands.type("2")
    hands.press(Qt.Key.Key_Return)
    assert (saved().grams, saved().weight_source) == (2_000, WeightSource.TYPED)

    del effort.actions[:]
    hands.press(Qt.Key.Key_F2)
    hands.type("5+")
    hands.press(Qt.Key.Key_Return)
    assert saved().weight_source is WeightSource.TYPED
    assert len(effort.actions) == 4


def test_the_usual_thing_takes_three_scans_of_the_command_sheet(
    window: MainWindow, hands: Hands, effort: Effort, saved: Callable[[], Item]
) -> None:
    scanned: list[str] = []
    window.scan_filter.scanned.connect(scanned.append)
    tile = next(command for command in Command if command.tile == 7)
    for command in (Command.PHOTO, tile, Command.SAVE):
        hands.scan(str(command.number))
    item = saved()
    assert (item.category, len(item.photos), len(scanned)) == ("table_lamp", 1, 3)
    # Nothing came but the scans' own keys.
    assert len(effort.actions) == sum(len(code) + 1 for code in scanned)
    seconds = len(scanned) * (MENTAL + SCAN) + SAVE_RESPONSE
    assert seconds == pytest.approx(8.85)


def test_a_toy_takes_three_keys_once_five_were_weighed(
    window: MainWindow, registered: Callable[..., str], hands: Hands, effort: Effort, saved: Callable[[], Item]
) -> None:
    for grams in (1_200, 1_300, 1_400, 1_500, 1_600):
        registered("toys", grams)
    window.pages.register.form.fields.learn_weights()
    hands.done()
    hands.press(Qt.Key.Key_F2)
    hands.type("8")
    assert "1.4 kg" in window.pages.register.form.weight.status.text()
    hands.press(Qt.Key.Key_Return)
    assert (saved().grams, saved().weight_source) == (1_400, WeightSource.DEFAULT)
    assert len(effort.actions) == 3


def test_the_usual_thing_takes_three_touches(
    window: MainWindow, effort: Effort, saved: Callable[[], Item], find: Callable[[str], QWidget]
) -> None:
    touch(find("register-photos-add"))
    touch(find("register-category-tiles-table_lamp"))
    touch(find("register-save"))
    assert len(saved().photos) == 1
    assert effort.actions == ["click"] * 3
    assert effort.seconds() == pytest.approx(7.4, abs=0.05)


def test_another_condition_is_one_touch_more(
    effort: Effort, saved: Callable[[], Item], find: Callable[[str], QWidget]
) -> None:
    for name in ("photos-add", "category-tiles-table_lamp", "condition-used", "save"):
        touch(find(f"register-{name}"))
    assert saved().condition is Condition.USED
    assert effort.seconds() == pytest.approx(10.1, abs=0.1)


def test_condition_and_estimate_by_keyboard_stay_within_the_budget(
    hands: Hands, effort: Effort, saved: Callable[[], Item]
) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.type("2e+")
    hands.press(Qt.Key.Key_Return)
    item = saved()
    assert (item.condition, item.weight_source) == (Condition.USED, WeightSource.TYPED)
    assert len(effort.actions) == 5
    assert effort.seconds() <= 12


def test_turning_a_thing_away_takes_two_keys(
    window: MainWindow, station: Station, hands: Hands, effort: Effort
) -> None:
    hands.press(Qt.Key.Key_F8)
    hands.type("1")
    hands.done()
    assert station.figures().refused.pieces == 1
    assert len(effort.actions) == 2
    assert effort.modal == 0
