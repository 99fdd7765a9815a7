"""History: the same file again byte for byte, and a handover reversed with a receipt of its own."""

import datetime
from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.item import State
from domain.numbers import grouped
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.documents.receipt import render_receipt
from station_app.station import Changed, Station, Subject
from ui.screens.history import HistoryScreen
from ui.tables import PAGE
from ui.window import MainWindow


@pytest.fixture
def handed_over(station: Station, registered: Callable[..., str]) -> str:
    order = Order(orgnr=samples.FRETEX, numbers=(registered(),), representative="Ola Nordmann", signature=None)
    prepared = prepare_handover(station, order)
    return hand_over(station, prepared, render_receipt(prepared.receipt)).number


@pytest.fixture
def screen(window: MainWindow, handed_over: str) -> HistoryScreen:
    window.show_screen("history")
    return window.pages.history


def test_a_receipt_is_put_out_again_byte_for_byte(
    screen: HistoryScreen, station: Station, hands: Hands, handed_over: str
) -> None:
    screen.table.selectRow(0)
    screen.reprint()
    hands.done()
    stored = station.blobs.read(station.handovers.document(handed_over))
    assert (station.folder / "receipts" / f"{handed_over}.pdf").read_bytes() == stored


def test_a_handover_is_reversed_with_a_reason_and_its_things_are_back(
    screen: HistoryScreen, station: Station, window: MainWindow, hands: Hands, handed_over: str
) -> None:
    screen.table.selectRow(0)
    screen.reverse.click()
    hands.type("Feil ting")
    hands.press(Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    hands.done()
    reversal, handover = station.handovers.history()
    assert (reversal.kind, reversal.reverses) == ("reversal", handed_over)
    assert handover.reversed_by == reversal.receipt
    assert [item.state for item in station.items.page().items] == [State.REGISTERED]
    assert (station.folder / "receipts" / f"{reversal.receipt}.pdf").exists()
    assert grouped(handed_over) in window.strip.result.text()
    assert screen.entry == reversal
    assert not screen.reverse.isEnabled()


def test_a_reversal_without_a_reason_is_asked_for_one(screen: HistoryScreen, station: Station, hands: Hands) -> None:
    screen.table.selectRow(0)
    screen.ask_reason()
    screen.panel.save()
    assert "Missing" in screen.error.words
    assert len(station.handovers.history()) == 1


def test_while_the_reason_is_asked_for_there_is_one_way_to_reverse(screen: HistoryScreen, handed_over: str) -> None:
    screen.show_receipt(handed_over, reverse=True)
    assert not screen.reverse.isEnabled()
    screen.panel.closed.emit()
    assert screen.reverse.isEnabled()


def test_undo_after_a_handover_leads_to_its_reversal(
    window: MainWindow, station: Station, hands: Hands, registered: Callable[..., str]
) -> None:
    window.show_screen("handover")
    handover = window.pages.handover
    handover.actor.choose(samples.FRETEX)
    hands.scan(registered())
    handover.to_signing()
    handover.sign.name.setText("Ola")
    handover.sign.paper.setChecked(True)
    handover.accept()
    hands.done()
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.front is window.pages.history
    assert window.pages.history.panel.isVisible()
    assert QApplication.focusWidget() is window.pages.history.reason


def test_a_scanned_receipt_is_found_in_the_history(window: MainWindow, hands: Hands, handed_over: str) -> None:
    hands.scan(handed_over)
    assert window.front is window.pages.history
    assert window.pages.history.entry is not None
    assert window.pages.history.entry.receipt == handed_over


def test_search_finds_an_actor_and_says_when_there_is_none(
    screen: HistoryScreen, handed_over: str, qtbot: QtBot
) -> None:
    screen.search.setText("fretex")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    screen.search.setText("rema")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 0)
    assert "rema" in screen.count.text()
    screen.list.unfilter.click()
    assert screen.model.rowCount() == 1


def test_a_missing_signed_copy_is_listed_and_attached(
    screen: HistoryScreen, station: Station, hands: Hands, handed_over: str, tmp_path: Path
) -> None:
    assert screen.count.text() == "1 signed copy is missing."
    screen.unsigned.click()
    screen.table.selectRow(0)
    screen.attach.click()
    screen.sheet.attach()
    assert "no picture" in screen.sheet.error.words
    sheet = QImage(60, 80, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    sheet.save(str(tmp_path / "sheet.png"))
    screen.sheet.photos.add_files([tmp_path / "sheet.png"])
    hands.done()
    screen.sheet.save.click()
    assert station.handovers.by_receipt(handed_over).sheet is not None
    assert screen.model.rowCount() == 0
    assert screen.count.text() == "No signed copy is missing."
    screen.list.unfilter.click()
    assert screen.model.rowCount() == 1
    assert screen.table.isVisible()


def test_each_row_says_how_far_it_is_sent(screen: HistoryScreen, station: Station, window: MainWindow) -> None:
    def sending() -> str:
        return str(screen.model.index(0, screen.model.columnCount() - 1).data())

    assert sending() == "… waiting"
    with station.transaction():
        station.outbox.advance(station.journal.head())
    window._changed(Changed(frozenset({Subject.SENDING})))
    assert sending() == "✓ sent"


def test_a_reason_that_is_being_typed_outlives_what_is_sent_meanwhile(
    screen: HistoryScreen, window: MainWindow, hands: Hands
) -> None:
    screen.table.selectRow(0)
    screen.reverse.click()
    hands.type("Feil")
    window._changed(Changed(frozenset({Subject.SENDING})))
    hands.type(" ting")
    assert screen.panel.isVisible()
    assert screen.reason.text() == "Feil ting"


def test_the_history_is_read_page_by_page_and_a_day_is_named_once(
    station: Station, window: MainWindow, registered: Callable[..., str]
) -> None:
    receipts = []
    for place in range(PAGE + 3):
        now = samples.NOW + datetime.timedelta(minutes=place // 2)
        station.clock = lambda now=now: now  # type: ignore[misc]
        order = Order(orgnr=samples.FRETEX, numbers=(registered(),), representative="Ola", signature=None)
        prepared = prepare_handover(station, order)
        receipts.append(hand_over(station, prepared, b"%PDF-").number)
    window.show_screen("history")
    model = window.pages.history.model
    assert model.rowCount() == PAGE
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    found = [entry.receipt for row in range(model.rowCount()) if (entry := model.entry(row))]
    assert found == receipts[::-1]
    assert [model.index(row, 0).data() for row in (0, 1)] == ["24 Nov 2026 11:13", "11:12"]
