"""Verbs for making, running and checking a hub."""

import json
from pathlib import Path

import click

from domain.refused import Refused
from hub.console import DONE, REFUSED, Answer, Console, look, verb

_FILE = click.Path(path_type=Path)


@click.command("init")
@click.pass_obj
def init(console: Console) -> None:
    """Make a hub in the folder: database, signing key, secret."""
    from hub.setting_up import init as make

    hub = make()
    console.say(({"hub": str(hub.identifier), "epoch": hub.epoch}, [str(hub.identifier)]))


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), required=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option("--certificate", "chain", type=_FILE, help="TLS without a proxy: the certificate and its chain, PEM.")
@click.option("--key", type=_FILE, help="The certificate's key, PEM without a password.")
@click.pass_obj
@verb
def serve(console: Console, port: int, host: str, workers: int, chain: Path | None, key: Path | None) -> None:
    """Serve stations and staff until stopped."""
    from django.conf import settings
    from django.db import connections

    from hub.accounts import door
    from hub.certificate import Certificate, tell_processes
    from hub.ingest import blobs
    from hub.reservations.settle import settle_missed
    from hub.serve import serve as run
    from hub.serving import serving
    from hub.setting_up import check_secrets
    from hub.tables import check_tables

    if (chain is None) != (key is None):
        raise click.UsageError("--certificate and --key go together.")
    certificate = Certificate(chain, key) if chain and key else None
    if certificate is not None:
        until = certificate.check()
        if not settings.OMBRUK_HUB_URL.startswith("https://"):
            # Without it cookies would not be kept to TLS.
            raise Refused("hub_url_not_https")
        tell_processes(until)
    check_tables()
    check_secrets()

    def ready(url: str) -> None:
        click.echo(json.dumps({"url": url}) if console.as_json else f"listening on {url}")

    with serving():
        blobs.store().tidy()
        door.forget()
        settle_missed()
        # The workers have their own.
        connections.close_all()
        run(host, port, workers, ready, certificate=certificate, anew=bool(settings.OMBRUK_BLOBS))


@click.command("upgrade")
@verb
def upgrade() -> Answer:
    """After a new program was installed: bring the tables up to it, and publish its catalogue."""
    from hub.setting_up import upgrade as bring_up

    version = bring_up()
    return {"reference_version": version}, [str(version)]


@click.command("figures")
@look
def figures() -> Answer:
    """Pieces and grams of everything that the hub holds."""
    from hub.reports.figures import figures as count
    from hub.reports.figures import named
    from hub.reports.templatetags.words import kg

    found = count()
    lines = [f"{name}: {figure['pieces']}, {kg(figure['grams'])}" for name, figure in named(found)]
    return dict(found), lines


@click.command("verify")
@click.pass_obj
@look
def verify(console: Console) -> int:
    """Check chains, signatures, files and tables against each other. Exit code 3 when something is wrong."""
    from hub.ingest.verify import verify as check

    found = check()
    summary = f"{found.events} events, {found.photos} photos, {found.waiting_blobs} files to come"
    console.say((found.document(), [*found.problems, *found.notes, summary, "ok" if not found.problems else "NOT ok"]))
    return REFUSED if found.problems else DONE


@click.command("backup")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@verb
def backup(target: Path) -> Answer:
    """Copy database, keys and files to a new folder, and tell the stations how far it reaches."""
    from hub.backup import backup as copy

    made = copy(target)
    lines = [f"{made.folder}: {made.events} events, {made.files} files"]
    if made.lacking:
        lines.append(f"{made.lacking} files are missing or altered and not in it; `ombruk-hub verify` names them")
    if made.behind:
        lines.append(f"{made.behind} logs are covered in part only: files that they name have not come")
    if not made.told:
        lines.append("the hub's database could not be written to: counters hear of a later copy, not of this one")
    return made.document(), lines


@click.command("restore")
@click.argument("source", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def restore(console: Console, source: Path) -> None:
    """Put a backup back into an empty folder (--data-dir) and, with DATABASE_URL, an empty database."""
    from hub.restore import restore as put_back

    restored = put_back(source.absolute())
    console.say((restored.document(), restored.advice()))


@click.command("new-epoch")
@click.option("--database", is_flag=True, help="The database was put back too: go ahead of all that it may not know.")
@verb
def new_epoch(database: bool) -> Answer:
    """After files or the database were put back by hand: have every counter offer again what it has."""
    from hub import restore

    hub = restore.go_ahead() if database else restore.new_epoch()
    return {"epoch": hub.epoch}, [str(hub.epoch)]


@click.command("import-batches")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
@verb
def import_batches(console: Console, folder: Path) -> int:
    """Take in what counters wrote to a folder, such as a USB stick, and write the answers beside it."""
    from hub.errors import words
    from hub.ingest.stick import import_batches as take_in

    done = take_in(folder.absolute())
    told = [(found.file, found.refused.code, words(found.refused)) for found in done.problems]
    document = {
        "batches": done.batches,
        "events": done.events,
        "files": done.files,
        "problems": [
            {"file": file, "code": code, "error": said.error, "remedy": said.remedy} for file, code, said in told
        ],
    }
    lines = [f"{said.error} {said.remedy}" for _, _, said in told]
    console.say((document, [f"{done.batches} batches, {done.events} new events, {done.files} new files", *lines]))
    return REFUSED if told else DONE


@click.command("quarantine")
@click.option("--retry", is_flag=True, help="First try again what this program may know by now.")
@click.option("--accept", type=int, help="Let the event with this id count, although its key was revoked.")
@click.option("--dismiss", type=int, help="Never apply the event with this id, and show it no more.")
@click.option("--because", default="", help="Why it is dismissed.")
@verb
def quarantine(retry: bool, accept: int | None, dismiss: int | None, because: str) -> Answer:
    """List events that could not be applied, and decide about them. None is ever deleted."""
    from hub.ingest import quarantine as aside
    from hub.reports.stations import set_aside

    if dismiss is not None and not because.strip():
        raise click.UsageError("--dismiss needs --because: whoever looks later wants to know why.")
    applied = aside.retry() if retry else 0
    if accept is not None:
        aside.accept(accept)
        applied += 1
    if dismiss is not None:
        aside.dismiss(dismiss, because.strip())
    rows = set_aside()
    lines = [
        f"{row['id']}: {row['device']:05d} {row['seq']} {row['kind']} {row['reason']} {row['detail']}" for row in rows
    ]
    return {"applied": applied, "quarantine": rows}, lines


@click.command("demo-data")
@verb
def demo_data() -> Answer:
    """Add stations, actors and agreements to try things with, and an administrator. Adds nothing twice."""
    from hub.demo import demo_data as make

    made = make()
    lines = [f"{name}: {value}" for name, value in made.items()]
    return made, lines


@click.command("doctor")
@look
def doctor() -> Answer:
    """Say what this hub runs on, for whoever helps."""
    from hub.doctor import findings

    found = findings()
    return found, [f"{name}: {value}" for name, value in found.items()]


VERBS = (
    init,
    serve,
    upgrade,
    figures,
    verify,
    backup,
    restore,
    new_epoch,
    import_batches,
    quarantine,
    demo_data,
    doctor,
)
