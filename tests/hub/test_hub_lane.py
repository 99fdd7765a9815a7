"""The short way for files past Django: the same answers, the same checks, and what it does with several at once."""

import io
import threading
from collections.abc import Callable

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.db import DatabaseError
from django.utils import timezone
from doors import Answer
from test_hub_blobs import name_of, photo, stored

from hub import lane
from hub.gate import _API
from hub.ingest import noting
from hub.ingest.blob_store import LARGEST
from hub.ingest.models import DeviceKey, StoredBlob, UndecodedPicture
from hub.ingest.noting import Noting
from wire import contact


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is one transaction on one connection, which nobody lets go of; Django's test client does the same."""
    monkeypatch.setattr("hub.lane.close_old_connections", lambda: None)


def by_lane(device: TestDevice) -> TestDevice:
    """The device's parts of files go the short way, and all else as before."""
    before, files = device.door, lane.Lane()

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if not lane.takes(method, path):
            return before(method, path, body, headers)
        said = [("content-length", str(len(body))), *((field.lower(), value) for field, value in headers.items())]
        answer = files(method, path, said, io.BytesIO(body), len(body))
        return Answer(answer.status, {field.lower(): value for field, value in answer.headers}, answer.body)

    device.door = ask
    return device


def forget_token(device: TestDevice) -> None:
    device.token = ""


def forge_token(device: TestDevice) -> None:
    device.token = device.token[:-4] + "AAAA"


def lose_the_key(device: TestDevice) -> None:
    DeviceKey.objects.filter(device_id=device.id).update(thumbprint="x")


def replace_the_key(device: TestDevice) -> None:
    DeviceKey.objects.filter(device_id=device.id).update(valid_to_seq=0)


def begin(device: TestDevice) -> None:
    device.patch(photo(20, 20)[:100], "image/jpeg", name="ab" * 32, last=False)


NO = [
    pytest.param(forget_token, {}, contact.UNAUTHORIZED, id="no token"),
    pytest.param(forge_token, {}, contact.UNAUTHORIZED, id="a forged token"),
    pytest.param(lose_the_key, {}, contact.UNKNOWN_DEVICE, id="an unknown key"),
    pytest.param(replace_the_key, {}, contact.UNAUTHORIZED, id="a replaced key"),
    pytest.param(begin, {}, contact.WRONG_OFFSET, id="another offset"),
    pytest.param(begin, {"Upload_Offset": "x"}, contact.MALFORMED, id="an offset that is none"),
    pytest.param(begin, {"Upload_Offset": str(LARGEST)}, contact.TOO_LARGE, id="too large"),
    pytest.param(begin, {"Upload_Offset": "100"}, contact.NOT_THE_BLOB, id="another content"),
]


@pytest.mark.parametrize(("first", "more", "problem"), NO)
def test_both_ways_say_no_in_the_same_words(
    enrolled: MakeDevice, first: Callable[[TestDevice], None], more: dict[str, str], problem: str
) -> None:
    said = []
    for device in (enrolled(), by_lane(enrolled())):
        first(device)
        headers = {"Upload_Offset": "0", "Upload_Complete": "?1", "Content_Type": "image/jpeg", **more}
        answer = device.ask("PATCH", f"/blobs/{'ab' * 32}", photo(), **headers)
        assert answer.problem == problem
        kept = ("upload-offset", "upload-complete", "www-authenticate", "content-type")
        said.append((answer.status, answer.body, {name: answer.headers.get(name) for name in kept}))
    assert said[0] == said[1]


def test_a_photo_in_parts_by_either_way(device: TestDevice) -> None:
    content, django = photo(), device.door
    short = by_lane(device).door
    for number, (begin, end) in enumerate(((0, 1000), (1000, 1000), (1000, 5000))):
        device.door = (short, django)[number % 2]
        answer = device.patch(content[:end], "image/jpeg", name=name_of(content), offset=begin, last=False)
        assert (answer.status, answer.headers["upload-offset"]) == (204, str(end))
    device.door = short
    answer = device.patch(content, "image/jpeg; q=1", offset=5000)
    assert (answer.status, answer.headers["upload-complete"]) == (204, "?1")
    assert stored(content)
    again = device.patch(content, "image/jpeg")
    assert (again.status, again.headers["upload-offset"]) == (204, str(len(content)))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/blobs/{'a' * 64}"),
        ("PATCH", f"/blobs/{'A' * 64}"),
        ("PATCH", f"/blobs/{'a' * 63}"),
        ("PATCH", f"/blobs/{'a' * 64}/"),
        ("PATCH", f"/blobs/{'a' * 64}\n"),
        ("PATCH", f"/blobs/../{'a' * 64}"),
        ("PATCH", "/blobs/missing"),
    ],
)
def test_nothing_else_goes_the_short_way(method: str, path: str) -> None:
    assert not lane.takes(method, _API.rstrip("/") + path)


def test_a_bug_is_an_answer_and_is_written_down(
    device: TestDevice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hub.ingest.blobs._number", None)
    assert by_lane(device).patch(photo(), "image/jpeg").status == 500
    assert "TypeError" in caplog.text


# Rows of several files in one transaction


def row(name: str) -> StoredBlob:
    return StoredBlob(sha256=name * 64, media_type="image/jpeg", size=1, stored_at=timezone.now())


def test_one_file_twice_at_once_is_one_row(hub: object) -> None:
    noting.write([row("b"), row("a"), row("b")])
    noting.write([row("b")])
    assert sorted(StoredBlob.objects.values_list("pk", flat=True)) == ["a" * 64, "b" * 64]
    assert StoredBlob.objects.get(pk="a" * 64).stored_at <= timezone.now()
    assert UndecodedPicture.objects.count() == 2


class Slow:
    """A database that does not answer before it is told to, and then as `broken` says."""

    def __init__(self, broken: Exception | None = None) -> None:
        self.groups: list[list[str]] = []
        self.asked, self.told = threading.Event(), threading.Event()
        self._broken = broken

    def write(self, rows: list[StoredBlob]) -> None:
        self.groups.append([one.sha256[0] for one in rows])
        self.asked.set()
        assert self.told.wait(30)
        if self._broken is not None:
            raise self._broken


def noted_at_once(slow: Slow) -> list[str]:
    """What becomes of three rows: one is being written when the two others come."""
    notes, over = Noting(slow.write), dict[str, str]()

    def note(name: str) -> None:
        try:
            notes.note([row(name)])
            over[name] = "noted"
        except DatabaseError as broken:
            over[name] = str(broken)

    threads = [threading.Thread(target=note, args=(name,)) for name in "abc"]
    threads[0].start()
    assert slow.asked.wait(30)
    for late in threads[1:]:
        late.start()
    while len(notes._entries) < 2:
        assert not over, "nobody is told before the disk is"
    slow.told.set()
    for each in threads:
        each.join()
    return [over[name] for name in "abc"]


def test_what_comes_meanwhile_is_written_together() -> None:
    slow = Slow()
    assert noted_at_once(slow) == ["noted"] * 3
    assert (slow.groups[0], sorted(slow.groups[1]), len(slow.groups)) == (["a"], ["b", "c"], 2)


def test_nobody_hears_yes_when_it_was_not_written() -> None:
    assert noted_at_once(Slow(DatabaseError("disk I/O error"))) == ["disk I/O error"] * 3
