"""What a station without a line sends by USB stick: the same promises, whatever becomes of the stick."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from counter import Counter
from in_process import InProcess, NewCounter
from sticks import codes, cut, everything_on, photo, the_only

from domain.refused import Refused
from hub import console
from hub.agreements.register import add_actor, add_agreement
from hub.cli import cli as hub_cli
from hub.ingest.models import Hub, Incarnation, StoredAcknowledgement, StoredBlob, StoredEvent
from hub.ingest.stick import import_batches
from hub.ingest.verify import verify
from hub.items.models import Item
from hub.reservations.desk import reserve
from hub.reservations.models import Reservation
from station_app.actions.correct import discard_item
from station_app.cli.main import run
from station_app.clock import utc_now
from station_app.storage.journal import Journal
from station_app.sync.cycle import Cycle
from station_app.sync.exchange import Reply, Request
from station_app.sync.stick import export_batches, import_acks


def test_there_and_back_once(counter: Counter, stick: Path) -> None:
    counter.with_register()
    counter.register(photos=(photo(counter),))
    counter.hand_over(counter.register())
    out = export_batches(counter.station, stick)
    assert (out.events, out.problems) == (3, ())
    there = import_batches(stick)
    assert (there.batches, there.events, there.files, there.problems) == (1, 3, out.files, [])
    assert verify().problems == []
    assert counter.station.outbox.progress().waiting_events == 3
    back = import_acks(counter.station, stick)
    assert (back.acknowledged, back.files, back.problems) == (3, out.files, ())
    progress = counter.station.outbox.progress()
    assert (progress.waiting_events, progress.waiting_blobs) == (0, 0)
    assert (stick / "ferie.jpg").read_bytes() == b"of somebody's summer"


def test_the_same_stick_twice_changes_nothing(counter: Counter, stick: Path) -> None:
    counter.with_register()
    counter.hand_over(counter.register(photos=(photo(counter),)))
    export_batches(counter.station, stick)
    once = everything_on(stick)
    assert export_batches(counter.station, stick).written == 0
    assert everything_on(stick) == once
    import_batches(stick)
    answered = everything_on(stick)
    assert once.items() <= answered.items()
    again = import_batches(stick)
    assert (again.events, again.files, again.problems) == (0, 0, [])
    assert everything_on(stick) == answered
    import_acks(counter.station, stick)
    back = import_acks(counter.station, stick)
    assert (back.acknowledged, back.files, back.register, back.problems) == (0, 0, 0, ())
    assert everything_on(stick) == answered


def test_work_between_two_exports_goes_on_where_the_first_ended(counter: Counter, stick: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    counter.register()
    counter.register()
    export_batches(counter.station, stick)
    assert [path.name for path in sorted(stick.rglob("*.batch"))] == [
        "000000000001-000000000001.batch",
        "000000000002-000000000003.batch",
    ]
    assert import_batches(stick).events == 3
    assert import_acks(counter.station, stick).acknowledged == 3


def test_a_new_agreement_reaches_a_counter_without_a_line(counter: Counter, stick: Path) -> None:
    add_actor("Bruktbutikken", "974760673")
    counter.register()
    export_batches(counter.station, stick)
    import_batches(stick)
    assert import_acks(counter.station, stick).register > 0
    assert counter.station.reference.actor("974760673").name == "Bruktbutikken"


def test_what_is_reserved_reaches_a_counter_without_a_line_and_what_it_did_ends_it(
    counter: Counter, stick: Path
) -> None:
    add_actor("Bruktbutikken", "974760673")
    add_agreement("974760673", first_day=date(2020, 1, 1), last_day=date(2099, 12, 31), categories=None)
    number = counter.register()
    export_batches(counter.station, stick)
    import_batches(stick)
    reserve(number, "974760673")
    assert import_acks(counter.station, stick).reservations == 0
    import_batches(stick)
    assert import_acks(counter.station, stick).reservations == 1
    assert counter.station.reservations.kept(counter.station.items.by_number(number).item, utc_now()) is not None
    discard_item(counter.station, number, "Knust")
    export_batches(counter.station, stick)
    import_batches(stick)
    assert Reservation.objects.get().ending == "broken"
    assert import_acks(counter.station, stick).reservations == 2
    cut(the_only(stick, "reservations.jws"))
    assert [found.refused.code for found in import_acks(counter.station, stick).problems] == ["stick_file_damaged"]
    assert counter.station.reservations.version() == 2


def test_several_counters_share_a_stick(new_counter: NewCounter, stick: Path) -> None:
    one, other = new_counter(), new_counter()
    one.register()
    other.register()
    other.register()
    export_batches(one.station, stick)
    with pytest.raises(Refused, match="stick_other_station"):
        import_acks(other.station, stick)
    export_batches(other.station, stick)
    assert import_batches(stick).events == 3
    assert (import_acks(one.station, stick).acknowledged, import_acks(other.station, stick).acknowledged) == (1, 2)


def test_a_stick_for_another_hub_is_refused_on_both_sides(counter: Counter, stick: Path, tmp_path: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    Hub.objects.update(identifier="99999999-9999-4999-8999-999999999999")
    with pytest.raises(Refused, match="stick_other_hub"):
        import_batches(stick)
    # Renamed by a clever person: what is signed inside says whose it is.
    folder = the_only(stick, "*.batch").parents[3]
    folder.rename(folder.with_name("99999999-9999-4999-8999-999999999999"))
    assert codes(import_batches(stick)) == ["stick_other_hub"]
    with pytest.raises(Refused, match="stick_other_hub"):
        import_acks(counter.station, stick)
    assert StoredEvent.objects.count() == 0


def test_an_empty_or_missing_folder_is_said(counter: Counter, stick: Path) -> None:
    for take in (import_batches, lambda folder: import_acks(counter.station, folder)):
        with pytest.raises(Refused, match="stick_empty"):
            take(stick)
        with pytest.raises(Refused, match="stick_missing"):
            take(stick / "not there")
    with pytest.raises(Refused, match="stick_missing"):
        export_batches(counter.station, stick / "not there")


def test_a_counter_cannot_speak_for_another(new_counter: NewCounter, stick: Path) -> None:
    one, other = new_counter(), new_counter()
    one.register()
    export_batches(one.station, stick)
    mine = the_only(stick, "*.batch").parents[2]
    mine.rename(mine.with_name(other.station.identity.device))
    assert codes(import_batches(stick)) == ["stick_not_signed"]


def test_a_counter_that_is_not_enrolled_here_is_named(counter: Counter, stick: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    mine = the_only(stick, "*.batch").parents[2]
    mine.rename(mine.with_name("88888888-8888-4888-8888-888888888888"))
    assert codes(import_batches(stick)) == ["stick_device_unknown"]


def test_a_later_stick_without_the_earlier_waits_for_it(counter: Counter, stick: Path, tmp_path: Path) -> None:
    counter.register()
    export_batches(counter.station, stick)
    (later := tmp_path / "later").mkdir()
    counter.register()
    export_batches(counter.station, later)
    the_only(later, "*.batch").unlink()
    shutil.copytree(stick / "ombruk", later / "ombruk", dirs_exist_ok=True)
    first = the_only(later, "000000000001-*.batch")
    counter.register()
    export_batches(counter.station, later)
    first.unlink()
    assert codes(import_batches(later)) == ["stick_gap"]
    import_batches(stick)
    assert import_batches(later).problems == []
    assert [found.refused.code for found in import_acks(counter.station, later).problems] == ["acknowledgement_gap"]
    assert import_acks(counter.station, stick).acknowledged == 1
    assert import_acks(counter.station, later).acknowledged == 2


def test_stick_and_network_at_once_move_the_position_only_forward(
    counter: Counter, way: InProcess, stick: Path
) -> None:
    """The hub's answer to the stick arrives while an answer over the network is on its way, and the reverse."""
    counter.register()
    export_batches(counter.station, stick)
    import_batches(stick)
    counter.register()
    with_stick = counter.station.another()

    class Late(InProcess):
        """While the answer to a batch is on its way, somebody reads the stick."""

        def send(self, request: Request) -> Reply:
            reply = super().send(request)
            if request.path.endswith("/hello"):
                # The hub has said that it holds position 1; now the stick says so, too.
                assert import_acks(with_stick, stick).acknowledged == 1
            return reply

    done = Cycle(counter.station, Late()).run()
    assert (done.sent, counter.station.outbox.acked().seq) == (1, 2)
    assert import_acks(counter.station, stick).acknowledged == 0
    assert counter.station.outbox.acked().seq == 2
    with_stick.close()
    counter.register()
    export_batches(counter.station, stick)
    assert Cycle(counter.station, way).run().acknowledged == 1
    assert import_batches(stick).problems == []
    assert import_acks(counter.station, stick).problems == ()
    assert counter.station.outbox.acked() == counter.station.journal.head()


