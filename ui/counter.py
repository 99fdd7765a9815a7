"""The counter as a program: one store, one window, and beside it what sends and prints. __main__.py starts it."""

import argparse
import logging
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from domain.refused import Refused
from station_app import config
from station_app.station import Station
from ui.background import favour_window
from ui.bridge import Bridge
from ui.guiding import wants_guide
from ui.theme import FUSION, Theme
from ui.widgets.controls import Notice, button, column, label, row
from ui.window import MainWindow

if TYPE_CHECKING:
    from station_app.sync.worker import SyncWorker
    from ui.print_worker import PrintWorker

log = logging.getLogger("ombruk")
CANNOT_START = 3
"""Exit code when the store cannot be opened for a reason that a person can mend."""
UNSEEN_MS = 2_000
"""After this long all is made and begun also for a window that nobody has seen, because it was opened as an icon."""
LAST_SYNC_SECONDS = 5.0
"""How long the end waits for the request at hand; nothing is lost without it."""
LAST_PRINT_SECONDS = 3.0
"""The same for the label at hand."""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed. Returns the exit code: 0, or 3 when the store cannot be opened."""
    options = _options(argv)
    # sys.argv[:1]: our own options are none of Qt's.
    application = _application(sys.argv[:1])
    folder, practice = options.data_dir, options.practice
    while True:
        try:
            station = _open(folder, practice=practice)
        except Refused as refused:
            return _show_why(application, refused)
        if station.practice and not practice and (real := _counter_of(folder)) is not None:
            # The folder that was named is the practice store of a counter.
            station.close()
            folder, practice = real, True
            continue
        from ui.place import own_place

        with station, own_place(station), _log_in(station.folder) as log_file:
            leads_on = practice or not station.practice
            code, leaves = _run(application, station, log_file, options.screenshot, leads_on=leads_on)
        if not leaves:
            return code
        practice = not practice


def _counter_of(folder: Path) -> Path | None:
    from station_app.actions.practice import counter_of

    return counter_of(folder.absolute())


def _open(folder: Path, *, practice: bool) -> Station:
    if not practice:
        return Station.open(folder)
    from station_app.actions.practice import open_practice

    return open_practice(folder)


def open_window(folder: Path) -> tuple[QApplication, MainWindow]:
    """A shown window on the store in `folder`, without anything that sends; for whoever measures or looks at it."""
    application = _application(sys.argv[:1])
    station = Station.open(folder)
    bridge = Bridge()
    station.listen(bridge.tell)
    window = MainWindow(station, bridge)
    window.show()
    return application, window


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ombruk", description="The counter of a recycling station for reuse.")
    parser.add_argument("--data-dir", type=Path, default=config.default_folder(), help="folder of the store")
    parser.add_argument("--practice", action="store_true", help="practise, in a store of its own; nothing is sent")
    parser.add_argument("--screenshot", type=Path, help="save a picture of the window as PNG, then end")
    return parser.parse_args(argv)


def _application(arguments: list[str]) -> QApplication:
    present = QApplication.instance()
    if isinstance(present, QApplication):
        application = present
    else:
        application = QApplication([*arguments, "-style", "Fusion"])
        application.setProperty(FUSION, True)
    application.setApplicationName("ombruk")
    application.setApplicationDisplayName("Ombruk")
    return application


def _run(
    application: QApplication, station: Station, log_file: "LogFile", screenshot: Path | None, *, leads_on: bool
) -> tuple[int, bool]:
    """Exit code, and whether somebody wants to go to practising, or back from it."""
    favour_window()
    bridge = Bridge()
    station.listen(bridge.tell)
    window = MainWindow(station, bridge, leads_on=leads_on)
    sys.excepthook = _hook(window)
    if wants_guide(station):
        window.show_screen("guide")
    window.show()
    beside = _Beside(station, bridge, window)
    # Last: loading what sends takes as long as the whole window.
    window.later.add(log_file.open, beside.begin)
    QTimer.singleShot(UNSEEN_MS, window.later, window.later.begin)
    if screenshot is not None:
        QTimer.singleShot(500, lambda: _end_with_picture(window, screenshot))
    try:
        return application.exec(), window.leaves
    finally:
        sys.excepthook = sys.__excepthook__
        beside.end()
        _gone(window)


def _gone(window: QWidget) -> None:
    """Take the window apart now: its timers would go on asking a store that is closed, beside the next window."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class _Beside:
    """What sends and prints while the window is there."""

    def __init__(self, station: Station, bridge: Bridge, window: MainWindow) -> None:
        self._station, self._bridge, self._window = station, bridge, window
        self._sender: SyncWorker | None = None
        self._printing: PrintWorker | None = None

    def begin(self) -> None:
        """Load and start both; what was put into a queue before is found there."""
        from ui.print_worker import PrintWorker
        from ui.printing import QtDriver

        station, tell = self._station, self._bridge.tell
        self._sender = _sender(station, self._bridge)
        self._printing = PrintWorker(station.folder, lambda: station.config, tell, QtDriver())
        self._window.work_with(self._sender, self._printing)
        self._window.garbage.settle()
        if self._sender is not None:
            self._sender.start()
        self._printing.start()
        self._window.get_ahead()

    def end(self) -> None:
        """Let both finish what is at hand."""
        if self._sender is not None:
            self._sender.stop(LAST_SYNC_SECONDS)
        if self._printing is not None:
            self._printing.stop(LAST_PRINT_SECONDS)


