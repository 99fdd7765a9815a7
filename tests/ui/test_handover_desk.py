"""A queue of actors at one counter: handovers set aside, cards, forgotten things, whoever may say yes all the same."""

from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import msgspec
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.numbers import actor_card
from domain.staff import Role
from station_app.actions.drafts import keep_live_draft
from station_app.config import Config
from station_app.station import Duty, Station
from station_app.storage.drafts import DraftKind
from station_app.storage.jobs import JobKind
from ui.bridge import Bridge
from ui.parts.sign_panel import Fetched
from ui.screens.handover import HandoverScreen
from ui.sounds import Sound
from ui.window import MainWindow

Register = Callable[..., str]
CARD, OTHER_CARD = str(actor_card(samples.FRETEX)), str(actor_card(samples.FLEA_MARKET))
FOREIGN = "5701234567890"


@pytest.fixture
def screen(window: MainWindow) -> HandoverScreen:
    window.show_screen("handover")
    return window.pages.handover


@pytest.fixture
def heard(window: MainWindow) -> list[Sound]:
    sounds: list[Sound] = []
    window.devices.sounds.chosen.connect(sounds.append)
    return sounds


@pytest.fixture
def press(screen: HandoverScreen) -> Callable[[str], None]:
    """Press something on the screen by its name."""

    def pressed(name: str) -> None:
        (only,) = screen.findChildren(QWidget, name)
        only.click()

    return pressed


def sign(screen: HandoverScreen, hands: Hands, *, paper: bool = False) -> None:
    hands.press(Qt.Key.Key_F8)
    screen.sign.name.setText("Ola Nordmann")
    if paper:
        screen.sign.paper.setChecked(True)
    else:
        hands.draw(screen.sign.pad)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_line_that_came_in_is_in_the_store_before_it_is_heard(
    screen: HandoverScreen, station: Station, window: MainWindow, hands: Hands, registered: Register
) -> None:
    number = registered()
    stored: list[bool] = []

    def heard(_sound: object) -> None:
        kept = station.drafts.live(DraftKind.HANDOVER)
        stored.append(kept is not None and number in kept.body)

    hands.scan(CARD)
    window.devices.sounds.chosen.connect(heard)
    hands.scan(number)
    assert stored == [True]


