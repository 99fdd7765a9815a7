"""Both sides in one place: a hub in this process, and counters that are enrolled at it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Their builders of counters and hubs serve here too.
for _neighbour in ("station", "journeys", "hub"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / _neighbour))

from counter import Counter  # noqa: E402
from in_process import InProcess, NewCounter, enrolled_at  # noqa: E402
from lead import HubLives  # noqa: E402
from s3_server import serving  # noqa: E402
from world import World  # noqa: E402

from hub.agreements.models import Station as Place  # noqa: E402
from hub.agreements.register import add_station  # noqa: E402
from hub.folder import Folder  # noqa: E402
from hub.setting_up import init  # noqa: E402


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


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder of a hub with a station and agreements, and codes; made once, because its tables take seconds."""
    folder = tmp_path_factory.mktemp("furnished") / "hub"
    return folder, HubLives.set_up(folder, codes=20)


@pytest.fixture(scope="session")
def processes(furnished: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A hub and counters that may be killed, for one test after another."""
    made = World(tmp_path_factory.mktemp("world"), *furnished)
    yield made
    made.end()


@pytest.fixture
def world(processes: World) -> World:
    """The same as they were at the beginning."""
    return processes.reset()


@pytest.fixture
def world_with_a_bucket(furnished: tuple[Path, list[str]], tmp_path: Path) -> Iterator[World]:
    """Such a hub that keeps its files in a bucket, which nobody kills."""
    with serving() as server:
        bucket = server.bucket()

        def kept(name: str) -> bytes | None:
            return server.content(bucket, f"blobs/{name[:2]}/{name[2:]}")

        # One thread of the library's: its calls come in the same order every time.
        there = {**server.environment, "OMBRUK_BLOBS": bucket, "TOKIO_WORKER_THREADS": "1"}
        made = World(tmp_path, *furnished, kept=kept, **there)
        yield made
        made.end()
