"""What comes from elsewhere while the receipt of a handover is made: it belongs to the next one, and none is lost."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt

from domain.commands import Command
from domain.numbers import actor_card
from station_app.actions.correct import discard_item
from station_app.station import Station
from station_app.storage.drafts import DraftKind
from ui.screens.handover import HandoverScreen
from ui.window import MainWindow

Register = Callable[..., str]
CARD, OTHER_CARD = str(actor_card(samples.FRETEX)), str(actor_card(samples.FLEA_MARKET))


@pytest.fixture
def screen(window: MainWindow) -> HandoverScreen:
    window.show_screen("handover")
    return window.pages.handover


def sign_on_paper(screen: HandoverScreen, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F8)
    screen.sign.name.setText("Ola Nordmann")
    screen.sign.paper.setChecked(True)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_what_comes_from_another_screen_while_the_receipt_is_made_begins_the_next_handover(
    screen: HandoverScreen, window: MainWindow, station: Station, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    hands.scan(CARD)
    hands.scan(first)
    sign_on_paper(screen, hands)
    window.show_screen("shelf")
    window.pages.shelf.show_item(second)
    window.pages.shelf.panel.to_handover.click()
    assert screen.busy
    hands.done()
    assert station.items.by_number(first).state == "handed_over"
    assert screen.gathering.basket.numbers == [second]


@pytest.mark.parametrize("code", [OTHER_CARD, str(Command.NEW_HANDOVER.number)])
def test_what_begins_a_handover_elsewhere_sets_nothing_aside_that_is_being_handed_over(
    screen: HandoverScreen, window: MainWindow, station: Station, hands: Hands, registered: Register, code: str
) -> None:
    hands.scan(CARD)
    hands.scan(registered())
    sign_on_paper(screen, hands)
    hands.press(Qt.Key.Key_F1)
    hands.scan(code)
    assert screen.busy
    hands.done()
    assert len(station.handovers.history()) == 1
    assert station.drafts.aside(DraftKind.HANDOVER) == ()
    assert screen.gathering.basket.numbers == []
    assert screen.actor.orgnr == (samples.FLEA_MARKET if code == OTHER_CARD else "")


def test_a_line_that_is_put_back_while_the_receipt_is_made_is_not_lost(
    screen: HandoverScreen, window: MainWindow, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    hands.scan(CARD)
    hands.scan(first)
    hands.scan(second)
    screen.gathering.lines.removed.emit(second)
    sign_on_paper(screen, hands)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (screen.busy, screen.gathering.basket.numbers) == (True, [first])
    hands.done()
    assert screen.gathering.basket.numbers == [second]


def test_whoever_went_on_to_another_screen_hears_and_reads_that_nothing_was_handed_over(
    screen: HandoverScreen, window: MainWindow, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    hands.scan(CARD)
    hands.scan(number)
    sign_on_paper(screen, hands)
    hands.press(Qt.Key.Key_F1)
    with station.another() as beside:
        discard_item(beside, number, "Falt i gulvet")
    hands.done()
    assert station.handovers.history() == ()
    assert window.strip.problem.words == screen.sign.error.words != ""