def test_a_hub_that_lost_everything_gets_it_all_from_a_stick(counter: Counter, stick: Path) -> None:
    counter.register(photos=(photo(counter),))
    export_batches(counter.station, stick)
    import_batches(stick)
    import_acks(counter.station, stick, tidy=True)
    counter.register()
    for table in (StoredAcknowledgement, StoredEvent, Incarnation, StoredBlob, Item):
        table.objects.all().delete()
    export_batches(counter.station, stick)
    assert codes(import_batches(stick)) == ["stick_gap"]
    export_batches(counter.station, stick, everything=True)
    done = import_batches(stick)
    assert (done.events, done.files, done.problems) == (2, 1, [])
    assert import_acks(counter.station, stick).acknowledged == 1


def test_a_restored_store_sends_both_its_lives(counter: Counter, stick: Path) -> None:
    counter.register()
    station = counter.station
    with station.transaction():
        Journal(station._database, station.identity.device).begin_incarnation(station.now(), "restored")
    counter.register()
    export_batches(station, stick)
    assert len(list(stick.rglob("parent.txt"))) == 2
    assert import_batches(stick).problems == []
    assert import_acks(station, stick).acknowledged == 2


def test_the_three_verbs_and_their_exit_codes(
    counter: Counter, stick: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OMBRUK_KEYSTORE", "file")
    settings.OMBRUK_FOLDER.database.touch()
    counter.register(photos=(photo(counter),))

    def station(*words: str) -> tuple[int, Any]:
        code = run(["--data-dir", str(counter.folder), "--language", "en", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    def hub(*words: str) -> tuple[int, Any]:
        with pytest.raises(SystemExit) as left:
            console.run(hub_cli, ["--json", *words])
        return int(left.value.code or 0), json.loads(capsys.readouterr().out)

    assert station("export-batches", str(stick)) == (0, {"events": 1, "files": 1, "written": 3, "problems": []})
    batch = the_only(stick, "*.batch")
    whole = batch.read_bytes()
    cut(batch)
    code, said = hub("import-batches", str(stick))
    assert (code, said["events"], said["files"]) == (3, 0, 1)
    assert [(found["file"], found["code"]) for found in said["problems"]] == [
        (batch.relative_to(stick).as_posix(), "stick_file_damaged")
    ]
    assert batch.relative_to(stick).as_posix() in said["problems"][0]["error"]
    batch.write_bytes(whole)
    assert hub("import-batches", str(stick)) == (0, {"batches": 1, "events": 1, "files": 0, "problems": []})
    code, said = station("import-acks", str(stick), "--tidy")
    assert (code, said["acknowledged"], said["files"], said["waiting"], said["removed"]) == (0, 1, 1, 0, 3)
    assert station("import-acks", str(stick / "not there"))[0] == 3
    assert hub("import-batches", str(stick / "ombruk"))[1]["code"] == "stick_empty"
