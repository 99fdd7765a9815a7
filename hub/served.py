"""What `ombruk-hub serve` runs in each process: the gate, and on a few threads Django and the lane for files."""

import gc
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.urls import get_resolver

from hub.wsgi import application as django

# Only now: Django has started.
from hub import lane  # isort: skip
from hub.gate import Gate  # isort: skip
from hub.ingest.pictures import Looker  # isort: skip
from hub.pulse import Pulse  # isort: skip

# Every address and the modules behind them, which the first caller would else wait for.
get_resolver().resolve("/api/v1/nonce")
# What was loaded stays for the life of the process: the collector need not look through it again, nor so often while a
# batch of a thousand events is in hand, where it took a seventh of the time.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
_LOOKED_SECONDS = 0.5
_LAST_WORK_SECONDS = 20
"""As hub.serve gives a process that is to end."""


def _end_with(parent: int) -> None:
    """A process whose parent was killed would serve on: its port stays taken, and no verb finds out that it serves.

    Seen by its number: what else tells it (a pipe) its brothers hold open, too.
    """
    while os.getppid() == parent:
        time.sleep(_LOOKED_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_LAST_WORK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


_parent = multiprocessing.parent_process()
if _parent is not None:
    threading.Thread(target=_end_with, args=[_parent.pid], name="parent", daemon=True).start()
THREADS = 8
"""Per process; each has a database connection of its own."""
_looker, _pulse = Looker(), Pulse()


def _begin() -> None:
    """With the first request: whoever only imports this touches no database."""
    _looker.start()
    _pulse.start()


_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="hub", initializer=_begin)
# One at a time, behind each other: thirty at once took all threads, and a counter waited for seconds.
_logins = ThreadPoolExecutor(1, thread_name_prefix="login")
application = Gate(django, _pool, files=lane.Lane(_looker.came), logins=_logins)
