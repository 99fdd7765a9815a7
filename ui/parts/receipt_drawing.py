"""Draws a receipt beside the window. What draws is loaded there too, with the first one: 65 ms of the processor."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_app.documents.receipt_data import ReceiptData


def draw_receipt(receipt: "ReceiptData") -> bytes:
    """The PDF. In a thread of `Background` only: the window would stand still while it is made."""
    from station_app.documents.receipt import render_receipt

    return render_receipt(receipt)
