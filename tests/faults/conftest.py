"""Both sides in one place: a hub in this process, and counters that are enrolled at it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Their builders of counters and hubs serve here too.
for _neighbour in ("station", "journeys"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / _neighbour))

from counter import Counter  # noqa: E402
from in_process import InProcess, enrolled_at  # noqa: E402

from hub.agreements.models import Station as Place  # noqa: E402
from hub.agreements.register import add_station  # noqa: E402
from hub.folder import Folder  # noqa: E402
from hub.setting_up import init  # noqa: E402

NewCounter = Callable[[], Counter]


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> Place:
    """A hub with one station."""
    settings.OMBRUK_FOLDER = Folder(tmp_path / "hub")
    settings.OMBRUK_HUB_KEY = ""
    init()
    return add_station("Isi", "Bærum")


@pytest.fixture
def way(place: Place) -> InProcess:
    """The way to that hub."""
    return InProcess()


@pytest.fixture
def new_counter(place: Place, tmp_path: Path) -> Iterator[NewCounter]:
    """Makes counters that are enrolled at the hub."""
    made: list[Counter] = []

    def make() -> Counter:
        made.append(enrolled_at(place, Counter(tmp_path / f"store-{len(made)}")))
        return made[-1]

    yield make
    for counter in made:
        counter.station.close()


@pytest.fixture
def counter(new_counter: NewCounter) -> Counter:
    return new_counter()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "ferie.jpg").write_bytes(b"of somebody's summer")
    return folder
