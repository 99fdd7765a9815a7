"""Pictures are decoded here, after they were stored by their form and before anybody sees them (ADR 15).

One that cannot be decoded is kept, shown to nobody, and named to the staff.
"""

import io
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connections, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from hub.ingest import blobs
from hub.ingest.answers import Declined
from hub.ingest.identity import open_hub
from hub.ingest.models import StoredBlob, UndecodedPicture

QUIET_SECONDS = 5.0
"""So long no part of a file has come to a process before it decodes: counters are not kept waiting for it."""
_PATIENCE_SECONDS = 3600.0
"""So often it looks for what another process took in."""
_AT_ONCE = 20
_MEEK = 10
"""How much the thread gives way to others (nice)."""
_LOG = logging.getLogger(__name__)


def trouble_of(content: bytes) -> str:
    """Why this JPEG cannot be decoded, in a few words; empty when it can."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            # At an eighth of its size: every byte is read, and little memory is needed.
            image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "too many pixels"
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return "it cannot be decoded"
    return ""


def broken() -> "QuerySet[UndecodedPicture]":
    """Stored pictures that cannot be decoded."""
    return UndecodedPicture.objects.exclude(trouble="")


def may_be_shown(sha256: str) -> bool:
    """Is this a stored picture that was decoded? Whoever shows one, or makes a small one of it, asks first.

    One that waits is decoded now. Raises OSError when the storage cannot be read.
    """
    if not StoredBlob.objects.filter(sha256=sha256, media_type__startswith="image/").exists():
        return False
    row = UndecodedPicture.objects.filter(sha256=sha256).first()
    if row is not None and not row.trouble:
        _look_at([sha256])
        row = UndecodedPicture.objects.filter(sha256=sha256).first()
    return row is None


def look_through(go_on: Callable[[], bool] = lambda: True) -> None:
    """Decode all pictures that wait, as long as `go_on` says so. Several processes may do this at once.

    Raises Declined `busy` when the hub is closed, OSError, DatabaseError.
    """
    for names in _portions():
        if not go_on():
            return
        _look_at(names)


def _portions() -> Iterator[list[str]]:
    """Names of those that wait, from a random place on and around: each process begins elsewhere."""
    start = secrets.token_hex(32)
    for where in (Q(sha256__gte=start), Q(sha256__lt=start)):
        last = ""
        while names := list(_waiting().filter(where, sha256__gt=last).values_list("sha256", flat=True)[:_AT_ONCE]):
            yield names
            last = names[-1]


def _waiting() -> "QuerySet[UndecodedPicture]":
    return UndecodedPicture.objects.filter(trouble="").order_by("sha256")


def _look_at(names: list[str]) -> None:
    """Decode these and note what came of it. One whose file is not there stays as it is; `verify` names it."""
    store, found = blobs.store(), dict[str, str]()
    for name in names:
        try:
            found[name] = trouble_of(store.read(name))
        except FileNotFoundError:
            continue
    with transaction.atomic():
        open_hub()
        rows = UndecodedPicture.objects.filter(sha256__in=found)
        rows.filter(sha256__in=[name for name in found if not found[name]]).delete()
        for name in sorted(name for name in found if found[name]):
            rows.filter(sha256=name).update(trouble=found[name], found_at=timezone.now())
            _LOG.warning("a picture cannot be decoded: %s", name)


class Looker:
    """A meek thread of a process that serves: it decodes when no file has come for a while. `quiet` in seconds."""

    def __init__(self, quiet: float = QUIET_SECONDS) -> None:
        self._quiet = quiet
        self._came_at = 0.0
        self._came = threading.Event()
        # What was left when the process before this one ended.
        self._came.set()
        self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
        self._starting = threading.Lock()

    def start(self) -> None:
        """Begin, if it has not, and go on for as long as the process lives. It may be killed at any moment."""
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()

    def came(self) -> None:
        """A part of a file came just now."""
        self._came_at = time.monotonic()
        self._came.set()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _MEEK)
        while True:
            self._came.wait(_PATIENCE_SECONDS)
            while (rest := self._came_at + self._quiet - time.monotonic()) > 0:
                time.sleep(rest)
            self._came.clear()
            try:
                look_through(lambda: not self._came.is_set())
            except (Declined, OSError, DatabaseError) as away:
                _LOG.warning("pictures could not be looked at: %s", type(away).__name__)
            except Exception:  # noqa: BLE001 (the thread goes on; all of it is in the log)
                _LOG.exception("looking at pictures failed")
            finally:
                connections.close_all()
