"""What somebody is at is still there after whatever comes between: another look, a lock, another screen, news."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from counter_scenes import SCENES, edit_item, edited_item, sign, signed
from keyboard import Hands
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot
from somebody_at_it import Counter, hand_over_one

from domain.numbers import actor_card
from domain.staff import Role
from domain.weight import WeightSource
from station_app.actions.register import Draft, register_item
from station_app.actions.staff import add_member, set_pin
from station_app.station import Changed, Station, Subject
from ui.bridge import Bridge
from ui.pages import NAMES
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(
    window: MainWindow, station: Station, bridge: Bridge, hands: Hands, qtbot: QtBot, registered: Callable[..., str]
) -> Counter:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.COUNTER)):
        add_member(station, initials, role)
    set_pin(station, "TS", "4711")
    made = Counter(window, station, bridge, hands, qtbot)
    made.things = [registered() for _ in range(3)]
    made.receipt = hand_over_one(station, registered())
    window.show_screen("register")
    return made


def locked(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_L, CONTROL)
    assert counter.window.front.objectName() == "duty"


def unlocked(counter: Counter) -> None:
    if counter.shown("duty-other"):
        counter.click("duty-other")
    counter.click("duty-people-KB")


def drawn_anew(counter: Counter) -> None:
    """In another theme, another language and another size of text; and back again with the next call."""
    plain = counter.station.config.theme == "light"
    looks = {"theme": "dark", "language": "nn", "text_percent": 200}
    counter.redrawn(**(looks if plain else {"theme": "light", "language": "en", "text_percent": 100}))


def locked_meanwhile(counter: Counter) -> None:
    locked(counter)
    unlocked(counter)


def drawn_anew_while_locked(counter: Counter) -> None:
    locked(counter)
    drawn_anew(counter)
    assert counter.window.front.objectName() == "duty"
    unlocked(counter)


def news(counter: Counter) -> None:
    """Another program on this PC registers a thing, and the hub has all kinds of news."""
    with counter.station.another() as beside:
        register_item(beside, Draft(category="bicycle", grams=9_000))
    counter.bridge.tell(Changed(frozenset(Subject)))


STAYS = (drawn_anew, news, locked_meanwhile, drawn_anew_while_locked)


def test_every_screen_but_sending_is_tried() -> None:
    assert {scene.screen for scene in SCENES.values()} == set(NAMES) - {"sync"}


@pytest.mark.parametrize("scene", SCENES)
def test_whatever_comes_between_what_was_begun_stays_and_the_focus_too(counter: Counter, scene: str) -> None:
    begun = SCENES[scene].begun
    SCENES[scene].begin(counter)
    counter.settled()
    focus, before = counter.focus, begun(counter)
    for disturb in STAYS:
        locks = disturb in (locked_meanwhile, drawn_anew_while_locked)
        if locks and scene in ("typing a PIN", "reading the help"):
            # Who unlocks has said who they are; and help in large text gives its place to the question who it is.
            continue
        disturb(counter)
        counter.settled()
        name = disturb.__name__
        assert (name, counter.window.front.objectName()) == (name, SCENES[scene].screen)
        assert (name, begun(counter)) == (name, before)
        assert (name, counter.focus) == (name, focus)


@pytest.mark.parametrize("scene", SCENES)
def test_another_screen_and_back_finds_what_was_begun(counter: Counter, scene: str) -> None:
    SCENES[scene].begin(counter)
    counter.settled()
    before = SCENES[scene].begun(counter)
    for disturb in (None, news, drawn_anew):
        counter.hands.press(Qt.Key.Key_F6)
        assert counter.window.front.objectName() == "sync"
        if (scene, disturb) == ("reading the help", drawn_anew):
            # In large text the help stands in the place of a screen, and gives it to the next one.
            continue
        if disturb is not None:
            disturb(counter)
        counter.window.show_screen(SCENES[scene].screen)
        counter.settled()
        assert (disturb, SCENES[scene].begun(counter)) == (disturb, before)
        assert counter.focus.startswith(SCENES[scene].back)


@pytest.mark.parametrize("look", [{"theme": "dark"}, {"language": "nb"}, {"text_percent": 150}, {"digit_keys": False}])
def test_each_look_alone_keeps_who_signs(counter: Counter, look: dict[str, object]) -> None:
    sign(counter)
    focus, before = counter.focus, signed(counter)
    counter.redrawn(**look)
    assert (signed(counter), counter.focus) == (before, focus)


def test_a_change_that_was_begun_is_there_again_after_another_thing_was_scanned(counter: Counter) -> None:
    edit_item(counter)
    before = edited_item(counter)
    counter.hands.scan(counter.things[0])
    assert counter.window.pages.shelf.panel.number == counter.things[0]
    assert counter.shown("item-change")
    assert "Not saved yet" in counter.window.strip.result.text()
    counter.redrawn(theme="dark")
    counter.hands.scan(counter.things[1])
    assert edited_item(counter) == before


def test_a_change_that_was_given_up_does_not_come_back(counter: Counter) -> None:
    edit_item(counter)
    counter.click("item-edit-cancel")
    for number in (counter.things[0], counter.things[1]):
        counter.hands.scan(number)
    assert counter.shown("item-change")


def test_another_language_does_not_turn_a_weighed_weight_into_an_estimate(counter: Counter) -> None:
    draft = Draft(category="bicycle", grams=14_500, weight_source=WeightSource.SCALE)
    number = register_item(counter.station, draft).number
    counter.hands.press(Qt.Key.Key_F3)
    counter.hands.scan(number)
    counter.click("item-change")
    counter.write("item-title", "Red")
    counter.redrawn(language="nb")
    counter.click("item-edit-save")
    item = counter.station.items.by_number(number)
    assert (item.title, item.grams, item.weight_source) == ("Red", 14_500, WeightSource.SCALE)


def test_a_reason_for_a_reversal_waits_while_another_receipt_is_looked_at(
    counter: Counter, registered: Callable[..., str]
) -> None:
    other = hand_over_one(counter.station, registered())
    counter.hands.press(Qt.Key.Key_F5)
    counter.hands.scan(counter.receipt)
    counter.click("history-reverse")
    counter.hands.type("Wrong act")
    counter.hands.scan(other)
    assert not counter.shown("history-reason")
    counter.hands.scan(counter.receipt)
    counter.click("history-reverse")
    assert counter.text("history-reason") == "Wrong act"


def test_the_focus_goes_to_the_section_that_is_shown(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F9)
    assert counter.focus == "settings-sections-look"
    counter.window.pages.settings.show_section("sound")
    assert counter.focus == "settings-sections-sound"


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("percent", [100, 200])
def test_paper_can_be_chosen_without_scrolling_whatever_is_wrong(counter: Counter, percent: int) -> None:
    counter.window.resize(1024, 700)
    counter.redrawn(text_percent=percent, theme="dark")
    counter.hands.press(Qt.Key.Key_F4)
    for code in (str(actor_card(samples.FRETEX)), counter.things[0]):
        counter.hands.scan(code)
    counter.hands.press(Qt.Key.Key_F8)
    for _with_and_without_error in range(2):
        counter.settled()
        paper, window = counter.there("handover-paper"), counter.window
        assert window.rect().contains(QRect(paper.mapTo(window, QPoint(0, 0)), paper.size()))
        assert paper.visibleRegion().boundingRect() == paper.rect()
        counter.window.pages.handover.accept()
    assert counter.shown("handover-signature-error")
    assert not counter.there("handover-signature-error").visibleRegion().isEmpty()
