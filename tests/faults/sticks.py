"""A stick in a test's hands: what is on it, and ways to spoil it."""

import io
from pathlib import Path

from counter import Counter
from PIL import Image

from hub.ingest.stick import Imported
from station_app.actions.register import keep_photo
from station_app.devices.photo import prepare
from wire.messages import Blob


def photo(counter: Counter, grey: int = 90) -> Blob:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (grey, 20, 30)).save(out, "JPEG")
    return keep_photo(counter.station, prepare(out.getvalue(), "stol.jpg"))


def everything_on(stick: Path) -> dict[str, bytes]:
    return {path.relative_to(stick).as_posix(): path.read_bytes() for path in stick.rglob("*") if path.is_file()}


def the_only(stick: Path, pattern: str) -> Path:
    (found,) = stick.rglob(pattern)
    return found


def codes(done: Imported) -> list[str]:
    return [found.refused.code for found in done.problems]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def emptied(path: Path) -> None:
    path.write_bytes(b"")
