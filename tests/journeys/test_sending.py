"""Sending to a real hub when the way is bad: lost answers, a login page, two senders, a stranger, a restored hub."""

import gzip
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import filelock
import pytest
from counter import Clock, Counter
from hub_process import ACTOR, Hub, Pc

from domain.refused import Refused
from station_app.sync.cycle import Cycle, rest_seconds
from station_app.sync.exchange import Offline, Reply, Request
from station_app.sync.transport import Transport, checked_url
from station_app.sync.worker import SyncWorker


class LossyWay(Transport):
    """The way to the hub on which the answers to some requests are lost after the hub has done its work."""

    def __init__(self, url: str, lost: Callable[[Request], bool]) -> None:
        super().__init__(url)
        self.lost = lost
        self.asked: list[str] = []

    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        self.asked.append(f"{request.method} {request.path.split('/')[3]}")
        if self.lost(request):
            raise Offline("ConnectionResetError")
        return reply


@pytest.fixture
def hub(both: tuple[Hub, Pc]) -> Hub:
    return both[0]


@pytest.fixture
def pc(both: tuple[Hub, Pc]) -> Pc:
    return both[1]


@pytest.fixture
def counter(pc: Pc) -> Iterator[Counter]:
    made = Counter(pc.folder, Clock())
    yield made
    made.station.close()


def cycle_over(counter: Counter, way: Transport) -> Cycle:
    return Cycle(counter.station, way)


def test_a_token_serves_one_run_after_the_other_until_the_hub_says_no(counter: Counter, hub: Hub) -> None:
    def asked() -> list[str]:
        way = LossyWay(hub.url, lambda _: False)
        cycle_over(counter, way).run()
        return way.asked

    kept, anew = counter.station.folder / "token", ["GET nonce", "POST token", "POST devices"]
    kept.unlink()
    assert asked()[:3] == anew
    assert asked() == ["POST devices"]
    assert kept.stat().st_mode & 0o077 == 0

    name, key, token = kept.read_text().split()
    kept.write_text(f"{name} {key} {token[:-8]}\r\nX: y")
    assert asked() == anew, "what is no token is not sent"
    kept.write_text(f"{name} {key} {token[:-8]}AAAAAAAA")
    assert asked() == ["POST devices", *anew], "one that the hub will not have is replaced"
    kept.write_text(f"{name} another {token}")
    assert asked() == anew, "one that was given for another key is not used"
    assert asked() == ["POST devices"]


def test_an_answer_that_was_lost_is_fetched_and_nothing_is_sent_twice(counter: Counter, hub: Hub) -> None:
    counter.hand_over(counter.register(), counter.register(), orgnr=ACTOR)
    way = LossyWay(hub.url, lambda request: request.method == "PUT")
    with pytest.raises(Refused, match="hub_unreachable"):
        cycle_over(counter, way).run()
    assert counter.station.outbox.acked().seq == 0

    way = LossyWay(hub.url, lambda _: False)
    done = cycle_over(counter, way).run()
    assert (done.sent, done.acknowledged) == (0, 3)
    assert "PUT devices" not in way.asked
    assert hub("figures")["handed_over"]["pieces"] == 2
    assert hub("verify")["ok"]


def test_an_idle_cycle_is_one_request(counter: Counter, hub: Hub) -> None:
    counter.register()
    way = LossyWay(hub.url, lambda _: False)
    cycle = cycle_over(counter, way)
    cycle.run()
    way.asked.clear()
    cycle.run()
    assert way.asked == ["POST devices"]


def test_a_hub_restored_from_a_backup_gets_everything_again(counter: Counter, pc: Pc, hub: Hub, tmp_path: Path) -> None:
    counter.register()
    pc("sync")
    hub.stop()
    shutil.copytree(hub.folder, tmp_path / "older")
    hub.start()
    counter.hand_over(counter.register(), orgnr=ACTOR)
    pc("sync")
    hub.stop()
    shutil.rmtree(hub.folder)
    shutil.copytree(tmp_path / "older", hub.folder)
    hub.start()

    done = pc("sync")
    assert (done["acknowledged"], done["waiting"]) == (2, 0)
    assert pc("sync")["sent"] == 0
    assert hub("figures") == pc("figures")
    assert hub("verify")["ok"]


