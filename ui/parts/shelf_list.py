"""The list of items: scrolls through any number of them, up and down, while few are held at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from ui.desk import Desk
from ui.parts.item_row import ItemRow
from ui.tables import ItemsModel

NEAR = 3
"""Rows from the top of what is held at which what is above is fetched."""


class ShelfList(QListView):
    """Keeps the rows on the screen where they are when rows come or go above them."""

    def __init__(self, desk: Desk, model: ItemsModel) -> None:
        super().__init__()
        self._model = model
        self._rows = ItemRow(desk)
        self.setObjectName("shelf-list")
        self.setAccessibleName(desk.texts.gettext("Items"))
        self.setUniformItemSizes(True)
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.moved.connect(self._stay)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def row_height(self) -> int:
        """Height of a row in px."""
        return max(1, self.sizeHintForRow(0))

    def _scrolled(self, value: int) -> None:
        if value < NEAR * self.row_height():
            self._model.fetch_above()

    def _stay(self, rows: int) -> None:
        bar = self.verticalScrollBar()
        value = bar.value() + rows * self.row_height()
        # The bar learns of the rows when they are laid out.
        self.doItemsLayout()
        bar.setValue(value)
