"""Trying a scanner: a code to scan on the screen, and what came of it in characters, milliseconds and layout."""

from collections.abc import Sequence

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from station_app.devices.scanner_test import SHOWN, Key, Verdict, judge
from ui.desk import Desk
from ui.parts.settings_choices import Choices
from ui.said import Said
from ui.widgets.bar_code import BarCode
from ui.widgets.controls import Notice, announce, button, card, column, label, row
from ui.widgets.key_trap import KeyTrap


class ScannerSettings(QWidget):
    """While the test runs every key is caught; it ends by itself with the code, or by Escape."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._choices = desk, choices
        self._verdict: Verdict | None = None
        self._trap = KeyTrap(self)
        self._trap.caught.connect(self._caught)
        self._trap.stopped.connect(self._stopped)
        self.code = BarCode(SHOWN, name="settings-scanner-code", meaning=_("Code to scan: {text}").format(text=SHOWN))
        self.start_button = button(_("Start the test"), self.start, name="settings-scanner-start", kind="primary")
        self.asks = label(role="strong", name="settings-scanner-asks")
        self.came = label(name="settings-scanner-came")
        self.pace = label(name="settings-scanner-pace")
        self.layout_words = Notice(desk.theme, name="settings-scanner-layout")
        self.end_words = Notice(desk.theme, name="settings-scanner-end", tone="warning")
        self.gap = label(name="settings-scanner-gap")
        self.use_button = button("", self.use, name="settings-scanner-use")
        explained = _(
            "Our labels hold digits only, so most keyboard layouts do not change them. The test shows how it is here."
        )
        inside = column(
            label(_("Scanner"), "heading"),
            label(explained, "subtle"),
            row(self.start_button, None),
            self.asks,
            self.code,
            self.came,
            self.pace,
            self.layout_words,
            self.end_words,
            self.gap,
            row(self.use_button, None),
            spacing=10,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        self._stopped()
        self._show(None)

    def start(self) -> None:
        """Wait for a scan of the code on the screen."""
        self._show(None)
        words = self._desk.texts.gettext("Scan the code below now. Escape stops the test.")
        self.asks.setText(words)
        announce(self.asks, words)
        self._trap.start()

    def use(self) -> None:
        """Take the pause that this scanner needs."""
        if self._verdict is not None and self._verdict.gap_ms is not None:
            self._choices.keep(Said("Longest pause within a scan"), scan_gap_ms=self._verdict.gap_ms)
            self._show(self._verdict)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Keys go where they go again."""
        super().hideEvent(event)
        self._trap.stop()

    def _caught(self, keys: Sequence[Key], end_ms: float | None) -> None:
        self._show(judge(keys, ended=end_ms is not None, end_ms=end_ms))
        self.start_button.setFocus()

    def _stopped(self) -> None:
        self.asks.setText(self._desk.texts.gettext("Start the test, then scan the code below."))

    def _show(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        for part in (self.came, self.pace, self.gap):
            part.setVisible(verdict is not None)
        self.use_button.hide()
        if verdict is None:
            self.layout_words.show_words("")
            self.end_words.show_words("")
            return
        _ = self._desk.texts.gettext
        self.came.setText(_("What came: {text}").format(text=verdict.text or "–"))
        self._show_layout(verdict)
        no_end = _("Nothing came behind the code. Set the scanner to send Enter after each code (see its manual).")
        self.end_words.show_words("" if verdict.ended else no_end)
        self._show_pace(verdict)

    def _show_layout(self, verdict: Verdict) -> None:
        _ = self._desk.texts.gettext
        changes = ", ".join(
            _("“{printed}” into “{came}”").format(printed=swap.printed, came=swap.came) for swap in verdict.swaps[:6]
        )
        if verdict.whole:
            tone, words = "success", _("The keyboard layout fits: everything came as it stands in the code.")
        elif verdict.other:
            tone, words = "warning", _("Another code was scanned than the one shown here. Scan the one above.")
        elif verdict.digits_whole:
            tone, words = (
                "warning",
                _(
                    "The keyboard layout turns {changes}. Our own labels are not touched by that. "
                    "For other codes, set the scanner to the layout of this PC."
                ).format(changes=changes),
            )
        else:
            tone, words = (
                "danger",
                _(
                    "Digits come out wrong: {changes}. Our labels cannot be read like that. "
                    "Set the scanner to the layout of this PC."
                ).format(changes=changes),
            )
        self.layout_words.set_tone(tone)
        self.layout_words.show_words(words)

    def _show_pace(self, verdict: Verdict) -> None:
        _, now = self._desk.texts.gettext, self._desk.station.config.scan_gap_ms
        if verdict.median_ms is None or verdict.longest_ms is None or verdict.gap_ms is None:
            self.pace.setText(_("Too few keys came to say anything about the pace."))
            self.gap.setText("")
            return
        pace = _("Pace: {usual} ms between two keys, {longest} ms at most.")
        self.pace.setText(pace.format(usual=round(verdict.median_ms), longest=round(verdict.longest_ms)))
        words = _("Longest pause within a scan: {now} ms now, {wanted} ms suggested.")
        words = words.format(now=now, wanted=verdict.gap_ms)
        if verdict.slow:
            words += " " + _("So slow a scanner may be mistaken for typing; set it to send faster if it can.")
        self.gap.setText(words)
        self.use_button.setText(_("Use {wanted} ms").format(wanted=verdict.gap_ms))
        self.use_button.setVisible(verdict.gap_ms != now)
