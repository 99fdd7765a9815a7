"""How printing stands, in words and with an icon, from the queue's rows alone."""

import datetime
from typing import Protocol

import msgspec

from station_app.devices.ports import TROUBLE
from station_app.station import Station
from station_app.storage.jobs import Job, JobState, Lane
from ui.desk import Texts
from ui.sending import Chip

SOON = datetime.timedelta(seconds=3)
"""A label that is younger is about to come out; nobody needs to be told that it waits."""
NOT_THERE = frozenset(
    {"printer_unreachable", "printer_refuses", "printer_silent", "printer_missing", "printer_cut_off"}
)


class Printer(Protocol):
    """Whatever prints in the background."""

    def wake(self) -> None:
        """Something was put into the queue, or other printers were chosen."""


class PrintState(msgspec.Struct, frozen=True):
    """All that the chip depends on. `waiting` are the open jobs that are not quite new."""

    failed: tuple[Job, ...]
    waiting: tuple[Job, ...]
    young: bool
    chosen: bool

    @property
    def open(self) -> int:
        """Everything that is not on paper yet and was not given up."""
        return len(self.failed) + len(self.waiting)


def print_state_of(station: Station) -> PrintState:
    """How the queue is now."""
    jobs = station.jobs.open()
    now = station.clock()
    waiting = [job for job in jobs if job.state is not JobState.FAILED]
    old = tuple(job for job in waiting if not datetime.timedelta(0) <= now - _at(job) < SOON)
    return PrintState(
        failed=tuple(job for job in jobs if job.state is JobState.FAILED),
        waiting=old,
        young=len(old) < len(waiting),
        chosen=bool(station.config.label_printer or station.config.receipt_printer),
    )


def print_chip(state: PrintState, texts: Texts) -> Chip:
    """What matters most: a printer that needs a hand, something that was not printed, something that waits."""
    _, ngettext = texts.gettext, texts.ngettext
    for job in state.failed:
        if job.problem in TROUBLE:
            words, short = _trouble(job, texts)
            return Chip("trouble", words, "PrinterSmallTriangle", "danger", short)
    if state.failed:
        count = len(state.failed)
        words = ngettext("{count} not printed", "{count} not printed", count).format(count=count)
        return Chip("failed", words, "PrinterSmallTriangle", "warning")
    labels = [job for job in state.waiting if job.kind in Lane.LABELS.kinds]
    if labels:
        words = ngettext("Label waits ({count})", "Labels wait ({count})", len(labels)).format(count=len(labels))
        return Chip("waiting", words, "PrinterSmall", "info", str(len(labels)))
    if state.waiting:
        words = _("Print waits ({count})").format(count=len(state.waiting))
        return Chip("waiting", words, "PrinterSmall", "info", str(len(state.waiting)))
    if not state.chosen:
        return Chip("files", _("Printing to file"), "PrinterSmall", "neutral", _("To file"))
    return Chip("ok", _("Printer OK"), "PrinterSmall", "success", _("OK"))


def _trouble(job: Job, texts: Texts) -> tuple[str, str]:
    """What is wrong with a printer, and the same beside its picture where there is little room."""
    _ = texts.gettext
    if job.problem in NOT_THERE:
        return _("Printer does not answer"), _("No answer")
    if job.problem == "printer_out_of_paper":
        return _("Printer is out of paper"), _("No paper")
    return _("Printer needs a hand"), _("See to it")


def _at(job: Job) -> datetime.datetime:
    return datetime.datetime.fromisoformat(job.at)
