"""What this program is, how it is, and a file about it for whoever helps; shown before it is saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.diagnostics import About, Part, about, gather, licences, write
from station_app.doctor import Finding, examine
from station_app.sentences.upkeep import CHECKS
from station_app.station import Station
from ui.desk import Desk
from ui.parts.settings_backup import BackupSettings
from ui.said import Said
from ui.theme import TARGET
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.controls import Notice, button, card, column, field, label, row


class AboutSettings(QWidget):
    """Asks in the background each time it is shown: looking at a whole store takes its time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._parts: list[Part] = []
        self.facts = label(name="settings-about-facts")
        self.trouble = Notice(desk.theme, name="settings-about-trouble", tone="warning")
        self.fine = Notice(desk.theme, name="settings-about-fine", tone="success")
        self.make = button(_("Make diagnosis file …"), self.gather, name="settings-diagnosis-make")
        self.preview = label(name="settings-diagnosis-preview")
        self.save_button = button(_("Save …"), self.save, name="settings-diagnosis-save", kind="primary")
        self.backup = BackupSettings(desk)
        self.backup.made.connect(self.look)
        none_in_it = _("Photos, names, signatures and items are never in it.")
        health = column(label(_("About this program"), "heading"), self.facts, self.trouble, self.fine, spacing=10)
        diagnosis = column(
            label(_("Diagnosis file"), "heading"),
            label(none_in_it, "subtle"),
            row(self.make, None),
            self.preview,
            row(self.save_button, None),
            spacing=10,
        )
        self.setLayout(column(card(health), self.backup, card(diagnosis), card(self._licences()), None, spacing=16))
        self._show_parts([])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Look again."""
        super().showEvent(event)
        self.look()

    def look(self) -> None:
        """Ask how the program and its store are now."""
        self._desk.background.run(partial(_look, self._desk.station.another), self._looked, self._desk.warn)

    def gather(self) -> None:
        """Gather what would be in the file, and show it."""
        self.make.setEnabled(False)
        self._desk.background.run(partial(_gather, self._desk.station.another), self._show_parts, self._failed)

    def save(self) -> None:
        """Ask for a place."""
        _ = self._desk.texts.gettext
        dialog = QFileDialog(self, _("Save the diagnosis file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("ombruk-diagnosis.zip")
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write what was shown into this file."""
        self._desk.background.run(partial(write, self._parts, Path(file)), self._saved, self._desk.warn)

    def _licences(self) -> QVBoxLayout:
        _ = self._desk.texts.gettext
        self._texts = licences()
        names = ChoiceBox(self._desk.theme, _("Licence of"), name="settings-licence")
        names.addItems(list(self._texts))
        text = QPlainTextEdit()
        text.setObjectName("settings-licence-text")
        text.setAccessibleName(_("Text of the licence"))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(4 * TARGET)
        names.currentTextChanged.connect(lambda name: text.setPlainText(self._texts[name]))
        text.setPlainText(self._texts.get(names.currentText(), ""))
        words = _(
            "Ombruk is under EUPL-1.2, PySide6 under LGPL-3.0. The texts, and those of what else is shipped along:"
        )
        return field(_("Licences"), label(words, "subtle"), names, text)

    def _looked(self, found: tuple[About, tuple[Finding, ...]]) -> None:
        _, (facts, findings) = self._desk.texts.gettext, found
        self.facts.setText("\n".join(self._lines(facts)))
        self.backup.show_last(facts)
        wrong = [f"{_(CHECKS[each.name])}: {self._desk.words(each.found)}" for each in findings if not each.ok]
        self.trouble.show_words("\n\n".join(line[:1].upper() + line[1:] for line in wrong))
        fine = _("Looked at, nothing found: {names}")
        names = ", ".join(_(CHECKS[finding.name]) for finding in findings if finding.ok)
        self.fine.show_words(fine.format(names=names) if names else "", aloud=False)

    def _lines(self, facts: About) -> list[str]:
        _ = self._desk.texts.gettext
        lines = [
            _("Version {version}, store {schema}").format(version=facts.version, schema=facts.schema),
            _("Device {number} ({device})").format(number=facts.device_number, device=facts.device),
            _("Station: {station}").format(station=facts.station),
            _("Sends to {hub}").format(hub=facts.hub),
            _("Everything lies in {folder}").format(folder=facts.folder),
            _("Database {size} MB, with photos and receipts {all} MB").format(
                size=_megabytes(facts.database_bytes), all=_megabytes(facts.store_bytes)
            ),
            _("Events: {events}, of which the municipality has {sent}").format(
                events=facts.events, sent=facts.acknowledged
            ),
        ]
        if not facts.hub:
            lines[2:4] = [_("Not connected to a municipality; nothing is sent.")]
        return lines

    def _show_parts(self, parts: list[Part]) -> None:
        self._parts = parts
        self.make.setEnabled(True)
        self.preview.setText("\n".join(f"{part.name} · {max(1, len(part.data) // 1_000)} kB" for part in parts))
        self.preview.setVisible(bool(parts))
        self.save_button.setVisible(bool(parts))

    def _failed(self, refused: Refused) -> None:
        self.make.setEnabled(True)
        self._desk.warn(refused)

    def _saved(self, file: Path) -> None:
        self._desk.teller.say(Said("Saved: {file}", file=str(file)))


def _look(another: Callable[[], Station]) -> tuple[About, tuple[Finding, ...]]:
    with another() as station:
        return about(station), examine(station)


def _gather(another: Callable[[], Station]) -> list[Part]:
    with another() as station:
        return gather(station)


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)
