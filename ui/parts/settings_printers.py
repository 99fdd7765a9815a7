"""Settings of label paper and printers."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.settings_choices import Choices, offer
from ui.printing import printer_names
from ui.widgets.controls import card, column, label


class PrinterChoices(QWidget):
    """Which paper, and which printer for what."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        stocks = [("62x29", "62 × 29 mm"), ("57x32", "57 × 32 mm"), ("a4", _("A4 sheets"))]
        none = [("", _("None: files only"))]
        self.label_printer, label_printer = choices.box("label_printer", _("Label printer"), none)
        self.receipt_printer, receipt_printer = choices.box("receipt_printer", _("Printer for receipts"), none)
        folder = _("Every label and receipt is also a file in {folder}.").format(folder=desk.station.folder)
        inside = column(
            label(_("Labels and receipts"), "heading"),
            choices.tiles("label_stock", _("Label paper"), stocks),
            label_printer,
            receipt_printer,
            label(folder, "subtle"),
            spacing=12,
        )
        self.setLayout(column(card(inside), None, spacing=16))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Look for printers, in the background: a network printer that does not answer takes its time."""
        super().showEvent(event)
        self._desk.background.run(printer_names, self._found, self._desk.warn)

    def _found(self, names: list[str]) -> None:
        for box in (self.label_printer, self.receipt_printer):
            offer(box, [(name, name) for name in names])
