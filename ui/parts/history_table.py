"""The table of the history: one row chosen at a time, by keys or by touch."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.desk import Desk
from ui.parts.history_model import STRETCHED, HistoryModel

MEASURED = 60
"""Rows whose contents tell how wide a column is."""
LEAST = 5
"""Rows that have room, the headings among them; a smaller window scrolls as a whole."""


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
        self.setMinimumHeight(LEAST * height)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(STRETCHED, QHeaderView.ResizeMode.Stretch)
        heads.setResizeContentsPrecision(MEASURED)
        heads.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("0") * 7)
