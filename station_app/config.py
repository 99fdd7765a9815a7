"""Settings of this program: built-in < policy file of the municipality < the user's file < environment < fixed by IT.

The only place that knows where files live.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from domain.refused import Refused
from domain.text import STAFF_LIMIT
from station_app.causes import of_system
from station_app.printer_address import FORMS as PRINTER_FORMS
from station_app.printer_address import PrinterAddress

LANGUAGES = ("nb", "nn", "en")
SCALE_BAUDS = (1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200)
"""Speeds of a serial line, in bits a second, that scales are sold with."""
SCALE_LINES = ("8N1", "7E1", "7O1", "8E1")
"""Data bits, parity (none, even, odd) and stop bits of the line to a scale."""
FIXED = "fixed"
"""The line of the policy file that lists the settings nobody at the PC may change."""
LABEL_DPI = (203, 300, 600)
MOST_OFFSET_MM = 20.0
LARGEST_FILE = 100_000
"""Bytes of a settings file; what is larger is something else."""
SETTINGS = "settings.toml"
"""In a store's folder: what its users chose."""
LOCK_SECONDS = 2.0
"""How long keeping a choice waits for another window that keeps one."""


class Rule(msgspec.Struct, frozen=True):
    """What a setting may be: `fits` looks at a value of the right type, `allowed` says it in no language."""

    fits: Callable[[Any], bool]
    allowed: str


def _one_of(*values: str | int) -> Rule:
    return Rule(lambda value: value in values, ", ".join(map(str, values)))


def _between(least: float, most: float) -> Rule:
    # Asked this way round, for "not a number" is not above anything either.
    return Rule(lambda value: least <= value <= most, f"{least:g} … {most:g}")


def _printer(*kinds: str) -> Rule:
    def fits(text: str) -> bool:
        try:
            address = PrinterAddress.parse(text)
        except ValueError:
            return False
        return address is None or address.kind in kinds

    return Rule(fits, ", ".join(PRINTER_FORMS[kind] for kind in kinds))


