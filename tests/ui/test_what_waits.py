"""What was not sent yet stays whatever people do at the counter: other language, other people, the lock, a restart."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from domain.staff import Role
from station_app.actions.settings import keep_settings
from station_app.actions.staff import add_member, go_on_duty, lock
from station_app.station import Station
from ui.bridge import Bridge
from ui.sending import sending_of
from ui.window import MainWindow


def waiting(station: Station) -> tuple[int, int]:
    """Events that wait by the chip's own count, and by the log."""
    return sending_of(station).waiting, sum(1 for _ in station.journal.records())


def test_nothing_that_waits_is_lost_by_language_people_lock_or_restart(
    window: MainWindow, station: Station, registered: Callable[..., str], qtbot: QtBot
) -> None:
    for _ in range(3):
        registered()
    before = waiting(station)
    assert before == (3, 3)

    keep_settings(station, language="nn", theme="dark", text_percent=200)
    qtbot.waitUntil(lambda: window.desk.language == "nn")
    assert waiting(station) == before

    add_member(station, "KB", Role.ADMINISTRATOR)
    go_on_duty(station, "KB")
    lock(station)
    assert waiting(station) == before

    with station.another() as restarted:
        again = MainWindow(restarted, Bridge())
        qtbot.addWidget(again)
        again.show()
        assert waiting(restarted) == before
        assert [item.number for item in restarted.items.page().items] == [
            item.number for item in station.items.page().items
        ]
        again.close()
