"""Run by test_scans_on_screen.py in a process of its own: the window on a real X server, real keys from xdotool.

Every widget of every screen that takes the focus gets a scan; the codes take turns, and so do the paces, unless the
second argument is "all": then it gets one at each pace. Prints one JSON document: a row per thing that was tried.
"""

import itertools
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import counter_samples as samples
from PySide6.QtCore import QDeadlineTimer, QElapsedTimer, QEvent, QEventLoop, QObject, QProcess, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from domain.numbers import Kind, Number, actor_card
from domain.weight import WeightSource
from station_app.actions.register import Draft, register_item
from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

SCREENS = ("register", "shelf", "handover", "signing", "history", "sync", "printing", "settings")
GAPS_MS = (4, 12, 25)
PATIENCE_MS = 120_000
PULSE_MS = 20
THINGS = 2


@dataclass(frozen=True)
class Tried:
    """What was typed into which widget at which pace, and what came of it."""

    screen: str
    focus: str
    gap_ms: int
    text: str
    heard: bool
    slowest_ms: int
    """Longest pause between two keys of it, by the X server's clock."""
    latest_ms: int
    """Longest pause between two keys as they reached the window, which knows no more than that none comes."""
    fields_before: dict[str, str]
    fields_after: dict[str, str]
    items_before: int
    items_after: int


def codes() -> Iterator[str]:
    """Codes that say something else than anything before, so that no scan is taken for a trigger held too long."""
    for turn in itertools.count(1):
        # Other systems' capitals first: a scanner sends Shift for them.
        yield f"OB{turn:03d}KF{turn % 10}M9"
        yield str(Number(Kind.COMMAND, 1, turn))
        yield f"57012345{turn:05d}"
        yield str(Number(Kind.ITEM, samples.DEVICE, 9_000_000 + turn))
        yield f"HTTPS://EXAMPLE.NO/A-{turn}"


