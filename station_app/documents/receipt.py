"""The receipt of a handover or of its reversal as PDF: its parts in order, spread over pages.

What each part looks like is in receipt_parts.py; storing, hashing and printing are done elsewhere.
"""

from collections.abc import Callable, Sequence
from functools import partial

from domain.handover import Signature
from domain.numbers import grouped
from station_app.documents import receipt_parts as parts
from station_app.documents.codes import checked
from station_app.documents.layout import A4, About, Page, render
from station_app.documents.receipt_data import CategoryTotal, ReceiptData, ReceiptLine
from station_app.documents.sheets import TOP, Block, Texts, paginate
from station_app.language import translation

__all__ = ["CategoryTotal", "ReceiptData", "ReceiptLine", "Signature", "render_receipt"]


def render_receipt(data: ReceiptData) -> bytes:
    """Return the receipt as PDF, A4, as many pages as it takes.

    Raises ValueError for a number that is not 14 digits, a time without time zone or a signature pad without area.
    """
    texts = translation(data.language)
    title = f"{parts.title(data, texts)} {grouped(checked(data.number))}"

    def compose() -> Sequence[Callable[[Page], None]]:
        pages = paginate(_blocks(data, texts), parts.RUNNING_HEAD + parts.COLUMN_HEAD)
        return [
            partial(_draw_page, data=data, blocks=blocks, number=index, count=len(pages))
            for index, blocks in enumerate(pages, start=1)
        ]

    return render(A4, About(title, data.municipality, data.language, data.at, data.watermark), compose)


def _blocks(data: ReceiptData, texts: Texts) -> list[Block]:
    return [
        *parts.opening(data, texts),
        parts.column_heads(data, texts),
        *parts.lines(data, texts),
        *parts.totals(data, texts),
        parts.closing(data, texts),
    ]


def _draw_page(page: Page, data: ReceiptData, blocks: Sequence[Block], number: int, count: int) -> None:
    texts = translation(data.language)
    y = TOP
    if number > 1:
        parts.running_head(page, y, data, texts)
        y += parts.RUNNING_HEAD
        if blocks[0].in_table:
            heads = parts.column_heads(data, texts)
            heads.draw(page, y)
            y += heads.height
    for block in blocks:
        block.draw(page, y)
        y += block.height
    parts.foot(page, data, texts, number, count)
