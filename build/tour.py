"""`make tour`: a picture of every screen and its main states, in three languages, two looks, two sizes of text.

They go to tour-out/ with an index.html to look through. Chosen ones are copied to docs/pictures by hand.
"""

import argparse
import html
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from demo_photos import draw
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from tour_scenes import SCENES, STAFFED, Scene, stage
from tour_store import clock, employ, furnish

from station_app.actions.practice import open_practice
from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "tour-out"
# Next to the project's own folder there may be a folder with real camera files.
CAMERA_FILES = ROOT.parent / "shared" / "data" / "photos"
SIZES = {"1366x768": (1366, 768), "1024x700": (1024, 700)}
"""The windows that are in use, in px."""
SIZE = SIZES["1366x768"]
Look = tuple[str, str, int]
"""Language, theme, size of text in per cent."""
LOOKS: tuple[Look, ...] = tuple(product(("nb", "nn", "en"), ("light", "dark"), (100, 200)))
PRACTICE = Scene("practice", "register", lambda _window: None)


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of every screen.")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="such as nb-light-100")
    parser.add_argument("--size", choices=SIZES, default="1366x768", help="of the window, in px")
    parser.add_argument("--scene", default="", help="only scenes whose names begin like this")
    options = parser.parse_args()
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    began = time.monotonic()
    looks = [look for look in LOOKS if not options.only or options.only == folder_of(look)]
    with tempfile.TemporaryDirectory() as folder:
        store, photos = Path(folder), choose_photos(Path(folder))
        taken = [*tour(store, options.out, looks, photos, SIZES[options.size], options.scene)]
    contact_sheet(options.out, taken)
    print(f"{len(taken)} pictures in {time.monotonic() - began:.0f} s; look at {options.out.name}/index.html")


def tour(
    folder: Path,
    out: Path,
    looks: Sequence[Look],
    photos: Sequence[Path],
    size: tuple[int, int] = SIZE,
    beginning: str = "",
) -> Iterator[Path]:
    """Take every picture of a scene whose name begins so; the files, as they come to be."""

    def chosen(scenes: Sequence[Scene]) -> list[Scene]:
        return [scene for scene in scenes if scene.name.startswith(beginning)]

    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    bridge = Bridge()
    with Station.open(folder / "store", settings=in_look(looks[0]), clock=clock) as station:
        station.listen(bridge.tell)
        furnish(station, photos)
        for look in looks:
            station.config = in_look(look)
            yield from pictures(station, chosen(SCENES), out / folder_of(look), size, bridge)
    with Station.open(folder / "staffed", settings=in_look(looks[0]), clock=clock) as staffed:
        staffed.listen(bridge.tell)
        furnish(staffed, photos)
        employ(staffed)
        for look in looks:
            staffed.config = in_look(look)
            yield from pictures(staffed, chosen(STAFFED), out / folder_of(look), size, bridge)
    with open_practice(folder / "store", clock) as practice:
        for look in looks:
            practice.config = in_look(look)
            yield from pictures(practice, chosen((PRACTICE,)), out / folder_of(look), size)
    application.processEvents()


def pictures(
    station: Station,
    scenes: Sequence[Scene],
    target: Path,
    size: tuple[int, int] = SIZE,
    bridge: Bridge | None = None,
) -> Iterator[Path]:
    """A picture of each scene in the look that is in force; by the bridge the window hears of what a scene changes."""
    target.mkdir(parents=True, exist_ok=True)
    window = MainWindow(station, bridge or Bridge())
    window.resize(*size)
    window.show()
    for scene in scenes:
        stage(window, scene)
        settle(window)
        file = target / f"{scene.name}.png"
        window.grab().save(str(file), "PNG")
        yield file
    window.close()
    window.deleteLater()
    # Now: outside of an event loop nothing is deleted later, and every look would be put on all windows so far.
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def settle(window: MainWindow) -> None:
    """Until the background has answered and everything is in its place."""
    end = time.monotonic() + 10
    while window.background.busy and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
    for _ in range(3):
        QApplication.processEvents()


def in_look(look: Look) -> Config:
    """Settings for a tour: no sound, no camera, nothing sent."""
    language, theme, percent = look
    return Config(
        sync=False,
        keystore="file",
        staff="KB",
        sound_volume=0,
        camera="none",
        guide_done=True,
        language=language,
        theme=theme,
        text_percent=percent,
    )


def folder_of(look: Look) -> str:
    """Such as nb-light-100."""
    return "-".join(map(str, look))


def choose_photos(folder: Path) -> list[Path]:
    """Real camera files beside the project, else drawn ones."""
    found = sorted(CAMERA_FILES.glob("*.jpg")) if CAMERA_FILES.is_dir() else []
    return found or draw(folder / "photos", 4)


def contact_sheet(out: Path, files: Sequence[Path]) -> None:
    """All pictures on one page: a row for each scene, a column for each look."""
    looks = sorted({file.parent.name for file in files})
    names = list(dict.fromkeys(file.stem for file in files))
    rows = [
        "<tr><th>" + html.escape(name) + "</th>" + "".join(_cell(out, look, name) for look in looks) + "</tr>"
        for name in names
    ]
    head = "".join(f"<th>{html.escape(look)}</th>" for look in looks)
    (out / "index.html").write_text(
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Ombruk: every screen</title>"
        "<style>body{font:14px sans-serif} th{position:sticky;top:0;background:#fff;text-align:left}"
        "img{width:340px;border:1px solid #999}</style>"
        f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table></html>",
        encoding="utf-8",
    )


def _cell(out: Path, look: str, name: str) -> str:
    place = html.escape(f"{look}/{name}.png")
    if not (out / look / f"{name}.png").exists():
        return "<td></td>"
    return f"<td><a href='{place}'><img src='{place}' alt='{html.escape(name)}, {look}' loading='lazy'></a></td>"


if __name__ == "__main__":
    main()
