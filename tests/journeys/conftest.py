"""Real processes for whole days at a station."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import Forks
from hub_process import Hub, Pc

# The station's own builder of counters serves the journeys too.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "station"))


@pytest.fixture(scope="session")
def furnished(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a hub with a station and an agreement; made once, because its verbs take seconds."""
    return Hub(tmp_path_factory.mktemp("furnished") / "hub", forks=forks).with_a_station().folder


@pytest.fixture
def hub(furnished: Path, forks: Forks, tmp_path: Path) -> Iterator[Hub]:
    """A hub of its own for every journey, serving."""
    made = Hub(shutil.copytree(furnished, tmp_path / "hub"), forks=forks).start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def joined(furnished: Path, forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of a hub and of a counter PC that joined it; made once, like the hub."""
    folder = tmp_path_factory.mktemp("joined")
    hub = Hub(shutil.copytree(furnished, folder / "hub"), forks=forks).start()
    Pc(folder / "pc").enrol(hub)
    hub.stop()
    return folder


@pytest.fixture
def both(joined: Path, forks: Forks, tmp_path: Path) -> Iterator[tuple[Hub, Pc]]:
    """A hub and a PC of their own, as they were right after the PC had joined; the hub serves."""
    shutil.copytree(joined, tmp_path, dirs_exist_ok=True)
    hub = Hub(tmp_path / "hub", forks=forks).start()
    yield hub, Pc(tmp_path / "pc").moved_to(hub)
    hub.stop()
