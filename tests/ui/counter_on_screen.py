"""Run by test_scans_on_screen.py in a process of its own: the window on a real X server, real keys from xdotool.

Prints one JSON document: a row per thing that was tried.
"""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import counter_samples as samples
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QProcess
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from domain.numbers import Kind, Number
from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

FOCUSES = ("register-title", "register-note", "register-category-search", "register-weight-kg", "register-save")
GAPS_MS = (4, 12, 25)
CODES = (str(Number(Kind.COMMAND, 1, 7)), "OB7K4F2M9", "5701234567890")
PATIENCE_MS = 5_000


@dataclass(frozen=True)
class Tried:
    """What was typed into which widget at which pace, and what came of it."""

    focus: str
    gap_ms: int
    text: str
    heard: bool
    fields_before: dict[str, str]
    fields_after: dict[str, str]
    items: int


class Desk:
    """The window, and a keyboard that is not part of this process."""

    def __init__(self, window: MainWindow, station: Station) -> None:
        self.window, self.station = window, station
        self._turns = 0

    def fields(self) -> dict[str, str]:
        """What stands in every field now."""
        lines = {field.objectName(): field.text() for field in self.window.findChildren(QLineEdit)}
        return lines | {field.objectName(): field.toPlainText() for field in self.window.findChildren(QPlainTextEdit)}

    def until(self, condition: Callable[[], bool]) -> bool:
        """Let the window work until `condition` holds; False when it never does."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while not condition() and not patience.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        return condition()

    def keyboard(self, *arguments: str) -> None:
        """Run xdotool while the window goes on working, as it would at a counter."""
        process = QProcess()
        process.start(str(shutil.which("xdotool")), list(arguments))
        self.until(lambda: process.state() == QProcess.ProcessState.NotRunning)

    def scan(self, focus: str, gap_ms: int, code: str) -> Tried:
        """Scan a code into a widget of the registering screen, with a thing ready to be saved."""
        widget = self.window.findChild(QWidget, focus)
        widget.setFocus()
        self.until(lambda: QApplication.focusWidget() is widget)
        self.window.strip.clear_problem()
        before = self.fields()
        self.keyboard("type", "--delay", str(gap_ms), "--args", "1", code, "key", "Return")
        heard = self.until(lambda: bool(self.window.strip.problem.words))
        self.until(lambda: not self.window.scan_filter.holding)
        items = len(self.station.items.page().items)
        return Tried(focus, gap_ms, code, heard, before, self.fields(), items)

    def write(self, focus: str, gap_ms: int, text: str) -> Tried:
        """Type a text as a person does."""
        widget = self.window.findChild(QLineEdit, focus)
        widget.clear()
        widget.setFocus()
        self.until(lambda: QApplication.focusWidget() is widget)
        before = self.fields()
        self.keyboard("type", "--delay", str(gap_ms), text)
        heard = self.until(lambda: widget.text() == text)
        return Tried(focus, gap_ms, text, heard, before, self.fields(), len(self.station.items.page().items))


def main(folder: Path) -> None:
    """Try everything and print what came of it."""
    application = QApplication(sys.argv[:1])
    with Station.open(
        folder, settings=Config(sync=False, language="en", sound_volume=0), clock=samples.clock
    ) as station:
        samples.put_in_force(station)
        window = MainWindow(station, Bridge())
        window.show()
        desk = Desk(window, station)
        desk.until(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        desk.keyboard("windowfocus", "--sync", str(int(window.winId())))
        desk.until(window.isActiveWindow)
        form = window.pages.register.form
        form.picker.choose("bicycle")
        form.weight.entry.setText("14")
        tried = [desk.scan(focus, gap, code) for focus in FOCUSES for gap in GAPS_MS for code in CODES]
        tried.append(desk.write("register-title", 70, "Child's bicycle 20 inch 1234567890"))
        window.close()
    sys.stdout.write(json.dumps([asdict(row) for row in tried]) + "\n")
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
