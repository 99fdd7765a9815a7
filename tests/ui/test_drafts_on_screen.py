"""What was begun is never lost: a power cut, Escape, a card that is scanned, a photo that is not ready."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from domain.numbers import actor_card
from station_app.config import Config
from station_app.station import Station
from station_app.storage.drafts import DraftKind
from ui.bridge import Bridge
from ui.parts.form_state import FormState
from ui.window import MainWindow

HERE = Path(__file__).parent


def aside(station: Station) -> list[FormState]:
    return [FormState.read(kept.body) for kept in station.drafts.aside(DraftKind.ITEM)]


def photo() -> QImage:
    image = QImage(3_000, 2_000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return image


def test_after_the_power_went_everything_stands_in_the_form_again(
    tmp_path: Path, settings: Config, qtbot: QtBot
) -> None:
    folder = tmp_path / "store"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(HERE.parents[1]), str(HERE)))}
    command = [sys.executable, str(HERE / "counter_that_dies.py"), str(folder)]
    died = subprocess.run(command, env=environment, capture_output=True, timeout=100, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    with Station.open(folder, settings=settings, clock=samples.clock) as station:
        window = MainWindow(station, Bridge())
        qtbot.addWidget(window)
        state = window.pages.register.state()
        assert (state.category, state.title, state.weight) == ("bicycle", "Red, 20 inch", "14,5")
        assert len(state.photos) == 1
        assert station.blobs.path(state.photos[0].sha256).is_file()
        assert "Red, 20 inch" in window.strip.result.text()
        qtbot.waitUntil(lambda: window.background.busy == 0)
        window.close()


def test_escape_sets_aside_and_a_press_takes_up_again(
    window: MainWindow, station: Station, hands: Hands, find: Callable[[str], QWidget]
) -> None:
    form = window.pages.register.form
    hands.type("2e")
    form.title.setText("Red")
    hands.press(Qt.Key.Key_Escape)
    assert window.pages.register.state() == FormState()
    assert "(1)" in find("register-aside-list").text()
    hands.type("7")
    window.pages.register.take_up(station.drafts.aside(DraftKind.ITEM)[0].id)
    assert (form.picker.code, form.title.text(), form.condition.value) == ("bicycle", "Red", "used")
    assert [state.category for state in aside(station)] == ["table_lamp"]


def test_what_is_thrown_away_comes_back_by_undo(
    window: MainWindow, station: Station, hands: Hands, find: Callable[[str], QWidget]
) -> None:
    hands.type("2")
    hands.press(Qt.Key.Key_Escape)
    (kept,) = station.drafts.aside(DraftKind.ITEM)
    find("register-aside-list").click()
    find(f"register-aside-{kept.id}-drop").click()
    assert aside(station) == []
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [state.category for state in aside(station)] == ["bicycle"]


def test_an_actor_s_card_sets_aside_what_is_being_registered(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    hands.type("2")
    hands.scan(str(actor_card(samples.FRETEX)))
    assert window.front is window.pages.handover
    assert [state.category for state in aside(station)] == ["bicycle"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_photo_that_is_not_ready_goes_with_its_thing_and_not_with_the_next(
    window: MainWindow, station: Station, hands: Hands, key: Qt.Key
) -> None:
    form = window.pages.register.form
    hands.type("7")
    form.photos._roll.add_image(photo())
    hands.press(key)
    hands.type("3")
    hands.done()
    assert (form.picker.code, form.photos.photos) == ("hand_tool", ())
    if key == Qt.Key.Key_Return:
        (item,) = station.items.page().items
        assert (item.category, len(item.photos)) == ("table_lamp", 1)
    else:
        (state,) = aside(station)
        assert (state.category, len(state.photos)) == ("table_lamp", 1)


def test_what_was_saved_does_not_come_back_as_a_draft(
    window: MainWindow, station: Station, hands: Hands, qtbot: QtBot
) -> None:
    keeper = window.pages.register.store.keeper
    hands.type("7")
    qtbot.waitUntil(lambda: not keeper.waiting)
    assert station.drafts.live(DraftKind.ITEM) is not None
    hands.press(Qt.Key.Key_Return)
    assert station.drafts.live(DraftKind.ITEM) is None
    qtbot.waitUntil(lambda: not keeper.waiting)
    assert station.drafts.live(DraftKind.ITEM) is None
