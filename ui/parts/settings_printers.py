"""Settings of printers: which one, how it is spoken to, paper, resolution, offset in mm; a test, and how it went."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLayout, QWidget

from domain.refused import Refused
from station_app.actions.printing import queue_print
from station_app.config import LABEL_DPI, MOST_OFFSET_MM
from station_app.printer_address import PrinterAddress
from station_app.storage.jobs import JobKind, JobState, Lane
from ui.desk import Desk
from ui.parts.print_queue import job_words
from ui.parts.settings_choices import Choices, offer
from ui.printing import printer_names
from ui.said import Said
from ui.theme import TARGET
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.controls import Notice, button, card, column, field, icon_button, label, line, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup

FILES = "files"
STEP_MM = 0.5
"""What one press moves labels by; half a millimetre is seen and is no lottery."""


class PrinterSettings(QWidget):
    """One card for the label printer, one for the printer of receipts."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        self._desk = desk
        self.labels = LabelPrinterSettings(desk, choices)
        self.paper = PaperPrinterSettings(desk, choices)
        folder = desk.texts.gettext("Every label and receipt is also a file in {folder}.")
        where = label(folder.format(folder=desk.station.folder), "subtle")
        self.setLayout(column(self.labels, self.paper, where, None, spacing=16))
        choices.follow(self.labels.refresh)
        choices.follow(self.paper.refresh)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Look for printers, in the background: a network printer that does not answer takes its time."""
        super().showEvent(event)
        self._desk.background.run(printer_names, self._found, self._desk.warn)

    def _found(self, names: list[str]) -> None:
        for box in (self.labels.names, self.paper.names):
            offer(box, [(name, name) for name in names])


class LabelPrinterSettings(QWidget):
    """The label printer."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._choices = desk, choices
        self._meaning = Said("Label printer")
        self._shown: str | None = None
        self.kinds = TileGroup(
            desk.theme, name="settings-label-kind", meaning=_("How labels are printed"), column=190, least=TARGET
        )
        self.kinds.fill(
            [
                Choice(FILES, _("To files only")),
                Choice("driver", _("By its driver")),
                Choice("zpl", _("ZPL on the network")),
                Choice("zplqueue", _("ZPL through a queue")),
            ]
        )
        self.kinds.chosen.connect(self._kind_chosen)
        self.names = ChoiceBox(desk.theme, self._meaning.words(desk), name="settings-label-name")
        self.names.activated.connect(self._name_chosen)
        self.address = line(_("Address of the label printer"), name="settings-label-address", hint="192.0.2.17:9100")
        self.address.editingFinished.connect(self._address_typed)
        self._name_part = _part(field(_("Printer"), self.names, buddy=self.names))
        self._address_part = _part(field(_("Address, with :port unless it is 9100"), self.address, buddy=self.address))
        stocks = [("62x29", "62 × 29 mm"), ("57x32", "57 × 32 mm"), ("a4", _("A4 sheets"))]
        self._dpi_part = choices.tiles("label_dpi", Said("Resolution"), [(str(dpi), f"{dpi} dpi") for dpi in LABEL_DPI])
        self.test = button(_("Test label"), self._print_test, name="settings-test-label")
        self.state = Notice(desk.theme, name="settings-label-state")
        where = _part(column(self.kinds, self._name_part, self._address_part, spacing=12))
        offsets = row(self._offset("x", Said("to the right")), self._offset("y", Said("down")), None, spacing=24)
        inside = column(
            label(self._meaning.words(desk), "heading"),
            choices.locked("label_printer", where),
            choices.tiles("label_stock", Said("Label paper"), stocks),
            self._dpi_part,
            field(_("Offset"), offsets),
            row(self.test, None),
            self.state,
            spacing=12,
        )
        self.setLayout(column(card(inside)))
        choices.follow(self._show)

    def refresh(self) -> None:
        """How the last test label fares, or what else is wrong with labels."""
        _show_state(self._desk, self.state, Lane.LABELS)

    def _show(self) -> None:
        settings = self._desk.station.config
        if settings.label_printer == self._shown:
            # What was begun here and is no setting yet stays: a kind without its address, half an address.
            return
        self._shown = settings.label_printer
        address = settings.label_address
        kind = address.kind if address else FILES
        self.kinds.choose(kind)
        self._show_kind(kind)
        if address is not None and address.kind == "zpl":
            self.address.setText(settings.label_printer.partition(":")[2])
        elif address is not None:
            _choose(self.names, address.name)

    def _show_kind(self, kind: str) -> None:
        self._name_part.setVisible(kind in ("driver", "zplqueue"))
        self._address_part.setVisible(kind == "zpl")
        self._dpi_part.setVisible(kind in ("zpl", "zplqueue"))
        self.test.setEnabled(kind != FILES)

    def _kind_chosen(self, kind: str) -> None:
        """Nothing is kept before there is a name or an address to it; files only is kept at once."""
        self._show_kind(kind)
        if kind == FILES:
            self._keep("")
        elif kind == "zpl":
            self.address.setFocus()
            self._address_typed()
        else:
            self.names.setFocus()
            self._name_chosen()

    def _name_chosen(self) -> None:
        if name := str(self.names.currentData() or ""):
            self._keep(f"{self.kinds.value}:{name}")

    def _address_typed(self) -> None:
        typed = self.address.text().strip()
        if typed and self.kinds.value == "zpl":
            self._keep(f"zpl:{typed}")

    def _keep(self, setting: str) -> None:
        try:
            PrinterAddress.parse(setting)
        except ValueError:
            self._desk.warn(Refused("printer_address_wrong", typed=setting.partition(":")[2]))
            return
        self._choices.keep(self._meaning, label_printer=setting)

    def _offset(self, axis: str, meant: Said) -> QWidget:
        """A distance with a button on each side."""
        _, desk = self._desk.texts.gettext, self._desk
        meaning = meant.words(desk)
        name = f"offset_{axis}_mm"
        shown = label(name=f"settings-offset-{axis}")
        shown.setWordWrap(False)
        less = icon_button(
            desk.theme,
            "Minus",
            _("Less {direction}").format(direction=meaning),
            self._mover(name, meant, -STEP_MM),
            name=f"settings-offset-{axis}-less",
            kind="",
        )
        more = icon_button(
            desk.theme,
            "Plus",
            _("More {direction}").format(direction=meaning),
            self._mover(name, meant, STEP_MM),
            name=f"settings-offset-{axis}-more",
            kind="",
        )

        def show() -> None:
            figure = f"{getattr(desk.station.config, name):.1f}"
            figure = figure.replace("-", "−") if desk.language == "en" else figure.replace("-", "−").replace(".", ",")
            shown.setText(f"{figure} mm {meaning}")

        self._choices.follow(show)
        return _part(row(less, shown, more))

    def _mover(self, name: str, meaning: Said, step: float) -> Callable[[], None]:
        def move() -> None:
            wanted = round(getattr(self._desk.station.config, name) + step, 1)
            if abs(wanted) <= MOST_OFFSET_MM:
                self._choices.keep(meaning, **{name: wanted})

        return move

    def _print_test(self) -> None:
        _print(self._desk, JobKind.TEST_LABEL)


