"""Counters for the station's tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Clock, Counter


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store and the note beside it, made once for those who copy them: making its tables takes most of a test."""
    folder = tmp_path_factory.mktemp("begun")
    Counter(folder / "store").enrolled().with_register().station.close()
    return folder


@pytest.fixture
def counter(begun: Path, tmp_path: Path, clock: Clock) -> Iterator[Counter]:
    """Enrolled, with an agreement that covers everything."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    made = Counter(tmp_path / "store", clock)
    yield made
    made.station.close()


@pytest.fixture
def new_counter(tmp_path: Path, clock: Clock) -> Iterator[Counter]:
    """A PC at its very first start."""
    made = Counter(tmp_path / "new", clock)
    yield made
    made.station.close()


@pytest.fixture(scope="session")
def camera_photos() -> Path:
    """Real camera files, where the folder with them lies beside the project."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "photos"
    if not folder.is_dir():
        pytest.skip("the folder with real camera files is not beside the project")
    return folder
