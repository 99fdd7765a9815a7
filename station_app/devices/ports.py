"""What the counter asks of things that are plugged in, so that each can be another one, or a fake in a test."""

from typing import Protocol

TROUBLE = frozenset(
    {
        "printer_unreachable",
        "printer_refuses",
        "printer_silent",
        "printer_cut_off",
        "printer_out_of_paper",
        "printer_open",
        "printer_paused",
        "printer_stopped",
        "printer_missing",
        "printer_failed",
    }
)
"""Refusals that are about the printer, not about one document: the next document would fare no better."""
UNSURE = frozenset({"printer_silent", "printer_cut_off"})
"""Of these the ones after which nobody knows whether paper came out."""


class RawPrinter(Protocol):
    """Takes a document in the printer's own language. Calls last up to half a minute: in a thread of their own."""

    @property
    def medium(self) -> str:
        """How it gets there, for the log: network or queue."""

    def send(self, data: bytes, title: str) -> None:
        """Hand the whole document over; `title` is for lists of a spooler. Raises Refused, of TROUBLE."""

    def ready(self) -> None:
        """Return when it would take a document now. Raises Refused, of TROUBLE."""


class PageDriver(Protocol):
    """Prints pages by a driver that is installed on this PC. Calls may last a minute: in a thread of their own."""

    def print_pages(
        self, document: bytes, printer: str, *, title: str, offset_mm: tuple[float, float], mark: str
    ) -> None:
        """Print a PDF, moved to the right and downwards, with the words `mark` on the upper edge of each page.

        Raises Refused `printer_missing` or `printer_failed`.
        """

    def ready(self, printer: str) -> None:
        """Return when it would take a document now. Raises Refused, of TROUBLE."""
