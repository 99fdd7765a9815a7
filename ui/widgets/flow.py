"""A layout that sets things beside each other and begins a new row when the width is used up, as text does."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget

WIDEST = 1.5
"""How much wider than asked for a column may become."""

_Place = tuple[QLayoutItem, int, int]
"""Something in a row, with the width and height in px that it gets."""


class FlowLayout(QLayout):
    """Rows of widgets from left to right.

    `columns_of` px and more makes all of them equally wide, filling each row; `last_right` sets the last one at the
    right edge. `across` sets so many in each row, whatever the width.
    """

    across = 0

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 8, columns_of: int = 0, last_right: bool = False
    ) -> None:
        # Before Qt makes its half, which may call `invalidate` already.
        self._heights: dict[int, int] = {}
        self._measured: dict[int, list[list[_Place]]] = {}
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._columns_of = columns_of
        self._last_right = last_right
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 (Qt's name)
        """Qt hands over an item."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 (Qt's name)
        """The item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 (Qt's name)
        """Remove and return the item at a place."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 (Qt's name)
        """It takes the width that it is given, and no more height than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px of all rows in this width. Qt asks many times over for each change, so it is remembered."""
        if width not in self._heights:
            margins = self.contentsMargins()
            inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
            self._heights[width] = self._lay_out(inner, move=False) + margins.top() + margins.bottom()
        return self._heights[width]

    def invalidate(self) -> None:
        """Something in it changed: Qt calls this for every item that comes, goes or has another size."""
        self._heights.clear()
        self._measured.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 (Qt's name)
        """Put everything in its place."""
        super().setGeometry(rect)
        self._lay_out(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as all of it in one row, unless the columns are given."""
        shown = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() + self.spacing() for size in shown)
        height = max((size.height() for size in shown), default=0)
        return self.minimumSize() if self._columns_of else QSize(width, height)

    def rows_in(self, width: int) -> int:
        """How many rows there would be in this width, in px without the margins."""
        return len(self._rows(width))

    def minimumSize(self) -> QSize:  # noqa: N802 (Qt's name)
        """The widest and the highest of the items."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        if self.across:
            size.setWidth(self.across * size.width() + (self.across - 1) * self.spacing())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        gap, top = self.spacing(), rect.y()
        rows = self._rows(rect.width())
        last = rows[-1][-1][0] if rows else None
        for row in rows:
            height = max(place[2] for place in row)
            left = rect.x()
            for item, width, own in row if move else ():
                at_end = self._last_right and item is last
                x = rect.x() + rect.width() - width if at_end else left
                # Columns are as high as the highest in their row; everything else keeps its own height, in the middle.
                own = height if self._columns_of else own
                item.setGeometry(QRect(x, top + (height - own) // 2, width, own))
                left += width + gap
            top += height + gap
        return max(0, top - gap - rect.y())

    def _rows(self, room: int) -> list[list[_Place]]:
        # Qt asks for the same width a dozen times until everything has its place.
        if room not in self._measured:
            self._measured[room] = self._measure(room)
        return self._measured[room]

    def _measure(self, room: int) -> list[list[_Place]]:
        shown, gap = self._shown(), self.spacing()
        even, columns = self._even_width(room, shown)
        # What is left over when the columns are even goes to the first of them: all rows end at the same edge.
        spare = room - columns * even - (columns - 1) * gap if columns else 0
        spare = spare if spare < columns else 0
        rows: list[list[_Place]] = []
        used = 0
        for place, item in enumerate(shown):
            hint = None if even and item.hasHeightForWidth() else item.sizeHint()
            wider = even + 1 if columns and place % columns < spare else even
            width = min(wider or (hint.width() if hint else 0), max(1, room))
            high = item.heightForWidth(width) if hint is None or item.hasHeightForWidth() else hint.height()
            if not rows or used + width > room:
                rows.append([])
                used = 0
            rows[-1].append((item, width, high))
            used += width + gap
        return rows

    def _even_width(self, width: int, shown: list[QLayoutItem]) -> tuple[int, int]:
        """The width in px that each has, and how many stand in a row; 0 and 0 where each has its own width."""
        gap = self.spacing()
        if self.across:
            return max(0, width - (self.across - 1) * gap) // self.across, self.across
        if not self._columns_of:
            return 0, 0
        least = max((item.minimumSize().width() for item in shown), default=0)
        columns = max(1, (width + gap) // (max(self._columns_of, least) + gap))
        # Rows are filled evenly: four tiles where three have room stand two and two.
        count = max(1, len(shown))
        rows = -(-count // min(columns, count))
        columns = -(-count // rows)
        filling = max(0, width - (columns - 1) * gap) // columns
        if rows > 1:
            return filling, columns
        # A few tiles do not stretch over a wide window, but they use it before their words wrap.
        words = max((item.sizeHint().width() for item in shown), default=0)
        return min(filling, max(least, words, round(self._columns_of * WIDEST))), columns


def wrapping(row: QHBoxLayout) -> FlowLayout:
    """The same things, the last of them at the right edge; what has no room beside the others goes below them."""
    flow = FlowLayout(spacing=row.spacing(), last_right=True)
    while (item := row.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            flow.addWidget(widget)
        elif (inner := item.layout()) is not None:
            holder = QWidget()
            holder.setLayout(inner)
            flow.addWidget(holder)
    return flow
