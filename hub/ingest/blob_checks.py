"""Is a file the type that it says? Decides by its form only, and changes nothing.

A picture is decoded later, before anybody sees it (`pictures.py`, docs/adr/0015-pictures-are-decoded-later.md).
"""

from collections.abc import Callable

from domain.handover import Signature, check_signature
from domain.refused import Refused
from hub.ingest import jpeg
from wire import codec

PICTURE = "image/jpeg"
_LARGEST_SIGNATURE = 1_048_576


class NotTheType(Exception):
    """The file is not what its media type says."""


def check(content: bytes, media_type: str) -> None:
    """Raises NotTheType when the file is damaged, another type, or of a type that the hub does not take."""
    checked = _CHECKS.get(media_type)
    if checked is None:
        raise NotTheType("this type is not taken")
    checked(content)


def _jpeg(content: bytes) -> None:
    try:
        jpeg.check(content)
    except jpeg.BadForm as wrong:
        raise NotTheType(str(wrong)) from None


def _pdf(content: bytes) -> None:
    """Beginning and end; what lies between is for the reader's program, and the hub never runs or shows it."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise NotTheType("no whole PDF")


def _signature(content: bytes) -> None:
    if len(content) > _LARGEST_SIGNATURE:
        raise NotTheType("too large for a signature")
    try:
        check_signature(codec.decode(content, Signature))
    except (codec.Malformed, Refused):
        raise NotTheType("no signature") from None


_CHECKS: dict[str, Callable[[bytes], None]] = {
    PICTURE: _jpeg,
    "application/pdf": _pdf,
    "application/json": _signature,
}
