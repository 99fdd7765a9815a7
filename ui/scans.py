"""What a scanned or typed number means: by its kind first, then by the screen in front. Nothing is saved by a scan."""

from collections.abc import Callable
from dataclasses import dataclass

from domain import numbers
from domain.numbers import Kind
from domain.refused import Refused
from ui.desk import Desk
from ui.screens.screen import Screen


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a number can lead: the screen in front, an item in detail, a receipt in the history."""

    front: Callable[[], Screen]
    item: Callable[[str], None]
    receipt: Callable[[str], None]


class Scans:
    """Give every scan and every typed number to `take`."""

    def __init__(self, desk: Desk, ways: Ways) -> None:
        self._desk, self._ways = desk, ways

    def take(self, text: str) -> None:
        """Do what the number means here. What is no number of ours is said in words that stay."""
        try:
            number = numbers.parse(text)
        except Refused as refused:
            if not self._ways.front().take_unknown("".join(text.split())):
                self._desk.warn(refused)
            return
        if number.kind is Kind.ITEM:
            self._item(str(number))
        elif number.kind is Kind.RECEIPT:
            self._ways.receipt(str(number))
        else:
            self._desk.teller.warn(self._not_yet(number.kind))

    def _item(self, number: str) -> None:
        if not self._ways.front().take_item(number):
            self._ways.item(number)

    def _not_yet(self, kind: Kind) -> str:
        _ = self._desk.texts.gettext
        return {
            Kind.ACTOR_CARD: _("Actor cards are not in use yet. Search for the actor by its name instead."),
            Kind.DROP_OFF_NOTE: _("Drop-off notes are not in use yet. Register the thing by hand."),
            Kind.COMMAND: _("Command codes are not in use yet. Use the buttons or the keys."),
        }.get(kind, _("This number is not in use yet."))
