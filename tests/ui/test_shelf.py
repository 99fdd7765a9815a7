"""The shelf: search as you type, page by page, one item in detail, and what can be done with it."""

from collections.abc import Callable

import pytest
from keyboard import Hands
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from domain.item import State
from domain.numbers import grouped
from domain.weight import WeightSource
from station_app.actions.register import Draft, register_item
from station_app.station import Station
from station_app.storage.items import Wanted
from ui.parts.shelf_filters import ANY
from ui.screens.shelf import ShelfScreen
from ui.tables import PAGE
from ui.window import MainWindow

Register = Callable[..., str]


@pytest.fixture
def screen(window: MainWindow) -> ShelfScreen:
    window.show_screen("shelf")
    return window.pages.shelf


def test_typing_searches_and_the_number_of_hits_is_said(
    screen: ShelfScreen, station: Station, hands: Hands, registered: Register, qtbot: QtBot
) -> None:
    registered("bicycle")
    register_item(station, Draft(category="chair", grams=4_000, title="Pinnestol, rød"))
    hands.type("pinne")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    assert screen.count.text() == "1 thing"
    screen.search.setText("kajakk")
    qtbot.waitUntil(lambda: "kajakk" in screen.count.text())


def test_a_long_list_comes_page_by_page(screen: ShelfScreen, station: Station, registered: Register) -> None:
    for _ in range(PAGE + 5):
        registered()
    screen.model.ask(Wanted(state=State.REGISTERED))
    assert screen.model.rowCount() == PAGE
    assert screen.model.canFetchMore(QModelIndex())
    screen.model.fetchMore(QModelIndex())
    assert screen.model.rowCount() == PAGE + 5
    assert not screen.model.canFetchMore(QModelIndex())


def test_a_number_typed_with_enter_opens_the_item(screen: ShelfScreen, hands: Hands, registered: Register) -> None:
    number = registered()
    hands.type(grouped(number))
    hands.press(Qt.Key.Key_Return)
    assert screen.panel.number == number
    assert screen.panel.isVisible()


def test_an_unknown_number_is_said_and_stays(screen: ShelfScreen, window: MainWindow, hands: Hands) -> None:
    hands.type("10003100000017")
    hands.press(Qt.Key.Key_Return)
    said = window.strip.problem.words
    assert "10003100000017"[-4:] in said.replace(" ", "")
    hands.press(Qt.Key.Key_F1)
    assert window.strip.problem.words == said
    window.strip.dismiss.click()
    assert window.strip.problem.words == ""


def test_an_item_is_changed_and_the_weight_source_follows(
    screen: ShelfScreen, station: Station, find: Callable[[str], QWidget], registered: Register
) -> None:
    number = registered("chair", 4_200)
    screen.show_item(number)
    screen.panel.change.click()
    editor = screen.panel.editor
    editor.title.setText("Klappstol")
    editor.weight.entry.setText("3,9")
    editor.weight.source.tile(WeightSource.SCALE).click()
    editor.save()
    item = station.items.by_number(number)
    assert (item.title, item.grams, item.weight_source) == ("Klappstol", 3_900, WeightSource.SCALE)
    assert "Klappstol" in screen.panel.title.text()


def test_a_change_that_leaves_the_weight_alone_keeps_its_source(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    number = register_item(station, Draft(category="office_chair")).number
    screen.show_item(number)
    screen.panel.change.click()
    screen.panel.editor.title.setText("HÅG")
    screen.panel.editor.save()
    item = station.items.by_number(number)
    assert (item.grams, item.weight_source) == (11_900, WeightSource.DEFAULT)


def test_a_weight_that_is_taken_out_becomes_the_category_weight_or_is_asked_for(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    usual, none = registered("office_chair", 9_000), registered("chair", 4_200)
    for number in (usual, none):
        screen.show_item(number)
        screen.panel.change.click()
        screen.panel.editor.weight.entry.setText("")
        screen.panel.editor.save()
    assert station.items.by_number(usual).weight_source is WeightSource.DEFAULT
    assert "no usual weight" in screen.panel.editor.weight.error.words
    assert station.items.by_number(none).grams == 4_200


def test_a_wrong_change_is_said_in_place_and_nothing_is_lost(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    number = registered("chair", 4_200)
    screen.show_item(number)
    screen.panel.change.click()
    screen.panel.editor.weight.entry.setText("4200")
    screen.panel.editor.save()
    assert "limit" in screen.panel.editor.weight.error.words
    assert screen.panel.editor.weight.entry.text() == "4200"
    assert station.items.by_number(number).grams == 4_200


def test_an_item_is_discarded_only_with_a_reason(
    screen: ShelfScreen, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    screen.show_item(number)
    screen.panel.discard.click()
    hands.press(Qt.Key.Key_Return)
    assert "Missing" in screen.panel.discard_error.words
    hands.type("Knust")
    hands.press(Qt.Key.Key_Return)
    assert station.items.by_number(number).state is State.DISCARDED
    screen.filters.state.tile(State.DISCARDED).click()
    assert screen.model.rowCount() == 1
    screen.filters.state.tile(ANY).click()
    assert screen.model.rowCount() == 1


def test_a_label_is_made_again_and_counted(
    screen: ShelfScreen, station: Station, registered: Register, printed: Callable[[], int]
) -> None:
    number = registered()
    screen.show_item(number)
    screen.panel.again.click()
    assert printed() == 1
    screen.panel.again.click()
    assert printed() == 1
    assert station.items.by_number(number).labels == 2
    assert (station.folder / "labels" / f"{number}.pdf").read_bytes().startswith(b"%PDF")


def test_an_item_goes_to_the_handover_as_a_line(screen: ShelfScreen, window: MainWindow, registered: Register) -> None:
    number = registered()
    screen.show_item(number)
    screen.panel.to_handover.click()
    assert window.front is window.pages.handover
    assert window.pages.handover.lines.row(number) is not None


def test_what_another_program_did_is_seen_when_it_is_told(
    screen: ShelfScreen, window: MainWindow, station: Station, registered: Register
) -> None:
    with station.another() as beside:
        changed = register_item(beside, Draft(category="chair", grams=4_000))
    window._changed(changed)
    assert screen.model.row_of(changed.number) == 0
