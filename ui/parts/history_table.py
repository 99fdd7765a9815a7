"""The table of the history: one row chosen at a time, by keys or by touch."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.desk import Desk
from ui.parts.history_model import STRETCHED, TOLD_BELOW, HistoryModel
from ui.theme import LARGE_TEXT

MEASURED = 60
"""Rows whose contents tell how wide a column is."""
LEAST, LEAST_LARGE = 5, 3
"""Rows that have room, the headings among them, and in large text; a smaller window scrolls as a whole."""
ACTOR_DIGITS = 16
"""So many digits' width an actor's name has at least."""


class HistoryTable(QTableView):
    """Rows are high enough for a finger; the actor's name takes the room that is left."""

    def __init__(self, desk: Desk, model: HistoryModel) -> None:
        super().__init__()
        self.setObjectName("history-table")
        self.setAccessibleName(desk.texts.gettext("Handovers and reversals"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        height = max(desk.theme.least(), self.fontMetrics().lineSpacing() + 20)
        self.verticalHeader().setDefaultSectionSize(height)
        large = desk.theme.text_percent > LARGE_TEXT
        self.setMinimumHeight((LEAST_LARGE if large else LEAST) * height)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(STRETCHED, QHeaderView.ResizeMode.Stretch)
        heads.setResizeContentsPrecision(MEASURED)
        heads.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0") * 7)
        model.modelReset.connect(self._fit)
        model.rowsInserted.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """More or less has room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what has no room; of the row that is chosen it stands below the table."""
        heads = self.horizontalHeader()
        wanted = {
            column: max(self.sizeHintForColumn(column), heads.sectionSizeHint(column), heads.minimumSectionSize())
            for column in range(heads.count())
        }
        wanted[STRETCHED] = self.fontMetrics().horizontalAdvance("0") * ACTOR_DIGITS
        left_out: set[int] = set()
        for column in TOLD_BELOW:
            if sum(width for each, width in wanted.items() if each not in left_out) > self.viewport().width():
                left_out.add(column)
        for column in TOLD_BELOW:
            self.setColumnHidden(column, column in left_out)
