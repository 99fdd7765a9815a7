"""Everything that somebody can be at, screen by screen. For the tests beside it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import counter_samples as samples
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from somebody_at_it import Counter

sys.path.append(str(Path(__file__).parents[1] / "station"))
import safety_gate_samples  # (the same reports as the station's tests)

from domain.numbers import actor_card
from station_app.actions.recalls import import_recalls
from station_app.actions.register import Draft, register_item, register_items

MANY = 40
"""More things than a list has rows."""
RECALLED = "5901234123457"
"""The barcode of a product in the recall list."""
DOWN = 300
"""How far a list is scrolled, in px."""


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


def scan_a_recalled_product(counter: Counter) -> None:
    import_recalls(counter.station, safety_gate_samples.write(counter.station.folder.parent, *safety_gate_samples.WEEK))
    counter.hands.scan(RECALLED)


def warned(counter: Counter) -> object:
    return counter.shown("recall-refuse"), "Knerten" in counter.window.pages.register.form.recall.notice.words


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
    history.list.ask()
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
    counter.hands.scan(RECALLED)


def guided(counter: Counter) -> object:
    """The step, and whether it stands there that the scanner works."""
    guide = counter.window.pages.guide
    (works,) = guide.findChildren(QLabel, "guide-scanner-state")
    return guide.step, RECALLED in works.text()


def ask_for_help(counter: Counter) -> None:
    describe(counter)
    counter.hands.press(Qt.Key.Key_F12)


def helped(counter: Counter) -> object:
    return counter.window.body.is_open, described(counter)


SCENES = {
    "describing": Scene("register", describe, described, ("register-category-tiles", "register")),
    "looking at a recall": Scene("register", scan_a_recalled_product, warned, ("register",)),
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