class PaperPrinterSettings(QWidget):
    """The printer of receipts and other sheets."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        none = [("", _("None: files only"))]
        self.names, box = choices.box("receipt_printer", Said("Printer for receipts"), none)
        self.test = button(_("Test page"), self._print_test, name="settings-test-page")
        self.commands = button(_("Print command sheet"), self._print_commands, name="settings-command-sheet")
        self.state = Notice(desk.theme, name="settings-paper-state")
        inside = column(
            label(_("Receipts and other paper"), "heading"),
            box,
            row(self.test, self.commands, None),
            self.state,
            spacing=12,
        )
        self.setLayout(column(card(inside)))

    def refresh(self) -> None:
        """How the last page fares."""
        _show_state(self._desk, self.state, Lane.PAPER)

    def _print_test(self) -> None:
        _print(self._desk, JobKind.TEST_PAGE)

    def _print_commands(self) -> None:
        _print(self._desk, JobKind.COMMAND_SHEET)


def _print(desk: Desk, kind: JobKind) -> None:
    try:
        queue_print(desk.station, kind)
    except Refused as refused:
        desk.warn(refused)


def _show_state(desk: Desk, notice: Notice, lane: Lane) -> None:
    """What is wrong with the printer of a lane; else that something is on its way; else how the last job went."""
    _ = desk.texts.gettext
    jobs = [job for job in desk.station.jobs.open() if Lane.of(job.kind) is lane]
    failed = next((job for job in jobs if job.state is JobState.FAILED), None)
    tone, words = "info", ""
    if failed is not None and failed.refusal is not None:
        tone, words = "danger", desk.words(failed.refusal)
    elif jobs:
        words = _("Printing …")
    elif (last := desk.station.jobs.last_printed(lane.kinds)) is not None:
        tone, words = "success", _("Last printed: {what}").format(what=job_words(desk, last))
    notice.set_tone(tone)
    notice.show_words(words, aloud=tone == "danger" and notice.words != words)


def _choose(box: QComboBox, value: str) -> None:
    offer(box, [(value, value)])
    box.setCurrentIndex(box.findData(value))


def _part(layout: QLayout) -> QWidget:
    """What is shown and hidden together."""
    whole = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    whole.setLayout(layout)
    return whole
