"""What stands for a file in everything that is said."""

from typing import Annotated

import msgspec
from msgspec import Meta

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Blob(msgspec.Struct, frozen=True, kw_only=True):
    """A file that travels beside the events, named by its SHA-256. `width` and `height` in px, 0 when not a picture."""

    sha256: Sha256
    media_type: Annotated[str, Meta(max_length=100)]
    size: Annotated[int, Meta(ge=0)]
    width: int = 0
    height: int = 0
