"""One item on the shelf: its photos one by one, what happened to it in words, a change that touches the photos."""

from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from domain.numbers import grouped
from station_app.actions.correct import Correction, change_item, discard_item
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.printing import note_labels
from station_app.actions.register import Draft, keep_photo, register_item, void_items
from station_app.actions.reverse import prepare_reversal, reverse_handover
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from ui.pictures import prepare_image
from ui.screens.shelf import ShelfScreen
from ui.window import MainWindow
from wire.messages import Blob

Register = Callable[..., str]


@pytest.fixture
def screen(window: MainWindow) -> ShelfScreen:
    window.show_screen("shelf")
    return window.pages.shelf


def picture(colour: str) -> QImage:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def kept(station: Station, *colours: str) -> tuple[Blob, ...]:
    return tuple(keep_photo(station, prepare_image(picture(colour))) for colour in colours)


def happened(screen: ShelfScreen) -> list[str]:
    """What is told of each event, without time, person and sending."""
    return [entry.partition("\n")[2] for entry in screen.panel.timeline.entries]


def test_photos_are_stepped_through_and_begin_anew_behind_the_last(
    screen: ShelfScreen, station: Station, hands: Hands
) -> None:
    photos = kept(station, "red", "blue")
    screen.show_item(register_item(station, Draft(category="chair", grams=4_000, photos=photos)).number)
    shown = screen.panel.photos
    assert shown.told.text() == "1 of 2"
    for place, reddish in (("2 of 2", False), ("1 of 2", True)):
        shown.after.click()
        hands.done()
        assert shown.told.text() == place
        middle = shown.picture.pixmap().toImage().pixelColor(5, 5)
        assert (middle.red() > middle.blue()) is reddish


def test_what_is_changed_or_discarded_is_named_there(screen: ShelfScreen, registered: Register) -> None:
    number = registered("chair", 4_200)
    screen.show_item(number)
    screen.panel.change.click()
    assert grouped(number) in screen.panel.editor.which.text().replace("\N{NO-BREAK SPACE}", " ")
    screen.panel.editor.closed.emit()
    screen.panel.discard.click()
    assert grouped(number) in screen.panel.discarding.which.text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_first_label_is_not_made_again(screen: ShelfScreen, station: Station, registered: Register) -> None:
    number = registered()
    screen.show_item(number)
    assert screen.panel.again.text() == "Make label"
    note_labels(station, [number], stock="a4", medium="file")
    screen.show_item(number)
    assert screen.panel.again.text() == "Make label again"


def test_the_list_goes_to_the_item_that_is_shown(screen: ShelfScreen, registered: Register, qtbot: QtBot) -> None:
    first = registered()
    for _ in range(12):
        registered("chair", 4_200)
    screen.refresh()
    screen.show_item(first)
    chosen = screen.list.currentIndex()
    item = screen.model.item(chosen.row())
    assert item is not None
    assert item.number == first
    qtbot.waitUntil(lambda: screen.list.viewport().rect().contains(screen.list.visualRect(chosen)))


def test_what_happened_is_told_in_order_and_in_words(
    screen: ShelfScreen, station: Station, registered: Register
) -> None:
    number = registered("chair", 4_200)
    note_labels(station, [number], stock="a4", medium="file")
    change_item(station, number, Correction(grams=3_900, title="Klappstol", photos=kept(station, "red")))
    order = Order(orgnr=samples.FRETEX, numbers=(number,), representative="Ola", signature=None)
    prepared = prepare_handover(station, order)
    receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
    reversal = prepare_reversal(station, receipt, "Feil ting")
    reverse_handover(station, reversal, render_receipt(reversal.receipt))
    discard_item(station, number, "Knust")
    screen.show_item(number)
    told = happened(screen)
    assert told[0] == "Registered"
    assert told[1] == "Label made as a file"
    assert told[2].splitlines()[1:] == [
        "Weight: 4.2 kg (estimated) → 3.9 kg (estimated)",
        "Title: – → Klappstol",
        "1 photo added",
    ]
    assert "Fretex" in told[3]
    assert "Feil ting" in told[4]
    assert told[5] == "Discarded: Knust"


def test_each_event_says_whether_it_is_sent(screen: ShelfScreen, station: Station, registered: Register) -> None:
    number = registered()
    with station.transaction():
        station.outbox.advance(station.journal.head())
    discard_item(station, number, "Knust")
    screen.show_item(number)
    first, second = (entry.partition("\n")[0] for entry in screen.panel.timeline.entries)
    assert first.endswith("✓ sent")
    assert second.endswith("… waiting")


def test_a_photo_is_added_to_a_thing_and_another_removed(
    screen: ShelfScreen, station: Station, hands: Hands, tmp_path: Path
) -> None:
    before = kept(station, "red", "blue")
    number = register_item(station, Draft(category="chair", grams=4_000, photos=before)).number
    screen.show_item(number)
    screen.panel.change.click()
    file = tmp_path / "green.png"
    picture("green").save(str(file))
    (remove,) = screen.panel.editor.findChildren(QPushButton, "item-photos-new-remove-1")
    remove.click()
    screen.panel.editor.photos.add_files([file])
    screen.panel.editor.save()
    assert "still being prepared" in screen.panel.editor.error.words
    hands.done()
    screen.panel.editor.save()
    photos = station.items.by_number(number).photos
    assert len(photos) == 2
    assert photos[0] == before[1].sha256
    assert happened(screen)[1].splitlines()[1:] == ["1 photo added", "1 photo removed"]


def test_a_change_of_words_alone_leaves_the_photos(screen: ShelfScreen, station: Station) -> None:
    photos = kept(station, "red")
    number = register_item(station, Draft(category="chair", grams=4_000, photos=photos)).number
    screen.show_item(number)
    screen.panel.change.click()
    screen.panel.editor.title.setText("Krakk")
    screen.panel.editor.save()
    assert station.items.by_number(number).photos == (photos[0].sha256,)


def test_what_was_taken_back_has_no_label_to_make(screen: ShelfScreen, station: Station, registered: Register) -> None:
    number = registered()
    void_items(station, [number])
    screen.show_item(number)
    buttons = (screen.panel.again, screen.panel.change, screen.panel.discard, screen.panel.to_handover)
    assert not any(button.isVisible() for button in buttons)
