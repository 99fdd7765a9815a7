"""Counters for the station's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Clock, Counter


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counter(tmp_path: Path, clock: Clock) -> Iterator[Counter]:
    """Enrolled, with an agreement that covers everything."""
    made = Counter(tmp_path / "store", clock).enrolled().with_register()
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
