"""The sheet that was signed on paper comes into the store as a picture, beside the receipt that stays as it was."""

from domain.numbers import Kind, parse
from domain.refused import Refused
from domain.staff import Right
from station_app.station import Changed, Station, Subject
from station_app.storage.handovers import Handover
from wire.messages import Blob, SignedCopyAttached


def awaiting_sheet(station: Station, receipt: str) -> Handover:
    """The handover that was signed on paper, to which a signed sheet may be attached, again if the first was blurred.

    Raises Refused `receipt_unknown`, `signed_on_screen`, `already_reversed`, or what reading a number raises.
    """
    handover = station.handovers.by_receipt(str(parse(receipt, Kind.RECEIPT)))
    if handover.signature is not None:
        raise Refused("signed_on_screen", receipt=handover.receipt)
    if handover.reversed_by is not None:
        raise Refused("already_reversed", receipt=handover.receipt, reversal=handover.reversed_by)
    return handover


def attach_signed_copy(station: Station, receipt: str, photo: Blob, *, staff: str = "") -> Changed:
    """Attach the picture of the signed sheet; `photo` is kept already (`keep_photo`). Durable on return.

    Raises Refused `not_allowed` and what `awaiting_sheet` raises.
    """
    with station.transaction():
        handover = awaiting_sheet(station, receipt)
        station.record(
            SignedCopyAttached(**station.heading(Right.HAND_OVER, staff), receipt=handover.receipt, sheet=photo)
        )
    return station.tell(Changed(frozenset({Subject.HANDOVERS}), handover.receipt))
