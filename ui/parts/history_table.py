"""The table of the history: one row chosen at a time, by keys or by touch."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.desk import Desk
from ui.parts.history_model import STRETCHED, TOLD_BELOW, HistoryModel
from ui.theme import LARGE_TEXT

MEASURED = 60
"""Rows whose contents tell how wide a column is."""
LEAST, LEAST_LARGE = 5, 3
"""Rows that have room, the headings among them, and in large text; a smaller window scrolls as a whole."""


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
        for column in TOLD_BELOW if large else ():
            # Not everything has room then, and of what is chosen it stands below the table.
            self.setColumnHidden(column, True)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(STRETCHED, QHeaderView.ResizeMode.Stretch)
        heads.setResizeContentsPrecision(MEASURED)
        heads.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0") * 7)
