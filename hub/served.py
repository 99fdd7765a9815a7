"""What `ombruk-hub serve` runs in each process: the gate, and on a few threads Django and the lane for files.

Granian imports it in every process and asks for `application`; nothing is begun before the last lines.
"""

import gc
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.urls import get_resolver

from hub.serve import LAST_WORK_SECONDS
from hub.wsgi import application as django

# Only now: Django has started.
from hub import lane  # isort: skip
from hub.gate import Gate  # isort: skip
from hub.ingest.pictures import Looker  # isort: skip
from hub.pulse import Pulse  # isort: skip
from hub.rehearsal import rehearse  # isort: skip

THREADS = 8
"""Per process; each has a database connection of its own."""
_LOOKED_SECONDS = 0.5


def _made() -> Gate:
    """The gate and the threads behind it, which begin with the first request: whoever imports this asks no database.

    In a process that was begun to serve, that request is the rehearsal.
    """
    looker, pulse = Looker(), Pulse()

    def begin() -> None:
        looker.start()
        pulse.start()

    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="hub", initializer=begin)
    # One at a time, behind each other: thirty at once took all threads, and a counter waited for seconds.
    logins = ThreadPoolExecutor(1, thread_name_prefix="login")
    if multiprocessing.parent_process() is not None:
        pool.submit(rehearse, django)
    return Gate(django, pool, files=lane.Lane(looker.came), logins=logins)


def _load() -> None:
    """Every address and the modules behind them, which the first caller would else wait for."""
    get_resolver().resolve("/api/v1/nonce")
    # What was loaded stays for the life of the process: the collector need not look through it again, nor so often
    # while a batch of a thousand events is in hand, where it took a seventh of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _watch_parent() -> None:
    """On a thread of its own, see to it that this process does not outlive the one that looks after it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent.pid], name="parent", daemon=True).start()


def _end_with(parent: int) -> None:
    """A process whose parent was killed would serve on: its port stays taken, and no verb finds out that it serves.

    Seen by its number: what else tells it (a pipe) its brothers hold open, too.
    """
    while os.getppid() == parent:
        time.sleep(_LOOKED_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


_load()
_watch_parent()
application = _made()
