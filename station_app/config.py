"""Settings of this program: built-in < policy file of the municipality < the user's file < environment.

The only place that knows where files live.
"""

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from domain.refused import Refused
from domain.text import STAFF_LIMIT

LANGUAGES = ("nb", "nn", "en")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be set. `language` is that of window and messages; receipts follow the actor's.

    `theme` is light, dark or system; `text_percent` the size of text in the window; `digit_keys` lets digits press
    tiles; `scan_gap_ms` is the longest pause between two keys of a scan; `sound_volume` is from 0 (no sounds) to 100;
    after `register_days` without contact with the hub the register of agreements is called old; `agreements_contact`
    says whom to call about agreements. A printer is named as the system names it;
    with none, documents are written into files only.
    """

    language: str = "nb"
    staff: str = ""
    label_stock: str = "62x29"
    sync: bool = True
    keystore: str = "auto"
    poll_seconds: int = 60
    theme: str = "system"
    text_percent: int = 100
    digit_keys: bool = True
    scan_gap_ms: int = 35
    sound_volume: int = 80
    register_days: int = 7
    agreements_contact: str = ""
    label_printer: str = ""
    receipt_printer: str = ""

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
        if not 10 <= self.scan_gap_ms <= 200:
            raise ValueError("scan_gap_ms must be from 10 to 200")
        if not 0 <= self.sound_volume <= 100:
            raise ValueError("sound_volume must be from 0 to 100")
        if not 1 <= self.register_days <= 365:
            raise ValueError("register_days must be from 1 to 365")


def default_folder() -> Path:
    """Where a station keeps its store when nobody says otherwise: the user's own data folder."""
    return Path(os.environ.get("OMBRUK_DATA_DIR") or platformdirs.user_data_dir("ombruk", appauthor=False))


def policy_file() -> Path:
    """The file with which IT sets defaults for every user of this PC."""
    return Path(platformdirs.site_config_dir("ombruk", appauthor=False)) / "policy.toml"


def load(folder: Path, environment: dict[str, str] | None = None, policy: Path | None = None) -> Config:
    """Read the settings that hold for the store in `folder`. Raises Refused `settings_wrong` naming the file."""
    environment = dict(os.environ) if environment is None else environment
    values: dict[str, Any] = {}
    for file in (policy or policy_file(), folder / "settings.toml"):
        if file.is_file():
            try:
                values |= tomllib.loads(file.read_text(encoding="utf-8"))
                msgspec.convert(values, Config)
            except OSError as error:
                raise Refused("settings_wrong", file=str(file), what=error.strerror or "") from None
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
                raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None
    for name in Config.__struct_fields__:
        if (text := environment.get(f"OMBRUK_{name.upper()}")) is not None:
            values[name] = text
    try:
        return msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as wrong:
        raise Refused("settings_wrong", file="OMBRUK_*", what=str(wrong)) from None


def save(folder: Path, **changes: str | int | bool) -> None:
    """Keep what a user chose in the store's own settings file; other lines of it stay as they are in meaning.

    Raises Refused `settings_wrong` (the file that is there), `file_unwritable`.
    """
    file = folder / "settings.toml"
    try:
        present = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        msgspec.convert(present | changes, Config)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None
    # A JSON string, number or truth value is the same in TOML.
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in (present | changes).items())
    new = file.with_suffix(".new")
    try:
        new.write_text("".join(lines), encoding="utf-8")
        new.replace(file)
    except OSError as error:
        raise Refused("file_unwritable", file=str(file), what=error.strerror or str(error)) from None
