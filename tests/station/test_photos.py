"""Pictures from real cameras, and files that are none: what is kept is upright, small, and says nothing of where."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from domain.refused import Refused
from station_app.devices.photo import THUMBNAIL_EDGE, WORKING_EDGE, prepare

SECRETS = (
    b"Exif",
    b"GPS",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"Photoshop",
    b"Apple",
    b"iPhone",
    b"NIKON",
    b"Canon",
)


def jpeg(size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG", **more)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims (and holds) width x height black pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "name",
    [
        "DSCN0010.jpg",
        "DSCN0029.jpg",
        "IMG_5195.HEIC",
        "canon_hdr_NO.jpg",
        "iphone_hdr_NO.jpg",
        "jolla.jpg",
        "no_exif.jpg",
        "bad/36-memory_error.jpg",
        "bad/image00971.jpg",
        "bad/image01551.jpg",
    ],
)
def test_a_camera_file_becomes_a_small_picture_without_a_past(camera_photos: Path, name: str) -> None:
    photo = prepare((camera_photos / name).read_bytes(), name)
    for kept, edge in ((photo.working, WORKING_EDGE), (photo.thumbnail, THUMBNAIL_EDGE)):
        picture = Image.open(io.BytesIO(kept))
        picture.load()
        assert picture.format == "JPEG"
        assert max(picture.size) <= edge
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not [secret for secret in SECRETS if secret in kept]
    assert Image.open(io.BytesIO(photo.working)).size == (photo.width, photo.height)


def test_pictures_taken_in_every_way_of_holding_the_camera_come_out_the_same_way_up(camera_photos: Path) -> None:
    kept = [
        Image.open(io.BytesIO(prepare((camera_photos / f"landscape_{turn}.jpg").read_bytes(), "").thumbnail))
        for turn in (1, 3, 6, 8)
    ]
    assert {picture.size for picture in kept} == {kept[0].size}
    reference = kept[0].convert("L").resize((16, 12))
    for picture in kept[1:]:
        small = picture.convert("L").resize((16, 12))
        differences = [abs(a - b) for a, b in zip(reference.tobytes(), small.tobytes(), strict=True)]
        assert sum(differences) / len(differences) < 12


def test_a_png_with_holes_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    photo = prepare(out.getvalue(), "a.png")
    pixel = Image.open(io.BytesIO(photo.working)).getpixel((25, 25))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"This is a shopping list.\n" * 20, "photo_not_a_picture"),
        (b"", "photo_not_a_picture"),
        (jpeg()[:5_000], "photo_damaged"),
        (bomb(10_000, 10_000), "photo_too_large"),
        (bomb(30_000, 30_000), "photo_too_large"),
    ],
)
def test_what_is_no_usable_picture_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        prepare(data, "picture.jpg")


def test_a_picture_that_is_too_long_for_any_photo_is_refused() -> None:
    with pytest.raises(Refused, match="photo_too_large"):
        prepare(bomb(8, 30_000), "long.png")


def test_sixteen_bit_greys_keep_their_shades() -> None:
    out = io.BytesIO()
    grey = Image.new("I;16", (256, 64))
    grey.putdata([x * 256 for _ in range(64) for x in range(256)])
    grey.save(out, "PNG")
    kept = Image.open(io.BytesIO(prepare(out.getvalue(), "grey.png").working)).convert("L")
    assert [abs(kept.getpixel((x, 30)) - x) < 12 for x in (0, 64, 128, 192, 255)] == [True] * 5


def test_a_heic_that_was_cut_off_is_not_kept_half_green(camera_photos: Path) -> None:
    whole = (camera_photos / "IMG_5195.HEIC").read_bytes()
    with pytest.raises(Refused, match="photo_damaged"):
        prepare(whole[: len(whole) // 3], "cut.heic")


def test_orientation_in_damaged_metadata_does_not_stop_a_sound_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = jpeg((400, 300), exif=exif)
    assert prepare(whole, "a.jpg").width == 300
    place = whole.index(b"Exif\x00\x00") + 6
    broken = whole[:place] + b"\xff" * 12 + whole[place + 12 :]
    assert prepare(broken, "a.jpg").width == 400
