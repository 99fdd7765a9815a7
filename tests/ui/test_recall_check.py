"""While a title is typed, the recall list is asked: a warning with a way out, one quiet line, or nothing at all."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

sys.path.append(str(Path(__file__).parents[1] / "station"))
import safety_gate_samples as samples  # (the same reports as the station's tests)

from domain.staff import Role
from station_app.actions.recalls import import_recalls
from station_app.station import Duty, Station
from ui.background import Background
from ui.desk import Desk
from ui.devices import Devices
from ui.parts.recall_check import PAUSE_MS, RecallCheck
from ui.theme import TARGET, Theme
from ui.widgets.controls import column


class Ear:
    """Hears what the strip would say."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def say(self, words: str, undo: object = None) -> None:  # noqa: ARG002 (the protocol's name)
        raise AssertionError(words)

    def warn(self, words: str) -> None:
        self.warnings.append(words)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def check(qtbot: QtBot, station: Station, ear: Ear) -> Iterator[RecallCheck]:
    background = Background()
    form = QWidget()
    qtbot.addWidget(form)
    made = RecallCheck(Desk(station, Theme("light"), background, ear, Devices(station.config, form)))
    form.setLayout(column(made))
    Theme("light").dress(form)
    yield made
    background.finish(1_000)


@pytest.fixture
def listed(station: Station, tmp_path: Path) -> None:
    station.on_duty = Duty("KB", Role.ADMINISTRATOR)
    import_recalls(station, samples.write(tmp_path, *samples.WEEK))


def typed(check: RecallCheck, qtbot: QtBot, title: str, category: str = "") -> None:
    """A title, and the pause after it."""
    check.look_up(title, category)
    qtbot.waitUntil(lambda: not check.waiting, timeout=20 * PAUSE_MS)


@pytest.mark.usefixtures("listed")
def test_a_recalled_thing_is_warned_about_with_a_way_to_turn_it_away(check: RecallCheck, qtbot: QtBot) -> None:
    typed(check, qtbot, "Lumiva LX9000")
    assert check.hit
    assert not check.isHidden()
    assert check.notice.property("tone") == "warning"
    for words in ("Lumiva", "Table lamp", "LX9000", "Electric shock", "Do not hand it over", "A12/01239/26"):
        assert words in check.notice.words
    assert check.notice.accessibleName() == check.notice.words
    assert not check.quiet.isVisibleTo(check)
    assert check.refuse.minimumHeight() >= TARGET
    with qtbot.waitSignal(check.refuse_asked):
        check.refuse.click()


@pytest.mark.usefixtures("listed")
def test_silence_of_the_list_is_one_quiet_line(check: RecallCheck, qtbot: QtBot) -> None:
    typed(check, qtbot, "Ukjent merke")
    assert not check.hit
    assert not check.notice.isVisibleTo(check)
    assert not check.refuse.isVisibleTo(check)
    assert check.quiet.text() == ("Not found in the list of 20 Nov 2026 (3 alerts). That does not mean it is safe.")


def test_without_a_list_nothing_is_claimed(check: RecallCheck, qtbot: QtBot) -> None:
    typed(check, qtbot, "Lumiva LX9000")
    assert check.isHidden()
    assert not check.check_barcode("5901234123457")
    assert check.isHidden()


@pytest.mark.usefixtures("listed")
def test_nobody_is_disturbed_while_typing(check: RecallCheck, qtbot: QtBot) -> None:
    for length in range(1, len("Lumiva LX9000") + 1):
        check.look_up("Lumiva LX9000"[:length])
        assert check.isHidden()
    assert check.waiting
    typed(check, qtbot, "Lumiva LX9000")
    assert check.hit


@pytest.mark.usefixtures("listed")
def test_an_empty_title_takes_the_words_away_at_once(check: RecallCheck, qtbot: QtBot) -> None:
    typed(check, qtbot, "Lumiva LX9000")
    check.look_up("")
    assert check.isHidden()
    assert not check.waiting


@pytest.mark.usefixtures("listed")
def test_the_category_tells_things_of_one_brand_apart(check: RecallCheck, qtbot: QtBot) -> None:
    typed(check, qtbot, "Lumiva", "kettle")
    assert "Kokeglad" in check.notice.words
    assert "LX9000" not in check.notice.words


@pytest.mark.usefixtures("listed")
def test_a_scanned_barcode_is_looked_up_at_once_and_its_warning_stays(check: RecallCheck, qtbot: QtBot) -> None:
    assert check.check_barcode("5901234123457")
    assert "Knerten" in check.notice.words
    typed(check, qtbot, "Ukjent merke")
    assert "Knerten" in check.notice.words
    check.clear()
    assert check.isHidden()
    typed(check, qtbot, "Ukjent merke")
    assert not check.hit


@pytest.mark.usefixtures("listed")
def test_a_barcode_that_is_not_in_the_list_leaves_the_title_its_say(check: RecallCheck, qtbot: QtBot) -> None:
    assert check.check_barcode("73513537")
    assert "does not mean it is safe" in check.quiet.text()
    typed(check, qtbot, "Lumiva LX9000")
    assert check.hit


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("digits", ["", "5901234123458", "10003100042179", "590123", "brand : Lumiva"])
def test_what_is_no_barcode_is_not_looked_up(check: RecallCheck, digits: str) -> None:
    assert not check.check_barcode(digits)
    assert check.isHidden()


def test_a_list_that_comes_later_is_asked_too(
    check: RecallCheck, qtbot: QtBot, station: Station, tmp_path: Path
) -> None:
    typed(check, qtbot, "Lumiva LX9000")
    station.on_duty = Duty("KB", Role.ADMINISTRATOR)
    import_recalls(station, samples.write(tmp_path, *samples.WEEK))
    check.look_again()
    assert check.hit


def test_an_old_list_is_called_old(check: RecallCheck, qtbot: QtBot, station: Station, tmp_path: Path) -> None:
    station.on_duty = Duty("KB", Role.ADMINISTRATOR)
    import_recalls(station, samples.write(tmp_path, *samples.WEEK, day="02/10/2026"))
    days = (station.clock().date() - datetime.date(2026, 10, 2)).days
    typed(check, qtbot, "Ukjent merke")
    assert f"{days} days old" in check.quiet.text()
