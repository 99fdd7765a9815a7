"""What the tests of documents share."""

from collections.abc import Iterator

import pytest
from zpl_printer import ZplPrinter


@pytest.fixture(scope="session")
def printer() -> Iterator[ZplPrinter]:
    """A label printer that understands ZPL."""
    with ZplPrinter() as ready:
        yield ready
