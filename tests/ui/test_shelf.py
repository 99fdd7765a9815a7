"""The shelf: search as you type, page by page, one item in detail, and what can be done with it."""

import datetime
import uuid
from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.item import Condition, State
from domain.numbers import Kind, grouped
from domain.staff import Right
from domain.weight import WeightSource
from station_app.actions.printing import note_labels
from station_app.actions.register import Draft, register_item, void_items
from station_app.station import Station
from station_app.storage.items import LARGEST_PAGE, Wanted
from station_app.storage.jobs import JobKind
from ui.parts.item_row import age_words
from ui.parts.shelf_filters import ANY
from ui.screens.shelf import ShelfScreen
from ui.tables import PAGE, WINDOW
from ui.window import MainWindow
from wire.messages import ItemRegistered

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
    assert screen.count.text() == "1 item"
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
    usual, none = registered("office_chair", 9_000), registered("books", 4_200)
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
    assert "Missing" in screen.panel.discarding.error.words
    hands.type("Knust")
    hands.press(Qt.Key.Key_Return)
    assert station.items.by_number(number).state is State.DISCARDED
    screen.filters.choose_state(State.DISCARDED)
    assert screen.model.rowCount() == 1
    screen.filters.choose_state(ANY)
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


def test_what_was_taken_back_is_shown_only_when_asked_for(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    void_items(station, [registered()])
    registered()
    screen.filters.choose_state(ANY)
    assert screen.model.rowCount() == 1
    screen.filters.choose_state(State.VOID)
    assert screen.model.rowCount() == 1
    assert screen.unfilter.isVisible()


def test_a_filter_without_hits_says_so_and_is_removed_with_one_press(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    assert screen.count.text() == "Nothing on the shelf yet. F1 to register."
    number = registered("bicycle")
    note_labels(station, [number], stock="a4", medium="file")
    screen.filters.unlabelled.click()
    assert screen.model.rowCount() == 0
    assert screen.count.text() == "Nothing fits what is chosen above."
    screen.unfilter.click()
    assert screen.model.rowCount() == 1
    assert not screen.unfilter.isVisible()


def test_a_group_of_categories_is_one_filter(screen: ShelfScreen, station: Station, registered: Register) -> None:
    registered("bicycle")
    registered("chair", 4_000)
    catalogue = station.catalogue
    names = {group.code: group.names.in_language("en") for group in catalogue.groups}
    box = screen.filters.category
    box.setCurrentIndex(box.findText(names[catalogue.category("chair").group]))
    box.activated.emit(box.currentIndex())
    assert [screen.model.item(row).category for row in range(screen.model.rowCount())] == ["chair"]  # type: ignore[union-attr]


def test_age_is_told_in_days_and_filtered_by_days(window: MainWindow, station: Station, registered: Register) -> None:
    old = registered()
    station.clock = lambda: samples.NOW + datetime.timedelta(days=8)
    new = registered()
    window.show_screen("shelf")
    screen = window.pages.shelf
    items = [station.items.by_number(number) for number in (old, new)]
    assert [age_words(screen.desk, item) for item in items] == ["8 d", "today"]
    for days, found in ((7, [old]), (14, [])):
        screen.filters.age.setCurrentIndex(screen.filters.age.findData(days))
        screen.filters.age.activated.emit(screen.filters.age.currentIndex())
        rows = [screen.model.item(row) for row in range(screen.model.rowCount())]
        assert [item.number for item in rows if item] == found


def test_any_number_of_rows_is_scrolled_through_both_ways_with_few_of_them_held(
    screen: ShelfScreen, station: Station, qtbot: QtBot
) -> None:
    with station.transaction():
        for _ in range(WINDOW + 3 * PAGE):
            heading = station.heading(Right.REGISTER)
            number = str(station.next_number(Kind.ITEM))
            station.record(
                ItemRegistered(
                    **heading,
                    item=str(uuid.uuid4()),
                    number=number,
                    category="chair",
                    condition=Condition.GOOD,
                    grams=4_000,
                    weight_source=WeightSource.TYPED,
                )
            )
    screen.clear()
    bar, model = screen.list.verticalScrollBar(), screen.model
    everything = [item.number for item in station.items.page(limit=LARGEST_PAGE).items]
    seen: list[str] = []

    def topmost() -> str:
        item = model.item(screen.list.indexAt(QPoint(5, 5)).row())
        return item.number if item else ""

    for _ in range(2_000):
        seen += [topmost()]
        before = topmost()
        bar.setValue(bar.value() + 3 * screen.list.row_height())
        QApplication.processEvents()
        assert model.rowCount() <= WINDOW
        if topmost() == before and not model.canFetchMore(QModelIndex()):
            break
    last = model.item(model.rowCount() - 1)
    assert last is not None
    assert last.id == 1
    ids = [station.items.by_number(number).id for number in seen]
    assert ids == sorted(ids, reverse=True)
    while bar.value() > 0:
        bar.setValue(bar.value() - 5 * screen.list.row_height())
        QApplication.processEvents()
        assert model.rowCount() <= WINDOW
    assert topmost() == everything[0]


def test_the_list_for_paper_waits_in_the_printing_queue(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    assert not screen.print_list.isVisible()
    registered()
    screen.print_list.click()
    assert [job.kind for job in station.jobs.open()] == [JobKind.SHELF_LIST]