def test_two_programs_do_not_send_at_once(counter: Counter, pc: Pc) -> None:
    counter.register()
    with filelock.FileLock(pc.folder / "sending.lock"):
        assert pc("sync", expect=3)["code"] == "sync_running"
    assert pc("sync")["acknowledged"] == 1


def test_a_device_whose_key_was_revoked_keeps_everything_and_says_so(counter: Counter, pc: Pc, hub: Hub) -> None:
    counter.register()
    hub("revoke-device", str(counter.station.identity.device_number))
    assert pc("sync", expect=3)["code"] == "key_revoked"
    assert pc("status")["waiting_events"] == 1
    assert pc("register", "--category", "chair", "--kg", "4")["grams"] == 4_000


def test_a_new_agreement_reaches_the_counter_with_the_next_contact(counter: Counter, pc: Pc, hub: Hub) -> None:
    orgnr = "974760673"
    hub("add-actor", "--name", "Rykkinn skolekorps", "--orgnr", orgnr)
    days = ["--from", "2026-11-01", "--to", "2026-11-30"]
    hub("add-agreement", "--orgnr", orgnr, "--categories", "chair", *days, "--kind", "short")
    pc("sync")
    assert [actor["orgnr"] for actor in pc("actors")["actors"]] == sorted([ACTOR, orgnr])
    counter.hand_over(counter.register("chair"), orgnr=orgnr)
    with pytest.raises(Refused, match="blocked_lines"):
        counter.hand_over(counter.register("sofa", 30_000), orgnr=orgnr)


class LoginPage(BaseHTTPRequestHandler):
    """What a guest network answers to everything."""

    def _answer(self) -> None:
        self.send_response(200)
        body = b"<html><h1>Velkommen! Logg inn.</h1></html>"
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = _answer  # noqa: N815 (the base class's names)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


def test_a_login_page_of_the_network_is_not_taken_for_the_hub(counter: Counter, hub: Hub) -> None:
    counter.register()
    guest = ThreadingHTTPServer(("127.0.0.1", 0), LoginPage)
    thread = threading.Thread(target=guest.serve_forever)
    thread.start()
    try:
        with pytest.raises(Refused, match="hub_not_understood"):
            cycle_over(counter, Transport(f"http://127.0.0.1:{guest.server_port}")).run()
    finally:
        guest.shutdown()
        thread.join()
        guest.server_close()
    assert counter.station.outbox.progress().waiting_events == 1
    assert cycle_over(counter, Transport(hub.url)).run().acknowledged == 1


class Forger(Transport):
    """A way on which someone answers batches with an acknowledgement that the hub never signed."""

    def send(self, request: Request) -> Reply:
        if request.method == "PUT":
            assert gzip.decompress(request.body)
            headers = {"content-type": "application/jose"}
            return Reply(status=200, headers=headers, body=b"eyJhbGciOiJFZDI1NTE5In0.e30.c2lnbmF0dXJl")
        return super().send(request)


def test_an_acknowledgement_that_the_hub_did_not_sign_moves_nothing(counter: Counter, hub: Hub) -> None:
    counter.register()
    with pytest.raises(Refused, match="hub_signature_wrong"):
        cycle_over(counter, Forger(hub.url)).run()
    assert counter.station.outbox.acked().seq == 0


def test_a_lane_rests_longer_after_each_failure_but_never_more_than_a_quarter_of_an_hour() -> None:
    assert [rest_seconds(failures, 1.0, 0) for failures in (0, 1, 2, 9, 500)] == [2.0, 4.0, 8.0, 900.0, 900.0]
    assert rest_seconds(3, 0.0, 0) == 0.0
    assert rest_seconds(0, 0.5, 120) == 120.0


