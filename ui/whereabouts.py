"""Where somebody is: what stands half typed, how far they have scrolled, where the focus is. Told apart by the names of
widgets, so that it can be given back to a window that is drawn anew.
"""

from collections.abc import Iterator, Mapping

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget

Field = QLineEdit | QPlainTextEdit


class Place(msgspec.Struct, frozen=True):
    """What a person typed into a screen's fields, by name, and how far its parts are scrolled, in shares of the whole.

    Only what a person typed: what a screen has filled in itself is its own to fill in again.
    """

    typed: Mapping[str, str]
    scrolled: Mapping[str, float]

    @classmethod
    def of(cls, screen: QWidget) -> "Place":
        """Where somebody is on this screen."""
        typed = {field.objectName(): _text(field) for field in _fields(screen) if _by_a_person(field)}
        bars = {name: area.verticalScrollBar() for name, area in _areas(screen)}
        return cls(typed, {name: bar.value() / bar.maximum() for name, bar in bars.items() if bar.value()})

    def fill(self, screen: QWidget) -> None:
        """Put what was typed into its fields."""
        for field in _fields(screen):
            if (text := self.typed.get(field.objectName())) is not None:
                _put(field, text)

    def scroll(self, screen: QWidget) -> None:
        """Scroll to where it was; not before everything has its place."""
        for name, area in _areas(screen):
            if share := self.scrolled.get(name):
                bar = area.verticalScrollBar()
                bar.setValue(round(share * bar.maximum()))


class Focus(msgspec.Struct, frozen=True):
    """The name of what has the focus, empty for what has none, and where the cursor stands in it."""

    name: str = ""
    cursor: int = 0

    @classmethod
    def of(cls, window: QWidget) -> "Focus":
        """Where the focus is in a window; also while another program is in front."""
        widget = window.focusWidget()
        if isinstance(widget, QLineEdit):
            return cls(widget.objectName(), widget.cursorPosition())
        if isinstance(widget, QPlainTextEdit):
            return cls(widget.objectName(), widget.textCursor().position())
        return cls(widget.objectName()) if widget is not None else cls()

    def give(self, inside: QWidget) -> None:
        """Put the focus there again, if there is such a thing and it can be seen; else leave it where it is."""
        if not self.name:
            return
        for widget in inside.findChildren(QWidget, self.name):
            if widget.isEnabled() and not _put_away(widget, inside):
                widget.setFocus()
                if isinstance(widget, QLineEdit):
                    widget.setCursorPosition(self.cursor)
                elif isinstance(widget, QPlainTextEdit):
                    cursor = widget.textCursor()
                    cursor.setPosition(min(self.cursor, len(widget.toPlainText())))
                    widget.setTextCursor(cursor)
                return


def _put_away(widget: QWidget, inside: QWidget) -> bool:
    """Whether somebody hid it. Qt also calls hidden what was made just now and is shown as soon as the window works."""
    around: QWidget | None = widget
    while around is not None and around is not inside:
        if around.isHidden() and around.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return True
        around = around.parentWidget()
    return False


def _fields(screen: QWidget) -> Iterator[Field]:
    yield from (field for field in screen.findChildren(QLineEdit) if field.objectName())
    yield from (field for field in screen.findChildren(QPlainTextEdit) if field.objectName())


def _by_a_person(field: Field) -> bool:
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _put(field: Field, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(True)
    else:
        field.setPlainText(text)
        field.document().setModified(True)


def _areas(screen: QWidget) -> Iterator[tuple[str, QAbstractScrollArea]]:
    """What scrolls, by its own name or by that of what it stands in and its place there."""
    count: dict[str, int] = {}
    for area in screen.findChildren(QAbstractScrollArea):
        if area.objectName():
            yield area.objectName(), area
            continue
        around = area.parentWidget()
        while around is not None and not around.objectName():
            around = around.parentWidget()
        owner = around.objectName() if around is not None else ""
        count[owner] = count.get(owner, 0) + 1
        yield f"{owner}-{count[owner]}", area
