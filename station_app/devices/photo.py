"""A picture as it may be kept: upright, sRGB, small, and without a word about where or with what it was taken.

JPEG, PNG and HEIC in; JPEG out. Nothing of the original file reaches the store.
"""

import io
import struct
import warnings
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from domain.refused import Refused

WORKING_EDGE = 1_600
"""Longest edge of a kept photo in px."""
THUMBNAIL_EDGE = 256
"""Longest edge of its small picture in px."""
MEGAPIXEL_LIMIT = 80
"""More is a bomb, or of no use at a counter; phones' 12 to 50 megapixels pass."""
MEGABYTE_LIMIT = 60
_FORMATS = ("JPEG", "PNG", "HEIF")
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Photo:
    """A prepared picture: JPEG bytes for the store, JPEG bytes of the small one, and the size of the first in px."""

    working: bytes
    thumbnail: bytes
    width: int
    height: int


def prepare(data: bytes, name: str) -> Photo:
    """Turn, shrink and strip one picture; `name` is used in sentences only.

    Raises Refused `photo_not_a_picture`, `photo_damaged`, `photo_too_large` or `photo_too_heavy`.
    """
    if len(data) > MEGABYTE_LIMIT * 1_000_000:
        raise Refused("photo_too_heavy", file=name, megabytes=len(data) // 1_000_000, limit=MEGABYTE_LIMIT)
    with warnings.catch_warnings():
        # Pillow warns of every oddity in metadata, all of which is thrown away here.
        warnings.simplefilter("ignore")
        upright = _upright(data, name)
    working = _fitted(upright, WORKING_EDGE)
    small = _fitted(working, THUMBNAIL_EDGE)
    return Photo(_jpeg(working), _jpeg(small), working.width, working.height)


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
    megapixels = image.width * image.height // 1_000_000
    if megapixels > MEGAPIXEL_LIMIT:
        raise Refused("photo_too_large", file=name, megapixels=megapixels, limit=MEGAPIXEL_LIMIT)
    try:
        # Lets a JPEG be decoded at a half, a quarter or an eighth of its size, which is far quicker.
        image.draft("RGB", (WORKING_EDGE, WORKING_EDGE))
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, MemoryError):
        raise Refused("photo_damaged", file=name) from None
    return _srgb(_turned(image))


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
    return image.convert("RGB")


def _fitted(image: Image.Image, edge: int) -> Image.Image:
    fitted = image.copy()
    fitted.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return fitted


def _jpeg(image: Image.Image) -> bytes:
    # A new image holds pixels only, whatever the library would otherwise carry along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
