"""What was set aside at registering: words, time, and buttons to take it up again or to throw it away."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.actions.drafts import drop_draft, set_draft_aside
from station_app.storage.drafts import DraftKind, Kept
from ui.desk import Desk
from ui.parts.form_state import FormState
from ui.said import Said
from ui.undoing import Undo
from ui.widgets.controls import button, card, label, row
from ui.words import moment


class DraftDropped(Undo, frozen=True):
    """A thing that was set aside was thrown away."""

    screen: ClassVar[str] = "register"
    words: str
    body: str


class DraftList(QWidget):
    """`taken_up` tells a draft's id. `put_back`: one was set aside again, which empties the live draft in the store."""

    taken_up = Signal(int)
    put_back = Signal()

    def __init__(self, desk: Desk, kind: DraftKind, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._kind = desk, kind
        self.setObjectName(name)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        inside = QVBoxLayout()
        inside.addWidget(label(_("Set aside"), "heading"))
        inside.addLayout(self._rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card(inside))
        self.hide()

    @property
    def count(self) -> int:
        """How many are set aside."""
        return self._desk.station.drafts.aside_count(self._kind)

    def reload(self) -> None:
        """Ask again what is set aside; hides itself when nothing is."""
        while self._rows.count():
            taken = self._rows.takeAt(0)
            if (widget := taken.widget() if taken else None) is not None:
                widget.hide()
                widget.deleteLater()
        aside = self._desk.station.drafts.aside(self._kind)
        for kept in aside:
            self._rows.addWidget(self._row(kept))
        if not aside:
            self.hide()

    def _row(self, kept: Kept) -> QWidget:
        _ = self._desk.texts.gettext
        name = f"{self.objectName()}-{kept.id}"
        when = ", ".join(filter(None, (moment(self._desk, kept.at), kept.staff)))
        words = row(label(kept.words, "strong"), label(when, "subtle"), spacing=16)
        words.setStretch(0, 1)
        up = button(_("Take up"), partial(self.taken_up.emit, kept.id), name=f"{name}-up", enter=False)
        drop = button(_("Throw away"), partial(self._drop, kept.id), name=f"{name}-drop", kind="quiet", enter=False)
        up.setAccessibleName(_("Take up: {words}").format(words=kept.words))
        drop.setAccessibleName(_("Throw away: {words}").format(words=kept.words))
        line = row(words, up, drop)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _drop(self, draft_id: int) -> None:
        try:
            kept = drop_draft(self._desk.station, draft_id)
        except Refused as refused:
            self._desk.warn(refused)
            return
        said = Said("Thrown away: {words}", words=FormState.read(kept.body))
        self._desk.teller.say(said, DraftDropped(kept.words, kept.body))

    def take_back(self, deed: DraftDropped) -> None:
        """Set aside again what was thrown away. Raises Refused."""
        set_draft_aside(self._desk.station, self._kind, deed.words, deed.body)
        self.put_back.emit()
        self._desk.teller.say(Said("Set aside again: {words}", words=FormState.read(deed.body)))
