"""What could go wrong at this counter, looked for before it does. Reads only; says what to do."""

import datetime
import shutil
from collections.abc import Iterator

import msgspec

import resources
from domain.refused import Refused
from station_app.errors import explain
from station_app.sentences.mark import N_
from station_app.station import Station
from station_app.storage.version import VERSION

LITTLE_SPACE = 500_000_000
"""Bytes free below which people are told; about a month of photos at a busy station."""
_NEEDED_FILES = ("catalogue", "vendor/fonts", "locale/nb/LC_MESSAGES/ombruk.mo", "locale/nn/LC_MESSAGES/ombruk.mo")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(station: Station) -> tuple[Finding, ...]:
    """Look at everything; the hub is asked only when this device belongs to one."""
    return (*_disk(station), *_store(station), *_resources(), *_clock(station), *_hub(station))


def _disk(station: Station) -> Iterator[Finding]:
    free = shutil.disk_usage(station.folder).free
    yield Finding(
        name="disk", ok=free >= LITTLE_SPACE, detail=f"{free // 1_000_000} MB free", remedy=N_("Make room on the disk.")
    )


def _store(station: Station) -> Iterator[Finding]:
    damage = station.damage()
    yield Finding(
        name="store",
        ok=not damage,
        detail=f"schema {VERSION}, {station.journal.head().seq} events" if not damage else "; ".join(damage[:3]),
        remedy=N_("Copy the folder to a safe place and restore the last backup."),
    )


def _resources() -> Iterator[Finding]:
    missing = []
    for name in _NEEDED_FILES:
        try:
            resources.path(name)
        except FileNotFoundError:
            missing.append(name)
    yield Finding(
        name="resources",
        ok=not missing,
        detail="complete" if not missing else ", ".join(missing),
        remedy=N_("Install the program again."),
    )


def _clock(station: Station) -> Iterator[Finding]:
    """The clock decides nothing but an agreement's dates, yet it stands on receipts."""
    progress = station.outbox.progress()
    now = station.clock()
    last = progress.last_contact_at
    behind = last is not None and datetime.datetime.fromisoformat(last) > now + datetime.timedelta(minutes=5)
    yield Finding(
        name="clock",
        ok=not behind and now.year >= 2026,
        detail=station.now(),
        remedy=N_("Set the PC's clock: it is behind an earlier contact with the hub."),
    )


def _hub(station: Station) -> Iterator[Finding]:
    enrolment = station.identity.enrolment
    if enrolment is None:
        yield Finding(name="hub", ok=True, detail="not enrolled; registering works")
        return
    from station_app.sync.exchange import Offline, Request
    from station_app.sync.keys import key_store
    from station_app.sync.transport import Transport

    try:
        key_store(station.folder, station.identity.device, station.config.keystore).load()
        yield Finding(name="key", ok=True, detail="present")
    except Refused as refused:
        words = explain(refused, station.config.language)
        yield Finding(name="key", ok=False, detail=words.error, remedy=words.remedy)
    transport = Transport(enrolment.hub_url)
    try:
        reply = transport.send(Request(method="GET", path="/api/v1/nonce"))
        ok, detail = reply.status == 200, f"HTTP {reply.status}"
    except Offline as offline:
        ok, detail = False, offline.what
    finally:
        transport.close()
    waiting = station.outbox.progress()
    yield Finding(
        name="hub",
        ok=ok,
        detail=f"{enrolment.hub_url}: {detail}; {waiting.waiting_events} events wait",
        remedy=N_("Check the network. Everything is kept here and is sent later."),
    )
