"""Verbs about the municipality's hub: enrol, send by network or by USB stick, how sending stands."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from station_app.cli.console import Console, Verb
from station_app.cli.sending import send

if TYPE_CHECKING:
    from station_app.sync.stick import Trouble

FOUND_WRONG = 3
"""Exit code: something was found wrong; the rest was done."""


@click.command(cls=Verb)
@click.option("--hub", required=True, help="The hub's address, such as https://ombruk.example.no")
@click.option("--code", required=True, help="The one-time code from the municipality.")
@click.pass_obj
def enrol(console: Console, hub: str, code: str) -> None:
    """Join a municipality. Needs the network once; labels printed before stay valid."""
    from station_app.sync.enrolment import enrol as join
    from station_app.sync.keys import key_store

    station = console.station
    keys = key_store(station.folder, station.identity.device, station.config.keystore)
    found = join(station, hub, code, keys)
    identity = station.identity
    answer = {
        "hub": found.hub,
        "device": identity.device,
        "device_number": identity.device_number,
        "station": found.station_name,
        "municipality": found.municipality,
    }
    console.answer(answer, f"{found.station_name}, {found.municipality}: {identity.device_number:05d}")


@click.command(cls=Verb)
@click.pass_obj
def sync(console: Console) -> None:
    """Send what waits and fetch the register, now."""
    send(console)


@click.command("new-key", cls=Verb)
@click.pass_obj
def new_key(console: Console) -> None:
    """Change the key of this device; needs the network. A copy of the old one is of no use any more."""
    from station_app.sync.key_change import change_key

    thumbprint = change_key(console.station)
    console.answer({"thumbprint": thumbprint}, thumbprint)


@click.command(cls=Verb)
@click.option("--seen", is_flag=True, help="Somebody has read the notice; do not show it again.")
@click.pass_obj
def status(console: Console, seen: bool) -> None:
    """How sending stands, from the store alone."""
    from station_app.actions.notices import mark_notice_seen
    from station_app.errors import explain_code

    progress = console.station.outbox.progress()
    identity = console.station.identity
    problem = explain_code(progress.problem, console.settings.language) if progress.problem else ""
    answer = {
        "enrolled": identity.enrolment is not None,
        "device": identity.device,
        "device_number": identity.device_number,
        "station": identity.station_name,
        "waiting_events": progress.waiting_events,
        "waiting_files": progress.waiting_blobs,
        "events": progress.last_event,
        "acknowledged": progress.acknowledged,
        "last_contact_at": progress.last_contact_at,
        "problem": progress.problem,
        "notice": progress.notice,
        "not_applied": progress.not_applied,
    }
    waits = f"{progress.waiting_events} + {progress.waiting_blobs} …"
    if seen:
        mark_notice_seen(console.station)
    notice = explain_code(progress.notice, console.settings.language) if progress.notice else ""
    problem = f"{problem} {notice}".strip()
    console.answer(answer, f"{waits} {progress.last_contact_at or '–'} {problem}".strip())


@click.command("export-batches", cls=Verb)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--all", "everything", is_flag=True, help="Also what the hub has acknowledged, for one that lost it.")
@click.pass_obj
def export_batches(console: Console, folder: Path, everything: bool) -> int:
    """Write what waits to a folder, such as a USB stick, for `ombruk-hub import-batches`."""
    from station_app.sync.stick import export_batches as export

    done = export(console.station, folder, everything=everything)
    answer = {"events": done.events, "files": done.files, "written": done.written}
    return _told(console, answer, f"{done.events} + {done.files} → {folder}", done.problems)


@click.command("import-acks", cls=Verb)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--tidy", is_flag=True, help="Then take off the stick what the hub surely has.")
@click.pass_obj
def import_acks(console: Console, folder: Path, tidy: bool) -> int:
    """Take in the hub's acknowledgements, register and reservations from a folder, such as a USB stick."""
    from station_app.sync.stick import import_acks as take_in

    done = take_in(console.station, folder, tidy=tidy)
    progress = console.station.outbox.progress()
    waiting = progress.waiting_events + progress.waiting_blobs
    answer = {
        "acknowledged": done.acknowledged,
        "files": done.files,
        "register": done.register,
        "reservations": done.reservations,
        "removed": done.removed,
        "waiting": waiting,
    }
    return _told(console, answer, f"{done.acknowledged} ✓, {done.files} ▢, {waiting} …", done.problems)


def _told(console: Console, answer: dict[str, Any], text: str, problems: "Iterable[Trouble]") -> int:
    """Print the answer with a sentence for every file that something is wrong with; returns the exit code."""
    words = [(found.file, console.explain(found.refused)) for found in problems]
    told = [{"file": file, "code": said.code, "error": said.error, "remedy": said.remedy} for file, said in words]
    lines = [text, *(f"{said.error} {said.remedy}" for _, said in words)]
    console.answer({**answer, "problems": told}, "\n".join(lines))
    return FOUND_WRONG if told else 0


VERBS = (enrol, new_key, sync, status, export_batches, import_acks)
