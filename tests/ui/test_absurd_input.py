"""Whatever is pasted into whatever field: it is taken or refused in words, quickly, and nothing breaks."""

import time
from collections.abc import Callable, Iterator

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.item import State
from domain.text import NOTE_LIMIT, TITLE_LIMIT
from station_app.station import Station
from ui.window import MainWindow

ABSURD = {
    "long": "å" * 10_000,
    "nul": "bicycle\x00' OR 1=1 --",
    "right to left": "\u202edrawkcab \u0627\u0644\u062f\u0631\u0627\u062c\u0629 \u202c",
    "emoji": "👩‍👩‍👧‍👦🚲" * 40,
    "lines": "one\r\ntwo\u2028three\n\n\n",
    "search": '"*" AND NOT (NEAR{} ^"%_\\ -: kg',
    "half a character": "a\ud83d",
    "markup": "<b onclick=x>&amp;{count}%s</b><img src=/etc/passwd>",
}
WEIGHTS = (
    *("1e309", "-1", "nan", "inf", "0", "0,0001", "9" * 400, "1,2,3", "٣٤", "１２", "1 000 000", "0x10", "½"),
    *("--5", "+", ",", "14\n5", "1_000", "kg", "5 kg kg"),
)
SCREENS = ("register", "shelf", "handover", "signing", "history", "staff", "enrol", "editing", "discarding")
SLOW_SECONDS = 3.0
"""Of processor time: others who work do not count. What grows with the square of 10,000 characters takes longer."""


def put_in_front(window: MainWindow, number: str, name: str) -> None:
    if name == "signing":
        window.show_screen("handover")
        screen = window.pages.handover
        screen.actor.choose(samples.FRETEX)
        window.take_number(number)
        screen.to_signing()
    elif name == "staff":
        window.show_screen("settings")
        window.pages.settings.show_section("staff")
    elif name in ("editing", "discarding"):
        window.show_screen("shelf")
        window.take_number(number)
        press = {"editing": "item-change", "discarding": "item-discard"}[name]
        window.pages.shelf.panel.findChild(QPushButton, press).click()
    else:
        window.show_screen(name)
    QApplication.processEvents()


def fields(window: MainWindow) -> Iterator[QWidget]:
    """Every field that text can be put into now."""
    for field in window.findChildren(QWidget):
        takes = isinstance(field, QLineEdit | QPlainTextEdit) and not field.isReadOnly()
        if takes and field.isVisible() and field.isEnabled() and not isinstance(field.parent(), QAbstractSpinBox):
            yield field


def paste(field: QWidget, text: str) -> None:
    """As Ctrl+V does."""
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("name", SCREENS)
def test_whatever_is_pasted_into_a_field_breaks_nothing(
    window: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str], name: str
) -> None:
    number = registered()
    put_in_front(window, number, name)
    places = len([*fields(window)])
    assert places, "nothing to type into"
    for place in range(places):
        for what, text in ABSURD.items():
            found = [*fields(window)]
            if place >= len(found):
                continue
            field, began = found[place], time.process_time()
            paste(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: not window.background.busy)
            QApplication.processEvents()
            assert time.process_time() - began < SLOW_SECONDS, (name, field.objectName(), what)
            assert "program" not in window.strip.problem.words, (name, field.objectName(), what)
            window.strip.clear_problem()
            if name in ("editing", "discarding", "staff"):
                put_in_front(window, registered(), name)
    window.grab()
    assert station.verify().ok


@pytest.mark.parametrize("text", WEIGHTS)
def test_an_absurd_weight_is_never_saved(window: MainWindow, station: Station, qtbot: QtBot, text: str) -> None:
    form = window.pages.register.form
    form.picker.choose("bicycle")
    paste(form.weight.entry, text)
    window.pages.register.save()
    qtbot.waitUntil(lambda: not window.background.busy)
    assert station.items.page().items == ()
    assert form.weight.entry.text() == text, "what was typed stays to be mended"


def test_what_is_saved_of_absurd_texts_is_whole_or_refused(
    window: MainWindow, station: Station, qtbot: QtBot, hands: Hands
) -> None:
    form = window.pages.register.form
    for text in ABSURD.values():
        form.picker.choose("bicycle")
        form.weight.entry.setText("14")
        paste(form.title, text)
        window.pages.register.save()
        qtbot.waitUntil(lambda: not window.background.busy)
        form.title.clear()
    for item in station.items.page().items:
        assert len(item.title) <= TITLE_LIMIT
        assert len(item.note) <= NOTE_LIMIT
        assert not any(character in item.title for character in "\x00\u202e\n\u2028")
        assert item.state is State.REGISTERED
    assert station.verify().ok
