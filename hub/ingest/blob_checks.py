"""Is a file the type that it says? Decides only and changes nothing; a file is believed once it was decoded."""

from collections.abc import Callable
from typing import IO

from PIL import Image, UnidentifiedImageError

from domain.handover import Signature, check_signature
from domain.refused import Refused
from wire import codec

MOST_PIXELS = 50_000_000
"""Counters send at most 1600 px; this leaves room for an original of a phone's camera."""
_LARGEST_SIGNATURE = 1_048_576


class NotTheType(Exception):
    """The file is not what its media type says."""


def check(file: IO[bytes], media_type: str) -> None:
    """Raises NotTheType when the file is damaged, another type, or of a type that the hub does not take.

    Reads it from its beginning.
    """
    checked = _CHECKS.get(media_type)
    if checked is None:
        raise NotTheType("this type is not taken")
    file.seek(0)
    checked(file)


def _jpeg(file: IO[bytes]) -> None:
    try:
        with Image.open(file, formats=["JPEG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotTheType("too many pixels")
            # Decoded at an eighth of its size: every byte is read, and little memory is needed.
            image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTheType("too many pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotTheType("no whole JPEG") from None


def _pdf(file: IO[bytes]) -> None:
    """Beginning and end; what lies between is for the reader's program, and the hub never runs or shows it."""
    content = file.read()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise NotTheType("no whole PDF")


def _signature(file: IO[bytes]) -> None:
    content = file.read(_LARGEST_SIGNATURE + 1)
    if len(content) > _LARGEST_SIGNATURE:
        raise NotTheType("too large for a signature")
    try:
        check_signature(codec.decode(content, Signature))
    except (codec.Malformed, Refused):
        raise NotTheType("no signature") from None


_CHECKS: dict[str, Callable[[IO[bytes]], None]] = {
    "image/jpeg": _jpeg,
    "application/pdf": _pdf,
    "application/json": _signature,
}
