"""Many alike, one more of the same, turning away, and a disk that is nearly full."""

import shutil
from collections import namedtuple
from collections.abc import Callable

import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from domain.item import State
from station_app.actions.refuse import implied_category
from station_app.station import Station
from station_app.storage.jobs import JobKind
from ui.window import MainWindow

Usage = namedtuple("Usage", "total used free")


def test_six_alike_are_six_things_with_six_labels_and_one_undo(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    hands.type("7")
    window.pages.register.form.copies.set_text("6")
    hands.press(Qt.Key.Key_Return)
    items = station.items.page().items
    assert len(items) == len({item.number for item in items}) == 6
    assert all(station.jobs.is_open(JobKind.LABEL, item.number) for item in items)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {station.items.by_number(item.number).state for item in items} == {State.VOID}
    assert not any(station.jobs.is_open(JobKind.LABEL, item.number) for item in items)
    assert "6" in window.strip.result.text()


@pytest.mark.parametrize("typed", ["0", "21", "x", ""])
def test_a_wrong_number_of_things_is_said_in_its_place(
    window: MainWindow, station: Station, hands: Hands, typed: str
) -> None:
    form = window.pages.register.form
    hands.type("7")
    form.copies.set_text(typed)
    hands.press(Qt.Key.Key_Return)
    assert "20" in form.copies.error.words
    assert station.items.page().items == ()


def test_save_and_one_more_keeps_what_the_next_of_its_kind_has_too(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    form = window.pages.register.form
    hands.type("1e")
    form.title.setText("Windsor")
    form.weight.weighed(4_200)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(station.items.page().items) == 1
    assert (form.picker.code, form.condition.value, form.title.text()) == ("chair", "used", "Windsor")
    assert form.weight.entry.text() == ""  # what the scale said was the first one's weight


def test_a_reason_that_tells_the_thing_needs_no_category(window: MainWindow, station: Station, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F8)
    window.pages.register.form.refuse.reasons.tile("helmet").click()
    assert station.figures().refused.pieces == 1
    assert "Helmet" in window.strip.result.text()
    assert "residual waste" in window.strip.result.text()


def test_any_other_reason_asks_for_the_category_and_counts_with_it(
    window: MainWindow, station: Station, hands: Hands, find: Callable[[str], QWidget]
) -> None:
    hands.press(Qt.Key.Key_F8)
    find("refuse-reasons-worn_or_broken").click()
    assert station.figures().refused.pieces == 0
    assert window.pages.register.form.refuse.error.words
    hands.type("2")
    assert station.figures().refused.pieces == 1
    assert not window.pages.register.form.refusing


def test_reasons_that_imply_a_category(station: Station) -> None:
    implied = {code: implied_category(station.catalogue, code) for code in ("helmet", "mattress", "pcb_window")}
    assert {code: each and each.code for code, each in implied.items()} == {
        "helmet": "helmet",
        "mattress": "mattress",
        "pcb_window": "window",
    }
    assert implied_category(station.catalogue, "worn_or_broken") is None
    assert implied_category(station.catalogue, "outside_agreements") is None


@pytest.mark.parametrize(("free", "edge"), [(400_000_000, 800), (40_000_000, 0)])
def test_photos_give_way_to_things_when_the_disk_gets_full(
    window: MainWindow,
    station: Station,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
    free: int,
    edge: int,
) -> None:
    form = window.pages.register.form
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**9, 10**9 - free, free))
    form.photos.look_at_disk()
    hands.done()
    assert form.photos.room.words
    image = QImage(2_000, 1_000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    form.photos._roll.add_image(image)
    hands.type("7")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    (item,) = station.items.page().items
    assert [QImage(str(station.blobs.path(sha256))).width() for sha256 in item.photos] == ([edge] if edge else [])
