"""What somebody is at is still there after whatever comes between: another look, a lock, another screen, news."""

from collections.abc import Callable
from dataclasses import dataclass, field

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.numbers import actor_card
from domain.staff import Role
from domain.weight import WeightSource
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.register import Draft, register_item, register_items
from station_app.actions.settings import keep_settings
from station_app.actions.staff import add_member, set_pin
from station_app.documents.receipt import render_receipt
from station_app.station import Changed, Station, Subject
from ui.bridge import Bridge
from ui.pages import NAMES
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
MANY = 40
"""More things than a list has rows."""
DOWN = 300
"""How far a list is scrolled, in px."""


@dataclass
class Counter:
    """The window with somebody at it, a colleague with a PIN, things on the shelf and a handover in the history."""

    window: MainWindow
    station: Station
    bridge: Bridge
    hands: Hands
    qtbot: QtBot
    things: list[str] = field(default_factory=list)
    receipt: str = ""

    def there(self, name: str) -> QWidget:
        (only,) = [found for found in self.window.centralWidget().findChildren(QWidget, name) if found.isVisible()]
        return only

    def shown(self, name: str) -> bool:
        return any(found.isVisible() for found in self.window.centralWidget().findChildren(QWidget, name))

    def text(self, name: str) -> str:
        """What stands in a field that is seen."""
        field = self.there(name)
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def write(self, name: str, words: str) -> None:
        """Go to a field and type."""
        self.there(name).setFocus()
        self.hands.type(words)

    def click(self, name: str) -> None:
        button = self.there(name)
        assert isinstance(button, QWidget)
        button.setFocus()
        button.click()  # type: ignore[attr-defined]

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def redrawn(self, **settings: object) -> None:
        """Something is changed for which the window is drawn anew."""
        before = self.window.pages
        keep_settings(self.station, **settings)
        self.qtbot.waitUntil(lambda: self.window.pages is not before)
        self.settled()

    def settled(self) -> None:
        self.hands.done()
        for _turn in range(3):
            QApplication.processEvents()


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


def hand_over_one(station: Station, number: str) -> str:
    """Hand this thing over, to be signed on paper; the number of the receipt."""
    order = Order(orgnr=samples.FRETEX, numbers=(number,), representative="Ola Nordmann", signature=None)
    prepared = prepare_handover(station, order)
    return hand_over(station, prepared, render_receipt(prepared.receipt)).number


@dataclass(frozen=True)
class Scene:
    """Something that a person is at. `begun` tells it, in words of no language; `back` is where the focus may be when
    they come back from elsewhere: names that begin like this.
    """

    screen: str
    begin: Callable[[Counter], None]
    begun: Callable[[Counter], object]
    back: tuple[str, ...]


def describe(counter: Counter) -> None:
    counter.hands.type("2")
    counter.write("register-weight-kg", "12,5")
    counter.write("register-title", "Blue, with a basket")
    counter.write("register-note", "Gears are stiff")


def described(counter: Counter) -> object:
    return counter.window.pages.register.state()


def search_category(counter: Counter) -> None:
    counter.write("register-category-search", "so")


def look_into_a_group(counter: Counter) -> None:
    counter.hands.type("9")
    counter.hands.type("2")


def looked_into(counter: Counter) -> object:
    tiles = counter.window.pages.register.form.picker.tiles
    return [each.objectName() for each in tiles.findChildren(QWidget) if each.isVisible()]


def refuse(counter: Counter) -> None:
    counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_F8)
    counter.write("refuse-kg", "3,5")


def refused(counter: Counter) -> object:
    register = counter.window.pages.register
    return register.form.refusing, counter.text("refuse-kg"), register.form.picker.code


def refuse_without_category(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F8)
    form = counter.window.pages.register.form
    form.refuse.reasons.tile("hazardous_content").click()
    assert form.refuse.waits_for_category


def refused_without_category(counter: Counter) -> object:
    form = counter.window.pages.register.form
    return form.refusing, form.refuse.reasons.value, form.refuse.waits_for_category


