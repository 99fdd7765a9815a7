"""Fetches fonts, icons and web style at pinned versions and copies what the programs use into resources/vendor.

Makes the counter's sounds there, too. Run at set-up: `python build/assets.py`. Fetches nothing when what decides the
result is unchanged.
"""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from npm import install
from sounds import write_sounds

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "build" / "assets"
WORK = ROOT / ".work" / "assets"
VENDOR = ROOT / "resources" / "vendor"

EXPO = "@expo-google-fonts"
NOTO_SCRIPTS = ("Arabic", "Devanagari", "Ethiopic", "Hebrew", "Tamil", "Thai")
STYLE = "@digdir/designsystemet-css"
WEB_FONT = "@fontsource-variable/inter"
LAST_RESORT = "@fontsource/unifont"
ICONS = "@navikt/aksel-icons"


@dataclass
class Taken:
    """What was copied from one package: its version, its licence and the files, relative to resources/vendor."""

    package: str
    version: str
    licence: str
    files: list[str] = field(default_factory=list)


class Collection:
    """A folder being filled from the installed packages, with a record of what came from where."""

    def __init__(self, packages: Path, target: Path) -> None:
        self.packages = packages
        self.target = target
        self.taken: dict[str, Taken] = {}

    def source(self, package: str, name: str) -> Path:
        """Return the file `name` inside `package`; exits in words when the package no longer has it."""
        found = self.packages / package / name
        if not found.is_file():
            sys.exit(f"assets: {package} has no file {name}; the pinned version and build/assets.py disagree")
        return found

    def place(self, package: str, name: str) -> Path:
        """Record that `name` (relative to the target) comes from `package` and return where to write it."""
        if package not in self.taken:
            facts = json.loads((self.packages / package / "package.json").read_text("utf-8"))
            self.taken[package] = Taken(package, facts["version"], facts["license"])
        self.taken[package].files.append(name)
        place = self.target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def copy(self, package: str, source: str, name: str) -> None:
        shutil.copyfile(self.source(package, source), self.place(package, name))


def main() -> None:
    """Bring resources/vendor up to date."""
    stamp = current_stamp()
    if is_up_to_date(stamp):
        print("assets: up to date")
    else:
        fetch(stamp)
    write_sounds(VENDOR / "sounds")


def fetch(stamp: str) -> None:
    """Install the packages and put what the programs use of them in place of what was there."""
    packages = install(PINS, WORK)
    fresh = ROOT / ".work" / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    collection = Collection(packages, fresh)
    take_fonts(collection)
    take_style(collection)
    take_icons(collection)
    take_licences(collection)
    write_manifest(collection, stamp)
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.move(fresh, VENDOR)
    files = sum(len(taken.files) for taken in collection.taken.values())
    print(f"assets: {files} files from {len(collection.taken)} packages in resources/vendor")


