"""Verbs for stations, devices, actors, agreements and users."""

import sys
from datetime import date, datetime

import click

from hub.console import Answer, look, verb


def _day(_: click.Context, __: click.Parameter, value: datetime) -> date:
    return value.date()


DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("add-station")
@click.option("--name", required=True)
@click.option("--municipality", required=True)
@verb
def add_station(name: str, municipality: str) -> Answer:
    """Add a recycling station."""
    from hub.agreements import register

    row = register.add_station(name, municipality)
    return {"id": str(row.id), "name": row.name, "municipality": row.municipality}, [f"{row.name}: {row.id}"]


@click.command("stations")
@look
def stations() -> Answer:
    """List the stations with what they hold."""
    from hub.reports.stations import overview
    from hub.reports.templatetags.words import kg

    rows = overview()
    lines = [f"{row.name} ({row.municipality}): {row.pieces}, {kg(row.grams)}" for row in rows]
    return {"stations": [row.document() for row in rows]}, lines


@click.command("add-device")
@click.option("--station", required=True, help="The station's name.")
@verb
def add_device(station: str) -> Answer:
    """Make a one-time code with which one counter PC can enrol within 24 hours."""
    from hub.agreements.register import find_station
    from hub.ingest import enrolment

    row = find_station(station)
    number, code = enrolment.add_device(row)
    document = {"device": number, "code": code, "station": row.name, "valid_hours": enrolment.CODE_HOURS}
    return document, [code]


@click.command("devices")
@look
def devices() -> Answer:
    """List the devices."""
    from hub.reports.stations import devices as listed

    rows = listed()
    return {"devices": rows}, [
        f"{row['device']:05d} {row['station']} {row['revoked_at'] or ''}".strip() for row in rows
    ]


@click.command("keys")
@click.argument("device", type=int)
@verb
def keys(device: int) -> Answer:
    """List the keys of a device and what each of them vouches for."""
    from hub.reports.stations import keys as listed

    rows = listed(device)
    return {"device": device, "keys": rows}, [
        f"{row['thumbprint']} {row['enrolled_at']} – {row['until'] or ''} {row['valid_to_seq'] or ''}".strip()
        for row in rows
    ]


@click.command("revoke-device")
@click.argument("device", type=int)
@verb
def revoke_device(device: int) -> Answer:
    """Take a device's key back. What it still sends is kept and set aside."""
    from hub.ingest import enrolment

    row = enrolment.revoke_device(device)
    return {"device": row.number, "revoked": True}, [f"{row.number:05d}"]


@click.command("add-actor")
@click.option("--name", required=True)
@click.option("--orgnr", required=True, help="Organisation number.")
@click.option(
    "--language",
    type=click.Choice(["nb", "nn", "en"]),
    default="nb",
    show_default=True,
    help="Language of its receipts.",
)
@verb
def add_actor(name: str, orgnr: str, language: str) -> Answer:
    """Add an organisation or company that may fetch things."""
    from hub.agreements import register

    row = register.add_actor(name, orgnr, language)
    return {"orgnr": row.orgnr, "name": row.name, "language": row.language}, [f"{row.name}: {row.orgnr}"]


@click.command("add-agreement")
@click.option("--orgnr", required=True)
@click.option("--categories", required=True, help="Codes separated by commas, or all.")
@click.option("--from", "first_day", type=DAY, callback=_day, required=True, help="First day, as 2026-01-31.")
@click.option("--to", "last_day", type=DAY, callback=_day, required=True, help="Last day.")
@click.option("--stations", default="all", show_default=True, help="Names separated by commas, or all.")
@click.option("--kind", type=click.Choice(["fixed", "short"]), default="fixed", show_default=True)
@click.option("--electrical", is_flag=True, help="It covers electrical and electronic equipment.")
@verb
def add_agreement(
    orgnr: str, categories: str, first_day: date, last_day: date, stations: str, kind: str, electrical: bool
) -> Answer:
    """Add an agreement: what an actor may fetch, where and when."""
    from domain.agreement import AgreementKind
    from hub.agreements import register

    row = register.add_agreement(
        orgnr,
        first_day=first_day,
        last_day=last_day,
        categories=_listed(categories),
        stations=_listed(stations),
        kind=AgreementKind(kind),
        electrical=electrical,
    )
    return {"id": str(row.id), "orgnr": row.actor_id, "electrical": row.electrical}, [str(row.id)]


def _listed(text: str) -> list[str] | None:
    return None if text.strip() == "all" else [part.strip() for part in text.split(",") if part.strip()]


@click.command("suspend-agreement")
@click.argument("agreement")
@verb
def suspend_agreement(agreement: str) -> Answer:
    """Suspend an agreement; the counters learn of it with the next version of the register."""
    from hub.agreements import register

    row = register.suspend_agreement(agreement)
    return {"id": str(row.id), "status": row.status}, [str(row.id)]


@click.command("add-user")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; otherwise one is made.")
@verb
def add_user(name: str, password_stdin: bool) -> Answer:
    """Add a user of the staff pages. A password that was made is shown once."""
    from hub.accounts import staff

    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    made = staff.add_user(name, given)
    document = {"user": name} if given is not None else {"user": name, "password": made}
    return document, [name if given is not None else f"{name}: {made}"]


VERBS = (
    add_station,
    stations,
    add_device,
    devices,
    keys,
    revoke_device,
    add_actor,
    add_agreement,
    suspend_agreement,
    add_user,
)
