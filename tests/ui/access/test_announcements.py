"""What happened is said to a screen reader: a result when there is a pause, a problem at once."""

import pytest
from PySide6.QtGui import QAccessible

from ui.said import Said
from ui.widgets import aloud
from ui.window import MainWindow

Heard = list[tuple[str, QAccessible.AnnouncementPoliteness]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What goes to the platform; offscreen nobody listens there."""
    heard: Heard = []

    class Ear:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event: aloud.QAccessibleAnnouncementEvent) -> None:  # noqa: N802 (Qt's name)
            heard.append((event.message(), event.politeness()))

    monkeypatch.setattr(aloud, "QAccessible", Ear)
    return heard


def test_a_result_is_polite_and_a_problem_is_not(window: MainWindow, said: Heard) -> None:
    window.say(Said("Saved 1 00031 0000017 4"))
    window.warn(Said("The printer is out of paper."))
    assert said == [
        ("Saved 1 00031 0000017 4", QAccessible.AnnouncementPoliteness.Polite),
        ("The printer is out of paper.", QAccessible.AnnouncementPoliteness.Assertive),
    ]


def test_help_says_that_it_is_there(window: MainWindow, said: Heard) -> None:
    window.body.toggle("register")
    assert said[-1] == ("Help: Register", QAccessible.AnnouncementPoliteness.Polite)
