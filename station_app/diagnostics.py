"""A file for whoever helps from afar: versions, settings, counts, findings, log. No names, no photos, no things."""

import contextlib
import json
import os
import platform
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import msgspec

import resources
from domain.refused import Refused
from station_app.doctor import examine
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.storage.version import VERSION

PERSONAL = ("staff", "agreements_contact")
"""Settings that name people; left out."""
LOGS = "ombruk.log*"
"""The log and the older ones beside it; nothing that was typed is in them (see ui/counter.py)."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What this program and this store are. `store_bytes` counts everything in the folder, photos too."""

    version: str
    schema: int
    device: str
    device_number: int
    hub: str
    store_bytes: int
    database_bytes: int
    events: int
    acknowledged: int


class Part(msgspec.Struct, frozen=True):
    """One file of the zip: its name there and what is in it."""

    name: str
    data: bytes


def about(station: Station) -> About:
    """Look at the store in numbers. Walks through its folder: not in the window's thread."""
    identity, progress = station.identity, station.outbox.progress()
    enrolment = identity.enrolment
    sizes = dict(_sizes(station.folder))
    return About(
        version=metadata.version("ombruk"),
        schema=VERSION,
        device=identity.device,
        device_number=identity.device_number,
        hub="" if enrolment is None else enrolment.hub_url,
        store_bytes=sum(sizes.values()),
        database_bytes=sum(size for file, size in sizes.items() if file.name.startswith(FILE_NAME)),
        events=progress.last_event,
        acknowledged=progress.acknowledged,
    )


def gather(station: Station) -> list[Part]:
    """Everything that would be in the file, to be looked at before it is saved. Asks the hub: background only."""
    system = {"system": platform.platform(), "python": platform.python_version()}
    settings = {name: value for name, value in msgspec.to_builtins(station.config).items() if name not in PERSONAL}
    parts = [
        Part("about.json", _json({**msgspec.to_builtins(about(station)), **system})),
        Part("settings.json", _json(settings)),
        Part("counts.json", _json(msgspec.to_builtins(station.figures()))),
        Part("findings.json", _json(msgspec.to_builtins(examine(station)))),
    ]
    for file in sorted(station.folder.glob(LOGS)):
        parts.append(Part(file.name, file.read_bytes()))
    return [Part(part.name, _without_home(part.data)) for part in parts]


def write(parts: list[Part], target: Path) -> Path:
    """Write the parts as a .zip. Raises Refused `file_unwritable`."""
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for part in parts:
                packed.writestr(part.name, part.data)
    except OSError as error:
        raise Refused("file_unwritable", file=str(target), what=error.strerror or str(error)) from None
    return target


def licences() -> dict[str, str]:
    """The licence texts of what is shipped along, by the name of their file."""
    return {file.stem: file.read_text("utf-8") for file in sorted(resources.path("vendor/licences").glob("*.txt"))}


def _sizes(folder: Path) -> Iterator[tuple[Path, int]]:
    for file in folder.rglob("*"):
        # Work goes on meanwhile, and a file may be gone again.
        with contextlib.suppress(FileNotFoundError):
            if file.is_file():
                yield file, file.stat().st_size


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8")


def _without_home(data: bytes) -> bytes:
    """The name of whoever is logged in stands in the path of their folder, and nobody needs it."""
    home = os.fsencode(Path.home())
    return (
        data if len(home) < 2 else data.replace(home, b"~").replace(json.dumps(str(Path.home()))[1:-1].encode(), b"~")
    )
