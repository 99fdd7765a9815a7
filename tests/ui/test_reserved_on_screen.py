"""A thing that is kept for an actor, as the counter shows it: on the shelf, in detail, and when another fetches it."""

import datetime
from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from domain.handover import Override
from domain.staff import Role
from station_app.actions.staff import add_member, begin_duty, change_role
from station_app.station import Changed, Duty, Station, Subject
from ui.parts.line_list import LineList
from ui.screens.handover import HandoverScreen
from ui.sounds import Sound
from ui.window import MainWindow
from wire import codec
from wire.reservations import Reservations, Reserved

Register = Callable[..., str]
WORDS = "Reserved for Fretex Øst-Norge AS until Fri 12:00"
FRIDAY = datetime.datetime(2026, 11, 27, 11, tzinfo=datetime.UTC)


def keep(station: Station, *numbers: str, version: int = 1, orgnr: str = samples.FRETEX) -> None:
    """As the sender does when the hub has a newer list."""
    until = FRIDAY.strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = tuple(
        Reserved(
            item=station.items.by_number(number).item,
            number=number,
            orgnr=orgnr,
            actor="Fretex Øst-Norge AS",
            until=until,
        )
        for number in numbers
    )
    listed = Reservations(
        hub=samples.HUB, station=samples.STATION, version=version, published_at="2026-11-24T08:10:00Z", reserved=kept
    )
    with station.transaction():
        assert station.reservations.take(codec.encode(listed), listed, "", station.now())
    station.tell(Changed(frozenset({Subject.RESERVATIONS})))


@pytest.fixture
def screen(window: MainWindow) -> HandoverScreen:
    window.show_screen("handover")
    return window.pages.handover


def verdict(screen: HandoverScreen, number: str) -> str:
    found = screen.findChild(QLabel, f"line-verdict-{number}")
    assert isinstance(found, QLabel)
    return found.text()


def test_the_shelf_says_for_whom_a_thing_is_kept(window: MainWindow, station: Station, registered: Register) -> None:
    chair = registered("chair")
    window.show_screen("shelf")
    shelf = window.pages.shelf
    shelf.show_item(chair)
    assert "Reserved" not in shelf.panel.state.accessibleName() + str(shelf.model.index(0).data())
    keep(station, chair)
    assert str(shelf.model.index(0).data()).endswith(f"On the shelf, {WORDS}")
    assert any(WORDS in part.text() for part in shelf.panel.state.findChildren(QLabel))
    keep(station, version=2)
    assert WORDS not in str(shelf.model.index(0).data())
    assert not any(WORDS in part.text() for part in shelf.panel.state.findChildren(QLabel))


def test_whoever_discards_it_reads_for_whom_it_is_kept(
    window: MainWindow, station: Station, registered: Register
) -> None:
    chair, table = registered("chair"), registered("chair")
    keep(station, chair)
    window.show_screen("shelf")
    panel = window.pages.shelf.panel
    for number, words in ((chair, WORDS), (table, "")):
        window.pages.shelf.show_item(number)
        panel.discard.click()
        assert panel.kept.words == words
        panel.reason.clear()
        panel._back()


def test_a_list_that_comes_while_a_reason_is_typed_is_said_beside_it(
    window: MainWindow, station: Station, registered: Register
) -> None:
    chair = registered("chair")
    window.show_screen("shelf")
    window.pages.shelf.show_item(chair)
    panel = window.pages.shelf.panel
    panel.discard.click()
    panel.reason.setText("knekt")
    keep(station, chair)
    assert (panel.kept.words, panel.reason.text()) == (WORDS, "knekt")
    keep(station, version=2)
    assert (panel.kept.words, panel.reason.text()) == ("", "knekt")


def test_a_list_that_comes_while_things_are_scanned_turns_the_line_red_and_back(
    screen: HandoverScreen, station: Station, registered: Register
) -> None:
    chair = registered("chair")
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    screen.take_item(chair)
    assert verdict(screen, chair) == "Covered by the agreement"
    keep(station, chair)
    assert verdict(screen, chair) == WORDS
    assert not screen.on.isEnabled()
    keep(station, version=2)
    assert verdict(screen, chair) == "Covered by the agreement"
    assert screen.on.isEnabled()


@pytest.mark.parametrize("by", ["the clock", "F8"])
def test_a_line_is_free_when_the_reservation_ends_while_it_is_in_sight(
    screen: HandoverScreen, station: Station, registered: Register, hands: Hands, by: str
) -> None:
    chair = registered("chair")
    keep(station, chair)
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    screen.take_item(chair)
    assert screen.gathering.kept_until.isActive()
    station.clock = lambda: FRIDAY
    if by == "F8":
        hands.press(Qt.Key.Key_F8)
        assert screen.signing
    else:
        screen.gathering.kept_until.timeout.emit()
        assert screen.on.isEnabled()
    assert verdict(screen, chair) == "Covered by the agreement"
    assert not screen.gathering.kept_until.isActive()


