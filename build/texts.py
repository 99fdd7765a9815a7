"""Texts: gathers messages from the sources into the .po files, and compiles these. Part of set-up.

`texts.py compile` writes the .mo files that are out of date; `texts.py update` extracts messages and merges them.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
CATALOGUES = {
    "ombruk": (ROOT / "resources" / "locale", ("station_app", "ui")),
    "django": (ROOT / "hub" / "locale", ("hub",)),
}
"""Name of a catalogue, its folder, and the sources that its messages come from."""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "t": None,
    "Said": None,
    "SaidOf": (1, 2),
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def compile_all() -> None:
    """Write every .mo file that is older than its .po file."""
    for source in po_files():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with target.open("wb") as file:
            write_mo(file, read(source))


def po_files() -> Iterator[Path]:
    for name, (folder, _) in CATALOGUES.items():
        for language in LANGUAGES:
            source = folder / language / "LC_MESSAGES" / f"{name}.po"
            if source.exists():
                yield source


def read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=source.parent.parent.name, abort_invalid=True)


def update() -> None:
    """Extract messages and merge them into the .po files; what is no longer used goes."""
    for name, (folder, sources) in CATALOGUES.items():
        template = Catalog(project="Ombruk", charset="utf-8")
        for source in sources:
            for file in sorted((ROOT / source).rglob("*")):
                for message, context in messages(file):
                    template.add(message, context=context)
        for language in LANGUAGES:
            target = folder / language / "LC_MESSAGES" / f"{name}.po"
            target.parent.mkdir(parents=True, exist_ok=True)
            catalogue = read(target) if target.exists() else Catalog(locale=language, project="Ombruk", charset="utf-8")
            catalogue.update(template, no_fuzzy_matching=True)
            with target.open("wb") as out:
                write_po(out, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True)


def messages(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    if file.suffix == ".py":
        source = file.read_text("utf-8")
    elif file.suffix == ".html":
        # Django turns a template into something that looks like Python to whoever looks for messages.
        from django.utils.translation.template import templatize

        source = templatize(file.read_text("utf-8"))
    else:
        return
    for _, message, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield message, context


if __name__ == "__main__":
    {"compile": compile_all, "update": update}[sys.argv[1]]()
