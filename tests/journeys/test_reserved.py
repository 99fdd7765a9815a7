"""A thing that is kept for an actor, from the hub to the counter and back: kept, handed out offline, broken, told."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Clock, Counter
from forked import Forks
from hub_process import ACTOR, Hub, Pc

from domain.refused import Refused
from station_app.clock import utc_now
from station_app.sync.cycle import RESERVATIONS, Cycle
from station_app.sync.exchange import Reply, Request
from station_app.sync.transport import Transport

OTHER = "974760673"
WHY = "Fretex ringte ikke tilbake"


class Way(Transport):
    """The way to the hub, on which answers about reservations may be replaced."""

    def __init__(self, url: str, instead: Reply | None = None) -> None:
        super().__init__(url)
        self.instead, self.asked = instead, list[str]()

    def send(self, request: Request) -> Reply:
        self.asked.append(request.path.rpartition("/")[2])
        if self.instead is not None and request.path.endswith("/reservations"):
            return self.instead
        return super().send(request)


class RealClock(Clock):
    """The hub's clock is the machine's, so the counter's is too."""

    def __init__(self) -> None:
        super().__init__(utc_now())


@pytest.fixture(scope="module")
def joined(furnished: Path, forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hub has another actor."""
    folder = tmp_path_factory.mktemp("joined")
    hub = Hub(shutil.copytree(furnished, folder / "hub"), forks=forks)
    hub("add-actor", "--name", "Rykkinn skolekorps", "--orgnr", OTHER)
    hub("add-agreement", "--orgnr", OTHER, "--categories", "all", "--from", "2020-01-01", "--to", "2099-12-31")
    Pc(folder / "pc", {"OMBRUK_STAFF": "KB"}).enrol(hub.start())
    hub.stop()
    return folder


@pytest.fixture
def hub(both: tuple[Hub, Pc]) -> Hub:
    return both[0]


@pytest.fixture
def pc(both: tuple[Hub, Pc]) -> Pc:
    return Pc(both[1].folder, {"OMBRUK_STAFF": "KB"})


@pytest.fixture
def counter(pc: Pc) -> Iterator[Counter]:
    made = Counter(pc.folder, RealClock())
    yield made
    made.station.close()


def kept_for(counter: Counter, number: str) -> str:
    kept = counter.station.reservations.kept(counter.station.items.by_number(number).item, counter.clock())
    return kept.orgnr if kept else ""


def hand_over(pc: Pc, tmp_path: Path, number: str, *more: str, to: str = OTHER, expect: int = 0) -> dict[str, object]:
    output = str(tmp_path / "kvittering.pdf")
    words = ("--actor", to, "--item", number, "--representative", "Åse", "--paper", "--output", output)
    answer: dict[str, object] = pc("hand-over", *words, *more, expect=expect)
    return answer


def test_handed_out_offline_while_reserved(counter: Counter, pc: Pc, hub: Hub, tmp_path: Path) -> None:
    chair, sofa = counter.register(), counter.register("sofa", 30_000)
    pc("sync")
    assert hub("reserve", chair, "--orgnr", ACTOR)["until"]
    assert hub("reserve", chair, "--orgnr", OTHER, expect=3)["code"] == "item_reserved"
    hub("reserve", sofa, "--orgnr", OTHER)
    pc("sync")
    assert (kept_for(counter, chair), kept_for(counter, sofa)) == (ACTOR, OTHER)
    assert [(row["number"], row["orgnr"]) for row in pc("reserved")["reserved"]] == [(chair, ACTOR), (sofa, OTHER)]

    hub.stop()
    assert hand_over(pc, tmp_path, chair, expect=3)["code"] == "blocked_lines"
    verdicts = hand_over(pc, tmp_path, chair, "--override", f"{chair}={WHY}")["verdicts"]
    assert [line["reason"] for line in verdicts] == ["reserved_for_another"]  # type: ignore[attr-defined]
    hand_over(pc, tmp_path, sofa)

    hub.start()
    pc("sync")
    told = hub("reservations", "--all")
    assert {row["number"]: row["ending"] for row in told["reservations"]} == {chair: "broken", sofa: "fulfilled"}
    assert [(row["number"], row["actor"]) for row in told["broken"]] == [(chair, "Fretex Øst-Norge AS")]
    assert hub("reservations")["reservations"] == []
    assert hub("verify")["ok"]
    pc("sync")
    assert kept_for(counter, chair) == ""
    assert pc("reserved")["reserved"] == []
    assert pc("verify")["ok"]


def test_an_idle_cycle_is_still_one_request_and_a_new_list_one_more(counter: Counter, pc: Pc, hub: Hub) -> None:
    chair = counter.register()
    pc("sync")
    hub("reserve", chair, "--orgnr", ACTOR)
    way = Way(hub.url)
    cycle = Cycle(counter.station, way)
    cycle.run()
    assert way.asked[-2:] == ["hello", "reservations"]
    way.asked.clear()
    cycle.run()
    assert way.asked == ["hello"]
    hub("unreserve", chair)
    cycle.run()
    assert kept_for(counter, chair) == ""


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (Reply(status=200, headers={"content-type": "text/html"}, body=b"<html>Logg inn</html>"), "hub_not_understood"),
        (Reply(status=200, headers={"content-type": "application/jose"}, body=b""), "hub_signature_wrong"),
        (Reply(status=502, body=b""), "hub_unreachable"),
    ],
    ids=["login page", "nothing", "no gateway"],
)
def test_an_answer_that_is_no_list_rests_its_own_lane_alone(
    counter: Counter, pc: Pc, hub: Hub, instead: Reply, code: str
) -> None:
    chair = counter.register()
    pc("sync")
    hub("reserve", chair, "--orgnr", ACTOR)
    pc("sync")
    hub("unreserve", chair)
    broken = Cycle(counter.station, Way(hub.url, instead))
    with pytest.raises(Refused, match=code):
        broken.run()
    assert kept_for(counter, chair) == ACTOR, "the old one stays in force"
    assert counter.station.outbox.lane(RESERVATIONS)[0] == 1
    counter.register()
    with counter.station.transaction():
        counter.station.outbox.rest_lane(RESERVATIONS, 1, utc_now().timestamp() + 600)
    assert broken.run(only_when_due=True).acknowledged == 1
    Cycle(counter.station, Way(hub.url)).run()
    assert kept_for(counter, chair) == ""
    assert counter.station.outbox.lane(RESERVATIONS)[0] == 0


def test_a_restored_hub_hears_again_that_it_was_broken(counter: Counter, pc: Pc, hub: Hub, tmp_path: Path) -> None:
    chair = counter.register()
    pc("sync")
    hub("reserve", chair, "--orgnr", ACTOR)
    pc("sync")
    hub("backup", str(tmp_path / "kopi"))
    hand_over(pc, tmp_path, chair, "--override", f"{chair}={WHY}")
    pc("sync")
    assert len(hub("reservations")["broken"]) == 1
    hub.stop()

    restored = hub.another(tmp_path / "ny")
    restored("restore", str(tmp_path / "kopi"))
    assert [row["number"] for row in restored("reservations")["reservations"]] == [chair]
    restored._port = hub._port
    restored.start()
    try:
        before = counter.station.reservations.version()
        pc("sync")
        pc("sync")
        assert counter.station.reservations.version() > before + 1_000
        assert [row["number"] for row in restored("reservations")["broken"]] == [chair]
        assert restored("verify")["ok"]
    finally:
        restored.stop()


def test_a_store_without_the_table_is_brought_up_and_hears_of_it(counter: Counter, pc: Pc, hub: Hub) -> None:
    """As after an upgrade of the program at the counter."""
    chair = counter.register()
    pc("sync")
    hub("reserve", chair, "--orgnr", ACTOR)
    counter.station.close()
    with sqlite3.connect(pc.folder / "station.sqlite3") as database:
        database.execute("DROP TABLE reservation_list")
        database.execute("DELETE FROM _sqlite_migrations WHERE name = 'kept_for_actors'")
        database.execute("PRAGMA user_version = 8")
    database.close()
    pc("sync")
    again = Counter(pc.folder, RealClock())
    assert kept_for(again, chair) == ACTOR
    again.station.close()
