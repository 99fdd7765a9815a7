"""The recall list in the settings: files are taken in beside the work, and what came of it is said."""

import sys
from pathlib import Path

import pytest
from keyboard import Hands
from PySide6.QtWidgets import QApplication

from station_app.station import Station
from ui.parts.settings_recalls import RecallSettings
from ui.window import MainWindow

sys.path.append(str(Path(__file__).parents[1] / "station"))
import safety_gate_samples as samples  # (the same reports as the station's tests)


@pytest.fixture
def recalls(window: MainWindow) -> RecallSettings:
    window.show_screen("settings")
    window.pages.settings.show_section("recalls")
    QApplication.processEvents()
    shown: RecallSettings = window.pages.settings.findChild(RecallSettings)
    return shown


def test_a_report_is_taken_in_and_the_list_says_how_old_it_is(
    station: Station, recalls: RecallSettings, hands: Hands, tmp_path: Path
) -> None:
    before = recalls.state.text()
    recalls.take([str(samples.write(tmp_path, samples.HIGH_CHAIR))])
    assert not recalls.files.isEnabled()
    hands.done()
    assert recalls.files.isEnabled()
    assert "1 new" in recalls.done.words
    assert recalls.state.text() != before
    assert station.recalls.state() is not None


def test_what_is_no_report_is_named(recalls: RecallSettings, hands: Hands, tmp_path: Path) -> None:
    wrong = tmp_path / "shopping.xml"
    wrong.write_text("<list/>", encoding="utf-8")
    recalls.take([str(wrong)])
    hands.done()
    assert "shopping.xml" in recalls.problems.words
    assert not recalls.done.words
