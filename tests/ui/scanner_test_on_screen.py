"""Run by test_scanner_test_on_screen.py in a process of its own: the scanner test at the settings, with real keys.

Prints one JSON document: for each case what was said, and what stood in the fields.
"""

import json
import sys
from pathlib import Path

import counter_samples as samples
from counter_on_screen import PATIENCE_MS, Desk
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from station_app.config import Config
from station_app.devices.scanner_test import SHOWN
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

CASES = {
    "as shown": (SHOWN, "Return", 12),
    "tab": (SHOWN, "Tab", 12),
    "nothing behind it": (SHOWN, "", 12),
    "german": (SHOWN.replace("Zy", "Yz").replace("/", "-"), "Return", 12),
    "another code": ("5701234567890", "Return", 12),
    "slow": (SHOWN, "Return", 140),
}


def try_one(desk: Desk, window: MainWindow, text: str, end: str, gap_ms: int) -> dict[str, object]:
    """One scan while the test waits for it."""
    section = window.pages.settings._made["scanner"]
    section.start_button.setFocus()
    section.start()
    before = desk.fields()
    desk._heard.clear()
    behind = ("key", end) if end else ()
    desk.keyboard("type", "--delay", str(gap_ms), "--args", "1", text, *behind)
    desk.until(lambda: not section._trap.on)
    verdict = section._verdict
    return {
        "came": section.came.text(),
        "layout": section.layout_words.words,
        "end": section.end_words.words,
        "pace": section.pace.text(),
        "usual_ms": verdict.median_ms if verdict else None,
        "leaked": desk.fields() != before or bool(desk._heard) or bool(window.strip.problem.words),
        "front": window.front.objectName(),
    }


def main(folder: Path) -> None:
    """Try every case and print what came of it."""
    application = QApplication(sys.argv[:1])
    settings = Config(language="en", sound_volume=0, camera="none")
    with Station.open(folder, settings=settings, clock=samples.clock) as station:
        window = MainWindow(station, Bridge())
        window.show()
        desk = Desk(window, station, [])
        desk.until(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        desk.keyboard("windowfocus", "--sync", str(int(window.winId())))
        desk.until(window.isActiveWindow)
        desk.until(lambda: not window.later.waiting)
        window.show_screen("settings")
        window.pages.settings.show_section("scanner")
        found = {}
        for name, (text, end, gap_ms) in CASES.items():
            # Once more where a busy machine held a key up for so long that the test took it for the end.
            patience = QDeadlineTimer(PATIENCE_MS)
            while True:
                found[name] = try_one(desk, window, text, end, gap_ms)
                if text in str(found[name]["came"]) or patience.hasExpired():
                    break
        window.close()
    sys.stdout.write(json.dumps(found) + "\n")
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
