"""Verbs for things that are kept for an actor."""

from datetime import datetime
from typing import Any

import click

from hub.console import Answer, look, verb


@click.command("reserve")
@click.argument("number")
@click.option("--orgnr", required=True, help="Organisation number of the actor.")
@click.option(
    "--until",
    type=click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="Until when, by the clock here, as 2026-12-01T12:00. Without it noon in three days.",
)
@verb
def reserve(number: str, orgnr: str, until: datetime | None) -> Answer:
    """Keep a thing for an actor until a moment; the counters of its station hear of it."""
    from django.utils import timezone

    from hub.reservations import desk

    row = desk.reserve(number, orgnr, until=None if until is None else timezone.make_aware(until))
    return _told(row)


@click.command("unreserve")
@click.argument("number")
@verb
def unreserve(number: str) -> Answer:
    """Take the reservation of a thing back."""
    from hub.reservations import desk

    return _told(desk.take_back(number))


@click.command("reservations")
@click.option("--all", "everything", is_flag=True, help="Those that have ended, too.")
@look
def reservations(everything: bool) -> Answer:
    """List the things that are kept for an actor, and reservations that were broken and of which nobody told it."""
    from hub.reservations.lists import broken, documents, every, kept

    rows = documents(every() if everything else kept())
    untold = documents(broken())
    return {"reservations": rows, "broken": untold}, [*map(_line, rows), *map(_line, untold)]


def _told(row: Any) -> Answer:
    from hub.reservations.lists import document

    told = document(row)
    return told, [_line(told)]


def _line(told: dict[str, Any]) -> str:
    return f"{told['number']} {told['orgnr']} {told['actor']} {told['until']} {told['ending'] or ''}".strip()


VERBS = (reserve, unreserve, reservations)
