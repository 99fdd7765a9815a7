"""What there is to see: every screen and its main states. The tour takes its pictures, the tests walk the same list.

A screen that no scene shows does not pass the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass

import tour_store
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from domain.item import State
from domain.refused import Refused
from station_app.actions.printing import drop_job, job_failed, queue_all, queue_print
from station_app.storage.items import Wanted
from station_app.storage.jobs import JobKind
from ui.parts.form_state import FormState
from ui.parts.handover_basket import Basket
from ui.parts.print_queue import JobGivenUp
from ui.said import Said
from ui.window import MainWindow

ROUNDS = 8
PATIENCE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Scene:
    """A name for the picture, the screen that it shows, and what leads there from an empty screen."""

    name: str
    screen: str
    show: Callable[[MainWindow], None]


def stage(window: MainWindow, scene: Scene) -> None:
    """Put a scene on the window, from wherever it was."""
    window.later.all_now()
    window.body.close_help()
    window.pages.register.form.clear()
    window.pages.register.show_registering()
    window.pages.handover.back_to_list()
    window.pages.handover.restore(Basket())
    for job in window.desk.station.jobs.open():
        drop_job(window.desk.station, job.id)
    window.strip.say(None)
    window.strip.clear_problem()
    window.show_screen(scene.screen)
    scene.show(window)
    waited = QDeadlineTimer(PATIENCE_MS)
    while window.background.busy and not waited.hasExpired():
        QTest.qWait(5)
    # A layout that gets a new width asks for another height, and what is around it for another width.
    for _ in range(ROUNDS):
        QApplication.processEvents()


def press(window: MainWindow, name: str) -> None:
    """Press a button by its name."""
    button = find(window, name)
    if not isinstance(button, QAbstractButton):
        raise TypeError(f"{name} is no button")
    button.click()


def write(window: MainWindow, name: str, text: str) -> None:
    """Fill in a field by its name."""
    field = find(window, name)
    if not isinstance(field, QLineEdit):
        raise TypeError(f"{name} is no field")
    field.setText(text)


def find(window: MainWindow, name: str) -> QWidget:
    """The widget of this name; of two, the one that does not wait to be deleted."""
    return window.centralWidget().findChildren(QWidget, name)[-1]


def shelf_number(window: MainWindow, category: str, state: State = State.REGISTERED) -> str:
    """The number of a thing of this category."""
    items = window.desk.station.items.page(Wanted(state=state), limit=100).items
    return next(item.number for item in items if item.category == category)


def _nothing(_window: MainWindow) -> None:
    pass


def _describe(window: MainWindow, category: str) -> None:
    """As if somebody had chosen this category: with its usual weight, and its warning if it has one."""
    window.pages.register.restore(FormState(category=category))


def _filled(window: MainWindow) -> None:
    _describe(window, "bicycle")
    write(window, "register-weight-kg", "14")
    write(window, "register-title", "Herresykkel 28 tommer, rød")


def _wrong(window: MainWindow) -> None:
    window.pages.register.save()


def _searching(window: MainWindow) -> None:
    write(window, "register-category-search", "stol")


def _data(window: MainWindow) -> None:
    _describe(window, "laptop")


def _advised(window: MainWindow) -> None:
    _describe(window, "child_car_seat")
    if tile := window.pages.register.form.picker.tiles.tile("child_car_seat"):
        tile.click()


def _refusing(window: MainWindow) -> None:
    _describe(window, "mattress")
    window.pages.register.show_refusing()


def _said(window: MainWindow) -> None:
    window.say(Said("1 00031 0000017 4 · Herresykkel · 14,0 kg"), JobGivenUp(JobKind.LABEL, "10003100000174"))


def _warned(window: MainWindow) -> None:
    window.take_number("5701234567890")


def _item(window: MainWindow) -> None:
    _found(window)
    window.pages.shelf.show_item(shelf_number(window, "sofa"))


def _item_gone(window: MainWindow) -> None:
    _found(window)
    window.pages.shelf.show_item(shelf_number(window, "chair", State.HANDED_OVER))


def _item_reserved(window: MainWindow) -> None:
    _found(window)
    window.pages.shelf.show_item(shelf_number(window, "rug"))


def _editing(window: MainWindow) -> None:
    _item(window)
    press(window, "item-change")


def _discarding(window: MainWindow) -> None:
    _item(window)
    press(window, "item-discard")


def _no_hit(window: MainWindow) -> None:
    write(window, "shelf-search", "flygel")
    # Enter: a person would otherwise wait for the pause after the last key.
    window.pages.shelf.search.returnPressed.emit()


def _found(window: MainWindow) -> None:
    window.pages.shelf.clear()


def _actor(window: MainWindow) -> None:
    window.pages.handover.actor.choose(tour_store.ALL)


def _lines(window: MainWindow) -> None:
    _actor(window)
    for category in ("sofa", "bicycle", "laptop"):
        window.pages.handover.take_item(shelf_number(window, category))


def _signing(window: MainWindow) -> None:
    _lines(window)
    press(window, f"line-data-{shelf_number(window, 'laptop')}-wiped")
    window.pages.handover.to_signing()


def _unsigned(window: MainWindow) -> None:
    _signing(window)
    write(window, "handover-representative", "")
    window.pages.handover.accept()


def _blocked(window: MainWindow) -> None:
    window.pages.handover.actor.choose(tour_store.SOME)
    for category in ("sofa", "bicycle", "vacuum_cleaner"):
        window.pages.handover.take_item(shelf_number(window, category))
    window.pages.handover.take_unknown("5701234567890")


def _reserved(window: MainWindow) -> None:
    """One is kept for who fetches, one for another, and somebody is about to say why it goes all the same."""
    _actor(window)
    for category in ("rug", "bookcase"):
        window.pages.handover.take_item(shelf_number(window, category))
    press(window, f"line-override-{shelf_number(window, 'bookcase')}")


def _expired(window: MainWindow) -> None:
    window.pages.handover.actor.choose(tour_store.OVER)
    window.pages.handover.take_item(shelf_number(window, "sofa"))
    window.pages.handover.accept()


def _receipt(window: MainWindow) -> None:
    window.pages.history.search.setText("")
    window.pages.history.show_receipt(window.desk.station.handovers.history()[-1].receipt)


def _reversing(window: MainWindow) -> None:
    receipt = window.desk.station.handovers.history()[-1].receipt
    window.pages.history.show_receipt(receipt, reverse=True)


def _to_print(window: MainWindow) -> None:
    """A label whose printer is out of paper, another that waits, and a receipt."""
    station = window.desk.station
    queue_all(station, JobKind.LABEL, [shelf_number(window, "sofa"), shelf_number(window, "bicycle")])
    queue_print(station, JobKind.RECEIPT, station.handovers.history()[-1].receipt)
    job_failed(station, station.jobs.open()[0], Refused("printer_out_of_paper", printer="Etikett"))
    window.pages.printing.refresh()


def _pin(window: MainWindow) -> None:
    """Somebody with a PIN chose their initials and typed two digits."""
    window.pages.duty.choose("KB")
    for digit in "20":
        window.pages.duty.pad.type(digit)


def _section(name: str) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        tile = window.pages.settings.sections.tile(name)
        if tile is None:
            raise LookupError(f"there is no section {name!r}")
        tile.setFocus()
        tile.click()

    return show


def _step(number: int) -> Callable[[MainWindow], None]:
    def show(window: MainWindow) -> None:
        window.pages.guide.show_step(number)

    return show


def _help(window: MainWindow) -> None:
    window.body.toggle(window.front.objectName())


SECTIONS = (
    "look",
    "printers",
    "camera",
    "scale",
    "scanner",
    "sound",
    "staff",
    "connection",
    "recalls",
    "privacy",
    "about",
)
SCENES = (
    Scene("register", "register", _nothing),
    Scene("register-filled", "register", _filled),
    Scene("register-wrong", "register", _wrong),
    Scene("register-search", "register", _searching),
    Scene("register-data", "register", _data),
    Scene("register-advice", "register", _advised),
    Scene("register-refusing", "register", _refusing),
    Scene("register-said", "register", _said),
    Scene("register-warned", "register", _warned),
    Scene("shelf", "shelf", _found),
    Scene("shelf-no-hit", "shelf", _no_hit),
    Scene("shelf-item", "shelf", _item),
    Scene("shelf-item-gone", "shelf", _item_gone),
    Scene("shelf-item-reserved", "shelf", _item_reserved),
    Scene("shelf-editing", "shelf", _editing),
    Scene("shelf-discarding", "shelf", _discarding),
    Scene("handover", "handover", _nothing),
    Scene("handover-actor", "handover", _actor),
    Scene("handover-lines", "handover", _lines),
    Scene("handover-blocked", "handover", _blocked),
    Scene("handover-reserved", "handover", _reserved),
    Scene("handover-signing", "handover", _signing),
    Scene("handover-unsigned", "handover", _unsigned),
    Scene("handover-expired", "handover", _expired),
    Scene("history", "history", _receipt),
    Scene("history-reversing", "history", _reversing),
    Scene("sync", "sync", _nothing),
    Scene("printing", "printing", _nothing),
    Scene("printing-failed", "printing", _to_print),
    *(Scene(f"settings-{name}", "settings", _section(name)) for name in SECTIONS),
    Scene("enrol", "enrol", _nothing),
    Scene("duty", "duty", _nothing),
    *(Scene(f"guide-{number + 1}", "guide", _step(number)) for number in range(4)),
    *(Scene(f"help-{name}", name, _help) for name in ("register", "handover", "settings")),
)
STAFFED = (Scene("duty-staff", "duty", _nothing), Scene("duty-pin", "duty", _pin))
"""Where people are known: with a list of staff, which `tour_store.employ` makes."""
