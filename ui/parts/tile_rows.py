"""Room for rows of tiles: a few rows always, more where there is room; what does not fit scrolls."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QSizePolicy

from ui.theme import TILE, Theme
from ui.widgets.controls import GAP, column
from ui.widgets.scrolled import scroll_in
from ui.widgets.tile_group import TileGroup

ROWS = 3
"""Rows of tiles that are in sight, where they need not give way."""
PEEK = 20
"""So many px of a second row are in sight at least, by which it is seen that there are more."""
SCROLL_BAR = 14
"""Room in px that a scroll bar may take of the tiles' width."""


class TileRows(QScrollArea):
    """Holds one group of tiles. `whole` is for where all scrolls already: every tile is shown."""

    def __init__(self, theme: Theme, tiles: TileGroup, *, whole: bool) -> None:
        super().__init__()
        self._tiles, self._whole = tiles, whole
        self._room = self._given = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        scroll_in(self, column(tiles, None))
        tile = max(theme.least(TILE), 2 * self.fontMetrics().lineSpacing() + 20)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._smallest = tile + PEEK
        self.setMinimumHeight(0 if whole else ROWS * tile + (ROWS - 1) * GAP)
        self._least = self.minimumHeight()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A few rows, however many there are."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def fit(self, *, usual: bool) -> None:
        """Show the `usual` tiles whole, also where their words take three rows; whatever else is shown has the same
        room, so that nothing below moves.
        """
        if self._whole or usual:
            self._room = self._tiles.heightForWidth(self.width() - SCROLL_BAR)
        self._take_room()

    def give_way(self, height: int) -> None:
        """Leave so many px to what stands below, as far as a row stays in sight; the tiles scroll then."""
        self._given = height
        self._take_room()

    def _take_room(self) -> None:
        room = self._room or self._least
        self.setMinimumHeight(max(min(room, self._smallest), room - self._given))

    def to_chosen(self, value: str) -> None:
        """Scroll to the tile that stands for `value`, else to the first."""
        self.verticalScrollBar().setValue(0)
        if (chosen := self._tiles.tile(value)) is not None:
            # Once it has its place: chosen by an earlier registration it may stand far down.
            QTimer.singleShot(0, chosen, lambda: self.ensureWidgetVisible(chosen))
