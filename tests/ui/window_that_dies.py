"""Run by test_two_windows.py in a process of its own: a window takes its place, something is begun, it is killed."""

import os
import signal
import sys
from pathlib import Path

from station_app.actions.drafts import keep_live_draft
from station_app.config import Config
from station_app.station import Station
from station_app.storage.drafts import DraftKind
from ui.place import own_place

with Station.open(Path(sys.argv[1]), settings=Config(sync=False)) as station, own_place(station):
    keep_live_draft(station, DraftKind.ITEM, f"Begun in window {station.drafts.place}", "{}")
    os.kill(os.getpid(), signal.SIGKILL)