def current_stamp() -> str:
    """Return a hash of everything that decides what resources/vendor holds."""
    digest = hashlib.sha256()
    for path in (*sorted(PINS.iterdir()), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_up_to_date(stamp: str) -> bool:
    """Tell whether the manifest carries this stamp and every file it lists is there."""
    try:
        manifest = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    names = [name for package in manifest["packages"] for name in package["files"]]
    return manifest["stamp"] == stamp and all((VENDOR / name).is_file() for name in names)


def take_fonts(collection: Collection) -> None:
    """Copy the fonts of documents and window (TTF) and of the web pages (woff2)."""
    for weight, folder in (("Regular", "400Regular"), ("SemiBold", "600SemiBold")):
        collection.copy(f"{EXPO}/inter", f"{folder}/Inter_{folder}.ttf", f"fonts/Inter-{weight}.ttf")
    for script in NOTO_SCRIPTS:
        package = f"{EXPO}/noto-sans-{script.lower()}"
        collection.copy(package, f"400Regular/NotoSans{script}_400Regular.ttf", f"fonts/NotoSans{script}-Regular.ttf")
    unpack_woff(
        collection.source(LAST_RESORT, "files/unifont-latin-400-normal.woff"),
        collection.place(LAST_RESORT, "fonts/Unifont-Regular.ttf"),
    )
    css = collection.source(WEB_FONT, "wght.css").read_text("utf-8")
    for name in sorted(set(re.findall(r"files/([\w-]+\.woff2)", css))):
        collection.copy(WEB_FONT, f"files/{name}", f"fonts/web/{name}")
    # The theme asks for a family called Inter.
    css = css.replace("'Inter Variable'", "'Inter'").replace("./files/", "../fonts/web/")
    collection.place(WEB_FONT, "css/inter.css").write_text(css, "utf-8")


def unpack_woff(source: Path, target: Path) -> None:
    """Write the TrueType font that a WOFF file wraps; the same bytes on every run."""
    from fontTools.ttLib import TTFont

    with TTFont(source, recalcBBoxes=False, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(target, reorderTables=None)


def take_style(collection: Collection) -> None:
    """Copy the style sheets and write the colour tokens of both schemes as JSON for the window."""
    collection.copy(STYLE, "dist/src/index.css", "css/designsystemet.css")
    collection.copy(STYLE, "dist/theme/designsystemet.css", "css/theme.css")
    theme = collection.source(STYLE, "dist/theme/designsystemet.css").read_text("utf-8")
    place = collection.place(STYLE, "tokens.json")
    light, dark = dict(colour_tokens(theme, "light")), dict(colour_tokens(theme, "dark"))
    if len(light) < 100 or light.keys() != dark.keys():
        sys.exit(f"assets: cannot read the colours of {STYLE}: {len(light)} light ones, {len(dark)} dark ones")
    tokens = {"source": f"{STYLE} {collection.taken[STYLE].version}", "light": light, "dark": dark}
    place.write_text(json.dumps(tokens, indent=1) + "\n", "utf-8")


def colour_tokens(theme: str, scheme: str) -> Iterator[tuple[str, str]]:
    """Yield each colour of a scheme, its name without the prefix `--ds-color-`, and its value `#rrggbb`."""
    block = re.search(rf"\[data-color-scheme=\"?{scheme}\"?\]\s*\{{([^}}]*)\}}", theme)
    for name, value in re.findall(r"--ds-color-([\w-]+)\s*:\s*(#[0-9a-fA-F]{3,8})", block[1] if block else ""):
        full = "#" + "".join(digit * 2 for digit in value[1:]) if len(value) == 4 else value
        yield name, full.lower()


def take_icons(collection: Collection) -> None:
    """Copy the icons that icons.txt names; they paint with `currentColor` on a 24-unit square."""
    for name in (PINS / "icons.txt").read_text("utf-8").split():
        collection.copy(ICONS, f"dist/svg/{name}.svg", f"icons/{name}.svg")


def take_licences(collection: Collection) -> None:
    """Copy the licence text of every package from which something was taken."""
    for package in list(collection.taken):
        stem = package.removeprefix("@").replace("/", "-")
        texts = sorted(path.name for path in (collection.packages / package).glob("LICENSE*"))
        for text in texts:
            collection.copy(package, text, f"licences/{stem}{text.removeprefix('LICENSE').lower()}.txt")
        if package == ICONS and not texts:
            shutil.copyfile(PINS / "LICENSE.aksel-icons", collection.place(package, f"licences/{stem}.txt"))
        elif not texts:
            sys.exit(f"assets: {package} brings no licence text")


def write_manifest(collection: Collection, stamp: str) -> None:
    """Write what came from where; the licences page and the packaging read it."""
    packages = [
        {"package": taken.package, "version": taken.version, "licence": taken.licence, "files": sorted(taken.files)}
        for _, taken in sorted(collection.taken.items())
    ]
    text = json.dumps({"stamp": stamp, "packages": packages}, indent=1)
    (collection.target / "manifest.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
