"""How many things are alike: 1 to 20, by buttons or typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.refused import Refused
from ui.desk import Desk
from ui.widgets.controls import Notice, column, icon_button, label, line, row


class CopiesField(QWidget):
    """An entry between two buttons; `changed` when another number stands there."""

    changed = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self.setObjectName(name)
        self.entry = line(_("Number of items alike"), name=f"{name}-count", limit=3)
        self.entry.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 6 + 20)
        self.entry.textChanged.connect(self._typed)
        fewer, more = _("One less"), _("One more alike")
        self.fewer = icon_button(desk.theme, "Minus", fewer, lambda: self._step(-1), name=f"{name}-fewer", kind="")
        self.more = icon_button(desk.theme, "Plus", more, lambda: self._step(1), name=f"{name}-more", kind="")
        for each in (self.fewer, self.more):
            each.setAutoDefault(False)
        self.error = Notice(desk.theme, name=f"{name}-error")
        words = label(_("How many alike"), "strong")
        words.setBuddy(self.entry)
        self.labelled = column(words, row(self.fewer, self.entry, self.more, None), self.error)
        self.setLayout(self.labelled)
        self.set_text("1")

    @property
    def value(self) -> int:
        """The number that stands there. Raises Refused `copies_out_of_range`."""
        from station_app.actions.register import MOST_COPIES

        text = self.entry.text().strip()
        if not text.isdecimal() or not 1 <= int(text) <= MOST_COPIES:
            raise Refused("copies_out_of_range", limit=MOST_COPIES)
        return int(text)

    def set_text(self, text: str) -> None:
        """Put this there, as it was typed."""
        self.entry.setText(text)

    def _step(self, by: int) -> None:
        from station_app.actions.register import MOST_COPIES

        try:
            now = self.value
        except Refused:
            now = 1 - by
        self.set_text(str(min(MOST_COPIES, max(1, now + by))))

    def _typed(self) -> None:
        self.error.show_words("")
        self.changed.emit()
