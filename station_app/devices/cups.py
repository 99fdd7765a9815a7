"""A queue of CUPS, by libcups (cups/cups.h, unchanged since CUPS 1.4). It honours CUPS_SERVER.

A queue takes everything at once and may keep it for ever. So a job is followed until it has left the queue, and taken
out again when it does not: what waits, waits in one place only, ours, where people see it.
"""

import ctypes
import ctypes.util
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import cache

from domain.refused import Refused

LOOK_SECONDS = 0.1
"""Between two looks at the queue while a job is in it."""
PATIENCE_SECONDS = 30.0
RAW = b"application/vnd.cups-raw"
ALL_JOBS = -1
HTTP_CONTINUE = 100
PRINTER_STOPPED = "5"
_REASONS = {
    "cover-open": "printer_open",
    "door-open": "printer_open",
    "media-empty": "printer_out_of_paper",
    "media-needed": "printer_out_of_paper",
    "marker-supply-empty": "printer_out_of_paper",
    "media-jam": "printer_failed",
    "offline": "printer_unreachable",
    "timed-out": "printer_unreachable",
    "paused": "printer_stopped",
    "missing": "printer_missing",
}
"""Reasons for a printer's state that keep it from printing (RFC 8011, 5.4.12), whose endings such as -error vary; and
our own for a queue that is not there."""


class JobState(IntEnum):
    """A job's state (RFC 8011, 5.3.7). Up to STOPPED it is still in the queue."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class _Option(ctypes.Structure):
    """cups_option_t."""

    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    """cups_dest_t."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


class _Job(ctypes.Structure):
    """cups_job_t."""

    _fields_ = (
        ("id", ctypes.c_int),
        ("dest", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed_time", ctypes.c_long),
        ("creation_time", ctypes.c_long),
        ("processing_time", ctypes.c_long),
    )


class CupsQueue:
    """One queue. Calls wait for the printer, at most `patience_seconds`; used by one thread."""

    medium = "queue"

    def __init__(self, name: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._name = name
        self._key = name.encode()
        self._patience_seconds = patience_seconds

    def ready(self) -> None:
        """Return when the queue is there, runs, and its printer has reported nothing.

        Raises Refused `printer_missing`, `printer_stopped`, or what the printer has reported.
        """
        if reason := self._trouble():
            raise Refused(_REASONS[reason], printer=self._name)

    def send(self, data: bytes, title: str) -> None:
        """Return when the printer has taken all of it. Raises Refused; nothing is then left in the queue."""
        self.ready()
        with _library() as cups:
            job = cups.cupsCreateJob(None, self._key, title.encode(), 0, None)
            if not job:
                raise Refused("printer_failed", printer=self._name)
            cups.cupsStartDocument(None, self._key, job, title.encode(), RAW, 1)
            written = cups.cupsWriteRequestData(None, data, len(data))
            # Below 0x0100 are IPP's successes.
            if cups.cupsFinishDocument(None, self._key) >= 0x0100 or written != HTTP_CONTINUE:
                cups.cupsCancelJob(self._key, job)
                raise Refused("printer_failed", printer=self._name)
        self._follow(job)

    def follow(self, title: str) -> None:
        """The same for a job that a driver has put there under this title; for none, whoever put it there failed."""
        found = [job for job, (name, _) in self._jobs().items() if name == title]
        if not found:
            raise Refused("printer_failed", printer=self._name)
        self._follow(max(found))

    def _follow(self, job: int) -> None:
        until = time.monotonic() + self._patience_seconds
        while (state := self._state(job)) is not JobState.COMPLETED:
            reason = self._trouble()
            ended = state in (JobState.CANCELED, JobState.ABORTED)
            if not ended and (reason or time.monotonic() > until):
                with _library() as cups:
                    cups.cupsCancelJob(self._key, job)
            if reason:
                raise Refused(_REASONS[reason], printer=self._name)
            if ended:
                raise Refused("printer_failed", printer=self._name)
            if time.monotonic() > until:
                raise Refused("printer_silent", printer=self._name)
            time.sleep(LOOK_SECONDS)

    def _state(self, job: int) -> JobState:
        # CUPS forgets old jobs; one that it no longer knows was printed.
        return self._jobs().get(job, ("", JobState.COMPLETED))[1]

    def _jobs(self) -> dict[int, tuple[str, JobState]]:
        found = ctypes.POINTER(_Job)()
        with _library() as cups:
            count = cups.cupsGetJobs2(None, ctypes.byref(found), self._key, 1, ALL_JOBS)
            if count < 0:
                raise Refused("printer_missing", printer=self._name)
            jobs = {
                job.id: ((job.title or b"").decode("utf-8", "replace"), JobState(job.state)) for job in found[:count]
            }
            cups.cupsFreeJobs(count, found)
        return jobs

    def _trouble(self) -> str:
        """Which of _REASONS keeps it from printing; empty for none."""
        with _library() as cups:
            found = cups.cupsGetNamedDest(None, self._key, None)
            if not found:
                return "missing"
            options = found.contents.options[: found.contents.num_options]
            known = {option.name: (option.value or b"").decode() for option in options}
            cups.cupsFreeDests(1, found)
        return trouble(known.get(b"printer-state", ""), known.get(b"printer-state-reasons", ""))


def trouble(state: str, reasons: str) -> str:
    """Which of _REASONS keeps a queue from printing, by its state and the reasons for it; empty for none."""
    for reason in _REASONS:
        if any(given.startswith(reason) for given in reasons.split(",")):
            return reason
    return "paused" if state == PRINTER_STOPPED else ""


@cache
def _loaded() -> ctypes.CDLL:
    cups = ctypes.CDLL(ctypes.util.find_library("cups") or "libcups.so.2")
    cups.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
    cups.cupsWriteRequestData.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
    return cups


@contextmanager
def _library() -> Iterator[ctypes.CDLL]:
    """libcups; Raises Refused `printer_missing` on a PC without it, which has no queues."""
    try:
        cups = _loaded()
    except OSError:
        raise Refused("printer_missing", printer="CUPS") from None
    yield cups
