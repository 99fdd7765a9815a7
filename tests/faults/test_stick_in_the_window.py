"""The USB route as it is used: two buttons where sending is shown, a real hub between them, results in words."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Counter
from in_process import NewCounter
from pytestqt.qtbot import QtBot
from sticks import everything_on, photo

from domain.staff import Role
from hub.agreements.register import add_actor
from hub.ingest.stick import import_batches
from hub.ingest.verify import verify
from station_app.actions.settings import keep_settings
from station_app.actions.staff import add_member, go_on_duty
from ui.bridge import Bridge
from ui.parts.stick_route import StickRoute
from ui.window import MainWindow

PATIENCE_MS = 120_000


class Counting:
    """Somebody at the screen that shows how sending stands."""

    def __init__(self, counter: Counter, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        bridge = Bridge()
        keep_settings(counter.station, language="en", sound_volume=0, camera="none")
        counter.station.listen(bridge.tell)
        self.window = MainWindow(counter.station, bridge)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.later.all_now()
        self.window.show_screen("sync")

    @property
    def route(self) -> StickRoute:
        return self.window.pages.sync.stick

    @property
    def said(self) -> str:
        return self.window.strip.result.text()

    def until_done(self) -> None:
        self._qtbot.waitUntil(lambda: not self.window.background.busy, timeout=PATIENCE_MS)

    def write_to(self, stick: Path) -> None:
        self.route.write_to(str(stick))
        self.until_done()

    def take_from(self, stick: Path) -> None:
        self.route.take_from(str(stick))
        self.until_done()


@pytest.fixture
def at_the_screen(counter: Counter, qtbot: QtBot) -> Iterator[Counting]:
    made = Counting(counter, qtbot)
    yield made
    made.until_done()
    made.window.close()


def test_what_waits_goes_by_stick_and_the_answer_and_the_register_come_back(
    counter: Counter, at_the_screen: Counting, stick: Path
) -> None:
    counter.register(photos=(photo(counter),))
    counter.register()
    assert at_the_screen.route.isVisible()
    at_the_screen.write_to(stick)
    assert "events: 2, photos and receipts: 1" in at_the_screen.said
    assert at_the_screen.route.write.isEnabled()
    assert counter.station.outbox.progress().waiting_events == 2, "nothing counts as sent before it is acknowledged"
    add_actor("Bruktbutikken", "974760673")
    assert import_batches(stick).problems == []
    assert verify().problems == []
    at_the_screen.take_from(stick)
    assert "events: 2, photos and receipts: 1. Still waiting: 0" in at_the_screen.said
    assert f"now version {counter.station.reference.version()}" in at_the_screen.said
    assert counter.station.reference.actor("974760673").name == "Bruktbutikken"
    assert not [name for name in everything_on(stick) if name.endswith((".batch", ".jpg")) and "ferie" not in name]
    at_the_screen.write_to(stick)
    assert at_the_screen.said == "Nothing waits: the municipality has everything."


@pytest.mark.parametrize("wrong", ["gone", "empty", "another hub's", "another counter's"])
def test_the_wrong_stick_is_told_beside_the_buttons_and_changes_nothing(
    counter: Counter, new_counter: NewCounter, at_the_screen: Counting, stick: Path, wrong: str
) -> None:
    counter.register()
    if wrong == "gone":
        stick = stick / "not-there"
    elif wrong == "another hub's":
        (stick / "ombruk" / "11111111-1111-4111-8111-111111111111").mkdir(parents=True)
    elif wrong == "another counter's":
        other = new_counter()
        other.register()
        at = Counting(other, at_the_screen._qtbot)
        at.write_to(stick)
        at.window.close()
    at_the_screen.take_from(stick)
    words = {
        "gone": "There is no folder",
        "empty": "Choose the folder that was written to",
        "another hub's": "another municipality's hub",
        "another counter's": "nothing for this counter",
    }
    assert words[wrong] in at_the_screen.route.error.words
    assert at_the_screen.said == ""
    assert counter.station.outbox.progress().waiting_events == 1
    assert at_the_screen.route.read.isEnabled()


def test_what_is_wrong_with_a_stick_is_said_in_the_language_that_is_chosen_then(
    counter: Counter, at_the_screen: Counting, stick: Path, qtbot: QtBot
) -> None:
    at_the_screen.take_from(stick / "not-there")
    before, english = at_the_screen.route, at_the_screen.route.error.words
    keep_settings(counter.station, language="nb")
    qtbot.waitUntil(lambda: at_the_screen.route is not before, timeout=PATIENCE_MS)
    at_the_screen.until_done()
    assert "not-there" in at_the_screen.route.error.words != english


def test_a_damaged_answer_is_named_and_the_rest_is_taken(
    counter: Counter, at_the_screen: Counting, stick: Path
) -> None:
    counter.register()
    at_the_screen.write_to(stick)
    import_batches(stick)
    (answer,) = stick.rglob("*.acknowledgement")
    answer.write_text("scratched", encoding="ascii")
    at_the_screen.take_from(stick)
    assert "is damaged" in at_the_screen.route.error.words
    assert "Still waiting: 1" in at_the_screen.said
    assert counter.station.outbox.progress().waiting_events == 1


def test_whoever_is_no_shift_lead_is_told_who_may_before_a_stick_is_looked_for(
    counter: Counter, at_the_screen: Counting, stick: Path
) -> None:
    counter.register()
    add_member(counter.station, "AD", Role.ADMINISTRATOR)
    go_on_duty(counter.station, "AD")
    add_member(counter.station, "CO", Role.COUNTER)
    add_member(counter.station, "LE", Role.LEAD)
    go_on_duty(counter.station, "CO")
    at_the_screen.window.show_screen("sync")
    at_the_screen.route.write.click()
    assert "at least" in at_the_screen.route.error.words
    at_the_screen.write_to(stick)
    assert "at least" in at_the_screen.route.error.words
    assert [*stick.rglob("*.batch")] == []
    go_on_duty(counter.station, "LE")
    at_the_screen.window.show_screen("sync")
    at_the_screen.write_to(stick)
    assert at_the_screen.route.error.words == ""
    assert len([*stick.rglob("*.batch")]) == 1
