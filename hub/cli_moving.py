"""Verbs for moving a hub from one kind of storage to another."""

from pathlib import Path

import click

from hub.console import Answer, Console, look, require_hub


@click.command("move")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--files-ahead", is_flag=True, help="Copy files only; the hub may be served meanwhile.")
@click.pass_obj
def move(console: Console, target: Path, files_ahead: bool) -> None:
    """Move the hub to a new folder and to where OMBRUK_MOVE_DATABASE_URL and OMBRUK_MOVE_BLOBS say.

    Without them its tables (SQLite) and files are in that folder. What was cut off goes on with the same command.
    """
    require_hub(closed_too=True)
    from hub.move import Target, copy_files
    from hub.move import move as carry

    place = Target.named(target)
    moved = copy_files(place) if files_ahead else carry(place)
    lines = [f"{moved.folder}: {moved.events} events, {moved.files} files"]
    console.say((moved.document(), [*lines, *(f"not there: file {name}" for name in moved.lacking)]))


@click.command("reopen")
@look
def reopen() -> Answer:
    """Go on with a hub here that was closed for a move which was given up. Stop the new one first, if there is one."""
    from domain.refused import Refused
    from hub.ingest.models import Closed
    from hub.restore import go_ahead

    if not Closed.objects.exists():
        raise Refused("hub_not_closed")
    hub = go_ahead()
    return {"epoch": hub.epoch, "next_device_number": hub.next_device_number}, [str(hub.epoch)]


VERBS = (move, reopen)
