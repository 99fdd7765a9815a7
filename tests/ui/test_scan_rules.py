"""What a scan means: the kind of its number first, then the screen in front: the rule table, row by row."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.numbers import Kind, Number, actor_card
from domain.staff import Role
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.register import void_items
from station_app.actions.staff import add_member, give_badge, go_on_duty, set_pin
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from station_app.storage.drafts import DraftKind
from ui.sounds import Sound
from ui.window import MainWindow

Register = Callable[..., str]
SCREENS = ("register", "shelf", "history", "sync", "printing", "settings")
UNREAD = {
    "5701234567890": "shop",
    "OB7K4F2M9": "another system",
    "https://example.no/x": "another system",
    "123456789": "14 digits",
    str(Number(Kind.ITEM, samples.DEVICE, 9_000_000)): "registered under",
    str(Number(Kind.ITEM, 77, 5)): "another counter (77)",
    str(Number(Kind.DROP_OFF_NOTE, 1, 1)): "drop-off note",
    str(Number(Kind.COMMAND, 0, 9_999)): "orders nothing",
    str(Number(Kind.COMMAND, 44, 1)): "belongs to nobody",
    str(Number(Kind.RECEIPT, samples.DEVICE, 77)): "No handover",
    str(actor_card("889640782")): "No actor",
    str(actor_card("123456789")): "not a valid organisation number",
    Command.SAVE_AND_ONE_MORE.number.grouped.replace(" ", ""): "does nothing on this screen",
}


@pytest.fixture
def heard(window: MainWindow) -> list[Sound]:
    """What was to be heard, in order."""
    sounds: list[Sound] = []
    window.devices.sounds.chosen.connect(sounds.append)
    return sounds


@pytest.mark.parametrize(("code", "cause"), UNREAD.items())
def test_what_cannot_be_done_says_which_of_the_causes_it_has_and_stays(
    window: MainWindow, hands: Hands, heard: list[Sound], code: str, cause: str
) -> None:
    window.show_screen("shelf")
    focus = QApplication.focusWidget()
    hands.scan(code)
    assert cause in window.strip.problem.words
    assert heard == [Sound.ERROR]
    assert QApplication.focusWidget() is focus
    assert window.front is window.pages.shelf


@pytest.mark.parametrize("name", SCREENS)
def test_an_actors_card_opens_its_handover_from_everywhere_and_what_was_begun_is_kept(
    window: MainWindow, station: Station, hands: Hands, heard: list[Sound], name: str
) -> None:
    window.pages.register.form.title.setText("Rød")
    window.show_screen(name)
    hands.scan(str(actor_card(samples.FRETEX)))
    assert window.front is window.pages.handover
    assert window.pages.handover.actor.orgnr == samples.FRETEX
    assert heard == [Sound.OK]
    aside = station.drafts.aside(DraftKind.ITEM)
    # Where it was being filled in it is set aside, so that the form is free.
    assert (window.pages.register.form.title.text(), len(aside)) == (("", 1) if name == "register" else ("Rød", 0))


@pytest.mark.parametrize("name", SCREENS)
def test_an_item_is_shown_wherever_it_is_scanned(
    window: MainWindow, hands: Hands, heard: list[Sound], registered: Register, name: str
) -> None:
    number = registered()
    window.show_screen(name)
    hands.scan(number)
    assert window.pages.shelf.panel.number == number
    assert Sound.ERROR not in heard


def test_an_item_that_was_taken_back_is_shown_with_what_became_of_it(
    window: MainWindow, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    void_items(station, [number])
    hands.scan(number)
    assert window.pages.shelf.panel.number == number


def test_the_same_code_twice_at_once_is_one_scan(window: MainWindow, hands: Hands, heard: list[Sound]) -> None:
    hands.scan("5701234567890")
    window.strip.clear_problem()
    # The next key of a scanner whose trigger is held: well within a second and a half.
    window.scan_filter._decoder._scanned = ("5701234567890", window.scan_filter._decoder._scanned[1] + 9_000)
    hands.scan("5701234567890")
    assert heard == [Sound.ERROR]
    assert window.strip.problem.words == ""


def test_a_badge_changes_who_is_on_duty_and_nothing_else(
    window: MainWindow, station: Station, hands: Hands, heard: list[Sound]
) -> None:
    add_member(station, "KB", Role.ADMINISTRATOR)
    add_member(station, "AN", Role.COUNTER)
    badge = give_badge(station, "AN").number
    window.pages.register.form.title.setText("Rød")
    hands.scan(badge)
    assert station.initials == "AN"
    assert window.front is window.pages.register
    assert window.pages.register.form.title.text() == "Rød"
    assert "AN" in window.strip.result.text()
    assert heard == [Sound.OK]


def test_a_badge_alone_is_not_enough_for_whoever_has_a_pin(window: MainWindow, station: Station, hands: Hands) -> None:
    add_member(station, "KB", Role.ADMINISTRATOR)
    add_member(station, "AN", Role.COUNTER)
    badge = give_badge(station, "AN").number
    set_pin(station, "AN", "4711")
    go_on_duty(station, "KB")
    hands.scan(badge)
    assert station.initials == "KB"
    assert window.front.objectName() == "duty"


def test_the_code_for_undo_takes_the_last_result_back(
    window: MainWindow, station: Station, hands: Hands, qtbot: QtBot
) -> None:
    window.pages.register.form.picker.choose("bicycle")
    window.pages.register.form.weight.entry.setText("14")
    window.pages.register.save()
    qtbot.waitUntil(lambda: window.background.busy == 0)
    (item,) = station.items.page().items
    hands.scan(str(Command.UNDO.number))
    assert station.items.by_number(item.number).state == "void"


def test_a_receipt_that_was_signed_on_paper_is_shown_with_the_way_to_attach_the_sheet(
    window: MainWindow, station: Station, hands: Hands, registered: Register
) -> None:
    order = Order(orgnr=samples.FRETEX, numbers=(registered(),), representative="Ola", signature=None)
    prepared = prepare_handover(station, order)
    receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
    hands.scan(receipt)
    history = window.pages.history
    assert window.front is history
    assert history.entry is not None
    assert history.entry.receipt == receipt
    assert history.attach.isVisible()


def test_the_code_for_a_handover_begins_one(window: MainWindow, hands: Hands) -> None:
    hands.scan(str(Command.NEW_HANDOVER.number))
    assert window.front is window.pages.handover


def test_what_is_scanned_while_a_screen_is_busy_waits_and_comes_in_order(
    window: MainWindow, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    front = window.pages.register
    front.busy = True
    hands.scan(first)
    hands.scan(second)
    assert window.front is front
    front.busy = False
    front.freed.emit()
    assert window.pages.shelf.panel.number == second
