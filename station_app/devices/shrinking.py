"""How a picture is turned, shrunk and stripped, with Pillow. Asked for through photo.py alone."""

import io
import struct
import warnings

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from domain.refused import Refused
from station_app.devices.photo import (
    EDGE_LIMIT,
    MEGABYTE_LIMIT,
    MEGAPIXEL_LIMIT,
    THUMBNAIL_EDGE,
    WHOLE_MEGAPIXEL_LIMIT,
    WORKING_EDGE,
    Photo,
)

_FORMATS = ("JPEG", "PNG", "HEIF")
_QUALITY = 85
_FILTER = Image.Resampling.HAMMING
"""As sharp as bicubic when shrinking, at half its cost (Pillow's own comparison of filters; measured here too)."""


def prepare(data: bytes, name: str, edge: int) -> Photo:
    """See photo.prepare."""
    if len(data) > MEGABYTE_LIMIT * 1_000_000:
        raise Refused("photo_too_heavy", file=name, megabytes=len(data) // 1_000_000, limit=MEGABYTE_LIMIT)
    with warnings.catch_warnings():
        # Pillow warns of every oddity in metadata, all of which is thrown away here.
        warnings.simplefilter("ignore")
        return _encoded(_upright(data, name), edge)


def prepare_pixels(pixels: bytes, width: int, height: int, stride: int, edge: int) -> Photo:
    """See photo.prepare_pixels."""
    return _encoded(Image.frombuffer("RGB", (width, height), pixels, "raw", "RGB", stride, 1), edge)


def _encoded(image: Image.Image, edge: int) -> Photo:
    _shrink(image, edge)
    working, width, height = _jpeg(image), image.width, image.height
    _shrink(image, THUMBNAIL_EDGE)
    return Photo(working, _jpeg(image), width, height)


def _shrink(image: Image.Image, edge: int) -> None:
    # In place: a large picture exists once in memory.
    image.thumbnail((edge, edge), _FILTER, reducing_gap=2.0)


def _upright(data: bytes, name: str) -> Image.Image:
    pi_heif.register_heif_opener()
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError:
        raise Refused("photo_not_a_picture", file=name) from None
    except Image.DecompressionBombError:
        raise Refused("photo_too_large", file=name, megapixels="> 170", limit=MEGAPIXEL_LIMIT) from None
    except (OSError, ValueError, SyntaxError, struct.error):
        raise Refused("photo_damaged", file=name) from None
    _require_sensible_size(image, name)
    if image.format == "HEIF" and not _boxes_are_whole(data):
        raise Refused("photo_damaged", file=name)
    try:
        # Lets a JPEG be decoded at a half, a quarter or an eighth of its size, which is far quicker. Neither edge may
        # be asked for longer than it will be kept: that would forbid the half for the sake of the shorter one.
        image.draft("RGB", _working_size(image))
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, MemoryError):
        raise Refused("photo_damaged", file=name) from None
    if image.mode == "RGB":
        # Before it is turned and its colours are converted: that is quicker on fewer pixels.
        _shrink(image, WORKING_EDGE)
    return _srgb(_turned(image))


def _working_size(image: Image.Image) -> tuple[int, int]:
    share = min(1.0, WORKING_EDGE / max(image.size))
    return max(1, int(image.width * share)), max(1, int(image.height * share))


def _require_sensible_size(image: Image.Image, name: str) -> None:
    megapixels = image.width * image.height // 1_000_000
    limit = MEGAPIXEL_LIMIT if image.format in ("JPEG", "MPO") else WHOLE_MEGAPIXEL_LIMIT
    if megapixels > limit or max(image.size) > EDGE_LIMIT:
        raise Refused("photo_too_large", file=name, megapixels=megapixels, limit=limit)


def _boxes_are_whole(data: bytes) -> bool:
    """Whether the boxes of an ISO base media file (ISO/IEC 14496-12) end within it.

    The decoder fills what is missing of a cut-off HEIC with green instead of saying so.
    """
    place = 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if size == 1 and place + 16 <= len(data):
            size = int.from_bytes(data[place + 8 : place + 16], "big")
        if size == 0:
            return True
        if size < 8 or place + size > len(data):
            return False
        place += size
    return place == len(data)


def _turned(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, IndexError, struct.error, OverflowError):
        # The orientation cannot be read because the metadata is damaged; the picture itself is sound.
        return image


def _srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGB":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
            return converted if converted is not None else image
        except (ImageCms.PyCMSError, OSError):
            return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        return white.convert("RGB")
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut off at 255 instead of scaling.
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    # A new image holds pixels only, whatever the library would otherwise carry along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
