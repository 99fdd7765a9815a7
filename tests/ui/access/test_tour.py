"""make tour, in one language and look: every scene has its picture, and the sheet shows them all."""

from pathlib import Path

import pytest
import tour
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tour_scenes import SCENES, STAFFED
from tour_store import clock, employ, furnish

from station_app.station import Station


# The offscreen platform says so of any window that is told its least size while it is shown.
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_every_scene_has_its_picture(qapp: QApplication, furnished: Station, tmp_path: Path) -> None:
    furnished.config = tour.in_look(("nb", "light", 100))
    taken = [*tour.pictures(furnished, SCENES, tmp_path / "nb-light-100")]
    assert [file.stem for file in taken] == [scene.name for scene in SCENES]
    assert all(QImage(str(file)).width() == tour.SIZE[0] for file in taken)
    tour.contact_sheet(tmp_path, taken)
    sheet = (tmp_path / "index.html").read_text("utf-8")
    assert all(f"nb-light-100/{scene.name}.png" in sheet for scene in SCENES)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_pad_for_a_pin_is_pictured_where_there_are_people(qapp: QApplication, tmp_path: Path) -> None:
    settings = tour.in_look(("en", "light", 100))
    with Station.open(tmp_path / "store", settings=settings, clock=clock) as station:
        furnish(station)
        employ(station)
        taken = [*tour.pictures(station, STAFFED, tmp_path / "en-light-100")]
        assert station.staff.kept()
    assert [file.stem for file in taken] == ["duty-staff", "duty-pin"]
    assert QImage(str(taken[0])) != QImage(str(taken[1]))
