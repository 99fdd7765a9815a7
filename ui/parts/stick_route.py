"""The way without a network: what waits is written to a stick, and what the municipality answered is taken in.

The same as the verbs `export-batches` and `import-acks`; see docs/commands.md, "The USB route".
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from domain.refused import Refused
from domain.staff import Right
from station_app.station import Changed, Station, Subject
from ui.desk import Desk
from ui.said import Joined, Problem, Said, Sayable
from ui.widgets.controls import Notice, button, card, column, label
from ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from station_app.sync.stick import Exported, TakenIn, Trouble


class StickRoute(QWidget):
    """Two buttons. Results are said in the strip; what is wrong, with a file or with all of it, stays beside them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.busy = False
        self.problems: tuple[Problem, ...] = ()
        self.error = Notice(desk.theme, name="sync-stick-error")
        self.write = button(_("Write to the stick …"), self._ask_where_to, name="sync-stick-write")
        self.read = button(_("Take in the answer …"), self._ask_where_from, name="sync-stick-read")
        about = _(
            "What waits is written to a stick, the municipality reads it, and its answer is taken in here. Names and "
            "signatures are on the stick: look after it like a folder of receipts."
        )
        beside = FlowLayout()
        for each in (self.write, self.read):
            beside.addWidget(each)
        inside = column(
            label(_("Without a network: by USB stick"), "heading"),
            label(about, "subtle"),
            self.error,
            beside,
            spacing=10,
        )
        self.setLayout(column(card(inside), spacing=0))

    def write_to(self, folder: str) -> None:
        """Write what waits to this folder, beside the window; in steps of its own, so it may be done again any time."""
        self._begin(self.write, self._desk.texts.gettext("Writing to the stick …"))
        work = partial(_write, self._desk.station.another, Path(folder))
        self._desk.background.run(work, self._written, self._failed)

    def take_from(self, folder: str) -> None:
        """Take in what was answered, and take off the stick what the municipality has signed for."""
        self._begin(self.read, self._desk.texts.gettext("Reading the stick …"))
        work = partial(_read, self._desk.station.another, Path(folder))
        self._desk.background.run(work, self._taken_in, self._failed)

    def _ask_where_to(self) -> None:
        self._ask(self.write_to)

    def _ask_where_from(self) -> None:
        self._ask(self.take_from)

    def _ask(self, then: Callable[[str], None]) -> None:
        try:
            # Before somebody looks for a stick in vain.
            self._desk.station.allow(Right.CARRY)
        except Refused as refused:
            self.show_problems((Problem.of(refused),))
            return
        dialog = QFileDialog(self, self._desk.texts.gettext("On which stick?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _begin(self, pressed: QPushButton, words: str) -> None:
        self.busy = True
        self.show_problems(())
        pressed.setText(words)
        for each in (self.write, self.read):
            each.setEnabled(False)

    def _end(self) -> None:
        _ = self._desk.texts.gettext
        self.busy = False
        self.write.setText(_("Write to the stick …"))
        self.read.setText(_("Take in the answer …"))
        for each in (self.write, self.read):
            each.setEnabled(True)

    def _written(self, done: "Exported") -> None:
        self._end()
        self._show(done.problems)
        said = Said("Nothing waits: the municipality has everything.")
        if done.events or done.files:
            said = Said(
                "On the stick now – events: {events}, photos and receipts: {files}. Take it to the municipality; "
                "afterwards take in the answer here.",
                events=done.events,
                files=done.files,
            )
        self._desk.teller.say(said)

    def _taken_in(self, done: "TakenIn") -> None:
        self._end()
        self._show(done.problems)
        progress = self._desk.station.outbox.progress()
        said: Sayable = Said(
            "Confirmed by the municipality – events: {events}, photos and receipts: {files}. Still waiting: {waiting}. "
            "Files taken off the stick, because the municipality has them: {removed}.",
            events=done.acknowledged,
            files=done.files,
            waiting=progress.waiting_events + progress.waiting_blobs,
            removed=done.removed,
        )
        if done.register:
            newer = Said("The list of agreements is now version {version}.", version=done.register)
            said = Joined((said, newer), between=" ")
        self._desk.teller.say(said)
        # It was taken in by a store of another thread, to which no screen listens.
        self._desk.station.tell(Changed(frozenset({Subject.SENDING, Subject.REFERENCE})))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say beside the buttons what is wrong, each of it once."""
        self.problems = problems
        self.error.show_words("\n".join(dict.fromkeys(found.words(self._desk) for found in problems)))

    def _show(self, problems: "Sequence[Trouble]") -> None:
        self.show_problems(tuple(Problem.of(found.refused) for found in problems))

    def _failed(self, refused: Refused) -> None:
        self._end()
        self.show_problems((Problem.of(refused),))


def _write(another: Callable[[], Station], folder: Path) -> "Exported":
    # Loaded beside the window, with what signs.
    from station_app.sync.stick import export_batches

    with another() as station:
        return export_batches(station, folder)


def _read(another: Callable[[], Station], folder: Path) -> "TakenIn":
    from station_app.sync.stick import import_acks

    with another() as station:
        return import_acks(station, folder, tidy=True)
