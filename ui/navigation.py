"""Which screen is in front, and the ways between screens: by key, by a scanned number, by a screen's wish."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QStackedWidget

from station_app.storage.drafts import DraftKind
from ui.desk import Desk
from ui.pages import Links, Pages
from ui.screens.screen import Screen
from ui.whereabouts import Focus
from ui.widgets.top_bar import Tab, TopBar

if TYPE_CHECKING:
    from ui.scans import Scans

DUTY = "duty"


class Frame(msgspec.Struct, frozen=True):
    """What only the window itself can do; its bound methods."""

    enrolled: Callable[[], None]
    send_now: Callable[[], None]
    undo: Callable[[], bool]
    shown: Callable[[str], None]


class Navigation:
    """Owns the stack of screens and makes each when it is first gone to."""

    def __init__(self, desk: Desk, bar: TopBar, frame: Frame) -> None:
        self.stack = QStackedWidget()
        self._desk, self._bar, self._frame = desk, bar, frame
        self._behind, self._behind_focus = "register", Focus()
        self.pages = Pages(
            desk,
            Links(
                made=self._made,
                number=self._take,
                hand_over=self._to_handover,
                receipt=self._to_receipt,
                reverse=self._to_reversal,
                enrol=self._to_enrol,
                enrolled=frame.enrolled,
                send_now=frame.send_now,
                show=self.show,
                back=self.back,
            ),
        )
        bar.wanted.connect(self.show)

    @cached_property
    def scans(self) -> "Scans":
        """What a number means; loaded soon after the window was seen."""
        from ui.scans import Scans, Ways

        return Scans(
            self._desk,
            Ways(
                front=lambda: self.front,
                item=self._to_item,
                receipt=self._to_receipt,
                actor=self._to_actor,
                new_handover=self._to_new_handover,
                person=self.ask_pin,
                undo=self._frame.undo,
            ),
        )

    @property
    def front(self) -> Screen:
        """The screen in front."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else self.pages.register

    def show_counts(self) -> None:
        """Say on the tabs how much was set aside."""
        for name, kind in (("register", DraftKind.ITEM), ("handover", DraftKind.HANDOVER)):
            self._bar.show_count(name, self._desk.station.drafts.aside_count(kind))

    def show(self, name: str) -> None:
        """Put a screen in front, up to date, with the focus where work begins.

        While nobody is on duty that is the question who it is; the screen that was wanted waits behind it.
        """
        if name != DUTY and self._desk.station.duty is None:
            if name != self._behind:
                self._behind_focus = Focus()
            self._behind, name = name, DUTY
        elif name == DUTY and self.front.objectName() != DUTY:
            self._behind, self._behind_focus = self.front.objectName(), Focus.of(self.stack.window())
        screen = self.pages.named(name)
        self.stack.setCurrentWidget(screen)
        self._bar.show_screen(name)
        self._frame.shown(name)
        screen.enter()
        screen.arrive()
        # The window's own word: it holds also while another program is in front.
        focus = screen.window().focusWidget()
        if focus is None or not screen.isAncestorOf(focus):
            screen.setFocus()
        self.pages.shown(screen)

    def take_over(self, before: "Navigation") -> None:
        """Go on with what was begun in a window that is drawn anew, on the screen that was in front."""
        self.pages.take_over(before.pages)
        self.show(before.front.objectName())
        self._behind, self._behind_focus = before._behind, before._behind_focus

    def back(self) -> None:
        """From the question who is on duty to the screen behind it, and to the very place there."""
        focus, self._behind_focus = self._behind_focus, Focus()
        self.show(self._behind)
        focus.give(self.front)

    def staff_changed(self, initials: str) -> None:
        """Somebody came on duty (`initials`), or nobody is, or the staff list is another one."""
        duty = self._desk.station.duty
        if duty is None:
            self.show(DUTY)
        elif self.front.objectName() == DUTY and duty.initials == initials:
            self.back()

    def ask_pin(self, initials: str) -> None:
        """Somebody showed their badge and has a PIN."""
        self.show(DUTY)
        self.pages.duty.ask_pin(initials)

    def _made(self, screen: Screen) -> None:
        # Put in its place without being laid out: the first one would be, for a size that it never has.
        if (layout := screen.layout()) is not None:
            layout.setEnabled(False)
        self.stack.addWidget(screen)
        if layout is not None:
            layout.setEnabled(True)
        screen.freed.connect(self._freed)

    def _freed(self) -> None:
        self.scans.go_on()

    def _take(self, number: str) -> None:
        self.scans.take(number)

    def _to_item(self, number: str) -> None:
        self.show("shelf")
        self.pages.shelf.show_item(number)

    def _to_handover(self, number: str) -> None:
        self.show("handover")
        self.pages.handover.take_item(number)

    def _to_actor(self, orgnr: str) -> None:
        self.show("handover")
        self.pages.handover.take_actor(orgnr)

    def _to_new_handover(self) -> None:
        from domain.commands import Command

        self.show("handover")
        self.pages.handover.take_command(Command.NEW_HANDOVER)

    def _to_receipt(self, receipt: str) -> None:
        self.show("history")
        self.pages.history.show_receipt(receipt)

    def _to_reversal(self, receipt: str) -> None:
        self.show("history")
        self.pages.history.show_receipt(receipt, reverse=True)

    def _to_enrol(self) -> None:
        self.show("enrol")


def tabs(desk: Desk) -> list[Tab]:
    """The screens that have a place in the bar, with their keys."""
    _ = desk.texts.gettext
    return [
        Tab("register", "F1", _("Register"), "Plus"),
        Tab("shelf", "F3", _("Shelf"), "Package"),
        Tab("handover", "F4", _("Handover"), "HandHeart"),
        Tab("history", "F5", _("History"), "Receipt"),
        Tab("settings", "F9", _("Settings"), "Cog", short=True),
    ]


def titles(desk: Desk) -> dict[str, str]:
    """What every screen is called."""
    _ = desk.texts.gettext
    return {
        **{tab.name: tab.words for tab in tabs(desk)},
        "sync": _("Sending"),
        "printing": _("Printing"),
        "enrol": _("Connection to the municipality"),
        "guide": _("Guide"),
        "duty": _("Who is on duty?"),
    }
