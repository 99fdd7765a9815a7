"""The small pictures below a large one, each with a button that takes it away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.desk import Desk
from ui.widgets.controls import icon_button
from ui.widgets.flow import FlowLayout

SMALL = 72
"""Side of a small picture in px."""


class SmallPictures(QWidget):
    """Takes no room while there is none. `remove` is told the number that a picture was given."""

    def __init__(self, desk: Desk, remove: Callable[[int], None], *, name: str) -> None:
        super().__init__()
        self._desk, self._remove = desk, remove
        self.setObjectName(name)
        self._row = FlowLayout(self, spacing=8)

    def show_pictures(self, pictures: Sequence[tuple[int, QPixmap]]) -> None:
        """Show these, each with the number that `remove` is told."""
        while self._row.count():
            taken = self._row.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (number, pixmap) in enumerate(pictures, start=1):
            self._row.addWidget(self._one(place, number, pixmap))
        self.setVisible(bool(pictures))
        self.updateGeometry()

    def _one(self, place: int, number: int, pixmap: QPixmap) -> QWidget:
        _ = self._desk.texts.gettext
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = QLabel()
        shown.setPixmap(pixmap.scaled(SMALL, SMALL, keep, smooth))
        shown.setFixedSize(SMALL, SMALL)
        shown.setAccessibleName(_("Photo {place}").format(place=place))
        name = self.objectName().removesuffix("-small")
        remove = icon_button(
            self._desk.theme,
            "XMark",
            _("Remove photo {place}").format(place=place),
            lambda: self._remove(number),
            name=f"{name}-remove-{place}",
            kind="",
        )
        remove.setAutoDefault(False)
        holder = QWidget()
        # The button lies on a corner of the picture, so that three of them have room beside each other.
        over = QGridLayout(holder)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(shown, 0, 0)
        over.addWidget(remove, 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        return holder