_RULES = {
    "language": _one_of(*LANGUAGES),
    "staff": Rule(lambda value: len(value) <= STAFF_LIMIT, f"ABC (≤ {STAFF_LIMIT})"),
    "label_stock": _one_of("62x29", "57x32", "a4"),
    "keystore": _one_of("auto", "file"),
    "poll_seconds": _between(5, 3_600),
    "connections": _between(1, 8),
    "theme": _one_of("light", "dark", "system"),
    "text_percent": _between(100, 200),
    "targets": _one_of("normal", "large"),
    "scan_gap_ms": _between(10, 200),
    "register_days": _between(1, 365),
    "lock_minutes": _between(0, 120),
    "backup_days": _between(0, 365),
    "keep_photos_days": _between(0, 3_650),
    "camera_rotation": _one_of(0, 90, 180, 270),
    "sound_volume": _between(0, 100),
    "scale_baud": _one_of(*SCALE_BAUDS),
    "scale_line": _one_of(*SCALE_LINES),
    "label_printer": _printer("driver", "zpl", "zplqueue"),
    "receipt_printer": _printer("driver"),
    "label_dpi": _one_of(*LABEL_DPI),
    "offset_x_mm": _between(-MOST_OFFSET_MM, MOST_OFFSET_MM),
    "offset_y_mm": _between(-MOST_OFFSET_MM, MOST_OFFSET_MM),
}


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be set. `language` is that of window and messages; receipts follow the actor's.

    `theme` is light, dark or system; `text_percent` the size of text in the window; `targets` whether what is pressed
    is normal or large; `digit_keys` lets digits press tiles; `scan_gap_ms` is the longest pause between two keys of a
    scan; `sound_volume` is from 0 (no sounds) to 100;
    after `register_days` without contact with the hub the register of agreements is called old; `agreements_contact`
    says whom to call about agreements. A printer is named as the system names it; with none, documents are written
    into files only. `offset_x_mm` and `offset_y_mm` move labels to the right and downwards. `camera` is a camera's id
    or name, empty for the first, or `none`; `camera_rotation` is in degrees clockwise. `scale_port` is a serial port as
    the system names it; with none, weights are typed. With a staff list the window locks after `lock_minutes` without
    a key, a scan or a touch; 0 for never.
    After `backup_days` without a backup the window and the doctor warn; 0 for never, where IT makes backups otherwise.
    Files are sent over so many `connections` at once.
    After `keep_photos_days` photos that are in the hub's backup are removed from this PC; 0 keeps all.
    `guide_done` is set once the guide of the first start was seen or left.
    `tiles` are the codes of the categories on the registering screen's tiles, blanks between.
    """

    language: str = "nb"
    staff: str = ""
    label_stock: str = "62x29"
    sync: bool = True
    keystore: str = "auto"
    poll_seconds: int = 60
    connections: int = 4
    theme: str = "system"
    text_percent: int = 100
    targets: str = "normal"
    digit_keys: bool = True
    tiles: str = ""
    scan_gap_ms: int = 35
    sound_volume: int = 80
    register_days: int = 7
    agreements_contact: str = ""
    label_printer: str = ""
    receipt_printer: str = ""
    label_dpi: int = 203
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    camera: str = ""
    camera_rotation: int = 0
    scale_port: str = ""
    scale_baud: int = 9_600
    scale_line: str = "8N1"
    lock_minutes: int = 0
    backup_days: int = 7
    keep_photos_days: int = 0
    guide_done: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError with the name of the first setting that has no value it may have."""
        for name, rule in _RULES.items():
            if not rule.fits(getattr(self, name)):
                raise ValueError(name)

    @property
    def label_address(self) -> PrinterAddress | None:
        """Where labels are printed; None for files only."""
        return PrinterAddress.parse(self.label_printer)

    @property
    def paper_address(self) -> PrinterAddress | None:
        """Where receipts and the like are printed; None for files only."""
        return PrinterAddress.parse(self.receipt_printer)


def default_folder() -> Path:
    """Where a station keeps its store when nobody says otherwise: the user's own data folder."""
    import platformdirs

    return Path(os.environ.get("OMBRUK_DATA_DIR") or platformdirs.user_data_dir("ombruk", appauthor=False))


def command(folder: Path, *words: str) -> str:
    """What to type on this PC to have `ombruk-station` do something with the store in `folder`."""
    place = () if folder == default_folder() else ("--data-dir", str(folder))
    return " ".join(
        word if word.replace("-", "").isalnum() else f'"{word}"' for word in ("ombruk-station", *place, *words)
    )


def policy_file() -> Path:
    """The file with which IT sets defaults for every user of this PC."""
    if sys.platform.startswith("linux"):
        # As platformdirs says it, too; asked at every start, and that takes 2 ms to load.
        shared = os.environ.get("XDG_CONFIG_DIRS", "").partition(os.pathsep)[0].strip() or "/etc/xdg"
        return Path(shared, "ombruk", "policy.toml")
    import platformdirs

    return Path(platformdirs.site_config_dir("ombruk", appauthor=False)) / "policy.toml"


def load(folder: Path, environment: dict[str, str] | None = None, policy: Path | None = None) -> Config:
    """Read the settings that hold for the store in `folder`. Raises Refused `settings_wrong` naming the file."""
    environment = dict(os.environ) if environment is None else environment
    ruled, fixed = _policy(policy or policy_file())
    file = folder / SETTINGS
    values = ruled | {name: value for name, value in _read(file).items() if name not in fixed}
    _checked(file, values)
    for name in Config.__struct_fields__:
        if name not in fixed and (text := environment.get(f"OMBRUK_{name.upper()}")) is not None:
            values[name] = text
    try:
        return msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as wrong:
        raise _refusal(wrong) from None


