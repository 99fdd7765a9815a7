"""A photo of 12 megapixels from the camera into the store, beside what Qt's own scaling and encoding cost.

Each returns a thing to time. Ours ends with both pictures, large and small, durable; the floor ends in memory.
"""

from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader

from bench.floors import Job
from station_app.actions.register import keep_photo
from station_app.devices.photo import WORKING_EDGE, Photo, prepare
from station_app.station import Station
from ui.pictures import prepare_image

SIZE = (4032, 3024)
"""px; what 12-megapixel cameras deliver."""
QUALITY = 85


def picture(folder: Path) -> Path:
    """A JPEG of 12 megapixels with shades, edges and a camera's noise (about 5 MB); the same kind in every run."""
    width, height = SIZE
    shades = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn).resize(SIZE) for turn in (0, 90, 180)])
    edges = Image.effect_mandelbrot((width // 4, height // 4), (-2, -1.5, 1, 1.5), 60).resize(SIZE).convert("RGB")
    noise = Image.effect_noise(SIZE, 12).convert("RGB")
    file = folder / "twelve-megapixels.jpg"
    ImageChops.add(ImageChops.blend(shades, edges, 0.4), noise, 1, -128).save(file, "JPEG", quality=92)
    return file


def file_to_store(store: Station, file: Path) -> Job:
    """A picture file read, checked, turned, shrunk, stripped, and stored with its small picture."""
    return lambda: _store_anew(store, prepare(file.read_bytes(), file.name))


def frame_to_store(store: Station, file: Path) -> Job:
    """A camera's raw frame shrunk, encoded, and stored with its small picture."""
    frame = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    return lambda: _store_anew(store, prepare_image(frame))


def _store_anew(store: Station, photo: Photo) -> None:
    kept = keep_photo(store, photo)
    # Away again, within the time: the next call shall not find it stored already.
    store.blobs.path(kept.sha256).unlink()
    store.blobs.thumbnail_path(kept.sha256).unlink()


def bare_file(file: Path) -> Job:
    """Qt's decoding at the kept size and its encoding, into memory."""

    def run() -> bytes:
        reader = QImageReader(str(file))
        reader.setScaledSize(reader.size().scaled(WORKING_EDGE, WORKING_EDGE, Qt.AspectRatioMode.KeepAspectRatio))
        return _encoded(reader.read())

    return run


def bare_frame(file: Path) -> Job:
    """Qt's smooth scaling of a raw frame and its encoding, into memory."""
    frame = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return lambda: _encoded(frame.scaled(WORKING_EDGE, WORKING_EDGE, keep, smooth))


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "JPG", QUALITY):  # type: ignore[call-overload]
        raise RuntimeError("Qt cannot encode the picture")
    return bytes(data.data())
