"""Photos, receipts and signatures: sent in parts, checked whole, stored under their hash."""

import errno
import fcntl
import hashlib
import io
from typing import Any

import pytest
from device import RECEIPT, TestDevice
from PIL import Image

from hub.ingest import blobs, jpeg
from hub.ingest.blob_store import InUse
from hub.ingest.folder_store import FolderStore
from hub.ingest.models import StoredBlob
from wire import codec, contact


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 80).convert(mode).save(file, kind, **how)
    return file.getvalue()


def with_segment(marker: int, content: bytes) -> bytes:
    """A photo that says more about itself, right at its beginning."""
    made = photo(40, 30)
    return made[:2] + bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content + made[2:]


def altered(marker: int, place: int, value: int) -> bytes:
    """A photo of which one byte is another, so far behind a marker."""
    made = bytearray(photo(40, 30))
    made[made.index(bytes((0xFF, marker))) + place] = value
    return bytes(made)


def header_of(made: bytes) -> bytes:
    """What a photo's own header says of its size and components."""
    begin = made.index(b"\xff\xc0") + 4
    return made[begin : begin + 15]


def many_scans() -> bytes:
    made = photo(40, 30)
    last_scan = made[made.rindex(b"\xff\xda") : -2]
    return made[:-2] + last_scan * jpeg.MOST_SCANS + made[-2:]


EXIF = Image.Exif()
EXIF[0x8825] = {1: "N", 2: (59.0, 55.0, 0.0)}


def plain(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, "JPEG")
    return file.getvalue()


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stored(content: bytes) -> bool:
    store, name = blobs.store(), name_of(content)
    return store.here([name]) == {name} and store.read(name) == content and StoredBlob.objects.filter(pk=name).exists()


def missing(device: TestDevice, *names: str) -> tuple[str, ...]:
    question = contact.BlobQuestion(sha256=names)
    return device.ask("POST", "/blobs/missing", codec.encode(question)).read(contact.BlobAnswer).missing


def signature(strokes: str) -> bytes:
    return f'{{"width":600,"height":200,"strokes":{strokes}}}'.encode()


GOOD = [
    pytest.param(photo(progressive=True), "image/jpeg", id="progressive"),
    pytest.param(photo(mode="L"), "image/jpeg", id="grey"),
    pytest.param(photo(mode="CMYK"), "image/jpeg", id="four inks"),
    pytest.param(photo(restart_marker_blocks=4), "image/jpeg", id="restarts"),
    pytest.param(photo(quality=95, subsampling=0, optimize=True), "image/jpeg", id="fine"),
    pytest.param(photo(1600, 1200, quality=95), "image/jpeg", id="larger than one piece"),
    pytest.param(photo(comment=b"Isi", dpi=(72, 72), icc_profile=b"profile"), "image/jpeg", id="colours and a comment"),
    pytest.param(RECEIPT, "application/pdf", id="receipt"),
    pytest.param(signature("[[[10,10,0],[300,100,40]]]"), "application/json", id="signature"),
]
PAGE = b"<html><script>alert(1)</script></html>"
POLYGLOTS = [
    pytest.param(PAGE + photo(), "image/jpeg", id="a page that goes on as a photo"),
    pytest.param(b"%PDF-1.4\n" + photo(), "image/jpeg", id="begins as a receipt"),
    pytest.param(photo() + RECEIPT, "application/pdf", id="ends as a receipt"),
    pytest.param(signature("[[[10,10,0],[300,100,40]]]") + PAGE, "application/json", id="a signature and a page"),
]
"""Files of two kinds at once: none is taken for what it is not first of all."""
BAD = [
    *POLYGLOTS,
    pytest.param(b"just text", "image/jpeg", id="text as photo"),
    pytest.param(photo(kind="PNG"), "image/jpeg", id="png as jpeg"),
    pytest.param(photo()[:-2000], "image/jpeg", id="half a photo"),
    pytest.param(photo() + b"<script>", "image/jpeg", id="a page behind a photo"),
    pytest.param(photo() + photo(), "image/jpeg", id="a photo behind a photo"),
    pytest.param(photo(exif=EXIF), "image/jpeg", id="where it was taken"),
    pytest.param(with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), "image/jpeg", id="XMP"),
    pytest.param(with_segment(0xED, b"Photoshop 3.0\0"), "image/jpeg", id="IPTC"),
    pytest.param(with_segment(0xD9, b""), "image/jpeg", id="the end at the beginning"),
    pytest.param(with_segment(0xC0, header_of(photo())), "image/jpeg", id="two headers"),
    pytest.param(b"\xff\xd8\xff\xd9", "image/jpeg", id="no picture in it"),
    pytest.param(altered(0xC0, 1, 0xC3), "image/jpeg", id="lossless"),
    pytest.param(altered(0xC0, 4, 12), "image/jpeg", id="twelve bits"),
    pytest.param(altered(0xC0, 12, 3), "image/jpeg", id="a table that is not there"),
    pytest.param(altered(0xC0, 11, 0x44), "image/jpeg", id="too many blocks"),
    pytest.param(altered(0xC4, 5, 3), "image/jpeg", id="codes that begin with another"),
    pytest.param(altered(0xDA, 3, 70), "image/jpeg", id="a segment longer than it is"),
    pytest.param(many_scans(), "image/jpeg", id="scans without end"),
    pytest.param(b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000 + photo()[2:], "image/jpeg", id="comments without end"),
    pytest.param(b"\xff\xd8" + b"\xff" * 1_000_000 + photo()[2:], "image/jpeg", id="nothing but filling"),
    pytest.param(plain(8000, 7000), "image/jpeg", id="56 megapixels"),
    pytest.param(plain(12_000, 9000), "image/jpeg", id="108 megapixels"),
    pytest.param(plain(20_000, 10_000), "image/jpeg", id="200 megapixels"),
    pytest.param(photo(), "image/gif", id="another type"),
    pytest.param(photo(), "text/html", id="a page"),
    pytest.param(photo(), "application/pdf", id="photo as receipt"),
    pytest.param(RECEIPT[:-8], "application/pdf", id="receipt cut off"),
    pytest.param(b"{}", "application/json", id="empty object"),
    pytest.param(b"[" * 100_000, "application/json", id="depth without end"),
    pytest.param(signature("[]"), "application/json", id="nothing drawn"),
    pytest.param(signature("[[[1,1,0],[999,1,1]]]"), "application/json", id="outside the pad"),
    pytest.param(b"", "image/jpeg", id="nothing"),
]


