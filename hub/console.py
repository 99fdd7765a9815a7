"""The frame of the command line: options that every verb has, how a verb answers, and what becomes of errors."""

import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from domain.refused import Refused
from hub import folder

DONE, BUG, USAGE, REFUSED = 0, 1, 2, 3
Answer = tuple[dict[str, Any], Iterable[str]]
"""What a verb gives back: the JSON document, and the lines that a person reads."""


class Console:
    """How this run talks: JSON or lines; and the hub's folder."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def open(self, data_dir: Path | None) -> None:
        """Make the settings use `data_dir`, and start Django. Only after this may models be imported."""
        if data_dir is not None:
            os.environ[folder.DATA_VARIABLE] = str(data_dir.absolute())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
        import django

        django.setup()

    def say(self, answer: Answer) -> None:
        """Print the answer of a verb."""
        document, lines = answer
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False))
            return
        for line in lines:
            click.echo(line)

    def fail(self, status: int, error: str, remedy: str, code: str) -> NoReturn:
        """Say what is wrong, and leave with this exit code."""
        if self.as_json:
            click.echo(json.dumps({"error": error, "remedy": remedy, "code": code}, ensure_ascii=False))
        else:
            click.echo(f"{error}\n{remedy}".strip(), err=True)
        sys.exit(status)


def require_hub(*, closed_too: bool = False) -> None:
    """Raises Refused `hub_not_initialised`, `folder_is_backup`, `database_unreachable`, `hub_closed`."""
    from django.conf import settings
    from django.db import OperationalError, ProgrammingError

    from hub.failures import one_line
    from hub.ingest.models import Hub

    folder.require_no_backup(settings.OMBRUK_FOLDER)
    missing = Refused("hub_not_initialised", folder=str(settings.OMBRUK_FOLDER.root))
    if "DATABASE_URL" not in os.environ and not settings.OMBRUK_FOLDER.database.exists():
        raise missing
    try:
        if not Hub.objects.exists():
            raise missing
    except ProgrammingError:
        raise missing from None
    except OperationalError as broken:
        if "no such table" in str(broken):
            raise missing from None
        raise Refused("database_unreachable", said=one_line(broken)) from None
    if not closed_too:
        _require_open()


def _require_open() -> None:
    from django.db import DatabaseError

    from hub.ingest.models import Closed

    try:
        closed = Closed.objects.first()
    except DatabaseError:
        # The tables of an older program have no such one. They may be backed up, and brought up to this program.
        return
    if closed is not None:
        raise Refused("hub_closed", moment=str(closed))


def run(group: click.Group, arguments: list[str]) -> NoReturn:
    """Run the command line and leave. `--json` may stand anywhere; usage errors are JSON then, too."""
    # Bytes that are no text would break every answer that repeats them.
    arguments = [re.sub("[\ud800-\udfff]", "\ufffd", word) for word in arguments]
    as_json = "--json" in arguments
    console = Console(as_json=as_json)
    try:
        result = group.main(
            [word for word in arguments if word != "--json"],
            prog_name="ombruk-hub",
            standalone_mode=False,
            obj=console,
        )
    except click.UsageError as wrong:
        remedy = f"See `{wrong.ctx.command_path} --help`." if wrong.ctx else ""
        console.fail(USAGE, wrong.format_message(), remedy, "usage")
    except click.Abort:
        console.fail(BUG, "Interrupted.", "", "interrupted")
    except Refused as refused:
        _refuse(console, refused)
    except Exception as broken:  # noqa: BLE001 (the disk's or the database's; else a bug, all of it on standard error)
        _fail_for(console, broken)
    sys.exit(result if isinstance(result, int) else DONE)


def _refuse(console: Console, refused: Refused) -> NoReturn:
    from hub.errors import words

    found = words(refused)
    console.fail(REFUSED, found.error, found.remedy, refused.code)


def _fail_for(console: Console, broken: Exception) -> NoReturn:
    from hub.failures import mendable

    refused = mendable(broken)
    if refused is None or refused.code == "database_unreachable":
        refused = _of_tables(broken) or refused
    if refused is not None:
        _refuse(console, refused)
    traceback.print_exception(broken)
    console.fail(BUG, "Something is wrong in this program.", "Send the lines above to whoever looks after it.", "bug")


def _of_tables(broken: Exception) -> Refused | None:
    """What the database does not know may be what an upgrade brings: then that is what is to be done."""
    from django.db import DatabaseError

    from hub.tables import check_tables

    if isinstance(broken, DatabaseError):
        try:
            check_tables()
        except Refused as refused:
            return refused
        except DatabaseError:
            return None
    return None


def verb(function: Callable[..., Answer | int | None]) -> Callable[..., int | None]:
    """A verb that needs a hub: checks that there is one, then prints what the function answers.

    A function that prints by itself returns its exit code, or None for done.
    """
    return _verb(function, closed_too=False)


def look(function: Callable[..., Answer | int | None]) -> Callable[..., int | None]:
    """A verb that changes nothing, so that it may be given to a hub that was closed for a move, too."""
    return _verb(function, closed_too=True)


def _verb(function: Callable[..., Answer | int | None], *, closed_too: bool) -> Callable[..., int | None]:
    @click.pass_obj
    @wraps(function)
    def wrapped(console: Console, *args: Any, **options: Any) -> int | None:
        require_hub(closed_too=closed_too)
        answer = function(*args, **options)
        if isinstance(answer, tuple):
            console.say(answer)
            return None
        return answer

    return wrapped