def gather(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    for code in (str(actor_card(samples.FRETEX)), *counter.things[:2]):
        counter.hands.scan(code)
    counter.write("handover-number", "1031")


def gathered(counter: Counter) -> object:
    return counter.window.pages.handover.state(), counter.text("handover-number")


def seek_actor(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    counter.hands.scan(counter.things[0])
    counter.write("actor-search", "fre")


def override(counter: Counter) -> None:
    """A thing that the agreement leaves out, and half a reason why it goes all the same."""
    counter.hands.press(Qt.Key.Key_F4)
    number = register_item(counter.station, Draft(category="sofa", grams=40_000)).number
    for code in (str(actor_card(samples.FLEA_MARKET)), number):
        counter.hands.scan(code)
    (offer,) = [
        found
        for found in counter.window.front.findChildren(QPushButton)
        if found.objectName() == f"line-override-{number}"
    ]
    offer.click()
    counter.hands.type("The last day of")


def overriding(counter: Counter) -> object:
    return [
        (found.objectName(), found.text())
        for found in counter.window.front.findChildren(QLineEdit)
        if found.objectName().startswith("line-reason-") and found.isVisible()
    ]


def sign(counter: Counter) -> None:
    gather(counter)
    counter.window.pages.handover.entry.clear()
    counter.hands.press(Qt.Key.Key_F8)
    counter.click("sign-language-nn")
    counter.there("handover-representative").clear()
    counter.write("handover-representative", "Kari Nordmann")
    counter.hands.draw(counter.window.pages.handover.sign.pad)


def signed(counter: Counter) -> object:
    """Strokes by their shape: the field for them may have another size in another look."""
    handover = counter.window.pages.handover
    drawn = handover.sign.pad.signature()
    shape = [
        [(round(x / drawn.width, 1), round(y / drawn.height, 1), ms) for x, y, ms in stroke] for stroke in drawn.strokes
    ]
    return (
        handover.signing,
        handover.state(),
        handover.sign.name.text(),
        handover.sign.languages.value,
        handover.sign.paper.isChecked(),
        shape,
    )


def sign_on_paper(counter: Counter) -> None:
    sign(counter)
    counter.window.pages.handover.sign.pad.clear()
    counter.click("handover-paper")


def search_shelf(counter: Counter) -> None:
    for _turn in range(MANY):
        register_item(counter.station, Draft(category="bicycle", grams=14_000))
    counter.hands.press(Qt.Key.Key_F3)
    shelf = counter.window.pages.shelf
    shelf.filters.choose_state("any")
    counter.write("shelf-search", "bic")
    counter.qtbot.waitUntil(lambda: shelf.model.wanted.search == "bic")
    shelf.list.verticalScrollBar().setValue(DOWN)


def searched_shelf(counter: Counter) -> object:
    """Also which thing stands on top of the list: rows of larger text are higher."""
    shelf = counter.window.pages.shelf
    top = shelf.list.indexAt(shelf.list.viewport().rect().topLeft()).row()
    assert top > 0
    return counter.text("shelf-search"), shelf.filters.wanted(""), shelf.model.wanted.search, shelf.list.isVisible()


def open_item(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F3)
    counter.hands.scan(counter.things[1])
    counter.there("item-change").setFocus()


def opened_item(counter: Counter) -> object:
    shelf = counter.window.pages.shelf
    chosen = shelf.model.item(shelf.list.currentIndex().row())
    return shelf.panel.isVisible(), shelf.panel.number, chosen.number if chosen else ""


def edit_item(counter: Counter) -> None:
    open_item(counter)
    counter.click("item-change")
    editor = counter.window.pages.shelf.panel.editor
    editor.condition.tile("used").click()
    counter.write("item-title", "Red")
    counter.write("item-note", "Bell is missing")


def edited_item(counter: Counter) -> object:
    shelf = counter.window.pages.shelf
    editor = shelf.panel.editor
    weight = editor.weight.entry.text().replace(",", ".")
    return shelf.panel.number, counter.text("item-title"), counter.text("item-note"), editor.condition.value, weight


def discard_item(counter: Counter) -> None:
    open_item(counter)
    counter.click("item-discard")
    counter.hands.type("Wet all thr")


def discarded_item(counter: Counter) -> object:
    return counter.window.pages.shelf.panel.number, counter.text("item-discard-reason")


def search_history(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F5)
    history = counter.window.pages.history
    history.unsigned.click()
    counter.write("history-search", "fre")
    history._ask()
    history.table.selectRow(0)
    assert history.entry is not None


def searched_history(counter: Counter) -> object:
    history = counter.window.pages.history
    receipt = history.entry.receipt if history.entry else ""
    return counter.text("history-search"), history.unsigned.isChecked(), receipt, history.model.rowCount()


def reverse(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F5)
    counter.window.pages.history.table.selectRow(0)
    counter.click("history-reverse")
    counter.hands.type("Wrong act")


def reversing(counter: Counter) -> object:
    history = counter.window.pages.history
    return history.entry.receipt if history.entry else "", counter.text("history-reason")


def attach(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F5)
    counter.window.pages.history.table.selectRow(0)
    counter.click("history-attach")


def attaching(counter: Counter) -> object:
    history = counter.window.pages.history
    return history.sheet.isVisible(), history.entry.receipt if history.entry else ""


def set_staff(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F9)
    counter.click("settings-sections-staff")
    counter.click("staff-people-TS")
    counter.write("staff-pin", "12")
    counter.write("staff-initials", "A")


def set_up_staff(counter: Counter) -> object:
    settings = counter.window.pages.settings
    people = settings.findChild(QWidget, "staff-people")
    return people.value, counter.text("staff-pin"), counter.text("staff-initials")


def set_printer(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F9)
    counter.click("settings-sections-printers")
    counter.click("settings-label-kind-zpl")
    counter.write("settings-label-address", "192.0.2")


def set_up_printer(counter: Counter) -> object:
    return counter.text("settings-label-address")


def see_to_printing(counter: Counter) -> None:
    register_items(counter.station, Draft(category="bicycle", grams=14_000), copies=3, label=True)
    counter.hands.press(Qt.Key.Key_F10)
    counter.settled()
    counter.there("print-drop-2").setFocus()


def saw_to_printing(counter: Counter) -> object:
    return [job.id for job in counter.station.jobs.open() if counter.shown(f"print-job-{job.id}")]


def type_pin(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F11)
    counter.click("duty-people-TS")
    counter.hands.type("47")


def typed_pin(counter: Counter) -> object:
    duty = counter.window.pages.duty
    return duty.person.text().split()[-1], duty.pad.dots.text()


def enrol(counter: Counter) -> None:
    counter.window.show_screen("enrol")
    counter.there("enrol-address").clear()
    counter.write("enrol-address", "https://ombruk.exam")
    counter.write("enrol-code", "4711-0")


def enrolling(counter: Counter) -> object:
    return counter.text("enrol-address"), counter.text("enrol-code")


def be_guided(counter: Counter) -> None:
    counter.window.show_screen("guide")
    counter.click("guide-next")
    counter.click("guide-next")


def guided(counter: Counter) -> object:
    return counter.window.pages.guide.step


def ask_for_help(counter: Counter) -> None:
    describe(counter)
    counter.hands.press(Qt.Key.Key_F12)


def helped(counter: Counter) -> object:
    return counter.window.body.is_open, described(counter)


SCENES = {
    "describing": Scene("register", describe, described, ("register-category-tiles", "register")),
    "looking for a category": Scene(
        "register", search_category, lambda c: c.text("register-category-search"), ("register",)
    ),
    "looking into a group": Scene("register", look_into_a_group, looked_into, ("register",)),
    "refusing": Scene("register", refuse, refused, ("refuse-",)),
    "refusing what is not known": Scene(
        "register", refuse_without_category, refused_without_category, ("register-category-tiles", "refuse-")
    ),
    "gathering": Scene("handover", gather, gathered, ("handover-number",)),
    "looking for an actor": Scene("handover", seek_actor, lambda c: c.text("actor-search"), ("actor-search",)),
    "letting a thing go": Scene("handover", override, overriding, ("line-reason-", "handover-number")),
    "signing": Scene("handover", sign, signed, ("handover-pad", "handover-representative")),
    "signing on paper": Scene(
        "handover", sign_on_paper, signed, ("handover-paper", "handover-pad", "handover-representative")
    ),
    "searching the shelf": Scene("shelf", search_shelf, searched_shelf, ("shelf-search",)),
    "looking at a thing": Scene("shelf", open_item, opened_item, ("shelf-search", "item-")),
    "changing a thing": Scene("shelf", edit_item, edited_item, ("item-note", "item-title")),
    "discarding a thing": Scene("shelf", discard_item, discarded_item, ("item-discard-reason",)),
    "searching the history": Scene("history", search_history, searched_history, ("history-search",)),
    "reversing": Scene("history", reverse, reversing, ("history-reason",)),
    "attaching a sheet": Scene("history", attach, attaching, ("history-sheet",)),
    "setting up staff": Scene("settings", set_staff, set_up_staff, ("settings-sections-staff", "staff-")),
    "setting up a printer": Scene(
        "settings", set_printer, set_up_printer, ("settings-sections-printers", "settings-label-address")
    ),
    "seeing to printing": Scene("printing", see_to_printing, saw_to_printing, ("print-",)),
    "typing a PIN": Scene("duty", type_pin, typed_pin, ("pin-",)),
    "connecting": Scene("enrol", enrol, enrolling, ("enrol-",)),
    "being guided": Scene("guide", be_guided, guided, ("guide-",)),
    "reading the help": Scene("register", ask_for_help, helped, ("register", "help-text")),
}


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
