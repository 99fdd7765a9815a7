"""What was handed over last: said where the next list begins, with its receipt to open, until that list begins."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from domain.numbers import grouped
from station_app.actions.handover import Prepared
from ui.desk import Desk
from ui.parts.receipt_files import ReceiptFiles
from ui.said import Joined, Said, SaidOf, Sayable, Weight
from ui.widgets.controls import GAP, Notice, button, row


class HandoverDone(QWidget):
    """No room is taken while nothing is done. `said`: what it says, None for nothing; `file`: the last receipt."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._files = desk, ReceiptFiles(desk)
        self.said: Sayable | None = None
        self.file = Path()
        self.notice = Notice(desk.theme, name="handover-done", tone="success")
        self.open = button(desk.texts.gettext("Open receipt"), self._open, name="handover-open-receipt")
        self.open.hide()
        self._line = row(self.notice, self.open)
        self._line.setStretch(0, 1)
        self.setLayout(self._line)

    def say(self, said: Sayable, receipt: str, document: bytes) -> None:
        """Say that it is done; the receipt can be opened once its file is written."""
        self.file = self._files.file(receipt)
        self._files.write(receipt, document, self._written)
        self._show(said)

    def go_on(self, said: Sayable | None, file: Path) -> None:
        """Say again what was said in a window that is drawn anew."""
        self.file = file
        self._show(said)
        self.open.setVisible(said is not None and file.is_file())

    def clear(self) -> None:
        """The next list begins."""
        self._show(None)
        self.open.hide()

    def _show(self, said: Sayable | None) -> None:
        self.said = said
        self.notice.show_words(said.words(self._desk) if said is not None else "", aloud=False)
        # It takes no room at all while it says nothing: what is below stands as high as its neighbour.
        self._line.setContentsMargins(0, 0, 0, GAP if said is not None else 0)

    def _written(self) -> None:
        self.open.setVisible(self.notice.isVisible())

    def _open(self) -> None:
        self._files.open(self.file)


def what_was_done(prepared: Prepared, receipt: str) -> Sayable:
    """What was handed over to whom, with the number of the receipt, and what is to be done with paper."""
    count, grams = len(prepared.lines), sum(line.item.grams for line in prepared.lines if line.item)
    said = Said(
        "{done}, {weight}, to {actor}. Receipt {receipt}",
        done=SaidOf("Handed over: {count} item", "Handed over: {count} items", count),
        weight=Weight(grams),
        actor=prepared.actor.name,
        receipt=grouped(receipt),
    )
    if prepared.order.signature is not None:
        return said
    return Joined((said, Said("Have one copy signed, then scan its receipt number.")), between=". ")
