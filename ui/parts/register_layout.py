"""Where the parts of the registering form lie: side by side where there is room, else below each other."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme import BESIDE
from ui.widgets.controls import card, column
from ui.widgets.order import stand_after

if TYPE_CHECKING:
    from ui.parts.category_picker import CategoryPicker
    from ui.parts.thing_fields import ThingFields

PHOTOS_BESIDE, FIELDS_BESIDE = 98, 98
"""From so many digits' width of the screen on, photos stand beside the description, and its fields in pairs."""
PHOTO_SHARE = 0.22
"""Share of the width that photos take beside the description."""
PHOTO_DIGITS = 25
"""And at least so many digits' width, which its button needs."""
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own word for "as wide as you like"."""


class RegisterLayout:
    """Photos beside the description, which ends in rows of fields; the middle one of three keeps its own width."""

    def __init__(self, photos: QWidget, description: QLayout, rows: tuple[QBoxLayout, ...]) -> None:
        self._photos, self._rows = photos, rows
        self._width, self._height = 0, QWIDGETSIZE_MAX
        column_of_photos = column(photos, None)
        column_of_photos.setStretch(0, 1)
        column_of_photos.setStretch(1, 0)
        self.whole = beside(column_of_photos, description)

    def arrange(self, width: int, height: int) -> None:
        """Lay everything out for this width; photos are never higher than `height`, so they stay in sight. In px."""
        digits = width / max(1, self._photos.fontMetrics().horizontalAdvance("0"))
        photos_beside, fields_beside = digits >= PHOTOS_BESIDE, digits >= FIELDS_BESIDE
        _turn(self.whole, photos_beside, (0, 1))
        if not photos_beside:
            # The description first: it is what is always needed.
            self.whole.setDirection(QBoxLayout.Direction.BottomToTop)
        for each in self._rows:
            _turn(each, fields_beside, (1, 1) if each.count() == 2 else (1, 0, 1))
        room = max(round(width * PHOTO_SHARE), round(width / digits * PHOTO_DIGITS))
        self._photos.setMinimumWidth(room if photos_beside else 0)
        self._photos.setMaximumWidth(room if photos_beside else QWIDGETSIZE_MAX)
        self._width = width - 2 * BESIDE
        self._height = height if photos_beside else QWIDGETSIZE_MAX
        self.fit_photos()

    def fit(self, picker: "CategoryPicker", fields: "ThingFields", *, tiles_give_way: bool) -> None:
        """Have all be seen at once, where all of it does not scroll anyway: the note gives way first, then distances,
        then tiles, of which one is chosen.
        """
        picker.give_way(0)
        beside = self._height != QWIDGETSIZE_MAX
        for rows, close in ((2, False), (1, False), (1, True)) if beside else ((1, False),):
            fields.fit(note_rows=rows, close=close)
            if not self._missing():
                return
        if tiles_give_way:
            picker.give_way(self._missing())

    def _missing(self) -> int:
        """Height in px that is missing for all to be seen at once; 0 where it scrolls anyway."""
        body = self.whole.parentWidget()
        if self._height == QWIDGETSIZE_MAX or body is None:
            return 0
        # Qt tells a layout of what changed below it only when it lays out next: the innermost first.
        for each in (*reversed(body.findChildren(QWidget)), body):
            if (layout := each.layout()) is not None:
                layout.activate()
        return max(0, self.whole.totalHeightForWidth(self._width) - self._height)

    def fit_photos(self) -> None:
        """Other photos may need more height than is visible."""
        self._photos.setMaximumHeight(max(self._height, self._photos.heightForWidth(self._photos.minimumWidth())))


class PhotoPlace(QWidget):
    """Keeps the room of the photos, framed as they will be, until they are there."""

    def __init__(self) -> None:
        super().__init__()
        self._empty = card(QVBoxLayout())
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._empty)

    def fill(self, photos: QWidget) -> None:
        """Put the photos in their place."""
        self._box.replaceWidget(self._empty, photos)
        stand_after(photos, self._empty)
        self._empty.setParent(None)
        self._empty.deleteLater()


def beside(*parts: QWidget | QLayout) -> QBoxLayout:
    """Parts beside each other, until `arrange` turns them."""
    box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def as_widget(*parts: QWidget | QLayout | None, spacing: int = 10) -> QWidget:
    """Parts below each other, as one thing that can be hidden."""
    holder = QWidget()
    holder.setLayout(column(*parts, spacing=spacing))
    return holder


def _turn(box: QBoxLayout, side_by_side: bool, shares: tuple[int, ...]) -> None:
    box.setDirection(QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom)
    box.setSpacing(24 if side_by_side else 10)
    for place, share in enumerate(shares):
        box.setStretch(place, share if side_by_side else 0)