def test_what_was_gathered_is_there_again_when_the_program_was_killed(
    qtbot: QtBot, screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    number = registered()
    hands.scan(CARD)
    hands.scan(number)
    with station.another() as after:
        again = MainWindow(after, Bridge())
        qtbot.addWidget(again)
        again.show_screen("handover")
        assert again.pages.handover.actor.orgnr == samples.FRETEX
        assert again.pages.handover.lines.row(number) is not None
        again.close()


def test_handovers_that_are_set_aside_are_counted_and_taken_up_again(
    screen: HandoverScreen, station: Station, window: MainWindow, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    tab = window.bar.findChild(QWidget, "tab-handover")
    hands.scan(CARD)
    hands.scan(first)
    hands.press(Qt.Key.Key_Escape)
    assert tab.text().endswith("(1)")
    assert screen.gathering.basket.empty
    hands.scan(OTHER_CARD)
    hands.scan(second)
    (kept,) = station.drafts.aside(DraftKind.HANDOVER)
    screen.findChild(QWidget, f"aside-go-on-{kept.id}").click()
    assert (screen.actor.orgnr, screen.gathering.basket.numbers) == (samples.FRETEX, [first])
    # What was gathered in between was set aside in its turn.
    (other,) = station.drafts.aside(DraftKind.HANDOVER)
    assert second in other.body


def test_one_that_is_thrown_away_can_be_had_again(
    screen: HandoverScreen, station: Station, window: MainWindow, hands: Hands, registered: Register
) -> None:
    hands.scan(CARD)
    hands.scan(registered())
    hands.press(Qt.Key.Key_Escape)
    (kept,) = station.drafts.aside(DraftKind.HANDOVER)
    screen.findChild(QWidget, f"aside-drop-{kept.id}").click()
    assert station.drafts.aside_count(DraftKind.HANDOVER) == 0
    window.take_back()
    assert station.drafts.aside_count(DraftKind.HANDOVER) == 1


def test_another_actors_card_never_changes_whose_list_it_is(
    screen: HandoverScreen, hands: Hands, heard: list[Sound], registered: Register
) -> None:
    hands.scan(CARD)
    hands.scan(OTHER_CARD)
    assert screen.actor.orgnr == samples.FLEA_MARKET
    hands.scan(registered())
    hands.scan(CARD)
    assert screen.actor.orgnr == samples.FLEA_MARKET
    assert heard[-1] is Sound.ERROR
    row = screen.lines.row(CARD)
    assert row is not None
    assert "Another actor's card" in row.accessibleName()


def test_a_red_line_stops_the_signing_until_it_is_removed_and_removing_can_be_undone(
    screen: HandoverScreen, window: MainWindow, hands: Hands, registered: Register, press: Callable[[str], None]
) -> None:
    good = registered()
    hands.scan(CARD)
    hands.scan(FOREIGN)
    hands.scan(good)
    hands.press(Qt.Key.Key_F8)
    assert not screen.signing
    press(f"line-remove-{good}")
    assert screen.lines.row(good) is None
    window.take_back()
    assert screen.gathering.basket.numbers == [FOREIGN, good]
    press(f"line-remove-{FOREIGN}")
    hands.press(Qt.Key.Key_F8)
    assert screen.signing


def test_a_thing_that_is_there_already_is_pointed_at_and_sounds_otherwise(
    screen: HandoverScreen, hands: Hands, heard: list[Sound], registered: Register
) -> None:
    number = registered()
    hands.scan(CARD)
    hands.scan(number)
    hands.scan(number)
    assert heard[-1] is Sound.DUPLICATE
    assert screen.gathering.basket.numbers == [number]
    row = screen.lines.row(number)
    assert row is not None
    assert row.property("tone") == "info"


def test_what_the_agreement_leaves_out_goes_for_a_reason_and_stays_when_thought_better_of(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register, press: Callable[[str], None]
) -> None:
    sofa = registered("sofa", 38_000)
    hands.scan(OTHER_CARD)
    hands.scan(sofa)
    press(f"line-override-{sofa}")
    hands.type("Avtalt med Berit")
    hands.press(Qt.Key.Key_Return)
    assert screen.gathering.problem() is None
    press(f"line-override-back-{sofa}")
    assert screen.gathering.problem() is not None
    press(f"line-override-{sofa}")
    press(f"line-override-save-{sofa}")
    sign(screen, hands)
    hands.done()
    (line,) = station.handovers.lines(station.handovers.history()[0].receipt)
    assert line.override == "Avtalt med Berit"


def test_who_may_not_say_yes_is_told_who_may(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    station.on_duty = Duty("AN", Role.COUNTER)
    sofa = registered("sofa", 38_000)
    hands.scan(OTHER_CARD)
    hands.scan(sofa)
    assert not screen.findChild(QWidget, f"line-override-{sofa}").isVisible()


def test_the_list_says_when_it_was_checked_and_warns_when_that_is_long_ago(
    screen: HandoverScreen, station: Station, hands: Hands
) -> None:
    hands.scan(CARD)
    assert "today 10:42" in screen.actor.register.text()
    assert screen.actor.old.words == ""
    station.config = msgspec.structs.replace(station.config, agreements_contact="Ombrukskontoret 67 50 40 50")
    station.clock = lambda: samples.NOW.replace(month=12, day=2)
    screen.refresh()
    assert "Ombrukskontoret 67 50 40 50" in screen.actor.old.words
    screen.actor.choose(samples.EXPIRED)
    notice = screen.actor.agreements.itemAt(0).widget()
    assert "Call Ombrukskontoret" in notice.accessibleName()


def test_the_representative_reads_another_language_than_the_counter(
    screen: HandoverScreen, hands: Hands, registered: Register
) -> None:
    hands.scan(OTHER_CARD)
    hands.scan(registered())
    hands.press(Qt.Key.Key_F8)
    assert screen.sign.languages.value == "nn"
    screen.sign.findChild(QWidget, "sign-language-en").click()
    assert "fetches 1 item" in screen.sign.title.text()
    assert screen.sign.paper.text() == "Sign on paper"
    hands.press(Qt.Key.Key_Escape)
    assert not screen.signing


def test_a_scan_while_it_is_being_signed_goes_into_the_list_which_must_be_signed_anew(
    screen: HandoverScreen, hands: Hands, registered: Register
) -> None:
    first, second = registered(), registered()
    hands.scan(CARD)
    hands.scan(first)
    hands.press(Qt.Key.Key_F8)
    hands.draw(screen.sign.pad)
    hands.scan(second)
    assert screen.gathering.basket.numbers == [first, second]
    assert not screen.signing
    assert screen.sign.pad.empty


@pytest.mark.parametrize(("seconds", "actor"), [(59.0, samples.FRETEX), (61.0, "")])
def test_a_thing_that_was_forgotten_goes_to_the_same_actor_within_a_minute(
    screen: HandoverScreen, hands: Hands, registered: Register, seconds: float, actor: str
) -> None:
    first, forgotten = registered(), registered()
    now = 1_000.0
    screen.clock = lambda: now
    hands.scan(CARD)
    hands.scan(first)
    sign(screen, hands)
    hands.done()
    now += seconds
    hands.scan(forgotten)
    assert (screen.actor.orgnr, screen.gathering.basket.numbers) == (actor, [forgotten])


def test_what_is_scanned_while_the_receipt_is_made_begins_the_next_handover(
    screen: HandoverScreen, station: Station, hands: Hands, heard: list[Sound], registered: Register
) -> None:
    first, second = registered(), registered()
    hands.scan(CARD)
    hands.scan(first)
    sign(screen, hands)
    assert screen.busy
    hands.scan(second)
    assert screen.gathering.basket.numbers == [first]
    hands.done()
    assert station.items.by_number(first).state == "handed_over"
    assert screen.gathering.basket.numbers == [second]
    assert Sound.FINISHED in heard


@pytest.mark.parametrize(("paper", "copies"), [(True, 2), (False, 1)])
def test_paper_is_printed_twice_so_that_each_side_has_one(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register, paper: bool, copies: int
) -> None:
    station.config = msgspec.structs.replace(station.config, receipt_printer="HP i skranken")
    hands.scan(CARD)
    hands.scan(registered())
    sign(screen, hands, paper=paper)
    hands.done()
    receipt = station.handovers.history()[0].receipt
    jobs = [station.jobs.job(number + 1) for number in range(copies + 1)]
    assert [(job.kind, job.number) for job in jobs if job] == [(JobKind.RECEIPT, receipt)] * copies


def test_the_name_of_who_signed_last_is_suggested_and_can_be_another(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    hands.scan(CARD)
    hands.scan(registered())
    sign(screen, hands)
    hands.done()
    hands.scan(CARD)
    hands.scan(registered())
    hands.press(Qt.Key.Key_F8)
    assert screen.sign.name.text() == "Ola Nordmann"
    assert screen.sign.name_hint.isVisible()
    assert QApplication.focusWidget() is screen.sign.pad
    # It is said of that name only, and never beside an empty field.
    for name, said in (("Kari", False), ("Ola Nordmann", True), ("", False)):
        screen.sign.name.setText(name)
        assert screen.sign.name_hint.isVisible() is said
    screen.sign.begin(Fetched("Fretex Øst-Norge AS", "nb", (), "", ""))
    assert not screen.sign.name_hint.isVisible()


@pytest.mark.parametrize("way", ["set aside", "another actor"])
def test_who_signs_for_one_actor_is_not_named_for_the_next(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register, way: str
) -> None:
    first, second = registered("chair"), registered("chair")
    hands.scan(CARD)
    hands.scan(first)
    hands.press(Qt.Key.Key_F8)
    screen.sign.name.setText("Ola Nordmann")
    hands.press(Qt.Key.Key_Escape)
    if way == "set aside":
        hands.press(Qt.Key.Key_Escape)
        hands.scan(OTHER_CARD)
        hands.scan(second)
    else:
        screen.actor.other.click()
        screen.actor.choose(samples.FLEA_MARKET)
    hands.press(Qt.Key.Key_F8)
    assert screen.signing
    assert screen.sign.name.text() == ""
    if way == "set aside":
        hands.press(Qt.Key.Key_Escape)
        screen.gathering.take_up(station.drafts.aside(DraftKind.HANDOVER)[0].id)
        hands.press(Qt.Key.Key_F8)
        assert screen.sign.name.text() == "Ola Nordmann", "it is theirs, and comes back with their things"


def test_a_handover_by_the_command_sheet_alone(
    screen: HandoverScreen, station: Station, hands: Hands, registered: Register
) -> None:
    hands.scan(CARD)
    hands.scan(registered())
    hands.scan(str(Command.DONE.number))
    assert screen.signing
    screen.sign.name.setText("Ola")
    hands.draw(screen.sign.pad)
    hands.scan(str(Command.SAVE.number))
    hands.done()
    assert len(station.handovers.history()) == 1
    hands.scan(CARD)
    hands.scan(str(Command.NEW_HANDOVER.number))
    assert station.drafts.aside_count(DraftKind.HANDOVER) == 1


def test_a_basket_of_an_older_program_is_read(tmp_path: Path, qtbot: QtBot, settings: Config) -> None:
    with Station.open(tmp_path / "store", settings=settings, clock=samples.clock) as station:
        samples.put_in_force(station)
        keep_live_draft(station, DraftKind.HANDOVER, "", f'{{"orgnr":"{samples.FRETEX}"}}')
        window = MainWindow(station, Bridge())
        qtbot.addWidget(window)
        window.show_screen("handover")
        assert window.pages.handover.actor.orgnr == samples.FRETEX
        window.close()
