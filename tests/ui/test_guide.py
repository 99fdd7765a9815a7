"""The guide of the first start: comes once, by itself, and is never in the way."""

from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from domain.numbers import Kind, Number
from domain.staff import Role
from station_app import config
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.staff import add_member, give_badge
from station_app.config import Config
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from station_app.storage.staff import Member
from ui.guiding import wants_guide
from ui.window import MainWindow


@pytest.fixture
def fresh(tmp_path: Path) -> Station:
    """A store at its very first start."""
    with Station.open(tmp_path / "fresh", settings=Config(language="en")) as opened:
        yield opened


def test_the_first_start_of_all_wants_the_guide_and_no_other(fresh: Station, station: Station) -> None:
    assert wants_guide(fresh)
    assert not wants_guide(station)
    fresh.config = Config(guide_done=True)
    assert not wants_guide(fresh)


def test_a_counter_with_people_or_things_needs_no_guide(fresh: Station, registered: Callable[..., str]) -> None:
    with fresh.transaction():
        fresh.staff.keep(Member(initials="KB", role=Role.ADMINISTRATOR))
    assert not wants_guide(fresh)


def test_the_guide_leads_through_four_steps_and_is_then_done(
    window: MainWindow, station: Station, find: Callable[[str], QPushButton]
) -> None:
    window.show_screen("guide")
    for step in range(3):
        assert window.pages.guide.step == step
        assert f"Step {step + 1} of 4" in window.pages.guide.place.text()
        find("guide-next").click()
    assert find("guide-next").isHidden()
    find("guide-begin").click()
    assert window.front.objectName() == "register"
    assert config.load(station.folder, environment={}).guide_done


def test_the_guide_can_be_left_at_once(
    window: MainWindow, station: Station, find: Callable[[str], QPushButton]
) -> None:
    window.show_screen("guide")
    find("guide-skip").click()
    assert window.front.objectName() == "register"
    assert config.load(station.folder, environment={}).guide_done


def test_a_language_is_spoken_at_once_and_the_step_stays(
    window: MainWindow,
    station: Station,
    qtbot: QtBot,
    find: Callable[[str], QPushButton],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")
    window.show_screen("guide")
    find("guide-language-nn").click()
    qtbot.waitUntil(lambda: window.desk.language == "nn" and window.front.desk.language == "nn")
    assert window.front.objectName() == "guide"
    assert config.load(station.folder, environment={}).language == "nn"


def test_a_scan_shows_that_the_scanner_works_and_nothing_else_happens(
    window: MainWindow, hands: Hands, find: Callable[[str], QLabel]
) -> None:
    window.show_screen("guide")
    window.pages.guide.show_step(2)
    assert find("guide-scanner-state").text() == "not tried"
    hands.scan("5701234567890")
    assert "5701234567890" in find("guide-scanner-state").text()
    assert window.front.objectName() == "guide"
    assert find("guide-camera-state").text() == "not tried"


def test_a_receipt_or_a_badge_that_is_scanned_leaves_the_guide_where_it_is(
    window: MainWindow, hands: Hands, station: Station, find: Callable[[str], QLabel], registered: Callable[[], str]
) -> None:
    order = Order(orgnr=samples.FRETEX, numbers=(registered(),), representative="Kari", signature=None)
    prepared = prepare_handover(station, order)
    receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
    add_member(station, "KB", Role.ADMINISTRATOR)
    badge = give_badge(station, "KB").number
    window.show_screen("guide")
    window.pages.guide.show_step(2)
    for number in (receipt, badge, str(Number(Kind.DROP_OFF_NOTE, 1, 1))):
        hands.scan(number)
        assert window.front.objectName() == "guide"
        assert window.pages.guide.step == 2
        assert number in find("guide-scanner-state").text()
    assert window.strip.problem.words == ""


def test_the_guide_leads_to_the_municipality(window: MainWindow, find: Callable[[str], QPushButton]) -> None:
    window.show_screen("guide")
    window.pages.guide.show_step(1)
    find("guide-enrol").click()
    assert window.front.objectName() == "enrol"


def test_back_stays_in_its_place_at_the_last_step(window: MainWindow, qtbot: QtBot) -> None:
    """Whoever presses Next once more than there are steps would else go back."""
    window.show_screen("guide")
    guide = window.pages.guide
    places = []
    for step in (1, 3):
        guide.show_step(step)
        qtbot.waitUntil(lambda: guide.back.isVisible())
        QApplication.processEvents()
        places.append(guide.back.geometry())
    assert places[0] == places[1]
    assert not guide.next.isVisible()
