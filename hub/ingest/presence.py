"""When each device last said hello: the last touch of a file, so that an idle cycle writes nothing in the database.

A hint for people. What was received, and when, stands in the acknowledgements.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

_LOG = logging.getLogger(__name__)


def note(device: str) -> None:
    """The device (UUID) was heard just now. A folder that cannot be written is no reason to turn it away."""
    place = _folder()
    try:
        place.mkdir(exist_ok=True)
        (place / str(device)).touch()
    except OSError as error:
        _LOG.warning("presence cannot be noted: %s", error.strerror)


def last_heard() -> dict[str, datetime]:
    """When each device (UUID) was last heard, aware; those that never said hello to this hub are missing."""
    place = _folder()
    if not place.is_dir():
        return {}
    return {file.name: datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in place.iterdir()}


def _folder() -> Path:
    root: Path = settings.OMBRUK_FOLDER.presence
    return root
