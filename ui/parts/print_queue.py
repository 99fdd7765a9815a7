"""The printing queue as people see it: what waits, what failed and why, what to do; and things without a label."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.printing import drop_job, print_again, queue_all
from station_app.storage.items import Item
from station_app.storage.jobs import Job, JobKind, JobState
from ui.desk import Desk
from ui.print_state import print_chip, print_state_of
from ui.said import Said
from ui.undoing import Undo
from ui.widgets.controls import Notice, button, card, column, label, row
from ui.words import item_title, moment

SHOWN = 30
"""Rows of each list; more of them is no list that anybody reads."""


def job_words(desk: Desk, job: Job) -> str:
    """What a job puts on paper."""
    _ = desk.texts.gettext
    words = {
        JobKind.LABEL: _("Label {number}"),
        JobKind.TEST_LABEL: _("Test label"),
        JobKind.RECEIPT: _("Receipt {number}"),
        JobKind.RECEIPT_COPY: _("Copy of receipt {number}"),
        JobKind.TEST_PAGE: _("Test page"),
        JobKind.COMMAND_SHEET: _("Command sheet"),
        JobKind.BADGE: _("Badge of {number}"),
        JobKind.SHELF_LIST: _("List of the shelf"),
    }
    number = grouped(job.number) if job.number.isdigit() else job.number
    return words[job.kind].format(number=number)


class _Document(msgspec.Struct, frozen=True):
    """What a job puts on paper, as a fact of something that is said."""

    job: Job

    def words(self, desk: Desk) -> str:
        return job_words(desk, self.job)


def job_about(desk: Desk, job: Job) -> str:
    """Whose document it is, in words: the thing of a label, the actor of a receipt. Empty for what has neither."""
    station = desk.station
    try:
        if job.kind is JobKind.LABEL:
            return item_title(desk, station.items.by_number(job.number))
        if job.kind in (JobKind.RECEIPT, JobKind.RECEIPT_COPY):
            return station.handovers.by_receipt(job.number).actor
    except Refused:
        # A reversal has a receipt without being a handover.
        return ""
    return ""


class JobGivenUp(Undo, frozen=True):
    """A document was taken out of the printing queue."""

    screen: ClassVar[str] = "printing"
    kind: JobKind
    number: str


class PrintQueue(QWidget):
    """All that is not on paper yet. Belongs to the window's thread; the printing itself is done elsewhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.setObjectName("print-queue")
        self.state = Notice(desk.theme, name="print-state", tone="info")
        self.again = button(_("Try all again"), self._try_all, name="print-try-all", kind="primary")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.without = label(role="heading", name="print-without")
        self.label_all = button(_("Print all these labels"), self._label_all, name="print-label-all")
        self._listed: list[tuple[str, str]] = []
        self._things = QVBoxLayout()
        self._things.setSpacing(10)
        waiting = column(label(_("Printing"), "title"), self.state, row(self.again, None), self._rows, spacing=12)
        self._without_card = card(column(self.without, row(self.label_all, None), self._things, spacing=12))
        self.setLayout(column(card(waiting), self._without_card, None, spacing=16))

    def refresh(self) -> None:
        """Ask the queue again; the focus stays where it was, or goes to what can be done."""
        desk = self._desk
        focus = self._focused()
        state = print_state_of(desk.station)
        chip = print_chip(state, desk.texts)
        self.state.set_tone(chip.tone if chip.tone != "neutral" else "info")
        self.state.show_words(self._no_printer() if chip.state == "files" else chip.words, aloud=False)
        self.again.setVisible(len(state.failed) > 1)
        _clear(self._rows)
        jobs = desk.station.jobs.open()
        for job in sorted(jobs, key=lambda job: job.state is not JobState.FAILED)[:SHOWN]:
            self._rows.addWidget(self._row(job))
        if len(jobs) > SHOWN:
            self._rows.addWidget(label(desk.texts.gettext("… and {count} more").format(count=len(jobs) - SHOWN)))
        self._show_without()
        self._put_in_tab_order()
        if focus and (before := self.findChild(QWidget, focus)) is not None:
            before.setFocus()

    def focus(self) -> None:
        """Put the focus where something can be done: the first button there is."""
        for shown in self.findChildren(QPushButton):
            if shown.objectName() and shown.isVisibleTo(self):
                shown.setFocus()
                return

    def _put_in_tab_order(self) -> None:
        """New buttons come last in the order of Tab; these come where their rows stand."""
        before: QWidget = self.again
        for place in range(self._rows.count()):
            item = self._rows.itemAt(place)
            row = item.widget() if item is not None else None
            for pressed in row.findChildren(QPushButton) if row is not None else ():
                QWidget.setTabOrder(before, pressed)
                before = pressed
        QWidget.setTabOrder(before, self.label_all)

    def _row(self, job: Job) -> QFrame:
        """One job: its words, and for a failed one why, and what can be done about it."""
        _ = self._desk.texts.gettext
        words = job_words(self._desk, job)
        give_up = button(_("Do not print"), self._giver_up(job), name=f"print-drop-{job.id}")
        give_up.setAccessibleName(_("Do not print: {what}").format(what=words))
        about = job_about(self._desk, job)
        titles = [label(about or words, "strong"), label(self._how(job, words if about else ""), "subtle")]
        if job.state is not JobState.FAILED or job.refusal is None:
            pressed = [give_up] if job.state is JobState.WAITING else []
            return card(_beside(column(*titles, spacing=2), *pressed), name=f"print-job-{job.id}")
        reason = Notice(self._desk.theme, name=f"print-reason-{job.id}")
        again = button(_("Try again"), self._trier(job), name=f"print-again-{job.id}", kind="primary")
        again.setAccessibleName(_("Try again: {what}").format(what=words))
        line = _beside(column(*titles, spacing=2), again, give_up)
        shown = card(column(line, reason), name=f"print-job-{job.id}")
        # Not before it has a parent: alone it would be a window.
        reason.show_words(self._why(job), aloud=False)
        return shown

    def _no_printer(self) -> str:
        """Why nothing comes out on paper, and where that is changed."""
        return self._desk.texts.gettext(
            "No printer is chosen: labels and receipts become files. Choose a printer under Settings (F9)."
        )

    def _how(self, job: Job, what: str) -> str:
        """What it is, how far it is, and since when."""
        _ = self._desk.texts.gettext
        state = {
            JobState.WAITING: _("waits"),
            JobState.PRINTING: _("printing …"),
            JobState.FAILED: _("not printed"),
        }.get(job.state, "")
        since = _("ordered {time}").format(time=moment(self._desk, job.at))
        return " · ".join(filter(None, (what, state, since, job.staff)))

    def _why(self, job: Job) -> str:
        words = self._desk.words(job.refusal) if job.refusal is not None else ""
        if job.kind is not JobKind.LABEL:
            return words
        tape = self._desk.texts.gettext("Until then: write {number} on tape.").format(number=grouped(job.number))
        return f"{words} {tape}"

    def _show_without(self) -> None:
        jobs, ngettext = self._desk.station.jobs, self._desk.texts.ngettext
        count = jobs.count_never_labelled()
        self._without_card.setVisible(count > 0)
        words = ngettext("{count} item has no label", "{count} items have no label", count)
        self.without.setText(words.format(count=count))
        listed = [self._thing(self._desk.station.items.by_number(number)) for number in jobs.never_labelled(SHOWN)]
        if count > len(listed):
            more = self._desk.texts.gettext("… and {count} more").format(count=count - len(listed))
            listed.append((more, ""))
        if listed == self._listed:
            return
        self._listed = listed
        _clear(self._things)
        for what, since in listed:
            shown = (label(what, "strong"), label(since, "subtle")) if since else (label(what),)
            self._things.addLayout(column(*shown, spacing=2))

    def _thing(self, item: Item) -> tuple[str, str]:
        """A thing without a label: what it is, and its number, with the time from which it has lacked one."""
        since = self._desk.texts.gettext("registered {time}").format(time=moment(self._desk, item.registered_at))
        return item_title(self._desk, item), " · ".join(filter(None, (grouped(item.number), since, item.staff)))

    def _trier(self, job: Job) -> Callable[[], None]:
        return lambda: self._try([job.id])

    def _try_all(self) -> None:
        self._try([job.id for job in self._desk.station.jobs.open() if job.state is JobState.FAILED])

    def _try(self, job_ids: list[int]) -> None:
        self._do(lambda: print_again(self._desk.station, job_ids))

    def _giver_up(self, job: Job) -> Callable[[], None]:
        return lambda: self._give_up(job)

    def _give_up(self, job: Job) -> None:
        """With a way back: the same document is put into the queue again."""
        station = self._desk.station
        if self._do(lambda: drop_job(station, job.id)):
            said = Said("Not to be printed: {what}", what=_Document(job))
            self._desk.teller.say(said, JobGivenUp(job.kind, job.number))

    def take_back(self, deed: JobGivenUp) -> None:
        """Put the document into the queue again. Raises Refused."""
        queue_all(self._desk.station, deed.kind, [deed.number])

    def _label_all(self) -> None:
        station = self._desk.station
        self._do(lambda: queue_all(station, JobKind.LABEL, station.jobs.never_labelled(SHOWN)[::-1]))

    def _do(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Refused as refused:
            self._desk.warn(refused)
            return False
        return True

    def _focused(self) -> str:
        focus = self.window().focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""


def _beside(words: QVBoxLayout, *pressed: QPushButton) -> QHBoxLayout:
    """What a job is, and at the right what can be done about it: in the same place whatever its state."""
    line = row(words, *pressed)
    line.setStretch(0, 1)
    return line


def _clear(rows: QLayout) -> None:
    """Take all rows away."""
    while (item := rows.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _clear(inner)
        if (old := item.widget()) is not None:
            # Its own button's press may still be at work.
            old.hide()
            for each in (old, *old.findChildren(QWidget)):
                each.setObjectName("")
            old.deleteLater()
