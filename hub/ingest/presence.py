"""When each device last said hello. A hint for people: what was received, and when, stands in the acknowledgements.

An idle cycle writes nothing to the database. With SQLite, and so on one machine, it touches a file in the folder; with
PostgreSQL, whose web processes may be on several, a row is written, but only where the one that stands there is old.
"""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from hub.ingest.models import Heard

RENEWED_AFTER = timedelta(minutes=5)
"""How old a row may get before a hello renews it."""
_LOG = logging.getLogger(__name__)


def note(device: str) -> None:
    """The device (UUID) was heard just now. What cannot be written is no reason to turn it away."""
    try:
        if connection.vendor == "postgresql":
            _note_row(device)
        else:
            _touch(_folder(), device)
    except (OSError, DatabaseError) as error:
        _LOG.warning("presence cannot be noted: %s", type(error).__name__)


def inexact_by() -> timedelta:
    """How long before a device's last hello the noted moment may be."""
    return RENEWED_AFTER if connection.vendor == "postgresql" else timedelta(0)


def last_heard() -> dict[str, datetime]:
    """When each device (UUID) was last heard, aware; those that never said hello to this hub are missing."""
    if connection.vendor == "postgresql":
        return {str(device): at for device, at in Heard.objects.values_list("device", "at")}
    place = _folder()
    if not place.is_dir():
        return {}
    return {file.name: datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in place.iterdir()}


def _note_row(device: str) -> None:
    now = timezone.now()
    noted = Heard.objects.filter(device=device).values_list("at", flat=True).first()
    # One in the future is from a clock that was put right since.
    if noted is not None and timedelta(0) <= now - noted < RENEWED_AFTER:
        return
    row = Heard(device=device, at=now)
    with transaction.atomic():
        Heard.objects.bulk_create([row], update_conflicts=True, unique_fields=["device"], update_fields=["at"])


def _touch(folder: Path, device: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / device).touch()


def _folder() -> Path:
    root: Path = settings.OMBRUK_FOLDER.presence
    return root