@pytest.mark.parametrize(("content", "media_type"), GOOD)
def test_receipts_and_signatures_are_taken(device: TestDevice, content: bytes, media_type: str) -> None:
    assert device.patch(content, media_type).status == 204
    assert stored(content)


@pytest.mark.parametrize(("content", "media_type"), BAD)
def test_a_file_must_be_the_type_that_it_says(device: TestDevice, content: bytes, media_type: str) -> None:
    assert device.patch(content, media_type).problem == contact.NOT_THE_BLOB
    assert not stored(content)


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 30, "½"])
def test_an_offset_is_a_number(device: TestDevice, offset: str) -> None:
    answer = device.ask("PATCH", f"/blobs/{'0' * 64}", b"x", Upload_Offset=offset, Content_Type="image/jpeg")
    assert answer.problem == contact.MALFORMED


def test_a_late_request_never_writes_into_a_stored_file(
    device: TestDevice, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One request opens the upload; before it gets the lock, another finishes the file and moves it away."""
    content, store = photo(), FolderStore(settings.OMBRUK_FOLDER)
    name, lock = name_of(content), fcntl.flock

    def finished_by_another(descriptor: int, how: int) -> None:
        monkeypatch.setattr("hub.ingest.folder_store.fcntl.flock", lock)
        with store.upload(name, device.id) as upload:
            upload.append(0, io.BytesIO(content).read)
            upload.keep()
        lock(descriptor, how)

    monkeypatch.setattr("hub.ingest.folder_store.fcntl.flock", finished_by_another)
    with pytest.raises(InUse), store.upload(name, device.id):
        pass
    assert store.path(name).read_bytes() == content


def test_a_full_disk_is_busy_not_a_crash(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("hub.ingest.folder_store.os.write", full)
    assert device.patch(photo(), "image/jpeg").problem == contact.BUSY


def test_nobody_asks_for_more_than_500_at_a_time(device: TestDevice) -> None:
    question = codec.encode({"sha256": ["0" * 64] * 501})
    assert device.ask("POST", "/blobs/missing", question).problem == contact.MALFORMED
    assert device.ask("POST", "/blobs/missing", b"x" * 300_000).problem == contact.TOO_LARGE
