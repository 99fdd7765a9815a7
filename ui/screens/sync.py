"""How sending to the municipality stands, in words, from the outbox's rows: what waits, what is wrong, send now."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout

from domain.refused import Refused
from station_app.actions.notices import mark_notice_seen
from station_app.sentences import SENTENCES
from station_app.station import Subject
from ui.desk import Desk
from ui.parts.stick_route import StickRoute
from ui.said import Problem, Said
from ui.screens.screen import Screen
from ui.sending import Sending, chip, sending_of
from ui.widgets.controls import Notice, button, card, label, row
from ui.words import moment


class SyncScreen(Screen):
    """`enrol_asked` when the device is to be connected."""

    subjects = frozenset(Subject)
    enrol_asked = Signal()

    def __init__(self, desk: Desk, send_now: Callable[[], None]) -> None:
        super().__init__(desk, name="sync")
        _ = desk.texts.gettext
        self._send_now = send_now
        self.state = Notice(desk.theme, name="sync-state", tone="info")
        self.problem = Notice(desk.theme, name="sync-problem")
        self.notice = Notice(desk.theme, name="sync-notice", tone="warning")
        self.seen = button(_("I have read this"), self._seen, name="sync-seen")
        self.not_applied = Notice(desk.theme, name="sync-not-applied", tone="warning")
        self.send = button(_("Send now"), self._send, name="sync-send", kind="primary")
        self.connect_button = button(
            _("Connect to the municipality …"), self.enrol_asked.emit, name="sync-enrol", kind="primary"
        )
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(8)
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        inside = QVBoxLayout()
        inside.addWidget(label(_("Sending to the municipality"), "title"))
        for shown in (self.state, self.problem, self.notice, self.seen, self.not_applied):
            inside.addWidget(shown)
        inside.addSpacing(4)
        inside.addLayout(self._facts)
        inside.addSpacing(8)
        self.kept = label(role="subtle", name="sync-kept")
        inside.addWidget(self.kept)
        self.stick = StickRoute(desk)
        body = QVBoxLayout()
        body.setSpacing(16)
        body.addWidget(card(inside))
        body.addWidget(self.stick)
        body.addStretch(1)
        self.build(body, row(self.send, self.connect_button, None))

    def refresh(self) -> None:
        """Read the outbox again."""
        desk = self.desk
        sending = sending_of(desk.station)
        shown = chip(sending, desk.texts, desk.language)
        tone = shown.tone if shown.tone in ("success", "warning", "danger", "info") else "info"
        self.state.set_tone(tone)
        self.state.show_words(shown.words, aloud=False)
        progress = sending.progress
        self.problem.show_words(self._told(progress.problem, progress.problem_detail), aloud=False)
        self.notice.show_words(self._told(progress.notice, progress.notice_detail), aloud=False)
        self.seen.setVisible(progress.notice is not None)
        self.not_applied.show_words(self._not_applied(), aloud=False)
        self.kept.setText(self._kept(sending))
        self.send.setVisible(sending.enrolled)
        self.send.setEnabled(sending.sending_on)
        self.connect_button.setVisible(not sending.enrolled)
        self.stick.setVisible(sending.enrolled and not sending.practice)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in self._known(sending):
            self._facts.addRow(label(name, "subtle"), label(value))

    def begun(self) -> tuple[Problem, ...] | None:
        """What was wrong with a stick."""
        return self.stick.problems or None

    def go_on(self, begun: tuple[Problem, ...]) -> None:
        """Say it in the language of now."""
        self.stick.show_problems(begun)

    def waits(self) -> bool:
        """What comes of a stick is shown here."""
        return self.stick.busy

    def arrive(self) -> None:
        """What can be done here; with nothing, how it stands is in sight."""
        first = self.send if self.send.isVisibleTo(self) else self.connect_button
        (first if first.isEnabled() else self).setFocus()
        self.to_top()

    def _known(self, sending: Sending) -> list[tuple[str, str]]:
        desk, progress = self.desk, sending.progress
        _ = desk.texts.gettext
        enrolment = desk.station.identity.enrolment
        contact = moment(desk, progress.last_contact_at) if progress.last_contact_at else _("never")
        facts = [
            (_("Municipality"), enrolment.municipality if enrolment else ""),
            (_("Station"), enrolment.station_name if enrolment else ""),
            (_("Device number"), str(desk.station.identity.device_number)),
            (_("Events that wait"), str(progress.waiting_events)),
            (_("Photos and receipts that wait"), str(progress.waiting_blobs)),
            (_("Sent and acknowledged"), f"{progress.acknowledged} / {progress.last_event}"),
            (_("Last contact"), contact if enrolment else ""),
        ]
        return [(name, value) for name, value in facts if value]

    def _kept(self, sending: Sending) -> str:
        """What becomes of what waits, and whether anything has to be done about it."""
        _ = self.desk.texts.gettext
        if sending.practice:
            return _("Nothing of this is sent: it is for practising.")
        if not sending.enrolled:
            return _("Everything is kept on this PC, and is sent once it is connected to the municipality.")
        if not sending.sending_on:
            return _("Everything is kept on this PC. It is sent once IT has switched sending on, or with a USB stick.")
        return _("Everything is kept on this PC and sent by itself when there is a network. Nothing has to be done.")

    def _told(self, code: str | None, detail: str | None) -> str:
        if code is None:
            return ""
        if code not in SENTENCES:
            return code
        return self.desk.words(Refused(code, what=detail or "", url=detail or "", hub=detail or ""))

    def _seen(self) -> None:
        mark_notice_seen(self.desk.station)

    def _not_applied(self) -> str:
        _ = self.desk.texts.gettext
        found = self.desk.station.outbox.not_applied()
        if not found:
            return ""
        lines = [_("The municipality holds these events but could not use them; its staff sees to it:")]
        lines += [f"{seq}: {kind} – {reason}" for seq, kind, reason in found[:20]]
        return "\n".join(lines)

    def _send(self) -> None:
        self._send_now()
        self.desk.teller.say(Said("Sending has begun"))
