"""The screens of a window, each made when it is first needed, and where their wishes lead."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer

from ui.desk import Desk
from ui.screens.register import RegisterScreen
from ui.screens.screen import Screen
from ui.whereabouts import Place

if TYPE_CHECKING:
    from ui.screens.duty import DutyScreen
    from ui.screens.enrol import EnrolScreen
    from ui.screens.guide import GuideScreen
    from ui.screens.handover import HandoverScreen
    from ui.screens.history import HistoryScreen
    from ui.screens.printing import PrintingScreen
    from ui.screens.settings import SettingsScreen
    from ui.screens.shelf import ShelfScreen
    from ui.screens.sync import SyncScreen

NAMES = ("register", "shelf", "handover", "history", "sync", "printing", "settings", "enrol", "guide", "duty")

AHEAD = ("shelf", "handover", "history", "settings", "sync")
"""Those that are made before somebody goes there, the likeliest first. The others are seen once or never, or, like the
list of what is printed, made anew by what has come since.
"""
LOADED_FIRST = {
    "shelf": ("station_app.actions.printing", "ui.tables", "ui.parts.browsing", "ui.parts.shelf_list"),
    "handover": (
        "ui.parts.sign_panel",
        "station_app.actions.receipts",
        "station_app.actions.handover",
        "ui.parts.handover_basket",
        "PySide6.QtPrintSupport",
        "PySide6.QtPdf",
        "ui.parts.handover_store",
    ),
    "history": ("ui.parts.history_list", "ui.camera"),
    "sync": ("wire.batch", "ui.sending"),
}
"""What those rest on, each some 10 ms: loaded in one go with its screen it would be 50."""


class Links(msgspec.Struct, frozen=True):
    """What screens ask of the frame; bound methods."""

    made: Callable[[Screen], None]
    number: Callable[[str], None]
    hand_over: Callable[[str], None]
    receipt: Callable[[str], None]
    reverse: Callable[[str], None]
    enrol: Callable[[], None]
    enrolled: Callable[[], None]
    send_now: Callable[[], None]
    show: Callable[[str], None]
    back: Callable[[], None]


class Pages:
    """The libraries behind a screen are loaded with it, so that the first one is there at once."""

    def __init__(self, desk: Desk, links: Links) -> None:
        self._desk, self._links = desk, links
        self._places: dict[str, Place] = {}
        self._apart: Screen | None = None
        """A screen that is made and not put among the others yet."""
        self._keeps_apart = False

    def named(self, name: str) -> Screen:
        """The screen of this name, made now if need be."""
        if name not in NAMES:
            raise ValueError(f"there is no screen {name!r}")
        screen: Screen = getattr(self, name)
        self._put_in()
        return screen

    def made(self) -> tuple[Screen, ...]:
        """The screens that there are so far."""
        return tuple(self.__dict__[name] for name in NAMES if name in self.__dict__)

    @property
    def busy(self) -> bool:
        """Whether a screen waits for an answer that only it can take."""
        return any(screen.waits() for screen in self.made())

    def ahead(self) -> Iterator[None]:
        """Makes, with each step, a part of a screen to which nobody has gone yet: some 10 ms of the processor."""
        for name in AHEAD:
            for module in (*LOADED_FIRST.get(name, ()), f"ui.screens.{name}"):
                import_module(module)
                yield
            screen = self._kept_apart(name)
            yield
            self._put_in()
            yield
            for make in screen.later:
                make()
                yield
            yield from screen.prepared()

    def take_over(self, before: "Pages") -> None:
        """Go on with what was begun on the screens of a window that is drawn anew; the others are made when needed."""
        self._places = dict(before._places)
        for old in before.made():
            if not old.visited:
                continue
            name, begun, place = old.objectName(), old.begun(), Place.of(old)
            if begun is None and not place.typed and not place.scrolled:
                continue
            new = self.named(name)
            new.visited = True
            if begun is not None:
                new.go_on(begun)
            place.fill(new)
            if place.scrolled:
                self._places[name] = place

    def shown(self, screen: Screen) -> None:
        """A screen was put in front: scroll it to where it was before the window was drawn anew."""
        place = self._places.pop(screen.objectName(), None)
        if place is not None:
            # Once everything has its place.
            QTimer.singleShot(0, screen, partial(place.scroll, screen))

    def _kept_apart(self, name: str) -> Screen:
        self._keeps_apart = True
        try:
            screen: Screen = getattr(self, name)
        finally:
            self._keeps_apart = False
        return screen

    def _made(self, screen: Screen) -> None:
        self._apart = screen
        if not self._keeps_apart:
            self._put_in()

    def _put_in(self) -> None:
        screen, self._apart = self._apart, None
        if screen is not None:
            self._links.made(screen)

    @cached_property
    def register(self) -> RegisterScreen:
        """Taking things in."""
        screen = RegisterScreen(self._desk)
        screen.number_typed.connect(self._links.number)
        self._made(screen)
        return screen

    @cached_property
    def shelf(self) -> "ShelfScreen":
        """What is here."""
        from ui.screens.shelf import ShelfScreen

        screen = ShelfScreen(self._desk)
        screen.number_typed.connect(self._links.number)
        screen.hand_over_asked.connect(self._links.hand_over)
        screen.receipt_asked.connect(self._links.receipt)
        self._made(screen)
        return screen

    @cached_property
    def handover(self) -> "HandoverScreen":
        """Handing things over."""
        from ui.screens.handover import HandoverScreen

        screen = HandoverScreen(self._desk)
        screen.reversal_asked.connect(self._links.reverse)
        self._made(screen)
        return screen

    @cached_property
    def history(self) -> "HistoryScreen":
        """What was handed over."""
        from ui.screens.history import HistoryScreen

        screen = HistoryScreen(self._desk)
        self._made(screen)
        return screen

    @cached_property
    def sync(self) -> "SyncScreen":
        """How sending stands."""
        from ui.screens.sync import SyncScreen

        screen = SyncScreen(self._desk, self._links.send_now)
        screen.enrol_asked.connect(self._links.enrol)
        self._made(screen)
        return screen

    @cached_property
    def printing(self) -> "PrintingScreen":
        """What waits for a printer."""
        from ui.screens.printing import PrintingScreen

        screen = PrintingScreen(self._desk)
        self._made(screen)
        return screen

    @cached_property
    def settings(self) -> "SettingsScreen":
        """Look, language, paper."""
        from ui.screens.settings import SettingsScreen

        screen = SettingsScreen(self._desk)
        screen.enrol_asked.connect(self._links.enrol)
        self._made(screen)
        return screen

    @cached_property
    def enrol(self) -> "EnrolScreen":
        """Connecting to the municipality."""
        from ui.screens.enrol import EnrolScreen

        screen = EnrolScreen(self._desk)
        screen.enrolled.connect(self._links.enrolled)
        self._made(screen)
        return screen

    @cached_property
    def guide(self) -> "GuideScreen":
        """The first start."""
        from ui.screens.guide import GuideScreen

        screen = GuideScreen(self._desk)
        screen.enrol_asked.connect(self._links.enrol)
        screen.settings_asked.connect(partial(self._links.show, "settings"))
        screen.finished.connect(partial(self._links.show, "register"))
        self._made(screen)
        return screen

    @cached_property
    def duty(self) -> "DutyScreen":
        """Who is here."""
        from ui.screens.duty import DutyScreen

        screen = DutyScreen(self._desk)
        screen.left.connect(self._links.back)
        self._made(screen)
        return screen
