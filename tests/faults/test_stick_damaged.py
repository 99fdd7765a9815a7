"""Sticks that were pulled out, wore out, or were in other computers: said by name, and nothing is lost."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from counter import Counter
from sticks import codes, cut, emptied, flipped, photo, the_only

from domain.refused import Refused
from hub.agreements.publish import publish
from hub.ingest.stick import import_batches
from station_app.sync.stick import export_batches, import_acks
from wire.stick import Stick


@pytest.mark.parametrize("spoil", [cut, flipped, emptied])
def test_a_damaged_batch_is_named_and_comes_with_the_next_export(
    counter: Counter, stick: Path, spoil: Callable[[Path], None]
) -> None:
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    spoil(batch := the_only(stick, "*.batch"))
    there = import_batches(stick)
    assert (there.events, there.files) == (0, 1)
    assert [found.file for found in there.problems] == [batch.relative_to(stick).as_posix()]
    assert codes(there) in (["stick_file_damaged"], ["stick_not_signed"])
    assert import_acks(counter.station, stick).acknowledged == 0
    assert export_batches(counter.station, stick).written == 1
    assert import_batches(stick).problems == []
    assert import_acks(counter.station, stick).acknowledged == 1


@pytest.mark.parametrize("spoil", [cut, flipped, emptied])
def test_a_damaged_photo_is_named_and_waits(counter: Counter, stick: Path, spoil: Callable[[Path], None]) -> None:
    counter.register(photos=(photo(counter, 10),))
    counter.register(photos=(photo(counter, 200),))
    export_batches(counter.station, stick)
    spoil(broken := sorted(stick.rglob("*.jpg"))[-1])
    there = import_batches(stick)
    assert (there.events, there.files, codes(there)) == (2, 1, ["stick_file_damaged"])
    assert there.problems[0].file == broken.relative_to(stick).as_posix()
    assert import_acks(counter.station, stick).acknowledged == 2
    assert counter.station.outbox.progress().waiting_blobs == 1
    export_batches(counter.station, stick)
    assert import_batches(stick).files == 1
    import_acks(counter.station, stick)
    assert counter.station.outbox.progress().waiting_blobs == 0


@pytest.mark.parametrize("spoil", [cut, flipped, emptied])
@pytest.mark.parametrize("pattern", ["*.acknowledgement", "held.jws", "register.jws"])
def test_a_damaged_answer_is_named_and_written_anew(
    counter: Counter, stick: Path, pattern: str, spoil: Callable[[Path], None]
) -> None:
    publish()
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    import_batches(stick)
    spoil(the_only(stick, pattern))
    back = import_acks(counter.station, stick)
    assert [found.refused.code for found in back.problems] == ["stick_file_damaged"]
    assert (back.acknowledged, back.files, bool(back.register)) == (
        int(pattern != "*.acknowledgement"),
        int(pattern != "held.jws"),
        pattern != "register.jws",
    )
    import_batches(stick)
    assert import_acks(counter.station, stick).problems == ()
    progress = counter.station.outbox.progress()
    assert (progress.waiting_events, progress.waiting_blobs) == (0, 0)
    assert counter.station.reference.version() > 0


class PulledOut:
    """In place of a question to the stick: the system's answer when it is no longer in."""

    def __call__(self, *_asked: object) -> list[object]:
        raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("asked", ["used", "devices"])
def test_a_stick_that_is_pulled_out_at_once_is_a_stick_that_cannot_be_read(
    counter: Counter, stick: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    counter.register()
    export_batches(counter.station, stick)
    monkeypatch.setattr(Stick, asked, PulledOut())
    with pytest.raises(Refused) as caught:
        import_acks(counter.station, stick)
    assert caught.value.code == "stick_file_unreadable"
    assert caught.value.facts["what"] == "device_gone"


def test_what_was_taken_in_before_a_stick_was_pulled_out_counts_and_the_rest_comes_next_time(
    counter: Counter, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    import_batches(stick)
    with monkeypatch.context() as out:
        out.setattr(Stick, "held", PulledOut())
        done = import_acks(counter.station, stick, tidy=True)
    assert (done.acknowledged, done.files, done.removed) == (1, 0, 0)
    assert [found.refused.code for found in done.problems] == ["stick_file_unreadable"]
    assert import_acks(counter.station, stick, tidy=True).files == 1


def test_a_folder_whose_name_no_stick_can_have_is_said(counter: Counter, stick: Path) -> None:
    counter.register()
    for carry, code in ((export_batches, "stick_unwritable"), (import_acks, "stick_file_unreadable")):
        with pytest.raises(Refused) as caught:
            carry(counter.station, stick / ("x" * 300))
        assert (caught.value.code, caught.value.facts["what"]) == (code, "name_too_long")


def test_what_the_hub_signed_for_is_taken_off_the_stick(counter: Counter, stick: Path) -> None:
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    assert import_acks(counter.station, stick, tidy=True).removed == 0
    import_batches(stick)
    assert import_acks(counter.station, stick, tidy=True).removed == 3
    assert not [*stick.rglob("*.batch"), *stick.rglob("files/*")]
    assert import_batches(stick).problems == []
    assert import_acks(counter.station, stick, tidy=True).removed == 0


def test_a_stick_without_the_place_where_a_chain_begins_is_said_and_mended(counter: Counter, stick: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    the_only(stick, "parent.txt").write_bytes(b"\xff\x00")
    assert codes(import_batches(stick)) == ["stick_gap"]
    export_batches(counter.station, stick)
    assert import_batches(stick).events == 1


def test_a_photo_that_is_gone_from_the_store_is_told_and_the_rest_goes(counter: Counter, stick: Path) -> None:
    gone = photo(counter)
    counter.register(photos=(gone,))
    counter.station.blobs.path(gone.sha256).unlink()
    out = export_batches(counter.station, stick)
    assert [found.refused.code for found in out.problems] == ["file_missing"]
    assert import_batches(stick).events == 1


def test_a_name_that_leads_away_from_the_stick_is_not_followed(counter: Counter, stick: Path, tmp_path: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    log = the_only(stick, "*.batch").parents[1]
    elsewhere = tmp_path / "elsewhere"
    log.rename(elsewhere)
    log.symlink_to(elsewhere)
    assert codes(import_batches(stick)) == ["stick_file_unwritable"]
    assert not list(elsewhere.rglob("*.acknowledgement"))


def test_what_other_programs_put_on_a_stick_is_passed_over(counter: Counter, stick: Path) -> None:
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    for name in ("*.batch", "*.jpg"):
        path = next(found for found in stick.rglob(name) if found.name != "ferie.jpg")
        path.with_name(f"._{path.name}").write_bytes(b"Mac OS X")
        path.with_name(".new-abc").write_bytes(b"half")
        path.with_name(path.name + " (kopi)").write_bytes(b"Windows")
    (stick / "ombruk" / "System Volume Information").mkdir()
    assert import_batches(stick).problems == []
    assert import_acks(counter.station, stick).problems == ()
