"""The recall list: how old it is, and new reports from files."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from domain.refused import Refused
from station_app.actions.recall_words import state_words
from station_app.actions.recalls import RecallsImported, import_recalls
from station_app.station import Station
from ui.desk import Desk
from ui.widgets.controls import Notice, button, card, column, label
from ui.widgets.flow import FlowLayout


class RecallSettings(QWidget):
    """Reading a hundred reports takes a while, in the background; work goes on meanwhile."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.state = label(role="strong", name="settings-recalls-state")
        self.files = button(_("Import files …"), self.choose_files, name="settings-recalls-files")
        self.folder = button(_("Import a folder …"), self.choose_folder, name="settings-recalls-folder")
        self.done = Notice(desk.theme, name="settings-recalls-done", tone="success")
        self.problems = Notice(desk.theme, name="settings-recalls-problems", tone="warning")
        choose = QWidget()
        flow = FlowLayout(choose)
        flow.addWidget(self.files)
        flow.addWidget(self.folder)
        explained = _("Weekly reports of EU Safety Gate, as files (XML or .zip). Importing one again changes nothing.")
        inside = column(
            label(_("Recall list"), "heading"),
            label(explained, "subtle"),
            self.state,
            choose,
            self.done,
            self.problems,
            spacing=10,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        self._say_state()

    def choose_files(self) -> None:
        """Let a person choose reports."""
        _ = self._desk.texts.gettext
        self._choose(QFileDialog.FileMode.ExistingFiles, _("Choose reports"))

    def choose_folder(self) -> None:
        """Let a person choose a folder of reports."""
        self._choose(QFileDialog.FileMode.Directory, self._desk.texts.gettext("Choose a folder of reports"))

    def take(self, files: Sequence[str]) -> None:
        """Take these reports in."""
        self._set_busy(True)
        self.done.show_words("")
        self.problems.show_words("")
        paths = tuple(map(Path, files))
        self._desk.background.run(partial(_take, self._desk.station.another, paths), self._taken, self._failed)

    def _choose(self, mode: QFileDialog.FileMode, title: str) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.ExistingFiles:
            dialog.setNameFilter(self._desk.texts.gettext("Reports") + " (*.xml *.zip)")
        dialog.filesSelected.connect(self.take)
        dialog.open()

    def _taken(self, result: RecallsImported) -> None:
        _ = self._desk.texts.gettext
        self._set_busy(False)
        self._say_state()
        words = _("Taken in: {files} reports, {alerts} alerts; {fresh} new, {changed} changed.")
        self.done.show_words(
            words.format(files=result.files, alerts=result.alerts, fresh=result.fresh, changed=result.changed)
        )
        self.problems.show_words("\n".join(f"{each.error} {each.remedy}" for each in result.problems[:5]))

    def _failed(self, refused: Refused) -> None:
        self._set_busy(False)
        self.problems.show_words(self._desk.words(refused))

    def _set_busy(self, busy: bool) -> None:
        for each in (self.files, self.folder):
            each.setEnabled(not busy)

    def _say_state(self) -> None:
        station = self._desk.station
        self.state.setText(state_words(station.recalls.state(), station.clock().date(), self._desk.language))


def _take(another: Callable[[], Station], paths: tuple[Path, ...]) -> RecallsImported:
    with another() as station:
        return import_recalls(station, *paths)
