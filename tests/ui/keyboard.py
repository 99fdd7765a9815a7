"""Hands for the tests: typing like a person, scanning like a scanner, drawing with a mouse."""

import itertools

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.signature_pad import SignaturePad
from ui.window import MainWindow

_times = itertools.count(1_000_000, 10_000)


class Hands:
    """What a person does at the counter. Times of scanned keys are given, not waited for."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, wherever the focus is; returns when nothing is held back any more."""
        QTest.keyClick(self._focus(), key, modifier)
        self._settle()

    def type(self, text: str) -> None:
        """Text as a person types it: slower than any scanner."""
        for character in text:
            QTest.keyClick(self._focus(), character)
            self._settle()

    def scan(self, code: str, gap_ms: int = 12, end: Qt.Key = Qt.Key.Key_Return) -> None:
        """A code as a scanner types it into whatever has the focus."""
        start = next(_times)
        for place, character in enumerate(code):
            self._send(Qt.Key(ord(character.upper())), character, start + place * gap_ms)
        self._send(end, "\t" if end == Qt.Key.Key_Tab else "\r", start + len(code) * gap_ms)
        self._settle()

    def burst(self, text: str) -> None:
        """Text at the pace of a scanner, without anything that ends it."""
        start = next(_times)
        for place, character in enumerate(text):
            self._send(Qt.Key.Key_A, character, start + 3 * place)
        self._settle()

    def draw(self, pad: SignaturePad) -> None:
        """A signature of two strokes with the mouse."""
        left = Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        for stroke in (((20, 90), (60, 30), (90, 100)), ((110, 90), (170, 40), (220, 95))):
            QTest.mousePress(pad, left, none, QPoint(*stroke[0]))
            for place in stroke[1:]:
                QTest.mouseMove(pad, QPoint(*place))
            QTest.mouseRelease(pad, left, none, QPoint(*stroke[-1]))

    def done(self) -> None:
        """Until everything in the background has answered."""
        self._qtbot.waitUntil(lambda: self._window.background.busy == 0)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _send(self, key: Qt.Key, text: str, at_ms: int) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(at_ms)
            QApplication.sendEvent(self._focus(), event)

    def _settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self._window.scan_filter.holding)
