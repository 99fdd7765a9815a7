"""Below a category whose things are not taken in here: why not, where they go instead, a button that turns it away."""

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout

from domain.catalogue import Category
from ui.desk import Desk
from ui.widgets.controls import Notice, button, row


class CategoryAdvice:
    """The catalogue's advice about one category; no room is taken while there is none."""

    def __init__(self, desk: Desk, turn_away: Callable[[], object]) -> None:
        self._desk = desk
        self.notice = Notice(desk.theme, name="register-advice", tone="warning")
        words = desk.texts.gettext("Turn it away (F8)")
        self.refuse = button(words, turn_away, name="register-advice-refuse", enter=False)

    def layout(self) -> QBoxLayout:
        """The words, and the button beside them."""
        beside = row(self.notice, self.refuse)
        beside.setStretch(0, 1)
        return beside

    def show(self, category: Category | None) -> None:
        """Say what there is to say of this category; None for none."""
        words = ""
        if category is not None and category.advice:
            reason, language = self._desk.station.catalogue.refusal_reason(category.advice), self._desk.language
            words = f"{reason.names.in_language(language)}. {reason.instead.in_language(language)}"
        if words != self.notice.words:
            self.notice.show_words(words)
        self.refuse.setVisible(bool(words))
