"""Real processes for whole days at a station."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_process import Hub

# The station's own builder of counters serves the journeys too.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "station"))


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub with a station and an agreement, serving."""
    made = Hub(tmp_path / "hub").with_a_station().start()
    yield made
    made.stop()
