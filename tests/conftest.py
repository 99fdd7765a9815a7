"""The order of the tests; `--soak SEED`, the long form of those that have one; what hubs are forked from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forked import Forks, processes_forked
from hypothesis import is_hypothesis_test, settings
from soak import LONGER, Soak

LONGEST = (
    "ui/access/test_room.py",
    "hub/test_hub_in_a_browser.py",
    "ui/test_keeping.py",
    "ui/access/test_size.py",
    "hub/test_hub_move.py",
    "journeys/test_sending.py",
    "journeys/test_window_killed.py",
    "hub/test_hub_served.py",
    "hub/test_hub_many.py",
    "ui/test_scans_on_screen.py",
    "hub/test_hub_mishaps.py",
    "journeys/test_reserved.py",
    "journeys/test_sending_by_tls.py",
    "ui/access/test_reach.py",
    "ui/test_absurd_input.py",
    "ui/access/test_tour.py",
    "documents/test_zpl.py",
    "journeys/test_handovers_killed.py",
    "hub/test_hub_restore.py",
    "journeys/test_thirty_days_offline.py",
    "test_architecture.py",
)
"""Files that take more than some 10 s. They are begun first: one that comes last keeps one processor busy while the
other has nothing left."""

SOAK = pytest.StashKey[Soak]()

settings.register_profile("soak", max_examples=100 * LONGER, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", type=int, metavar="SEED", help="the long form of the tests that have one")
    parser.addoption("--steps", type=int, metavar="N", default=210_000, help="of stories at most, in the long form")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SOAK] = Soak(config.getoption("--soak"), config.getoption("--steps"))
    if config.getoption("--soak") is not None:
        settings.load_profile("soak")


def pytest_report_header(config: pytest.Config) -> list[str]:
    seed = config.getoption("--soak")
    return [] if seed is None else [f"soak: once more the same with SEED={seed}"]


def has_long_form(item: pytest.Item) -> bool:
    """It asks how often to try, or Hypothesis does, or it is marked as nothing for every day."""
    asks = "soak" in getattr(item, "fixturenames", ())
    return asks or is_hypothesis_test(getattr(item, "obj", None)) or item.get_closest_marker("soak") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Either what is for every day, or what has a long form; what takes longest comes first."""
    if config.getoption("--soak") is None:
        left = [item for item in items if item.get_closest_marker("soak")]
    else:
        left = [item for item in items if not has_long_form(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    assert all(path.is_file() for path in places), "a file of LONGEST is gone"
    items.sort(key=lambda item: places.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session")
def soak(pytestconfig: pytest.Config) -> Soak:
    """How hard to try."""
    return pytestconfig.stash[SOAK]


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """What hubs' processes are forked from."""
    with processes_forked() as made:
        yield made


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process beside others hands over what it counted."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["soak"] = dict(session.config.stash[SOAK].totals)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What another process counted."""
    node.config.stash[SOAK].totals.update(getattr(node, "workeroutput", {}).get("soak", {}))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The long form says what it tried, and how much of it went wrong."""
    soak = config.stash[SOAK]
    if soak.seed is None:
        return
    broken = sum(len(terminalreporter.stats.get(kind, ())) for kind in ("failed", "error"))
    terminalreporter.section(f"soak, SEED={soak.seed}")
    for what, often in [*sorted(soak.totals.items()), ("tests that found a violation", broken)]:
        terminalreporter.write_line(f"{often:>10,}  {what}")