class Pace(QObject):
    """Notes when keys really came."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[int] = []
        self.came: list[int] = []
        self._clock = QElapsedTimer()
        self._clock.start()

    def begin(self) -> None:
        """Another scan begins."""
        self.at.clear()
        self.came.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(watched, QWindow) and event.key() != Qt.Key.Key_Shift:
            self.at.append(event.timestamp())
            self.came.append(self._clock.elapsed())
        return False

    @staticmethod
    def longest(at: list[int]) -> int:
        """The longest pause, in ms."""
        return max((after - before for before, after in itertools.pairwise(at)), default=0)


class Desk:
    """The window, and a keyboard that is not part of this process."""

    def __init__(self, window: MainWindow, station: Station, things: list[str]) -> None:
        self.window, self.station, self._things = window, station, things
        self._codes = codes()
        self._heard: list[str] = []
        self._pace = Pace()
        self._pulse = QTimer()
        self._pulse.start(PULSE_MS)
        QApplication.instance().installEventFilter(self._pace)
        window.scan_filter.scanned.connect(self._heard.append)

    def fields(self) -> dict[str, str]:
        """What stands in every field now."""
        lines = {field.objectName(): field.text() for field in self.window.findChildren(QLineEdit)}
        return lines | {field.objectName(): field.toPlainText() for field in self.window.findChildren(QPlainTextEdit)}

    def until(self, condition: Callable[[], bool]) -> bool:
        """Let the window work until `condition` holds; False when it never does."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while not condition() and not patience.hasExpired():
            # Without a limit of its own, which would make Qt ask again without ever waiting; the pulse ends it.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return condition()

    def keyboard(self, *arguments: str) -> None:
        """Run xdotool while the window goes on working, as it would at a counter."""
        process = QProcess()
        process.start(str(shutil.which("xdotool")), list(arguments))
        self.until(lambda: process.state() == QProcess.ProcessState.NotRunning)

    def show(self, name: str) -> QWidget:
        """Put a screen in front as it is at work: a form filled in, a list begun, a representative about to sign."""
        self.window.show_screen("handover" if name == "signing" else name)
        front = self.window.front
        if name == "register":
            form = self.window.pages.register.form
            form.picker.choose("bicycle")
            form.weight.entry.setText("14")
        if name in ("handover", "signing"):
            screen = self.window.pages.handover
            screen.back_to_list()
            if screen.gathering.basket.numbers != self._things:
                screen.gathering.restore(type(screen.gathering.basket)())
                for number in (str(actor_card(samples.FRETEX)), *self._things):
                    self.window.take_number(number)
            if name == "signing":
                screen.to_signing()
        return front

    def focuses(self, name: str) -> list[str]:
        """The widgets of a screen that take the focus now, by name."""
        front = self.show(name)
        everything = [widget for widget in front.findChildren(QWidget) if widget.objectName()]
        takes = [widget for widget in everything if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return sorted({widget.objectName() for widget in takes if widget.isVisible() and widget.isEnabled()})

    def scan(self, name: str, focus: str, gap_ms: int) -> Tried | None:
        """Scan codes into a widget until the keys of one came as a scanner's do; None when it is not there any more.

        A busy machine holds the keyboard up, which is then no scanner, or holds its keys back on the way: what comes of
        that is nobody's fault. How often it happens depends on the others at the machine, so it is waited for and not
        counted. A scan that is heard counts however late it came; one that leaks every time is a leak.
        """
        patience, gap = QDeadlineTimer(PATIENCE_MS), self.station.config.scan_gap_ms
        while (tried := self._scan(name, focus, gap_ms)) is not None and not patience.hasExpired():
            whole = tried.heard and tried.fields_after == tried.fields_before
            if tried.slowest_ms <= gap and (whole or tried.latest_ms <= gap):
                break
            self._clear_away()
        return tried

    def _scan(self, name: str, focus: str, gap_ms: int) -> Tried | None:
        front = self.show(name)
        widget = front.findChild(QWidget, focus)
        if widget is None or not widget.isVisible() or not widget.isEnabled():
            return None
        widget.setFocus()
        self.until(lambda: QApplication.focusWidget() is widget)
        self.window.strip.clear_problem()
        self._heard.clear()
        self._pace.begin()
        code, before, items = next(self._codes), self.fields(), self._items()
        self.keyboard("type", "--delay", str(gap_ms), "--args", "1", code, "key", "Return")
        self.until(lambda: len(self._pace.at) > len(code))
        self.until(lambda: not self.window.scan_filter.holding)
        heard = bool(self._heard)
        # Upper and lower case change places while Caps Lock is on; nobody's codes of ours hold letters.
        whole = heard and [text.casefold() for text in self._heard] == [code.casefold()]
        slowest, latest = Pace.longest(self._pace.at), Pace.longest(self._pace.came)
        return Tried(name, focus, gap_ms, code, whole, slowest, latest, before, self.fields(), items, self._items())

    def _clear_away(self) -> None:
        """What was typed too slowly for a scan may have pressed a button that asks for a folder."""
        while (asks := QApplication.activeModalWidget()) is not None:
            asks.close()

    def _items(self) -> int:
        return len(self.station.items.page(limit=500).items)

    def write(self, focus: str, gap_ms: int, text: str) -> Tried:
        """Type a text as a person does."""
        self.window.show_screen("register")
        widget = self.window.findChild(QLineEdit, focus)
        widget.clear()
        widget.setFocus()
        self.until(lambda: QApplication.focusWidget() is widget)
        before, items = self.fields(), self._items()
        self.keyboard("type", "--delay", str(gap_ms), text)
        heard = self.until(lambda: widget.text() == text)
        return Tried("typing", focus, gap_ms, text, heard, gap_ms, gap_ms, before, self.fields(), items, self._items())


def try_everything(desk: Desk, *, every_pace: bool) -> list[Tried]:
    """Every screen, every focus; and once more for two widgets of each screen with Caps Lock on."""
    tried: list[Tried | None] = []
    paces = itertools.cycle(GAPS_MS)
    for name in SCREENS:
        focuses = desk.focuses(name)
        for focus in focuses:
            tried += [desk.scan(name, focus, gap) for gap in (GAPS_MS if every_pace else (next(paces),))]
        desk.keyboard("key", "Caps_Lock")
        tried += [desk.scan(name, focus, 12) for focus in focuses[:2]]
        desk.keyboard("key", "Caps_Lock")
    for gap, text in ((60, "Child's bicycle 20 inch 1234567890"), (90, "5701234567890 on it")):
        tried.append(desk.write("register-title", gap, text))
    return [row for row in tried if row is not None]


def main(folder: Path, *, every_pace: bool) -> None:
    """Try everything and print what came of it."""
    application = QApplication(sys.argv[:1])
    settings = Config(language="en", sound_volume=0, camera="none")
    with Station.open(folder, settings=settings, clock=samples.clock) as station:
        samples.put_in_force(station)
        draft = Draft(category="bicycle", grams=14_000, weight_source=WeightSource.TYPED)
        things = [register_item(station, draft).number for _ in range(THINGS)]
        window = MainWindow(station, Bridge())
        window.show()
        desk = Desk(window, station, things)
        desk.until(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        desk.keyboard("windowfocus", "--sync", str(int(window.winId())))
        desk.until(window.isActiveWindow)
        desk.until(lambda: not window.later.waiting)
        tried = try_everything(desk, every_pace=every_pace)
        window.close()
    sys.stdout.write(json.dumps([asdict(row) for row in tried]) + "\n")
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]), every_pace="all" in sys.argv[2:])
