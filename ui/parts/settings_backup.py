"""The last backup, and a button that makes one: a folder on a stick or another disk, made beside the work."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.refused import Refused
from station_app.actions.backup import back_up
from station_app.diagnostics import About
from station_app.station import Changed, Station
from ui.desk import Desk
from ui.said import Said
from ui.widgets.controls import Notice, button, card, column, label, row
from ui.words import moment


class BackupSettings(QWidget):
    """`made` when there is a new backup; `show_last` is told by whoever looks."""

    made = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.last = label(name="settings-backup-last")
        self.error = Notice(desk.theme, name="settings-backup-error")
        self.make = button(_("Make backup …"), self.ask, name="settings-backup-make")
        all_in_it = _(
            "All of the store is in it, names, signatures and the staff list too, but not the key of this PC: keep it "
            "as safe as the PC itself, on another disk. Work can go on meanwhile."
        )
        inside = column(
            label(_("Backup"), "heading"),
            self.last,
            label(all_in_it, "subtle"),
            self.error,
            row(self.make, None),
            spacing=10,
        )
        self.setLayout(column(card(inside), spacing=0))
        if desk.station.practice:
            self.hide()

    def show_last(self, facts: About) -> None:
        """Say when and where the last one was made."""
        _ = self._desk.texts.gettext
        if facts.backup_at:
            words = _("Last backup: {when}, in {folder}").format(
                when=moment(self._desk, facts.backup_at), folder=facts.backup_folder
            )
        else:
            words = _("No backup was made yet.")
        self.last.setText(words)

    def ask(self) -> None:
        """Ask for a place."""
        dialog = QFileDialog(self, self._desk.texts.gettext("Where shall the backup lie?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.make_in)
        dialog.open()

    def make_in(self, place: str) -> None:
        """Make a new folder there and copy the store into it."""
        _, background = self._desk.texts.gettext, self._desk.background
        self.error.show_words("")
        self.make.setEnabled(False)
        self.make.setText(_("Making the backup …"))
        work = partial(_make, self._desk.station.another, Path(place), lambda: not background.ended)
        background.run(work, self._made, self._failed)

    def _made(self, changed: Changed) -> None:
        self._ready()
        self._desk.teller.say(Said("The backup is whole: {folder}", folder=changed.number))
        self.made.emit()

    def _failed(self, refused: Refused) -> None:
        self._ready()
        self.error.show_words(self._desk.words(refused))

    def _ready(self) -> None:
        self.make.setEnabled(True)
        self.make.setText(self._desk.texts.gettext("Make backup …"))


def _make(another: Callable[[], Station], place: Path, going_on: Callable[[], bool]) -> Changed:
    with another() as station:
        return back_up(station, place, going_on)