def test_a_reason_to_let_it_go_to_one_actor_is_none_for_another(
    screen: HandoverScreen, station: Station, registered: Register
) -> None:
    chair = registered("chair")
    keep(station, chair, orgnr=samples.EXPIRED)
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    screen.take_item(chair)
    screen.gathering.lines.overridden.emit(chair, "Rykkinn ringte")
    assert screen.on.isEnabled()
    screen.gathering.actor.clear()
    screen.gathering.actor.choose(samples.FRETEX)
    (line,) = screen.gathering.checked
    assert (line.allowed, line.override) == (False, None)
    assert not screen.on.isEnabled()


def test_a_reason_from_before_it_was_reserved_is_asked_for_again(
    screen: HandoverScreen, station: Station, registered: Register
) -> None:
    sofa = registered("sofa", 30_000)
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    screen.take_item(sofa)
    screen.gathering.lines.overridden.emit(sofa, "Ingen andre ville ha den")
    assert screen.on.isEnabled()
    keep(station, sofa)
    assert not screen.on.isEnabled()
    assert WORDS in verdict(screen, sofa)
    screen.gathering.lines.overridden.emit(sofa, "Fretex ringte")
    keep(station, sofa, version=2)
    assert screen.on.isEnabled(), "the same reservation in a newer list"
    keep(station, version=3)
    assert screen.on.isEnabled()
    keep(station, sofa, version=4)
    assert not screen.on.isEnabled(), "reserved anew"


def test_a_line_that_is_put_back_brings_its_reason_to_its_own_actor_only(
    screen: HandoverScreen, window: MainWindow, station: Station, registered: Register
) -> None:
    chair = registered("chair")
    keep(station, chair, orgnr=samples.EXPIRED)
    for actor, allowed in ((samples.FLEA_MARKET, True), (samples.FRETEX, False)):
        screen.gathering.actor.choose(samples.FLEA_MARKET)
        screen.take_item(chair)
        screen.gathering.lines.overridden.emit(chair, "Rykkinn ringte")
        screen.gathering.lines.removed.emit(chair)
        screen.gathering.actor.choose(actor)
        window.take_back()
        (line,) = screen.gathering.checked
        assert line.allowed is allowed


def test_whoever_it_is_kept_for_hears_nothing_of_it(
    window: MainWindow, screen: HandoverScreen, station: Station, registered: Register
) -> None:
    heard: list[Sound] = []
    window.devices.sounds.chosen.connect(heard.append)
    chair = registered("chair")
    keep(station, chair)
    screen.gathering.actor.choose(samples.FRETEX)
    screen.take_item(chair)
    assert verdict(screen, chair) == "Covered by the agreement"
    assert Sound.ERROR not in heard
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    assert verdict(screen, chair) == WORDS


def a_reason_is_typed(screen: HandoverScreen, station: Station, hands: Hands, chair: str) -> None:
    """The chair is kept for one actor, another fetches it, and why it goes all the same stands in its line."""
    keep(station, chair)
    screen.gathering.actor.choose(samples.FLEA_MARKET)
    screen.take_item(chair)
    (offer,) = screen.findChildren(QWidget, f"line-override-{chair}")
    offer.click()  # type: ignore[attr-defined]
    hands.type("Fretex ringte")


def test_a_shift_lead_lets_it_go_to_another_with_a_reason(
    screen: HandoverScreen, station: Station, registered: Register, hands: Hands
) -> None:
    chair = registered("chair")
    a_reason_is_typed(screen, station, hands, chair)
    assert isinstance(screen.gathering.lines, LineList)
    hands.press(Qt.Key.Key_Return)
    assert verdict(screen, chair) == f"{WORDS}. Goes all the same: Fretex ringte"
    (line,) = screen.gathering.checked
    assert (line.allowed, line.reason) == (True, "reserved_for_another")
    assert line.override == Override(reason="Fretex ringte", by="KB", kept_for=samples.FRETEX)
    assert screen.on.isEnabled()


def test_who_gave_a_reason_answers_for_it_until_they_may_no_more(
    screen: HandoverScreen, station: Station, registered: Register, hands: Hands
) -> None:
    for initials, role in (("AD", Role.ADMINISTRATOR), ("LE", Role.LEAD), ("AN", Role.COUNTER)):
        add_member(station, initials, role)
    begin_duty(station, Duty("LE", Role.LEAD))
    chair = registered("chair")
    a_reason_is_typed(screen, station, hands, chair)
    hands.press(Qt.Key.Key_Return)
    begin_duty(station, Duty("AN", Role.COUNTER))
    hands.press(Qt.Key.Key_F8)
    assert screen.signing, "the shift lead said so, and may go on to other work"
    hands.press(Qt.Key.Key_Escape)
    begin_duty(station, Duty("AD", Role.ADMINISTRATOR))
    change_role(station, "LE", Role.COUNTER)
    begin_duty(station, Duty("AN", Role.COUNTER))
    hands.press(Qt.Key.Key_F8)
    assert not screen.signing, "nobody signs for what nobody answers for"
    assert "at least" in screen.desk.teller.strip.problem.words  # type: ignore[attr-defined]


def test_a_reason_counts_only_from_who_may_give_it_when_it_is_given(
    screen: HandoverScreen, station: Station, registered: Register, hands: Hands
) -> None:
    chair = registered("chair")
    a_reason_is_typed(screen, station, hands, chair)
    station.on_duty = Duty("AN", Role.COUNTER)
    hands.press(Qt.Key.Key_Return)
    (line,) = screen.gathering.checked
    assert not line.allowed