def _sender(station: Station, bridge: Bridge) -> "SyncWorker | None":
    """What sends in the background; nothing while practising, whatever the settings say."""
    if station.practice or not station.config.sync:
        return None
    from station_app.sync.worker import SyncWorker

    return SyncWorker(station.folder, station.config, bridge.tell)


def _end_with_picture(window: MainWindow, file: Path) -> None:
    window.grab().save(str(file), "PNG")
    window.close()


def _hook(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Refused):
            # A question to the store that it could not answer just now, asked outside any action.
            log.warning("refused %s", error.code)
            window.desk.warn(error)
            return
        # Only where it happened: the message of an error may hold what somebody typed.
        log.error("unexpected %s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        window.desk.warn(Refused("program_error"))

    return hook


class LogFile(logging.Handler):
    """Keeps what is logged until it is opened, once the window was seen: what it takes to write takes 5 ms to load."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._kept: list[logging.LogRecord] = []
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or keep it to be written."""
        if self._file is None:
            self._kept.append(record)
        else:
            self._file.handle(record)

    def open(self) -> None:
        """Write what was kept; from now on at once."""
        if self._file is not None:
            return
        from logging.handlers import RotatingFileHandler

        file = RotatingFileHandler(self._folder / "ombruk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._file = file
        for record in self._kept:
            file.handle(record)
        self._kept.clear()

    def close(self) -> None:
        """Nothing that was logged is lost, also where no window was ever seen."""
        self.open()
        if self._file is not None:
            self._file.close()
        super().close()


@contextmanager
def _log_in(folder: Path) -> Iterator[LogFile]:
    handler = LogFile(folder)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        log.removeHandler(handler)
        handler.close()


def _show_why(application: QApplication, refused: Refused) -> int:
    """A plain window that says why the store cannot be opened and what to do."""
    from station_app.errors import explain
    from station_app.language import translation

    language = config.Config().language
    theme = Theme()
    theme.apply(application)
    words = explain(refused, language)
    window = QWidget()
    theme.put_on(window)
    window.setObjectName("cannot-start")
    window.setWindowTitle("Ombruk")
    notice = Notice(theme, name="cannot-start-words")
    _ = translation(language).gettext
    close = button(_("Close"), window.close, name="cannot-start-close", kind="primary")
    box = column(label(_("Ombruk cannot start"), "title"), notice, row(None, close), spacing=16)
    box.setContentsMargins(24, 24, 24, 24)
    window.setLayout(box)
    theme.dress(window)
    window.resize(620, 260)
    window.show()
    notice.show_words(f"{words.error} {words.remedy}")
    application.exec()
    _gone(window)
    return CANNOT_START
