"""How much room the disk has for photos: they give way first, long before things cannot be saved."""

import shutil
from enum import Enum
from pathlib import Path

from station_app.devices.photo import WORKING_EDGE

LITTLE_BYTES = 500_000_000
"""Below this photos are kept smaller, and somebody should make room."""
NO_BYTES = 50_000_000
"""Below this no photo is kept; what is left is for the log, some 1 kB a thing."""


class Room(Enum):
    """What there is room for; the value is the longest edge of a kept photo in px."""

    PLENTY = WORKING_EDGE
    LITTLE = 800
    NONE = 0


def room_for_photos(folder: Path) -> Room:
    """Look at the disk that holds `folder`; takes a moment on a slow one, so not in the window's thread."""
    free = shutil.disk_usage(folder).free
    if free < NO_BYTES:
        return Room.NONE
    return Room.LITTLE if free < LITTLE_BYTES else Room.PLENTY
