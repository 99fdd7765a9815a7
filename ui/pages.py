"""The screens of a window, each made when it is first needed, and where their wishes lead."""

from collections.abc import Callable
from functools import cached_property, partial
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

    def named(self, name: str) -> Screen:
        """The screen of this name, made now if need be."""
        if name not in NAMES:
            raise ValueError(f"there is no screen {name!r}")
        screen: Screen = getattr(self, name)
        return screen

    def made(self) -> tuple[Screen, ...]:
        """The screens that there are so far."""
        return tuple(self.__dict__[name] for name in NAMES if name in self.__dict__)

    @property
    def busy(self) -> bool:
        """Whether a screen waits for an answer that only it can take."""
        return any(screen.waits() for screen in self.made())

    def take_over(self, before: "Pages") -> None:
        """Go on with what was begun on the screens of a window that is drawn anew; the others are made when needed."""
        self._places = dict(before._places)
        for old in before.made():
            name, begun, place = old.objectName(), old.begun(), Place.of(old)
            if begun is None and not place.typed and not place.scrolled:
                continue
            new = self.named(name)
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

    @cached_property
    def register(self) -> RegisterScreen:
        """Taking things in."""
        screen = RegisterScreen(self._desk)
        screen.number_typed.connect(self._links.number)
        self._links.made(screen)
        return screen

    @cached_property
    def shelf(self) -> "ShelfScreen":
        """What is here."""
        from ui.screens.shelf import ShelfScreen

        screen = ShelfScreen(self._desk)
        screen.number_typed.connect(self._links.number)
        screen.panel.hand_over_asked.connect(self._links.hand_over)
        screen.panel.receipt_asked.connect(self._links.receipt)
        self._links.made(screen)
        return screen

    @cached_property
    def handover(self) -> "HandoverScreen":
        """Handing things over."""
        from ui.screens.handover import HandoverScreen

        screen = HandoverScreen(self._desk)
        screen.reversal_asked.connect(self._links.reverse)
        self._links.made(screen)
        return screen

    @cached_property
    def history(self) -> "HistoryScreen":
        """What was handed over."""
        from ui.screens.history import HistoryScreen

        screen = HistoryScreen(self._desk)
        self._links.made(screen)
        return screen

    @cached_property
    def sync(self) -> "SyncScreen":
        """How sending stands."""
        from ui.screens.sync import SyncScreen

        screen = SyncScreen(self._desk, self._links.send_now)
        screen.enrol_asked.connect(self._links.enrol)
        self._links.made(screen)
        return screen

    @cached_property
    def printing(self) -> "PrintingScreen":
        """What waits for a printer."""
        from ui.screens.printing import PrintingScreen

        screen = PrintingScreen(self._desk)
        self._links.made(screen)
        return screen

    @cached_property
    def settings(self) -> "SettingsScreen":
        """Look, language, paper."""
        from ui.screens.settings import SettingsScreen

        screen = SettingsScreen(self._desk)
        screen.enrol_asked.connect(self._links.enrol)
        self._links.made(screen)
        return screen

    @cached_property
    def enrol(self) -> "EnrolScreen":
        """Connecting to the municipality."""
        from ui.screens.enrol import EnrolScreen

        screen = EnrolScreen(self._desk)
        screen.enrolled.connect(self._links.enrolled)
        self._links.made(screen)
        return screen

    @cached_property
    def guide(self) -> "GuideScreen":
        """The first start."""
        from ui.screens.guide import GuideScreen

        screen = GuideScreen(self._desk)
        screen.enrol_asked.connect(self._links.enrol)
        screen.settings_asked.connect(partial(self._links.show, "settings"))
        screen.finished.connect(partial(self._links.show, "register"))
        self._links.made(screen)
        return screen

    @cached_property
    def duty(self) -> "DutyScreen":
        """Who is here."""
        from ui.screens.duty import DutyScreen

        screen = DutyScreen(self._desk)
        screen.left.connect(self._links.back)
        self._links.made(screen)
        return screen
