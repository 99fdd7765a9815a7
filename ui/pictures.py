"""A picture that Qt holds in memory, from the camera or the clipboard, made ready for the store. For the pool."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColorSpace, QImage, QPainter

from station_app.devices import photo


def prepare_image(image: QImage, edge: int = photo.WORKING_EDGE) -> photo.Photo:
    """Shrink a picture to `edge` px, lay what is transparent on white, bring it to sRGB, encode its pixels alone."""
    if max(image.width(), image.height()) > edge:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(edge, edge, keep, smooth)
    if image.hasAlphaChannel():
        image = _on_white(image)
    space = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.colorSpace().isValid() and image.colorSpace() != space:
        image = image.convertedToColorSpace(space)
    # In a variable: `constBits` lends memory that goes with the picture.
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    return photo.prepare_pixels(bytes(rgb.constBits()), rgb.width(), rgb.height(), rgb.bytesPerLine(), edge)


def _on_white(image: QImage) -> QImage:
    whole = QImage(image.size(), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.white)
    whole.setColorSpace(image.colorSpace())
    painter = QPainter(whole)
    painter.drawImage(0, 0, image)
    painter.end()
    return whole
