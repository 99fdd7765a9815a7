"""When each device last said hello. A hint for people: what was received, and when, stands in the acknowledgements.

An idle cycle writes nothing to the database. With SQLite, and so on one machine, it touches a file in the folder; with
PostgreSQL, whose web processes may be on several, each process remembers whom it heard, and writes them all down at
once, twice a minute (hub.pulse, ADR 17).
"""

import logging
import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from hub.ingest.models import Heard

WRITTEN_EVERY = timedelta(seconds=30)
"""How long a process remembers before it writes down. Where none does, a hello renews a row that is so old."""
_CLOCKS_APART = "interval '2 minutes'"
"""The machines' clocks agree within a minute. A moment farther ahead is of a clock that was put right since."""
_LOG = logging.getLogger(__name__)


class Notebook:
    """Whom this process heard since it last wrote them down. For all its threads.

    It counts only while somebody writes it down: `kept`.
    """

    def __init__(self) -> None:
        self.kept = False
        self._heard: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._any = threading.Event()

    def note(self, device: str, at: datetime) -> None:
        """The device (UUID) was heard at this moment (aware)."""
        with self._lock:
            self._heard[device] = at
        self._any.set()

    def wait(self, seconds: float) -> None:
        """Until anybody was heard, but not longer than this."""
        self._any.wait(seconds)

    def write_down(self, database: BaseDatabaseWrapper) -> None:
        """Put all of them into PostgreSQL with one statement. On DatabaseError they are kept for the next time."""
        self._any.clear()
        with self._lock:
            heard, self._heard = self._heard, {}
        try:
            _write(database, heard)
        except DatabaseError:
            with self._lock:
                self._heard = heard | self._heard
            self._any.set()
            raise


@cache
def notebook() -> Notebook:
    """That of this process."""
    return Notebook()


def note(device: str) -> None:
    """The device (UUID) was heard just now. What cannot be written is no reason to turn it away."""
    try:
        if connection.vendor != "postgresql":
            _touch(_folder(), device)
        elif notebook().kept:
            notebook().note(device, timezone.now())
        else:
            _note_row(device)
    except (OSError, DatabaseError) as error:
        _LOG.warning("presence cannot be noted: %s", type(error).__name__)


def last_heard() -> dict[str, datetime]:
    """When each device (UUID) was last heard, aware; those that never said hello to this hub are missing."""
    if connection.vendor == "postgresql":
        return {str(device): at for device, at in Heard.objects.values_list("device", "at")}
    place = _folder()
    if not place.is_dir():
        return {}
    return {file.name: datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in place.iterdir()}


def _note_row(device: str) -> None:
    """Under another server, which keeps no notebook: one row at once, unless the one that stands there is young."""
    now = timezone.now()
    noted = Heard.objects.filter(device=device).values_list("at", flat=True).first()
    if noted is None or not timedelta(0) <= now - noted < WRITTEN_EVERY:
        with transaction.atomic():
            _write(connection, {device: now})


def _write(database: BaseDatabaseWrapper, heard: dict[str, datetime]) -> None:
    """Moments only go forward, whichever process is later. In order, so that no two processes wait for each other."""
    if not heard:
        return
    devices = sorted(heard)
    table = database.ops.quote_name(Heard._meta.db_table)
    with database.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS old (device, at) SELECT * FROM unnest(%s::uuid[], %s::timestamptz[])"  # noqa: S608
            " ON CONFLICT (device) DO UPDATE SET at = EXCLUDED.at"
            f" WHERE old.at < EXCLUDED.at OR old.at > EXCLUDED.at + {_CLOCKS_APART}",
            [devices, [heard[device] for device in devices]],
        )


def _touch(folder: Path, device: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / device).touch()


def _folder() -> Path:
    root: Path = settings.OMBRUK_FOLDER.presence
    return root
