"""A handover was a mistake: its things are back on the shelf, with a receipt of its own. Nothing is deleted."""

import msgspec

from domain import numbers, text
from domain.numbers import Kind
from domain.refused import Refused
from domain.staff import Right
from station_app.actions.receipts import PDF, reversal_receipt
from station_app.documents.receipt_data import ReceiptData
from station_app.station import Changed, Station, Subject
from wire.messages import Blob, HandoverReversed


class PreparedReversal(msgspec.Struct, frozen=True, kw_only=True):
    """A reversal that was checked and only needs its receipt rendered and to be saved."""

    reverses: str
    reason: str
    staff: str
    receipt: ReceiptData


def prepare_reversal(station: Station, receipt: str, reason: str, *, staff: str = "") -> PreparedReversal:
    """Check that the handover can be reversed. Reads only.

    Raises Refused `receipt_unknown`, `already_reversed`, `text_missing` and what reading a number raises.
    """
    reverses = str(numbers.parse(receipt, Kind.RECEIPT))
    reason = text.required(reason, field="reason", limit=text.REASON_LIMIT)
    handover = station.handovers.by_receipt(reverses)
    if handover.reversed_by is not None:
        raise Refused("already_reversed", receipt=reverses, reversal=handover.reversed_by)
    station.allow(Right.REVERSE)
    staff = station.signed_by(staff)
    data = reversal_receipt(station, handover, reason, staff)
    return PreparedReversal(reverses=reverses, reason=reason, staff=staff, receipt=data)


def reverse_handover(station: Station, prepared: PreparedReversal, document: bytes) -> Changed:
    """Save a prepared reversal with its rendered receipt; `Changed.number` is the reversal's. Durable on return.

    Raises Refused `already_reversed`, or `changed_meanwhile` when anything is not as it was prepared.
    """
    station.allow(Right.REVERSE)
    pdf = Blob(sha256=station.blobs.keep(document), media_type=PDF, size=len(document))
    with station.transaction():
        handover = station.handovers.by_receipt(prepared.reverses)
        if handover.reversed_by is not None:
            raise Refused("already_reversed", receipt=prepared.reverses, reversal=handover.reversed_by)
        receipt = str(station.next_number(Kind.RECEIPT))
        if receipt != prepared.receipt.number:
            raise Refused("changed_meanwhile")
        station.record(
            HandoverReversed(
                **station.heading(Right.REVERSE, prepared.staff),
                receipt=receipt,
                reverses=prepared.reverses,
                reason=prepared.reason,
                numbers=tuple(line.number for line in station.handovers.lines(prepared.reverses)),
                document=pdf,
            )
        )
    return station.tell(Changed(frozenset({Subject.ITEMS, Subject.HANDOVERS}), receipt))
