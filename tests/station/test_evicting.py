"""Photos leave the PC only when the hub's backup has them, and only where that is wanted."""

import io
import os
import time
from pathlib import Path

import msgspec
import pytest
from counter import Clock, Counter
from PIL import Image

from station_app.actions.register import keep_photo
from station_app.config import Config
from station_app.devices.photo import prepare
from station_app.station import Station
from station_app.storage.backup import restore

DAY = 24 * 3_600.0


class Store:
    """A counter whose photos are so many days old, and what its hub says."""

    def __init__(self, folder: Path, keep_photos_days: int = 30) -> None:
        self.counter = Counter(folder, Clock())
        self.counter.station.close()
        settings = Config(staff="KB", keystore="file", keep_photos_days=keep_photos_days)
        self.counter.station = Station.open(folder, settings=settings)
        self.station = self.counter.station

    def photographed(self, colour: str, days_ago: float = 100) -> str:
        """Register a thing with a photo; the photo's name."""
        data = io.BytesIO()
        Image.new("RGB", (60, 40), colour).save(data, "JPEG")
        photo = keep_photo(self.station, prepare(data.getvalue(), colour))
        self.counter.register(photos=(photo,))
        when = time.time() - days_ago * DAY
        os.utime(self.station.blobs.path(photo.sha256), (when, when))
        return str(photo.sha256)

    def stored_at_hub(self, *names: str) -> None:
        with self.station.transaction():
            self.station.outbox.blobs_at_hub(names)

    def backed_up_to(self, seq: int) -> None:
        with self.station.transaction():
            self.station.outbox.note_contact(self.station.now(), backed_up=seq)

    def here(self, name: str) -> bool:
        return self.station.blobs.path(name).exists()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pc")


def test_an_old_photo_goes_once_an_event_after_it_is_in_the_backup(store: Store) -> None:
    photo = store.photographed("red")
    store.stored_at_hub(photo)
    store.backed_up_to(1)
    assert store.station.evict() == 0, "the backup may have been made before the photo came"
    store.counter.register()
    assert store.station.evict() == 0
    store.backed_up_to(2)
    assert store.station.evict() == 1
    assert not store.here(photo)
    assert store.station.outbox.only_at_hub(photo)
    assert store.station.blobs.thumbnail(photo) is not None
    report = store.station.verify()
    assert (report.ok, report.problems) == (True, ())
    assert store.station.evict() == 0


def test_a_store_made_from_a_backup_has_the_small_pictures_of_photos_that_went_too(
    store: Store, tmp_path: Path
) -> None:
    gone, here = store.photographed("red"), store.photographed("blue")
    store.stored_at_hub(gone)
    store.counter.register()
    store.backed_up_to(3)
    assert store.station.evict() == 1
    store.station.backup(tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored", store.station.now())
    with Station.open(tmp_path / "restored") as restored:
        for photo in (gone, here):
            assert restored.blobs.thumbnail(photo) == store.station.blobs.thumbnail_path(photo).read_bytes()
        assert restored.verify().ok


def test_what_the_hub_lacks_or_what_is_young_or_no_photo_stays(store: Store) -> None:
    at_the_hub, young, lacking = store.photographed("red"), store.photographed("blue", 5), store.photographed("green")
    store.stored_at_hub(at_the_hub, young)
    store.counter.register()
    store.backed_up_to(4)
    assert store.station.evict() == 1
    assert (store.here(at_the_hub), store.here(young), store.here(lacking)) == (False, True, True)
    assert store.station.outbox.progress().waiting_blobs == 1


def test_a_hub_that_was_restored_is_asked_before_anything_more_goes(store: Store) -> None:
    photo = store.photographed("red")
    store.stored_at_hub(photo)
    store.counter.register()
    store.backed_up_to(2)
    with store.station.transaction():
        store.station.outbox.offer_files_again()
    assert store.station.evict() == 0
    assert store.here(photo)


def test_nothing_goes_where_nobody_asked_for_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "pc", keep_photos_days=Config().keep_photos_days)
    photo = store.photographed("red")
    store.stored_at_hub(photo)
    store.counter.register()
    store.backed_up_to(2)
    assert store.station.evict() == 0
    assert store.here(photo)
    assert msgspec.structs.asdict(Config())["keep_photos_days"] == 0
