"""Settings of this program: built-in < policy file of the municipality < the user's file < environment < fixed by IT.

The only place that knows where files live.
"""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from domain.refused import Refused
from domain.text import STAFF_LIMIT
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
LOCK_SECONDS = 2.0
"""How long keeping a choice waits for another window that keeps one."""


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
    `guide_done` is set once the guide of the first start was seen or left.
    `tiles` are the codes of the categories on the registering screen's tiles, blanks between.
    """

    language: str = "nb"
    staff: str = ""
    label_stock: str = "62x29"
    sync: bool = True
    keystore: str = "auto"
    poll_seconds: int = 60
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
    guide_done: bool = False

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}")
        if len(self.staff) > STAFF_LIMIT:
            raise ValueError(f"staff must be initials of at most {STAFF_LIMIT} characters")
        if self.label_stock not in ("62x29", "57x32", "a4"):
            raise ValueError("label_stock must be 62x29, 57x32 or a4")
        if self.keystore not in ("auto", "file"):
            raise ValueError("keystore must be auto or file")
        if not 5 <= self.poll_seconds <= 3_600:
            raise ValueError("poll_seconds must be from 5 to 3600")
        if self.theme not in ("light", "dark", "system"):
            raise ValueError("theme must be light, dark or system")
        if not 100 <= self.text_percent <= 200:
            raise ValueError("text_percent must be from 100 to 200")
        if self.targets not in ("normal", "large"):
            raise ValueError("targets must be normal or large")
        if not 10 <= self.scan_gap_ms <= 200:
            raise ValueError("scan_gap_ms must be from 10 to 200")
        if not 1 <= self.register_days <= 365:
            raise ValueError("register_days must be from 1 to 365")
        if not 0 <= self.lock_minutes <= 120:
            raise ValueError("lock_minutes must be from 0 to 120")
        if not 0 <= self.backup_days <= 365:
            raise ValueError("backup_days must be from 0 to 365")
        self._check_devices()
        self._check_printers()

    def _check_devices(self) -> None:
        if self.camera_rotation not in (0, 90, 180, 270):
            raise ValueError("camera_rotation must be 0, 90, 180 or 270")
        if not 0 <= self.sound_volume <= 100:
            raise ValueError("sound_volume must be from 0 to 100")
        if self.scale_baud not in SCALE_BAUDS:
            raise ValueError(f"scale_baud must be one of {', '.join(map(str, SCALE_BAUDS))}")
        if self.scale_line not in SCALE_LINES:
            raise ValueError(f"scale_line must be one of {', '.join(SCALE_LINES)}")

    def _check_printers(self) -> None:
        PrinterAddress.parse(self.label_printer)
        if (paper := self.paper_address) is not None and paper.kind != "driver":
            raise ValueError("receipt_printer must be a printer with a driver")
        if self.label_dpi not in LABEL_DPI:
            raise ValueError("label_dpi must be 203, 300 or 600")
        # Asked this way round, for "not a number" is not above anything either.
        if not all(abs(offset) <= MOST_OFFSET_MM for offset in (self.offset_x_mm, self.offset_y_mm)):
            raise ValueError("offset_x_mm and offset_y_mm must be from -20 to 20")

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
    return Path(os.environ.get("OMBRUK_DATA_DIR") or platformdirs.user_data_dir("ombruk", appauthor=False))


def command(folder: Path, *words: str) -> str:
    """What to type on this PC to have `ombruk-station` do something with the store in `folder`."""
    place = () if folder == default_folder() else ("--data-dir", str(folder))
    return " ".join(
        word if word.replace("-", "").isalnum() else f'"{word}"' for word in ("ombruk-station", *place, *words)
    )


def policy_file() -> Path:
    """The file with which IT sets defaults for every user of this PC."""
    return Path(platformdirs.site_config_dir("ombruk", appauthor=False)) / "policy.toml"


def load(folder: Path, environment: dict[str, str] | None = None, policy: Path | None = None) -> Config:
    """Read the settings that hold for the store in `folder`. Raises Refused `settings_wrong` naming the file."""
    environment = dict(os.environ) if environment is None else environment
    ruled, fixed = _policy(policy or policy_file())
    file = folder / "settings.toml"
    values = ruled | {name: value for name, value in _read(file).items() if name not in fixed}
    _checked(file, values)
    for name in Config.__struct_fields__:
        if name not in fixed and (text := environment.get(f"OMBRUK_{name.upper()}")) is not None:
            values[name] = text
    try:
        return msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as wrong:
        raise Refused("settings_wrong", file="OMBRUK_*", what=str(wrong)) from None


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

    file = folder / "settings.toml"
    try:
        # One window after another: else the choice of one is lost, or half a file is kept.
        with filelock.FileLock(folder / "settings.lock", timeout=LOCK_SECONDS):
            present = _read(file)
            _checked(file, present | changes)
            new = file.with_suffix(".new")
            new.write_text(_toml(present | changes), encoding="utf-8")
            new.replace(file)
    except OSError as error:
        raise Refused("file_unwritable", file=str(file), what=error.strerror or str(error)) from None
    except UnicodeEncodeError as wrong:
        raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None


def _toml(values: dict[str, Any]) -> str:
    """A JSON string, number or truth value is the same in TOML, but for the one control character JSON lets through."""
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
    return "".join(lines).replace("\x7f", "\\u007f")


def _policy(file: Path) -> tuple[dict[str, Any], frozenset[str]]:
    """What the policy file sets, and which of it is fixed."""
    values = _read(file)
    fixed = values.pop(FIXED, [])
    _checked(file, values)
    if not isinstance(fixed, list) or any(name not in Config.__struct_fields__ for name in fixed):
        raise Refused("settings_wrong", file=str(file), what=f"{FIXED} must be a list of settings")
    return values, frozenset(fixed)


def _read(file: Path) -> dict[str, Any]:
    try:
        if not file.exists():
            return {}
        import tomllib

        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise Refused("settings_wrong", file=str(file), what=f"larger than {LARGEST_FILE} bytes")
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise Refused("settings_wrong", file=str(file), what=error.strerror or "") from None
    except (ValueError, RecursionError) as wrong:
        raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None


def _checked(file: Path, values: dict[str, Any]) -> None:
    try:
        msgspec.convert(values, Config)
    except msgspec.ValidationError as wrong:
        raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None
