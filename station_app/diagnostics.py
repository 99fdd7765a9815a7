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
from station_app.causes import of_system
from station_app.doctor import examine
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.storage.upkeep import Deed
from station_app.storage.version import VERSION

PERSONAL = ("staff", "agreements_contact")
"""Settings that name people; left out."""
LOGS = "ombruk.log*"
"""The log and the older ones beside it; nothing that was typed is in them (see ui/counter.py)."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What this program and this store are. `store_bytes` counts everything in the folder, photos too.

    `backup_at` (UTC) and `backup_folder` are of the last backup, empty for none.
    """

    version: str
    schema: int
    device: str
    device_number: int
    hub: str
    station: str
    folder: str
    backup_at: str
    backup_folder: str
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
    backup = station.upkeep.last(Deed.BACKUP)
    return About(
        version=metadata.version("ombruk"),
        schema=VERSION,
        device=identity.device,
        device_number=identity.device_number,
        hub="" if enrolment is None else enrolment.hub_url,
        station="" if enrolment is None else ", ".join((enrolment.station_name, enrolment.municipality)),
        folder=str(station.folder.absolute()),
        backup_at="" if backup is None else backup.at,
        backup_folder="" if backup is None else backup.about,
        store_bytes=sum(sizes.values()),
        database_bytes=sum(size for file, size in sizes.items() if file.name.startswith(FILE_NAME)),
        events=progress.last_event,
        acknowledged=progress.acknowledged,
    )


def gather(station: Station) -> list[Part]:
    """Everything that would be in the file, to be looked at before it is saved. Asks the hub: background only."""
    # Where a stick is plugged in, the path often holds the name of whoever is logged in.
    facts = msgspec.to_builtins(msgspec.structs.replace(about(station), backup_folder=""))
    findings = [
        {"name": each.name, "ok": each.ok, "code": each.found.code, "facts": {**each.found.facts, "folder": ""}}
        for each in examine(station)
    ]
    system = {"system": platform.platform(), "python": platform.python_version()}
    settings = {name: value for name, value in msgspec.to_builtins(station.config).items() if name not in PERSONAL}
    parts = [
        Part("about.json", _json({**facts, **system})),
        Part("settings.json", _json(settings)),
        Part("counts.json", _json(msgspec.to_builtins(station.figures()))),
        Part("findings.json", _json(findings)),
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
        raise Refused("file_unwritable", file=str(target), what=of_system(error)) from None
    return target


def licences() -> dict[str, str]:
    """The licence of the program itself, then those of what is shipped along, by the name of their file."""
    own = metadata.distribution("ombruk").read_text("licenses/LICENSE") or ""
    return {"ombruk": own} | {
        file.stem: file.read_text("utf-8") for file in sorted(resources.path("vendor/licences").glob("*.txt"))
    }


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
