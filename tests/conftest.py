"""`--soak SEED`: the long form of those tests that have one, and nothing else. See tests/README.md."""

import pytest
from hypothesis import is_hypothesis_test, settings
from soak import LONGER, Soak

settings.register_profile("soak", max_examples=100 * LONGER, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", type=int, metavar="SEED", help="the long form of the tests that have one")


def pytest_configure(config: pytest.Config) -> None:
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
    """Either what is for every day, or what has a long form."""
    if config.getoption("--soak") is None:
        left = [item for item in items if item.get_closest_marker("soak")]
    else:
        left = [item for item in items if not has_long_form(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(scope="session")
def soak(pytestconfig: pytest.Config) -> Soak:
    """How hard to try."""
    return Soak(pytestconfig.getoption("--soak"))
