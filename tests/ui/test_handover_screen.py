"""Handing over: every line weighed in words, a drawn signature, a receipt; and nothing half done."""

import datetime
from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import msgspec
import pypdfium2
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.item import DataChoice, State
from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.correct import discard_item
from station_app.config import Config
from station_app.errors import explain
from station_app.station import Station
from station_app.storage.reference import ReferenceStore
from ui.bridge import Bridge
from ui.screens.handover import HandoverScreen
from ui.window import MainWindow
from wire import codec

Register = Callable[..., str]


@pytest.fixture
def screen(window: MainWindow) -> HandoverScreen:
    window.show_screen("handover")
    return window.pages.handover


def verdict(screen: HandoverScreen, number: str) -> str:
    row = screen.lines.row(number)
    assert row is not None
    return row.findChild(QLabel, f"line-verdict-{number}").text()


def test_things_are_scanned_signed_for_and_gone(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    things = [registered(), registered("chair", 4_200), registered("laptop", 2_100)]
    hands.type("fretex")
    hands.press(Qt.Key.Key_Return)
    assert screen.actor.orgnr == samples.FRETEX
    for number in things:
        hands.scan(number)
    assert verdict(screen, things[0]) == "Covered by the agreement"
    assert "Choose first" in verdict(screen, things[2])
    row = screen.lines.row(things[2])
    assert row is not None
    row.findChild(QWidget, f"line-data-{things[2]}-wiped").click()
    assert verdict(screen, things[2]) == "Covered by the agreement"
    hands.press(Qt.Key.Key_F8)
    hands.type("Ola Nordmann")
    hands.draw(screen.sign.pad)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activeModalWidget() is None
    hands.done()
    assert [station.items.by_number(number).state for number in things] == [State.HANDED_OVER] * 3
    (entry,) = station.handovers.history()
    handover = station.handovers.by_receipt(entry.receipt)
    assert handover.signature is not None
    assert (entry.pieces, entry.grams) == (3, 20_300)
    assert station.items.by_number(things[2]).data_choice is DataChoice.WIPED
    copy = station.folder / "receipts" / f"{entry.receipt}.pdf"
    assert copy.read_bytes() == station.blobs.read(entry.document)
    text = pypdfium2.PdfDocument(copy)[0].get_textpage().get_text_bounded()
    assert "Ola Nordmann" in text
    assert grouped(things[0]) in text


def test_the_screen_is_ready_for_the_next_at_once(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    screen.actor.choose(samples.FRETEX)
    hands.scan(first)
    screen.to_signing()
    screen.sign.name.setText("Ola")
    screen.sign.paper.setChecked(True)
    screen.accept()
    hands.done()
    assert (screen.actor.orgnr, screen.sign.name.text(), screen.sign.paper.isChecked()) == ("", "", False)
    assert grouped(station.handovers.history()[0].receipt) in screen.done.notice.words
    hands.scan(second)
    assert screen.done.notice.words == ""
    assert screen.lines.row(second) is not None


def test_signed_on_paper_has_no_drawn_signature(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    screen.to_signing()
    screen.sign.name.setText("Ola")
    screen.sign.paper.setChecked(True)
    screen.accept()
    hands.done()
    assert station.handovers.by_receipt(station.handovers.history()[0].receipt).signature is None


@pytest.mark.parametrize(
    ("actor", "category", "reason"),
    [
        (samples.EXPIRED, "bicycle", "expired"),
        (samples.SUSPENDED, "bicycle", "suspended"),
        (samples.FLEA_MARKET, "sofa", "category"),
        (samples.FLEA_MARKET, "coffee_maker", "category"),
    ],
)
def test_what_an_agreement_does_not_cover_is_a_red_line_and_stops_the_handover(
    screen: HandoverScreen,
    window: MainWindow,
    station: Station,
    hands: Hands,
    registered: Register,
    actor: str,
    category: str,
    reason: str,
) -> None:
    number = registered(category, 1_500)
    screen.actor.choose(actor)
    hands.scan(number)
    assert reason in verdict(screen, number)
    hands.press(Qt.Key.Key_F8)
    assert not screen.signing
    assert "1 of the items may not be handed over" in window.strip.problem.words
    assert not screen.on.isEnabled()
    assert screen.why_not.isVisible()
    assert "1 line" in screen.why_not.text()
    assert station.handovers.history() == ()


def test_things_that_are_gone_unknown_or_misread_are_red_lines_that_stay_until_removed(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    good, thrown = registered(), registered()
    discard_item(station, thrown, "Knust")
    wrong = samples.wrong_check_digit(good)
    screen.actor.choose(samples.FRETEX)
    for code in (thrown, samples.unknown_item(), wrong, "5701234567890", good):
        hands.scan(code)
    assert verdict(screen, thrown) == "Discarded"
    assert "no item" in verdict(screen, samples.unknown_item())
    assert "digit is wrong" in verdict(screen, wrong)
    assert "shop's barcode" in verdict(screen, "5701234567890")
    assert verdict(screen, good) == "Covered by the agreement"
    for code in (thrown, samples.unknown_item(), wrong, "5701234567890"):
        row = screen.lines.row(code)
        assert row is not None
        row.findChild(QWidget, f"line-remove-{code}").click()
        assert screen.lines.row(code) is None
    assert screen.lines.row(good) is not None


def test_the_same_thing_twice_is_neither_an_error_nor_taken_out(
    screen: HandoverScreen, hands: Hands, window: MainWindow, registered: Register
) -> None:
    number = registered()
    screen.actor.choose(samples.FRETEX)
    hands.scan(number)
    hands.scan(number)
    assert screen.lines.row(number) is not None
    assert "Already in the list" in window.strip.result.text()


def test_a_number_typed_by_hand_does_the_same_as_a_scan(
    screen: HandoverScreen, hands: Hands, registered: Register
) -> None:
    number = registered()
    screen.actor.choose(samples.FRETEX)
    screen.entry.setFocus()
    hands.type(grouped(number))
    hands.press(Qt.Key.Key_Return)
    assert verdict(screen, number) == "Covered by the agreement"
    assert screen.entry.text() == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "representative"), ("n" * 300, "limit is 120"), ("Ola\u202eeno", "invisible")],
)
def test_a_name_that_will_not_do_is_said_at_the_name(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register, name: str, said: str
) -> None:
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    screen.to_signing()
    screen.sign.show_language("en")
    screen.sign.name.setText(name)
    hands.draw(screen.sign.pad)
    screen.accept()
    assert said in screen.sign.name_error.words
    assert screen.sign.name.text() == name
    assert not screen.sign.pad.empty
    assert station.handovers.history() == ()


def test_an_empty_signature_is_said_at_the_pad(screen: HandoverScreen, hands: Hands, registered: Register) -> None:
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    screen.to_signing()
    screen.sign.show_language("en")
    screen.sign.name.setText("Ola")
    screen.accept()
    assert "paper" in screen.sign.pad_error.words


def test_a_missing_name_and_a_missing_signature_are_said_at_once(
    screen: HandoverScreen, hands: Hands, registered: Register
) -> None:
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    hands.press(Qt.Key.Key_F8)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.sign.name_error.words
    assert screen.sign.pad_error.words
    assert QApplication.focusWidget() is screen.sign.name


def test_only_what_is_gathered_can_be_set_aside(screen: HandoverScreen, hands: Hands, registered: Register) -> None:
    aside = screen.findChild(QPushButton, "handover-set-aside")
    assert not aside.isEnabled()
    hands.scan(registered())
    assert aside.isEnabled()
    aside.click()
    assert not aside.isEnabled()


def test_on_white_paper_it_is_seen_where_the_keys_go_in_the_dark_look_too(
    screen: HandoverScreen, hands: Hands, registered: Register
) -> None:
    screen.desk.theme.choice = "dark"
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    hands.press(Qt.Key.Key_F8)
    ringed = []
    for part in (screen.sign.name, screen.sign.pad):
        part.setFocus()
        edge = screen.sign.pad.grab().toImage()
        ringed.append(any(edge.pixelColor(x, edge.height() // 2).lightness() < 80 for x in range(3, 8)))
    assert ringed == [False, True]


def test_nothing_in_the_list_and_nobody_chosen_are_said(
    screen: HandoverScreen, window: MainWindow, hands: Hands, registered: Register
) -> None:
    screen.accept()
    assert "Choose the actor" in window.strip.problem.words
    assert "no actor" in screen.why_not.text()
    screen.actor.choose(samples.FRETEX)
    screen.accept()
    assert "Scan at least one item" in window.strip.problem.words
    assert "empty" in screen.why_not.text()
    hands.scan(registered())
    assert not window.strip.problem.words
    assert screen.on.isEnabled()
    assert not screen.why_not.isVisible()


def test_a_thing_that_goes_while_the_receipt_is_made_stops_everything(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    screen.actor.choose(samples.FRETEX)
    hands.scan(number)
    screen.to_signing()
    screen.sign.name.setText("Ola")
    hands.draw(screen.sign.pad)
    screen.accept()
    with station.another() as beside:
        discard_item(beside, number, "Falt i gulvet")
    hands.done()
    assert explain(Refused("changed_meanwhile"), "en").remedy in screen.sign.error.words
    assert verdict(screen, number) == "Discarded"
    assert not screen.sign.pad.empty
    assert station.handovers.history() == ()


def test_a_new_register_weighs_the_lines_anew(
    screen: HandoverScreen, station: Station, window: MainWindow, hands: Hands, registered: Register
) -> None:
    number = registered()
    screen.actor.choose(samples.FRETEX)
    hands.scan(number)
    newer = samples.reference(version=2)
    ended = msgspec.structs.replace(newer.agreements[0], last_day=datetime.date(2026, 11, 23))
    with station.transaction():
        store: ReferenceStore = station.reference
        store.take(codec.encode(msgspec.structs.replace(newer, agreements=(ended,))), "", station.now())
    screen.refresh()
    assert "expired" in verdict(screen, number)


def test_without_a_register_it_says_what_to_do(qtbot: QtBot, tmp_path: Path, settings: Config) -> None:
    with Station.open(tmp_path / "bare", settings=settings) as bare:
        window = MainWindow(bare, Bridge())
        qtbot.addWidget(window)
        window.show_screen("handover")
        assert "no register" in window.pages.handover.actor.empty.words
        window.close()


def test_tab_leaves_the_pad_and_delete_clears_it(screen: HandoverScreen, hands: Hands, registered: Register) -> None:
    screen.actor.choose(samples.FRETEX)
    hands.scan(registered())
    screen.to_signing()
    pad = screen.sign.pad
    hands.draw(pad)
    pad.setFocus()
    hands.press(Qt.Key.Key_Delete)
    assert pad.empty
    hands.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.sign.paper


def test_strokes_carry_places_inside_the_pad_and_times_that_run_forward(screen: HandoverScreen, hands: Hands) -> None:
    hands.draw(screen.sign.pad)
    signature = screen.sign.pad.signature()
    assert [len(stroke) for stroke in signature.strokes] == [3, 3]
    times = [ms for stroke in signature.strokes for _, _, ms in stroke]
    assert times == sorted(times)
    assert signature.strokes[0][0][:2] == (20, 90)
