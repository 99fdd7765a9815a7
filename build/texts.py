"""Texts: gathers messages from the sources into the .po files, and compiles these. Part of set-up.

`texts.py compile` writes the .mo files that are out of date; `texts.py update` extracts messages and merges them.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
CATALOGUES = {
    "ombruk": (ROOT / "resources" / "locale", ("station_app", "ui")),
    "django": (ROOT / "hub" / "locale", ("hub",)),
}
"""Name of a catalogue, its folder, and the sources that its messages come from."""


def compile_all() -> None:
    for name, (folder, _) in CATALOGUES.items():
        for language in LANGUAGES:
            source = folder / language / "LC_MESSAGES" / f"{name}.po"
            target = source.with_suffix(".mo")
            if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
                continue
            with source.open("rb") as file:
                catalogue = read_po(file, locale=language, abort_invalid=True)
            with target.open("wb") as file:
                write_mo(file, catalogue)


def update() -> None:
    babel = [sys.executable, "-m", "babel.messages.frontend"]
    mapping = ROOT / "build" / "babel.cfg"
    for name, (folder, sources) in CATALOGUES.items():
        template = ROOT / ".work" / f"{name}.pot"
        template.parent.mkdir(exist_ok=True)
        extract = ["extract", "-F", str(mapping), "-k", "N_", "-k", "_", "-k", "gettext_lazy", "-k", "t", "--no-location"]
        subprocess.run([*babel, *extract, "--sort-output", "-o", str(template), *sources], cwd=ROOT, check=True)
        for language in LANGUAGES:
            target = folder / language / "LC_MESSAGES" / f"{name}.po"
            target.parent.mkdir(parents=True, exist_ok=True)
            verb = "update" if target.exists() else "init"
            more = ["--no-fuzzy-matching", "--ignore-obsolete", "--omit-header"] if verb == "update" else []
            arguments = ["-i", str(template), "-o", str(target), "-l", language, "-D", name, "--width", "120", *more]
            subprocess.run([*babel, verb, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    {"compile": compile_all, "update": update}[sys.argv[1]]()
