"""A picture as it may be kept: upright, sRGB, small, and without a word about where or with what it was taken.

JPEG, PNG and HEIC in; JPEG out. Nothing of the original file reaches the store. How it is done is in shrinking.py,
which loads Pillow and is itself loaded with the first picture.
"""

import msgspec

WORKING_EDGE = 1_600
"""Longest edge of a kept photo in px."""
THUMBNAIL_EDGE = 256
"""Longest edge of its small picture in px."""
MEGAPIXEL_LIMIT = 80
"""More is a bomb, or of no use at a counter; phones' 12 to 50 megapixels pass. Only JPEG, which is decoded small."""
WHOLE_MEGAPIXEL_LIMIT = 50
"""For PNG and HEIC, which have to be decoded at their full size (4 bytes a pixel in memory)."""
EDGE_LIMIT = 20_000
"""px; longer is no photo, and the memory of some decoders goes by the edge."""
MEGABYTE_LIMIT = 60


class Photo(msgspec.Struct, frozen=True):
    """A prepared picture: JPEG bytes for the store, JPEG bytes of the small one, and the size of the first in px."""

    working: bytes
    thumbnail: bytes
    width: int
    height: int


def prepare(data: bytes, name: str, edge: int = WORKING_EDGE) -> Photo:
    """Turn, shrink to `edge` px and strip one picture; `name` is used in sentences only.

    Raises Refused `photo_not_a_picture`, `photo_damaged`, `photo_too_large` or `photo_too_heavy`.
    """
    from station_app.devices import shrinking

    return shrinking.prepare(data, name, edge)


def prepare_pixels(pixels: bytes, width: int, height: int, stride: int, edge: int = WORKING_EDGE) -> Photo:
    """Shrink and encode a picture that is in memory: upright sRGB, three bytes a pixel, red first.

    `width` and `height` in px; a row begins every `stride` bytes. Raises ValueError when `pixels` are too few.
    """
    from station_app.devices import shrinking

    return shrinking.prepare_pixels(pixels, width, height, stride, edge)
