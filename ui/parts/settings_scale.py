"""Settings of the scale: its port, the line, and what it says now."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from station_app.config import SCALE_BAUDS, SCALE_LINES
from station_app.devices.scale_line import Port, ports
from ui.desk import Desk
from ui.parts.scale_reading import scale_says
from ui.parts.settings_choices import Choices, offer
from ui.said import Said
from ui.widgets.controls import Notice, button, card, column, label, row


class ScaleSettings(QWidget):
    """Ports are looked for whenever it is shown."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.port, port = choices.box("scale_port", Said("Port"), [("", _("No scale: weights are typed"))])
        self.status = label(role="strong", name="settings-scale-status")
        self.problem = Notice(desk.theme, name="settings-scale-problem")
        self.again = button(_("Look for scales again"), self.look, name="settings-scale-look")
        inside = column(
            label(_("Scale"), "heading"),
            label(_("For scales that use MT-SICS, connected by a serial port or a USB serial cable."), "subtle"),
            port,
            row(self.again, None),
            self.status,
            self.problem,
            choices.tiles(
                "scale_baud", Said("Speed (bits a second)"), [(str(baud), str(baud)) for baud in SCALE_BAUDS], 100
            ),
            choices.tiles(
                "scale_line", Said("Data bits, parity, stop bits"), [(line, line) for line in SCALE_LINES], 100
            ),
            spacing=12,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        desk.scale.changed.connect(self._say)
        self._say()

    def look(self) -> None:
        """Ask for the ports, in the background: some drivers take their time."""
        self._desk.background.run(ports, self._found, self._desk.warn)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Something may have been plugged in meanwhile."""
        super().showEvent(event)
        self.look()

    def _found(self, found: list[Port]) -> None:
        offer(self.port, [(port.name, " – ".join(filter(None, (port.name, port.what)))) for port in found])

    def _say(self) -> None:
        problem = self._desk.scale.problem
        self.status.setText("" if problem is not None else scale_says(self._desk).words(self._desk))
        self.status.setVisible(bool(self.status.text()))
        self.problem.show_words("" if problem is None else self._desk.words(problem), aloud=self.isVisible())
