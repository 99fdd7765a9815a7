"""`make demo`: a hub on its embedded default, an enrolled counter, the main job on photos through the real window.

Labels, receipts and screenshots end up in demo-out/. With a display the window stays open; without one it ends.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HAS_DISPLAY = bool(
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")
)
if not HAS_DISPLAY:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMBRUK_KEYSTORE"] = "file"

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out"
PROGRAMS = Path(sys.executable).parent
# Next to the project's own folder there may be a folder with real camera files.
CAMERA_FILES = ROOT.parent / "shared" / "data" / "photos"
YEAR = ["--from", "2020-01-01", "--to", "2099-12-31"]


def program(name: str, folder: str, *arguments: str) -> Any:
    """Run one verb as a script would; its JSON document."""
    command = [PROGRAMS / name, "--data-dir", OUT / folder, "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"demo: {name} {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    print("1  A hub: SQLite and a folder, one station, three actors")
    prepare_hub()
    hub = Serving()
    try:
        print("2  A counter joins it with a one-time code and fetches the register; then the network is gone")
        code = program("ombruk-hub", "hub", "add-device", "--station", "Isi gjenvinningsstasjon")["code"]
        program("ombruk-station", "station", "enrol", "--hub", hub.url, "--code", code)
        program("ombruk-station", "station", "sync")
        hub.stop()

        from demo_day import Day

        day = Day(OUT / "station", OUT)
        day.work(choose_photos())
        print("7  One thing is turned away, one became waste. Then the network is back, and everything is sent")
        program("ombruk-station", "station", "refuse", "--category", "mattress", "--reason", "mattress")
        broken = program("ombruk-station", "station", "items", "--state", "registered", "--limit", "1")["items"][0]
        program("ombruk-station", "station", "discard", broken["number"], "--reason", "Falt i bakken")
        hub.start()
        day.send()
        compare()
        print("9  An officer keeps a thing for an actor; the counter hears of it, and its shelf says so")
        wanted = program("ombruk-station", "station", "items", "--state", "registered", "--limit", "1")["items"][0]
        program("ombruk-hub", "hub", "reserve", wanted["number"], "--orgnr", "123456785")
        day.hear_of_reservation(wanted["number"])
        print(f"\nLook into {OUT.relative_to(ROOT)}/: labels, receipts, screenshots.")
        print(f"The hub's own page: {hub.url}, after ombruk-hub --data-dir demo-out/hub add-user kari")
        if HAS_DISPLAY:
            print("The window stays open. Close it to end the demo.")
            day.stay_open()
        day.close()
    finally:
        hub.stop()


def prepare_hub() -> None:
    program("ombruk-hub", "hub", "init")
    program("ombruk-hub", "hub", "add-station", "--name", "Isi gjenvinningsstasjon", "--municipality", "Bærum")
    for name, orgnr, categories, electrical in (
        ("Fretex Øst-Norge AS", "123456785", "all", True),
        ("Rykkinn skolekorps", "974760673", "bicycle,chair,books", False),
        ("Ombrukskafeen Åpen dør", "889640782", "all", False),
    ):
        program("ombruk-hub", "hub", "add-actor", "--name", name, "--orgnr", orgnr)
        more = ["--electrical"] if electrical else []
        program("ombruk-hub", "hub", "add-agreement", "--orgnr", orgnr, "--categories", categories, *YEAR, *more)


class Serving:
    """The hub's process, always on the port that it got first."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._port = "0"
        self.start()

    def start(self) -> None:
        command = [PROGRAMS / "ombruk-hub", "--data-dir", OUT / "hub", "--json", "serve", "--port", self._port]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if self._process.stdout is None:
            raise RuntimeError("the hub has no output to read")
        self.url: str = json.loads(self._process.stdout.readline())["url"]
        self._port = self.url.rpartition(":")[2]

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None


def choose_photos() -> list[Path]:
    """PHOTOS=folder, else real camera files beside the project, else pictures drawn here; and says which."""
    given = os.environ.get("PHOTOS")
    folder = Path(given) if given else CAMERA_FILES
    endings = (".jpg", ".jpeg", ".png", ".heic")
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in endings) if folder.is_dir() else []
    if found:
        print(f"   Photos: {len(found)} from {folder.name}/")
        return found
    if given:
        sys.exit(f"demo: there is no JPEG, PNG or HEIC file in {given}")
    from demo_photos import draw

    print("   Photos: drawn for the demo (no camera files here; give your own with PHOTOS=folder make demo)")
    return draw(OUT / "drawn-photos")


def compare() -> None:
    """The hub's figures, equal to the station's to the gram, and both stores verified."""
    here, there = program("ombruk-station", "station", "figures"), program("ombruk-hub", "hub", "figures")
    if here != there:
        sys.exit(f"demo: the station and the hub do not agree\n{here}\n{there}")
    for name, folder in (("ombruk-station", "station"), ("ombruk-hub", "hub")):
        report = program(name, folder, "verify")
        print(f"   {name} verify: {report['events']} events, {report['photos']} photos, all sound")
    (OUT / "figures.json").write_text(json.dumps(there, indent=1, ensure_ascii=False), "utf-8")
    print("8  The hub's figures, equal to the station's to the gram:")
    for name in ("registered", "on_shelf", "handed_over", "reversed", "discarded", "refused"):
        print(f"   {name:24} {there[name]['pieces']:5} pieces {kg(there[name]['grams']):>12} kg")
    for code, amounts in there["by_category"].items():
        print(f"     {code:22} {amounts['registered']['pieces']:5} pieces {kg(amounts['registered']['grams']):>12} kg")


def kg(grams: int) -> str:
    return f"{grams / 1000:.3f}".replace(".", ",")


if __name__ == "__main__":
    main()
