"""Undo does what it says in what is in sight, also when that was drawn anew since and what was before is gone."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from somebody_at_it import Counter

from domain.item import State
from domain.numbers import actor_card
from domain.staff import Role
from station_app.actions.register import Draft, register_items
from station_app.actions.staff import add_member, begin_duty
from station_app.station import Duty, Station
from station_app.storage.drafts import DraftKind
from ui.bridge import Bridge
from ui.pages import NAMES
from ui.undoing import Undo
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(
    window: MainWindow, station: Station, bridge: Bridge, hands: Hands, qtbot: QtBot, registered: Callable[..., str]
) -> Counter:
    made = Counter(window, station, bridge, hands, qtbot)
    made.things = [registered() for _ in range(2)]
    return made


@pytest.fixture
def drawn_anew(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Draw the window anew, in another look, and take what was there before apart."""
    monkeypatch.setattr("ui.earlier.PAST_MS", 1)

    def draw() -> None:
        gone: list[bool] = []
        counter.window.centralWidget().destroyed.connect(lambda: gone.append(True))
        other = "dark" if counter.station.config.theme == "light" else "light"
        counter.redrawn(theme=other)
        counter.qtbot.waitUntil(lambda: bool(gone))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    return draw


def undo(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_Z, CONTROL)
    counter.settled()


def test_a_thing_comes_back_into_the_form_that_is_in_sight(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    counter.hands.type("2")
    counter.write("register-title", "Red, with a basket")
    counter.hands.press(Qt.Key.Key_Return)
    (saved,) = (item for item in counter.station.items.page().items if item.title)
    drawn_anew()
    undo(counter)
    assert counter.station.items.by_number(saved.number).state is State.VOID
    assert (counter.text("register-title"), counter.window.pages.register.state().category) == (
        "Red, with a basket",
        saved.category,
    )
    assert "Tear off its label" in counter.window.strip.result.text()
    assert not counter.shown("strip-undo")


def test_what_was_begun_since_is_not_disturbed(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_Return)
    counter.write("register-title", "The next one")
    drawn_anew()
    # Two presses: the field's own typing comes first where there is any.
    counter.window.take_back()
    assert counter.text("register-title") == "The next one"
    assert counter.window.pages.register.state().category == ""


def test_a_thing_that_was_turned_away_comes_back(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_F8)
    counter.window.pages.register.form.refuse.reasons.tile("hazardous_content").click()
    assert counter.station.figures().refused.pieces == 1
    drawn_anew()
    undo(counter)
    assert counter.station.figures().refused.pieces == 0
    assert counter.window.pages.register.state().category != ""


def test_a_handover_is_reversed_where_it_can_be_seen(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    for code in (str(actor_card(samples.FRETEX)), counter.things[0]):
        counter.hands.scan(code)
    counter.hands.press(Qt.Key.Key_F8)
    counter.write("handover-representative", "Ola Nordmann")
    counter.click("handover-paper")
    counter.window.pages.handover.accept()
    counter.hands.done()
    (entry,) = counter.station.handovers.history()
    drawn_anew()
    undo(counter)
    history = counter.window.pages.history
    assert counter.window.front is history
    assert counter.shown("history-reason-panel")
    assert QApplication.focusWidget() is history.reason
    assert history.entry is not None
    assert history.entry.receipt == entry.receipt


def test_a_line_comes_back_into_the_list_that_is_in_sight(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    for code in (str(actor_card(samples.FRETEX)), *counter.things):
        counter.hands.scan(code)
    counter.settled()
    counter.click(f"line-remove-{counter.things[0]}")
    drawn_anew()
    assert not counter.shown(f"line-remove-{counter.things[0]}")
    undo(counter)
    assert counter.shown(f"line-remove-{counter.things[0]}")
    assert counter.window.pages.handover.gathering.basket.numbers == counter.things


@pytest.mark.parametrize("kind", DraftKind)
def test_what_was_thrown_away_is_set_aside_again(
    counter: Counter, drawn_anew: Callable[[], None], kind: DraftKind
) -> None:
    if kind is DraftKind.HANDOVER:
        counter.hands.press(Qt.Key.Key_F4)
        counter.hands.scan(str(actor_card(samples.FRETEX)))
    else:
        counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_Escape)
    (kept,) = counter.station.drafts.aside(kind)
    if kind is DraftKind.ITEM:
        counter.window.pages.register.aside.show()
    counter.settled()
    counter.click(f"aside-drop-{kept.id}" if kind is DraftKind.HANDOVER else f"register-aside-{kept.id}-drop")
    assert counter.station.drafts.aside(kind) == ()
    drawn_anew()
    undo(counter)
    (again,) = counter.station.drafts.aside(kind)
    assert (again.words, again.body) == (kept.words, kept.body)


def test_a_document_that_was_given_up_waits_again(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    register_items(counter.station, Draft(category="bicycle", grams=14_000), copies=1, label=True)
    counter.hands.press(Qt.Key.Key_F10)
    counter.settled()
    (job,) = counter.station.jobs.open()
    counter.click(f"print-drop-{job.id}")
    assert counter.station.jobs.open() == ()
    drawn_anew()
    undo(counter)
    (again,) = counter.station.jobs.open()
    assert (again.kind, again.number) == (job.kind, job.number)
    assert counter.shown(f"print-job-{again.id}")


def test_somebody_is_on_the_staff_list_again(counter: Counter, drawn_anew: Callable[[], None]) -> None:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.LEAD)):
        add_member(counter.station, initials, role)
    begin_duty(counter.station, Duty("KB", Role.ADMINISTRATOR))
    counter.hands.press(Qt.Key.Key_F9)
    counter.click("settings-sections-staff")
    counter.click("staff-people-TS")
    counter.click("staff-leave")
    drawn_anew()
    assert not counter.shown("staff-people-TS")
    undo(counter)
    assert counter.shown("staff-people-TS")
    assert counter.station.staff.role("TS") is Role.LEAD


def test_a_setting_is_as_before_although_it_drew_the_window_anew(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F9)
    before = counter.window.pages
    counter.click("settings-text_percent-150")
    counter.qtbot.waitUntil(lambda: counter.window.pages is not before)
    counter.settled()
    undo(counter)
    assert counter.station.config.text_percent == 100


def test_what_could_not_be_taken_back_can_be_tried_again(counter: Counter) -> None:
    counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_Return)
    saved = counter.station.items.page().items[0].number
    for initials, role in (("KB", Role.ADMINISTRATOR), ("RO", Role.READ_ONLY)):
        add_member(counter.station, initials, role)
    begin_duty(counter.station, Duty("RO", Role.READ_ONLY))
    undo(counter)
    assert counter.window.strip.problem.words
    assert counter.station.items.by_number(saved).state is State.REGISTERED
    begin_duty(counter.station, Duty("KB", Role.ADMINISTRATOR))
    undo(counter)
    assert counter.station.items.by_number(saved).state is State.VOID


def test_every_kind_of_deed_belongs_to_a_screen_that_takes_it_back(window: MainWindow) -> None:
    for name in NAMES:
        window.show_screen(name)
    kinds = Undo.__subclasses__()
    assert kinds
    for kind in kinds:
        screen: QWidget = window.pages.named(kind.screen)
        assert "take_back" in vars(type(screen)), (kind, screen)
