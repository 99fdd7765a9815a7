"""Verbs about the municipality's hub: enrol, send, how sending stands."""

import click

from station_app.actions.notices import mark_notice_seen
from station_app.cli.console import Console, Verb
from station_app.errors import explain_code


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
    from station_app.sync.cycle import Cycle

    cycle = Cycle(console.station)
    try:
        done = cycle.run()
    finally:
        cycle.close()
    answer = {
        "sent": done.sent,
        "acknowledged": done.acknowledged,
        "photos": done.photos,
        "waiting": done.waiting,
        "refused": [{"seq": seq, "kind": kind, "reason": reason} for seq, kind, reason in done.refused],
    }
    console.answer(answer, f"{done.sent} → {done.acknowledged} ✓, {done.photos} ▢, {done.waiting} …")


@click.command(cls=Verb)
@click.option("--seen", is_flag=True, help="Somebody has read the notice; do not show it again.")
@click.pass_obj
def status(console: Console, seen: bool) -> None:
    """How sending stands, from the store alone."""
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


VERBS = (enrol, sync, status)
