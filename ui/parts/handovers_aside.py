"""Handovers that were set aside: each can be taken up again or thrown away, which can be undone."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.actions.drafts import drop_draft, set_draft_aside
from station_app.storage.drafts import DraftKind, Kept
from ui.desk import Desk
from ui.said import Said
from ui.undoing import Undo
from ui.widgets.controls import button, card, icon_button, label, row
from ui.words import moment


class HandoverDropped(Undo, frozen=True):
    """A handover that was set aside was thrown away."""

    screen: ClassVar[str] = "handover"
    words: str
    body: str


class HandoversAside(QWidget):
    """`wanted` tells the id of the one that is to be taken up."""

    wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[QWidget] = []
        self.setObjectName("handover-aside")
        self.setAccessibleName(desk.texts.gettext("Handovers set aside"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._title = label(desk.texts.gettext("Set aside"), "strong")
        self._box.addWidget(self._title)

    def reload(self) -> None:
        """Show those that are set aside now."""
        for gone in self._rows:
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        aside = self._desk.station.drafts.aside(DraftKind.HANDOVER)
        self._rows = [self._row(kept) for kept in aside]
        for made in self._rows:
            self._box.addWidget(made)
        self.setVisible(bool(aside))

    def _row(self, kept: Kept) -> QWidget:
        _ = self._desk.texts.gettext
        who = f"{moment(self._desk, kept.at)} {kept.staff}".strip()
        words = label(f"{kept.words}\n{who}")
        again = button(_("Go on"), lambda: self.wanted.emit(kept.id), name=f"aside-go-on-{kept.id}")
        again.setAccessibleName(_("Go on with {words}").format(words=kept.words))
        meaning = _("Throw away: {words}").format(words=kept.words)
        drop = icon_button(
            self._desk.theme, "XMark", meaning, lambda: self._drop(kept.id), name=f"aside-drop-{kept.id}"
        )
        inside = row(words, again, drop)
        inside.setStretch(0, 1)
        return card(inside)

    def _drop(self, draft_id: int) -> None:
        desk = self._desk
        try:
            kept = drop_draft(desk.station, draft_id)
        except Refused as refused:
            desk.warn(refused)
            return
        thrown = HandoverDropped(kept.words, kept.body)
        desk.teller.say(Said("Thrown away: {words}", words=kept.words), thrown)

    def take_back(self, deed: HandoverDropped) -> None:
        """Set aside again what was thrown away. Raises Refused."""
        set_draft_aside(self._desk.station, DraftKind.HANDOVER, deed.words, deed.body)
