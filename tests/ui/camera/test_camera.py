"""The camera at the counter: aiming, freezing, taking again, pulling the plug. Real frames; only the device is not."""

from pathlib import Path

import pytest
from camera_on_a_plug import BLUE, GREEN, RED, Counter, is_of, near
from PIL import Image
from PySide6.QtCore import QObject

from station_app.station import Station
from ui.camera import CameraState

# Offscreen there is neither a graphics card nor anything that would keep a window's least size.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints", extend=True)

# Offscreen there is neither a graphics card nor anything that would keep a window's least size.


def test_what_lies_before_the_camera_is_seen_as_it_changes(counter: Counter) -> None:
    for colour in (RED, GREEN, BLUE):
        counter.sees(colour)
        assert near(counter.well.view.shows, colour)
    assert counter.camera.state is CameraState.LIVE
    assert counter.camera.name == "Desk camera"


def test_the_frame_that_was_seen_is_the_one_that_is_kept(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    assert near(counter.well.view.shows, RED)  # at once, before anything is prepared
    counter.sees(GREEN)
    assert near(counter.well.view.shows, RED)
    (photo,) = counter.kept(1)
    assert is_of(photo, RED)


def test_taking_it_again_keeps_the_new_photo_only(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.kept(1)
    counter.sees(GREEN)
    counter.well.take()
    (photo,) = counter.kept(1)
    assert is_of(photo, GREEN)


def test_taking_it_again_at_once_does_not_wait_for_the_first(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.well.take()
    counter.sees(GREEN)
    counter.well.take()
    (photo,) = counter.kept(1)
    assert is_of(photo, GREEN)


def test_two_photos_of_one_thing_stand_in_the_order_in_which_they_were_taken(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.sees(GREEN)
    counter.kept(1)
    counter.well.more.click()
    counter.sees(BLUE)
    counter.well.take()  # the second one again
    first, second = counter.kept(2)
    assert is_of(first, RED)
    assert is_of(second, BLUE)


def test_a_file_added_since_makes_the_next_photo_another_one(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "blue.png"
    Image.new("RGB", (90, 60), BLUE.name()).save(file)
    counter.sees(RED)
    counter.well.take()
    counter.well.add_files([file])
    counter.kept(2)
    counter.sees(GREEN)
    counter.well.take()
    assert [is_of(photo, colour) for photo, colour in zip(counter.kept(3), (RED, BLUE, GREEN), strict=True)] == [
        True
    ] * 3


def test_a_photo_that_is_removed_makes_room_for_the_live_picture(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.kept(1)
    counter.sees(GREEN)
    counter.well.findChild(QObject, "photos-remove-1").click()
    assert counter.well.photos == ()
    assert near(counter.well.view.shows, GREEN)


def test_an_empty_form_shows_the_live_picture_and_holds_nothing_of_the_last_thing(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.sees(GREEN)
    counter.well.clear()
    assert near(counter.well.view.shows, GREEN)
    counter.end()
    assert counter.well.photos == ()


def test_a_taken_photo_says_nothing_of_where_or_with_what(counter: Counter, station: Station) -> None:
    counter.sees(RED, (2_000, 1_000))
    counter.well.take()
    (photo,) = counter.kept(1)
    assert photo.size == (1_600, 800)
    assert photo.format == "JPEG"
    assert not photo.getexif()
    assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    data = station.blobs.read(counter.well.photos[0].sha256)
    assert not [word for word in (b"Exif", b"ICC_PROFILE", b"http://", b"Qt", b"Desk camera") if word in data]
