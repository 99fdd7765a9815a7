"""What was handed over last: said where the next list begins, with its receipt to open, until that list begins."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from domain.numbers import grouped
from station_app.actions.handover import Prepared
from station_app.language import format_kg
from ui.desk import Desk
from ui.parts.receipt_files import ReceiptFiles
from ui.widgets.controls import Notice, button, row


class HandoverDone(QWidget):
    """No room is taken while nothing is done. `words`: what it says, empty for nothing; `file`: the last receipt."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._files = ReceiptFiles(desk)
        self.file = Path()
        self.notice = Notice(desk.theme, name="handover-done", tone="success")
        self.open = button(desk.texts.gettext("Open receipt"), self._open, name="handover-open-receipt")
        self.open.hide()
        line = row(self.notice, self.open)
        line.setStretch(0, 1)
        self.setLayout(line)

    @property
    def words(self) -> str:
        """What it says."""
        return self.notice.words

    def say(self, words: str, receipt: str, document: bytes) -> None:
        """Say that it is done; the receipt can be opened once its file is written."""
        self.file = self._files.file(receipt)
        self._files.write(receipt, document, self._written)
        self.notice.show_words(words, aloud=False)

    def go_on(self, words: str, file: Path) -> None:
        """Say again what was said in a window that is drawn anew."""
        self.file = file
        self.notice.show_words(words, aloud=False)
        self.open.setVisible(bool(words) and file.is_file())

    def clear(self) -> None:
        """The next list begins."""
        self.notice.show_words("")
        self.open.hide()

    def _written(self) -> None:
        self.open.setVisible(self.notice.isVisible())

    def _open(self) -> None:
        self._files.open(self.file)


def done_words(desk: Desk, prepared: Prepared, receipt: str) -> str:
    """What was handed over to whom, with the number of the receipt, and what is to be done with paper."""
    _, ngettext = desk.texts.gettext, desk.texts.ngettext
    count, grams = len(prepared.lines), sum(line.item.grams for line in prepared.lines if line.item)
    words = ngettext("Handed over: {count} thing", "Handed over: {count} things", count).format(count=count)
    words = _("{done}, {weight}, to {actor}. Receipt {receipt}").format(
        done=words,
        weight=format_kg(grams, desk.language),
        actor=prepared.actor.name,
        receipt=grouped(receipt),
    )
    if prepared.order.signature is None:
        words += ". " + _("Have one copy signed, then scan its receipt number.")
    return words
