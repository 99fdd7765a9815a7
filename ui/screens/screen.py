"""What the frame asks of a screen: a body that scrolls, actions that stay in sight, and what it shows."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from station_app.station import Changed, Subject
from ui.desk import Desk
from ui.theme import BESIDE, LARGE_TEXT
from ui.widgets.flow import wrapping
from ui.widgets.scrolled import scrolling

if TYPE_CHECKING:
    from domain.commands import Command

ABOVE, BELOW = 12, 8
"""Room above and below the body of a screen, in px; the bar of actions has its own."""
AT_ONCE = 40
"""So many widgets are given their look in one step."""
LISTED = 216
"""Least height in px of a list in a body that scrolls as a whole."""


class Screen(QWidget):
    """One page of the window. `subjects` are the kinds of things that it shows; it asks again when one changed."""

    subjects: frozenset[Subject] = frozenset()
    takes_scans = True
    """False for forms that may be filled in by scanning: scans are then typing."""
    busy = False
    """Whether scans must wait, because what is being saved may not change meanwhile."""
    visited = False
    """Whether somebody was here, on this drawing of it or an earlier one."""
    freed = Signal()
    """It is not busy any more."""

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName(name)
        self._stale = True
        self._area: QScrollArea | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)

    def build(
        self, body: QLayout, actions: QLayout | None = None, *, scrolls: bool = True, listed: QWidget | None = None
    ) -> None:
        """Set body and action bar; the bar stays outside of what scrolls.

        `listed` is a list that scrolls by itself, in text of any size that leaves it room; in larger text all scrolls.
        """
        if listed is not None:
            scrolls = self.desk.theme.text_percent > LARGE_TEXT
            if scrolls:
                listed.setMinimumHeight(LISTED)
        content = QWidget()
        content.setObjectName("body")
        body.setContentsMargins(BESIDE, ABOVE, BESIDE, BELOW)
        content.setLayout(body)
        self._area = scrolling(content, edge=BESIDE) if scrolls else None
        self._outer.addWidget(self._area or content, 1)
        if actions is not None:
            bar = QWidget()
            bar.setObjectName("actions")
            held = wrapping(actions) if type(actions) is QHBoxLayout else actions
            held.setContentsMargins(BESIDE, 8, BESIDE, 8)
            bar.setLayout(held)
            self._outer.addWidget(bar)

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What makes its parts that are not needed to show it."""
        return ()

    def prepared(self) -> Iterator[None]:
        """Gives, with each step, a part the look that it gets when it is first seen; last, all parts their place."""
        inside = self.findChildren(QWidget)
        for start in range(0, len(inside), AT_ONCE):
            for each in inside[start : start + AT_ONCE]:
                if shiboken6.isValid(each):
                    each.ensurePolished()
            yield
        parent, layout = self.parentWidget(), self.layout()
        if parent is not None and layout is not None:
            self.resize(parent.size())
            layout.activate()

    def waits(self) -> bool:
        """Whether an answer is on its way that only this very screen can take, so that it may not be drawn anew now."""
        return self.busy

    def reveal(self, widget: QWidget | None) -> None:
        """Scroll to something that has just been shown, once it has its place."""
        area = self._area
        if area is not None and widget is not None:
            QTimer.singleShot(0, widget, lambda: _bring(area, widget))

    def to_top(self) -> None:
        """Scroll to where work begins."""
        if self._area is not None:
            self._area.verticalScrollBar().setValue(0)

    def take_scan(self, text: str) -> bool:  # noqa: ARG002 (elsewhere its kind decides)
        """Anything was scanned or typed; True when the screen wants it for itself, whatever it means elsewhere."""
        return False

    def take_item(self, number: str) -> bool:  # noqa: ARG002 (most screens leave items to the frame)
        """An item was scanned or typed; True when the screen dealt with it."""
        return False

    def take_actor(self, orgnr: str) -> bool:  # noqa: ARG002 (only a handover knows actors)
        """The card of an actor in the register was scanned; True when the screen dealt with it."""
        return False

    def take_command(self, command: "Command") -> bool:  # noqa: ARG002 (most screens have none)
        """A code of the command sheet was scanned; True when this screen did what it orders."""
        return False

    def take_unknown(self, text: str) -> bool:  # noqa: ARG002 (most screens leave it to the frame to say so)
        """Something was scanned or typed that is no number of ours; True when the screen dealt with it."""
        return False

    def take_back(self, deed: Any) -> None:
        """Take back a deed of this screen, which may have been done on an earlier drawing of it.

        Raises Refused for what a person can mend, and has then done nothing.
        """
        raise NotImplementedError(f"nothing can be taken back on {self.objectName()}: {type(deed).__name__}")

    def begun(self) -> object | None:
        """What somebody is at here and its fields do not tell, for `go_on`; None when nothing is begun."""
        return None

    def go_on(self, begun: Any) -> None:
        """Go on with what was begun on this screen of a window that is drawn anew."""

    def refresh(self) -> None:
        """Ask the store again and show what it says."""

    def arrive(self) -> None:
        """The screen was put in front: put the focus where work begins."""

    def note(self, changed: Changed) -> None:
        """Something changed: ask again, now or when the screen is next seen."""
        if not changed.subjects & self.subjects:
            return
        self._stale = True
        if self.isVisible():
            self.enter()

    def enter(self) -> None:
        """Be up to date."""
        self.visited = True
        if self._stale:
            self._stale = False
            self.refresh()


def _bring(area: QScrollArea, widget: QWidget) -> None:
    # Words that were just filled in wrap, and what is below them moves, only when the layout is asked for.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    area.ensureWidgetVisible(widget)
