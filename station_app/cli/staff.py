"""Verbs about the people of this counter: list, add, role, PIN, a PIN set anew, badge, leave."""

import os
import sys
from typing import Any

import click

from domain.numbers import grouped
from domain.staff import Role, initials_of
from station_app.actions.printing import queue_print
from station_app.actions.staff import add_member, change_role, give_badge, leave, reset_pin, set_pin
from station_app.cli.console import Console, Verb, json_option
from station_app.language import translation
from station_app.sentences.counter import ROLES
from station_app.storage.jobs import JobKind

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """The people of this counter: without a list everybody may do everything, with one only those on it."""


staff.params.append(json_option())


@staff.command(name="list", cls=Verb)
@click.option("--all", "everybody", is_flag=True, help="Those who left as well.")
@click.pass_obj
def list_verb(console: Console, everybody: bool) -> None:
    """List who works here, with their roles."""
    members = console.station.staff.members(active=not everybody)
    answer = {"staff": [_member(console, member.initials) for member in members]}
    console.answer(answer, lambda: "\n".join(_line(console, member.initials) for member in members))


@staff.command(cls=Verb)
@click.argument("initials")
@click.option("--role", type=_ROLES, default=Role.COUNTER.value, show_default=True)
@click.option("--back", is_flag=True, help="It is somebody who worked here before.")
@click.pass_obj
def add(console: Console, initials: str, role: str, back: bool) -> None:
    """Add somebody. The first one makes the list and must be an administrator."""
    _answer(console, add_member(console.station, initials, Role(role), back=back).number)


@staff.command(name="role", cls=Verb)
@click.argument("initials")
@click.argument("role", type=_ROLES)
@click.pass_obj
def role_verb(console: Console, initials: str, role: str) -> None:
    """Trust somebody with more or less."""
    _answer(console, change_role(console.station, initials, Role(role)).number)


@staff.command(cls=Verb)
@click.argument("initials")
@click.option("--clear", is_flag=True, help="No PIN any more.")
@click.pass_obj
def pin(console: Console, initials: str, clear: bool) -> None:
    """Give somebody a PIN of 4 to 8 digits; it is asked for, or taken from OMBRUK_NEW_PIN."""
    station = console.station
    _answer(console, set_pin(station, initials, "" if clear else _new_pin(initials)).number)


@staff.command(name="reset-pin", cls=Verb)
@click.argument("initials")
@click.pass_obj
def reset_pin_verb(console: Console, initials: str) -> None:
    """Give somebody a new PIN when no administrator can sign in. Nobody's PIN is asked for; that it was done is noted.

    For whoever looks after this PC: who can start this command can write the store anyway. The new PIN is asked for,
    or taken from OMBRUK_NEW_PIN.
    """
    station = console.station
    # Before a PIN is typed twice for nobody.
    station.staff.member(initials_of(initials))
    _answer(console, reset_pin(station, initials, _new_pin(initials)).number)


@staff.command(cls=Verb)
@click.argument("initials")
@click.option("--print", "on_paper", is_flag=True, help="Have it printed by the window.")
@click.pass_obj
def badge(console: Console, initials: str, on_paper: bool) -> None:
    """Give somebody a new badge and print its number; an earlier one opens nothing any more."""
    give_badge(console.station, initials)
    if on_paper:
        queue_print(console.station, JobKind.BADGE, initials_of(initials))
    _answer(console, initials)


@staff.command(name="leave", cls=Verb)
@click.argument("initials")
@click.pass_obj
def leave_verb(console: Console, initials: str) -> None:
    """Somebody does not work here any more. What they signed stays."""
    _answer(console, leave(console.station, initials).number)


def _new_pin(initials: str) -> str:
    given = os.environ.get("OMBRUK_NEW_PIN", "")
    if given or not sys.stdin.isatty():
        return given or _nothing_typed()
    typed: str = click.prompt(f"PIN {initials}", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _nothing_typed() -> str:
    raise click.UsageError("Set OMBRUK_NEW_PIN, or type the PIN in a terminal.")


def _answer(console: Console, initials: str) -> None:
    console.answer(_member(console, initials_of(initials)), lambda: _line(console, initials_of(initials)))


def _member(console: Console, initials: str) -> dict[str, Any]:
    member = console.station.staff.member(initials)
    return {
        "initials": member.initials,
        "role": member.role,
        "pin": member.pin is not None,
        "badge": member.badge,
        "active": member.active,
    }


def _line(console: Console, initials: str) -> str:
    member = console.station.staff.member(initials)
    role = translation(console.settings.language).gettext(ROLES[member.role])
    marks = [role, "PIN" if member.pin else "", grouped(member.badge) if member.badge else ""]
    return "  ".join(filter(None, (member.initials, *marks, "" if member.active else "–")))


VERBS = (staff,)