def held(environment: dict[str, str] | None = None, policy: Path | None = None) -> dict[str, str]:
    """The settings that a choice in the window cannot change, and what holds each: a file, or a variable's name.

    Raises Refused `settings_wrong` when the policy file is wrong.
    """
    environment = dict(os.environ) if environment is None else environment
    file = policy or policy_file()
    by_variable = {
        name: f"OMBRUK_{name.upper()}" for name in Config.__struct_fields__ if f"OMBRUK_{name.upper()}" in environment
    }
    return by_variable | dict.fromkeys(_policy(file)[1], str(file))


def save(folder: Path, **changes: str | int | float | bool) -> None:
    """Keep what a user chose in the store's own settings file; other lines of it stay as they are in meaning.

    Raises Refused `settings_wrong` (the file that is there), `file_unwritable`.
    """
    import filelock

    file = folder / SETTINGS
    try:
        # One window after another: else the choice of one is lost, or half a file is kept.
        with filelock.FileLock(folder / "settings.lock", timeout=LOCK_SECONDS):
            present = _read(file)
            _checked(file, present | changes)
            new = file.with_suffix(".new")
            new.write_text(_toml(present | changes), encoding="utf-8")
            new.replace(file)
    except OSError as error:
        raise Refused("file_unwritable", file=str(file), what=of_system(error)) from None
    except UnicodeEncodeError:
        raise Refused("settings_wrong", file=str(file), what="settings_not_text") from None


def _toml(values: dict[str, Any]) -> str:
    """A JSON string, number or truth value is the same in TOML, but for the one control character JSON lets through."""
    import json

    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
    return "".join(lines).replace("\x7f", "\\u007f")


def _policy(file: Path) -> tuple[dict[str, Any], frozenset[str]]:
    """What the policy file sets, and which of it is fixed."""
    values = _read(file)
    fixed = values.pop(FIXED, [])
    _checked(file, values)
    if not isinstance(fixed, list) or any(name not in Config.__struct_fields__ for name in fixed):
        raise Refused("settings_wrong", file=str(file), what="settings_list", setting=FIXED)
    return values, frozenset(fixed)


def _read(file: Path) -> dict[str, Any]:
    try:
        if not file.exists():
            return {}
        import tomllib

        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise Refused("settings_wrong", file=str(file), what="settings_large", limit=LARGEST_FILE)
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise Refused("settings_wrong", file=str(file), what=of_system(error)) from None
    except UnicodeDecodeError:
        raise Refused("settings_wrong", file=str(file), what="settings_not_text") from None
    except (ValueError, RecursionError) as wrong:
        line = re.search(r"at line (\d+)", str(wrong))
        what = "settings_not_toml_at" if line else "settings_not_toml"
        raise Refused("settings_wrong", file=str(file), what=what, line=line[1] if line else "") from None


def _checked(file: Path, values: dict[str, Any]) -> None:
    try:
        msgspec.convert(values, Config)
    except msgspec.ValidationError as wrong:
        raise _refusal(wrong, str(file)) from None


def _refusal(wrong: msgspec.ValidationError, file: str = "") -> Refused:
    """Which setting is wrong and what it may be, read out of what msgspec says: its own words are English.

    Without a `file` it stands in the environment.
    """
    if unknown := re.search(r"unknown field `(.*)`", str(wrong)):
        return Refused("settings_wrong", file=file, what="setting_unknown", setting=unknown[1])
    of_another_type = re.search(r"at `\$\.(\w+)", str(wrong))
    name = of_another_type[1] if of_another_type else str(wrong)
    place = file or f"OMBRUK_{name.upper()}"
    return Refused("settings_wrong", file=place, what="setting_not_allowed", setting=name, allowed=_allowed(name))


def _allowed(name: str) -> str:
    if name in _RULES:
        return _RULES[name].allowed
    return "true, false" if isinstance(getattr(Config(), name, ""), bool) else '"…"'
