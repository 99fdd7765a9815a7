"""Discarding an item: which one it is, for whom it is kept, why it becomes waste. It cannot be taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.correct import discard_item
from station_app.storage.items import Item
from ui.desk import Desk
from ui.said import Said
from ui.widgets.controls import Notice, button, column, label, line, row
from ui.words import item_and_number, kept_now


class ItemDiscard(QWidget):
    """`closed` is told when the item is discarded or stays."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._number = ""
        self.which = label(role="strong", name="item-discard-which")
        self.reason = line(_("Reason"), name="item-discard-reason")
        self.reason.returnPressed.connect(self.save)
        self.error = Notice(desk.theme, name="item-discard-error")
        self.kept = Notice(desk.theme, name="item-discard-kept", tone="warning")
        title = label(_("Why is it discarded?"), "strong")
        title.setBuddy(self.reason)
        self.setLayout(
            column(
                label(_("Discard"), "heading"),
                self.which,
                label(_("The item becomes waste. It stays in the records with its reason.")),
                label(_("This cannot be undone."), "strong"),
                self.kept,
                title,
                self.reason,
                self.error,
                row(
                    button(_("Discard as waste"), self.save, name="item-discard-save", kind="destroy"),
                    button(_("Cancel"), self.closed.emit, name="item-discard-cancel"),
                    None,
                ),
                None,
            )
        )

    def begin(self, item: Item) -> None:
        """Ask why this item is discarded."""
        self._number = item.number
        self.which.setText(item_and_number(self._desk, item))
        self.reason.clear()
        self.error.show_words("")
        self.kept.show_words(kept_now(self._desk, item))

    def tell_kept(self, item: Item) -> None:
        """Say for whom it is kept now; what is typed is not disturbed."""
        if (words := kept_now(self._desk, item)) != self.kept.words:
            self.kept.show_words(words)

    def focus(self) -> None:
        """On the reason."""
        self.reason.setFocus()

    def save(self) -> None:
        """Discard it, when a reason is given."""
        try:
            discard_item(self._desk.station, self._number, self.reason.text())
        except Refused as refused:
            self.error.show_words(self._desk.words(refused))
            return
        self._desk.teller.say(Said("Discarded: {number}", number=grouped(self._number)))
        self.closed.emit()
