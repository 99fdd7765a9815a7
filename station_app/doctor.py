"""What could go wrong at this counter, looked for before it does. Reads only; says what to do."""

import datetime
import shutil
from collections.abc import Iterator

import msgspec

import resources
from domain.refused import Refused
from station_app.station import Station
from station_app.storage.upkeep import Deed
from station_app.storage.version import VERSION

LITTLE_SPACE = 500_000_000
"""Bytes free below which people are told; about a month of photos at a busy station."""
_NEEDED_FILES = ("catalogue", "vendor/fonts", "locale/nb/LC_MESSAGES/ombruk.mo", "locale/nn/LC_MESSAGES/ombruk.mo")


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at (a key of sentences.upkeep.CHECKS), and what was found, also when all is well."""

    name: str
    ok: bool
    found: Refused


def examine(station: Station) -> tuple[Finding, ...]:
    """Look at everything; the hub is asked only when this device belongs to one."""
    return (*_disk(station), *_store(station), *_resources(), *_clock(station), *_backup(station), *_hub(station))


def _disk(station: Station) -> Iterator[Finding]:
    free = shutil.disk_usage(station.folder).free
    yield Finding("disk", free >= LITTLE_SPACE, Refused("disk_room", megabytes=free // 1_000_000))


def _store(station: Station) -> Iterator[Finding]:
    if damage := station.damage():
        yield Finding("store", False, Refused("store_damaged", count=len(damage), damage="; ".join(damage[:3])))
    else:
        yield Finding("store", True, Refused("store_sound", schema=VERSION, events=station.journal.head().seq))


def _resources() -> Iterator[Finding]:
    missing = []
    for name in _NEEDED_FILES:
        try:
            resources.path(name)
        except FileNotFoundError:
            missing.append(name)
    if missing:
        yield Finding("resources", False, Refused("program_incomplete", files=", ".join(missing)))
    else:
        yield Finding("resources", True, Refused("program_complete"))


def _clock(station: Station) -> Iterator[Finding]:
    """The clock decides nothing but an agreement's dates, yet it stands on receipts."""
    progress = station.outbox.progress()
    now = station.clock()
    last = progress.last_contact_at
    behind = last is not None and datetime.datetime.fromisoformat(last) > now + datetime.timedelta(minutes=5)
    if behind or now.year < 2026:
        yield Finding("clock", False, Refused("clock_behind", instant=station.now()))
    else:
        yield Finding("clock", True, Refused("clock_right", instant=station.now()))


def _backup(station: Station) -> Iterator[Finding]:
    """The hub holds what was sent; drafts, the staff list, settings and what waits are nowhere but here."""
    if station.practice or not station.config.backup_days:
        return
    last = station.upkeep.last(Deed.BACKUP)
    if last is None:
        # Before the first event there is nothing to lose.
        yield Finding("backup", not station.journal.head().seq, Refused("backup_never"))
        return
    age = station.clock() - datetime.datetime.fromisoformat(last.at)
    if age > datetime.timedelta(days=station.config.backup_days):
        yield Finding("backup", False, Refused("backup_old", instant=last.at, folder=last.about))
    else:
        yield Finding("backup", True, Refused("backup_kept", instant=last.at, folder=last.about))


def _hub(station: Station) -> Iterator[Finding]:
    enrolment = station.identity.enrolment
    if enrolment is None:
        yield Finding("hub", True, Refused("hub_none"))
        return
    from station_app.sync.exchange import Offline, Request
    from station_app.sync.keys import key_store
    from station_app.sync.transport import Transport

    try:
        key_store(station.folder, station.identity.device, station.config.keystore).load()
        yield Finding("key", True, Refused("key_present"))
    except Refused as refused:
        yield Finding("key", False, refused)
    transport = Transport(enrolment.hub_url)
    try:
        reply = transport.send(Request(method="GET", path="/api/v1/nonce"))
        trouble = "" if reply.status == 200 else f"HTTP {reply.status}"
    except Offline as offline:
        trouble = offline.what
    finally:
        transport.close()
    url, waiting = enrolment.hub_url, station.outbox.progress().waiting_events
    if trouble:
        yield Finding("hub", False, Refused("hub_silent", url=url, what=trouble, waiting=waiting))
    else:
        yield Finding("hub", True, Refused("hub_answers", url=url, waiting=waiting))
