"""What a text or number in a message may be. One definition for events and for everything that is said around them."""

from typing import Annotated

from msgspec import Meta

from wire.blob import Sha256 as Sha256

Digits = Annotated[str, Meta(pattern=r"^[0-9]{14}\Z")]
Identifier = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,64}\Z")]
Instant = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
Grams = Annotated[int, Meta(gt=0, le=100_000_000)]
Text = Annotated[str, Meta(max_length=2_000)]