@pytest.mark.parametrize("url", ["", "ftp://a", "https://", "https://a/?b", "https://user@a", "http://[", "a b"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="hub_url_wrong"):
        checked_url(url)


def test_plain_http_is_for_this_machine_only() -> None:
    assert checked_url(" http://127.0.0.1:8000/ ") == "http://127.0.0.1:8000"
    with pytest.raises(Refused, match="hub_url_insecure"):
        checked_url("http://ombruk.baerum.kommune.no")


def test_the_background_sender_sends_by_itself_and_tells(counter: Counter, hub: Hub) -> None:
    counter.register()
    told = threading.Event()
    worker = SyncWorker(counter.folder, counter.station.config, lambda _: told.set())
    worker.start()
    try:
        assert told.wait(30)
        told.clear()
        counter.hand_over(counter.register(), orgnr=ACTOR)
        worker.send_now()
        assert told.wait(30)
    finally:
        assert worker.stop(30)
    assert counter.station.outbox.progress().waiting_events == 0
    assert hub("figures")["handed_over"]["pieces"] == 1


def test_a_restored_counter_gives_no_number_again_whatever_happens_to_its_key(
    counter: Counter, pc: Pc, hub: Hub, tmp_path: Path
) -> None:
    counter.register()
    pc("backup", str(tmp_path / "backup"))
    after_the_backup = counter.register()
    counter.station.close()
    restored = Pc(tmp_path / "restored")
    restored("restore", str(tmp_path / "backup"))
    assert restored("sync", expect=3)["code"] == "key_missing"
    hub("revoke-device", "1")
    restored("enrol", "--hub", hub.url, "--code", hub.code())
    numbers = {restored("register", "--category", "chair", "--kg", "4")["number"] for _ in range(3)}
    assert after_the_backup not in numbers
    assert restored("sync")["waiting"] == 0
    assert hub("figures")["registered"]["pieces"] == 4


def test_a_device_whose_key_was_revoked_comes_back_with_a_fresh_code(counter: Counter, pc: Pc, hub: Hub) -> None:
    counter.register()
    hub("revoke-device", "1")
    pc("enrol", "--hub", hub.url, "--code", hub.code())
    assert pc("sync")["acknowledged"] == 1
    assert hub("figures") == pc("figures")


def test_the_wrong_municipality_is_found_before_its_code_is_used(
    counter: Counter, pc: Pc, hub: Hub, tmp_path: Path
) -> None:
    other = hub.another(tmp_path / "other").with_a_station("Nord").start()
    try:
        code = other.code("Nord")
        assert pc("enrol", "--hub", other.url, "--code", code, expect=3)["code"] == "already_enrolled"
        fresh = Pc(tmp_path / "fresh")
        assert fresh("enrol", "--hub", other.url, "--code", code)["station"] == "Nord"
    finally:
        other.stop()


def test_the_hub_s_answers_verify_without_it(counter: Counter, pc: Pc, hub: Hub, tmp_path: Path) -> None:
    for _ in range(2):
        counter.register()
        pc("sync")
    hub.stop()
    assert pc("verify")["problems"] == []

    def spoilt(change: str) -> list[str]:
        """What `verify` says of a copy in which an acknowledgement was changed."""
        copy = Pc(tmp_path / "copy")
        shutil.rmtree(copy.folder, ignore_errors=True)
        shutil.copytree(pc.folder, copy.folder)
        with sqlite3.connect(copy.folder / "station.sqlite3") as database:
            database.execute(change)
        database.close()
        return [found["about"] for found in copy("verify", expect=3)["problems"]]

    assert spoilt("UPDATE acknowledgement SET signed = substr(signed, 1, length(signed) - 4) || 'AAAA'") == [
        "1-1: not signed by the hub",
        "2-2: not signed by the hub",
    ]
    swapped = "UPDATE acknowledgement SET signed = (SELECT signed FROM acknowledgement WHERE to_seq = 1)"
    assert spoilt(swapped) == ["2-2: about something else"]


def test_a_hub_whose_files_alone_were_lost_gets_them_again(counter: Counter, hub: Hub) -> None:
    counter.hand_over(counter.register(), orgnr=ACTOR)
    cycle = cycle_over(counter, Transport(hub.url))
    cycle.run()
    shutil.rmtree(hub.folder / "blobs")
    (hub.folder / "blobs").mkdir()
    assert hub("verify", expect=3)["problems"] != []
    hub("new-epoch")
    assert cycle.run().waiting == 0
    assert counter.station.outbox.progress().notice == "hub_restored"
    assert hub("verify")["problems"] == []
