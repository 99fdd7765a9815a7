"""Settings of this program: built-in < policy file of the municipality < the user's file < environment.

The only place that knows where files live.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from domain.refused import Refused

LANGUAGES = ("nb", "nn", "en")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be set. `language` is that of window and messages; receipts follow the actor's."""

    language: str = "nb"
    staff: str = ""
    label_stock: str = "62x29"
    sync: bool = True
    keystore: str = "auto"
    poll_seconds: int = 60

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}")
        if self.keystore not in ("auto", "file"):
            raise ValueError("keystore must be auto or file")
        if not 5 <= self.poll_seconds <= 3_600:
            raise ValueError("poll_seconds must be from 5 to 3600")


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
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
                raise Refused("settings_wrong", file=str(file), what=str(wrong)) from None
    for name in Config.__struct_fields__:
        if (text := environment.get(f"OMBRUK_{name.upper()}")) is not None:
            values[name] = text
    try:
        return msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as wrong:
        raise Refused("settings_wrong", file="OMBRUK_*", what=str(wrong)) from None
