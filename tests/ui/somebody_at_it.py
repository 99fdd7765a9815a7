"""Somebody at the counter: what they type and press, and what they see of it. For the tests beside it."""

from dataclasses import dataclass, field

import counter_samples as samples
from keyboard import Hands
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.settings import keep_settings
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow


@dataclass
class Counter:
    """The window with somebody at it, a colleague with a PIN, things on the shelf and a handover in the history."""

    window: MainWindow
    station: Station
    bridge: Bridge
    hands: Hands
    qtbot: QtBot
    things: list[str] = field(default_factory=list)
    receipt: str = ""

    def there(self, name: str) -> QWidget:
        (only,) = [found for found in self.window.centralWidget().findChildren(QWidget, name) if found.isVisible()]
        return only

    def shown(self, name: str) -> bool:
        return any(found.isVisible() for found in self.window.centralWidget().findChildren(QWidget, name))

    def text(self, name: str) -> str:
        """What stands in a field that is seen."""
        field = self.there(name)
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def write(self, name: str, words: str) -> None:
        """Go to a field and type."""
        self.there(name).setFocus()
        self.hands.type(words)

    def click(self, name: str) -> None:
        button = self.there(name)
        assert isinstance(button, QWidget)
        button.setFocus()
        button.click()  # type: ignore[attr-defined]

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def redrawn(self, **settings: object) -> None:
        """Something is changed for which the window is drawn anew."""
        before = self.window.pages
        keep_settings(self.station, **settings)
        self.qtbot.waitUntil(lambda: self.window.pages is not before)
        self.settled()

    def settled(self) -> None:
        self.hands.done()
        for _turn in range(3):
            QApplication.processEvents()


def hand_over_one(station: Station, number: str) -> str:
    """Hand this thing over, to be signed on paper; the number of the receipt."""
    order = Order(orgnr=samples.FRETEX, numbers=(number,), representative="Ola Nordmann", signature=None)
    prepared = prepare_handover(station, order)
    return hand_over(station, prepared, render_receipt(prepared.receipt)).number
