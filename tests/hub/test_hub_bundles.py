"""Several files in one request: each is taken or not as if it came alone, and what is answered to be here is."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from conftest import MakeDevice
from device import TestDevice, blob_of
from django.db import DatabaseError
from django.utils import timezone
from test_hub_blobs import BAD, GOOD, missing, name_of, photo, stored
from test_hub_lane import by_lane, forge_token, forget_token, lose_the_key, replace_the_key

from hub.ingest import blobs, bundles, noting
from hub.ingest.models import Closed, StoredBlob, UndecodedPicture
from wire import bundle, codec, contact

pytestmark = pytest.mark.usefixtures("kept_in")
FIRST, SECOND = (photo(60, 40), "image/jpeg"), (photo(50, 40), "image/jpeg")


@pytest.fixture(params=["short", "django"])
def way(request: pytest.FixtureRequest, device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> TestDevice:
    """A device whose bundles go past Django, as they are served, or through it."""
    monkeypatch.setattr("hub.lane.close_old_connections", lambda: None)
    return by_lane(device) if request.param == "short" else device


def names(*files: tuple[bytes, str]) -> tuple[str, ...]:
    return tuple(name_of(content) for content, _ in files)


def test_all_kinds_of_files_come_together(way: TestDevice) -> None:
    files = [tuple(one.values) for one in GOOD]
    assert way.bring(*files).read(bundle.Taken) == bundle.Taken(names(*files))
    assert all(stored(content) for content, _ in files)
    assert missing(way, *names(*files)) == ()
    pictures = {name for name, (_, media_type) in zip(names(*files), files, strict=True) if media_type == "image/jpeg"}
    assert set(UndecodedPicture.objects.values_list("sha256", flat=True)) == pictures


@pytest.mark.parametrize(("content", "media_type"), BAD)
def test_one_that_is_not_taken_holds_up_no_other(device: TestDevice, content: bytes, media_type: str) -> None:
    taken = device.bring(FIRST, (content, media_type), SECOND).read(bundle.Taken)
    assert taken.stored == names(FIRST, SECOND)
    (no,) = taken.not_taken
    assert no.sha256 == name_of(content)
    assert no.problem.type == contact.PROBLEM_BASE + device.patch(content, media_type).problem
    assert not blobs.store().here([no.sha256])
    assert missing(device, *names(FIRST, SECOND)) == ()


def test_a_file_that_is_not_what_its_name_says_is_not_taken(device: TestDevice) -> None:
    lie = blob_of(b"x" * len(FIRST[0]), "image/jpeg")
    packed = bundle.pack([(lie, FIRST[0]), (blob_of(*SECOND), SECOND[0])])
    taken = device.ask("POST", "/blobs", packed).read(bundle.Taken)
    assert (taken.stored, [no.sha256 for no in taken.not_taken]) == (names(SECOND), [lie.sha256])


def test_the_same_files_again_change_nothing(device: TestDevice) -> None:
    device.bring(FIRST)
    (before,) = StoredBlob.objects.values()
    assert sorted(device.bring(FIRST, SECOND, FIRST).read(bundle.Taken).stored) == sorted(names(FIRST, SECOND))
    assert StoredBlob.objects.values().get(sha256=name_of(FIRST[0])) == before
    assert StoredBlob.objects.count() == 2


def test_what_had_come_of_a_file_before_is_forgotten(device: TestDevice) -> None:
    content, media_type = FIRST
    device.patch(content[:100], media_type, name=name_of(content), last=False)
    device.bring(FIRST, SECOND)
    assert stored(content)
    assert blobs.store().offset(name_of(content), device.id) == 0


@pytest.mark.parametrize(
    ("first", "problem"),
    [
        pytest.param(forget_token, contact.UNAUTHORIZED, id="no token"),
        pytest.param(forge_token, contact.UNAUTHORIZED, id="a forged token"),
        pytest.param(lose_the_key, contact.UNKNOWN_DEVICE, id="an unknown key"),
        pytest.param(replace_the_key, contact.UNAUTHORIZED, id="a replaced key"),
        pytest.param(lambda _: Closed.objects.create(id=1, at=timezone.now()), contact.BUSY, id="a closed hub"),
    ],
)
def test_a_bundle_of_whom_the_hub_does_not_let_in(
    enrolled: MakeDevice, first: Callable[[TestDevice], None], problem: str
) -> None:
    device = enrolled()
    first(device)
    assert device.bring(FIRST).problem == problem
    assert not blobs.store().here(names(FIRST))


@pytest.mark.parametrize("body", [b"", b"{}", b'{"files":[]}\n', bundle.pack([(blob_of(*FIRST), FIRST[0])])[:-1]])
def test_what_is_no_bundle_is_refused(way: TestDevice, body: bytes) -> None:
    assert way.ask("POST", "/blobs", body).problem == contact.MALFORMED


def test_more_than_the_hub_said_is_too_large(device: TestDevice) -> None:
    asked = codec.encode(contact.BlobQuestion(()))
    assert device.ask("POST", "/blobs/missing", asked).read(contact.BlobAnswer).together == bundle.MOST_BYTES
    assert device.ask("POST", "/blobs", b"x" * (bundles.LARGEST + 1)).problem == contact.TOO_LARGE


def test_files_whose_rows_cannot_be_written_are_not_answered_to_be_here(
    device: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: list[StoredBlob]) -> None:
        raise DatabaseError

    monkeypatch.setattr(blobs, "_NOTING", noting.Noting(away))
    with pytest.raises(DatabaseError):
        device.bring(FIRST, SECOND)
    monkeypatch.undo()
    assert missing(device, *names(FIRST, SECOND)) == names(FIRST, SECOND)
    assert device.bring(FIRST, SECOND).read(bundle.Taken).stored == names(FIRST, SECOND)


def test_a_full_disk_is_busy_and_leaves_nothing_half_written(
    device: TestDevice, kept_in: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    if kept_in == "s3":
        pytest.skip("a bucket has no disk of ours")
    written: list[int] = []

    def full(_: int, content: memoryview) -> int:
        if written:
            raise OSError(errno.ENOSPC, "no space")
        written.append(len(content))
        return len(content)

    monkeypatch.setattr("hub.ingest.folder_store.os.write", full)
    assert device.bring(FIRST, SECOND).problem == contact.BUSY
    assert [*settings.OMBRUK_FOLDER.spool.iterdir()] == []
    assert missing(device, *names(FIRST, SECOND)) == names(FIRST, SECOND)
