"""Writes tests/ui/access/golden/*.txt anew: what a screen reader is told of every scene. Look at the difference."""

import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication
from spoken_tree import dump
from tour import in_look
from tour_scenes import SCENES, stage
from tour_store import clock, furnish

from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "ui" / "access" / "golden"


def main() -> None:
    """Every scene once, in English."""
    application = QApplication(sys.argv[:1])
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    settings = in_look(("en", "light", 100))
    with tempfile.TemporaryDirectory() as folder, Station.open(Path(folder), settings=settings, clock=clock) as station:
        furnish(station)
        window = MainWindow(station, Bridge())
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        application.processEvents()
        for scene in SCENES:
            stage(window, scene)
            (GOLDEN / f"{scene.name}.txt").write_text(dump(window), encoding="utf-8")
        window.close()


if __name__ == "__main__":
    main()
