"""A drawn signature as lines on a page. Whether something was really drawn is checked in domain.handover."""

from reportlab.lib.units import mm

from domain.handover import Signature
from station_app.documents.layout import Page

PEN = 0.45
"""Line width in mm, about that of a ball-point pen."""


def draw_signature(page: Page, x: float, y: float, width: float, height: float, signature: Signature) -> None:
    """Draw the strokes into a box (mm, upper left corner x, y), the whole pad scaled to fit, undistorted.

    Raises ValueError for a pad without area.
    """
    if signature.width <= 0 or signature.height <= 0:
        raise ValueError(f"a signature pad of {signature.width} × {signature.height} px has no area")
    scale = min(width / signature.width, height / signature.height)
    left = x + (width - signature.width * scale) / 2
    base = y + height - (height - signature.height * scale) / 2
    canvas = page.canvas
    canvas.saveState()
    box = canvas.beginPath()
    box.rect(x * mm, (page.height - y - height) * mm, width * mm, height * mm)
    canvas.clipPath(box, stroke=0, fill=0)
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(PEN * mm)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for stroke in signature.strokes:
        places = [
            ((left + px * scale) * mm, (page.height - base + (signature.height - py) * scale) * mm)
            for px, py, _ in stroke
        ]
        for index, (px, py) in enumerate(places):
            (path.lineTo if index else path.moveTo)(px, py)
        if len(places) == 1:
            # A round cap turns a line without length into a dot.
            path.lineTo(*places[0])
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
