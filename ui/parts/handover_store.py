"""From the handover screen to the store: check, make the receipt in the background, save it all or nothing."""

from collections.abc import Callable
from typing import ClassVar

import msgspec

from domain.refused import Refused
from station_app.actions.handover import Order, Prepared, hand_over, prepare_handover
from ui.desk import Desk
from ui.parts.receipt_drawing import draw_receipt
from ui.undoing import Undo

PAPER_COPIES = 2
"""One to sign for the station, one for the actor."""


class HandedOver(Undo, frozen=True):
    """Things were handed over; `receipt` is the number of the receipt."""

    screen: ClassVar[str] = "handover"
    receipt: str


class Saved(msgspec.Struct, frozen=True):
    """A handover as it was saved: what it was prepared from, the receipt's number, and its bytes."""

    prepared: Prepared
    receipt: str
    document: bytes


class HandoverStore:
    """`saved` is told what was saved, `failed` why nothing was. One handover at a time."""

    def __init__(self, desk: Desk, saved: Callable[[Saved], object], failed: Callable[[Refused], None]) -> None:
        self._desk, self._saved, self._failed = desk, saved, failed

    def begin(self, order: Order) -> bool:
        """Check it and begin to save it; False when it failed at once."""
        try:
            prepared = prepare_handover(self._desk.station, order)
        except Refused as refused:
            self._failed(refused)
            return False
        receipt = prepared.receipt
        self._desk.background.run(
            lambda: draw_receipt(receipt), lambda document: self._rendered(prepared, document), self._failed
        )
        return True

    def _rendered(self, prepared: Prepared, document: bytes) -> None:
        station = self._desk.station
        try:
            changed = hand_over(station, prepared, document, copies=self._copies(prepared), from_form=True)
        except Refused as refused:
            self._failed(refused)
            return
        self._saved(Saved(prepared, changed.number, document))

    def _copies(self, prepared: Prepared) -> int:
        if not self._desk.station.config.receipt_printer:
            return 0
        return PAPER_COPIES if prepared.order.signature is None else 1
