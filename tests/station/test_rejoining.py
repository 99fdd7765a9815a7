"""Where store and hub agree is found with few questions, and what is put together is one log with its rows."""

from pathlib import Path

import pytest
from counter import Counter

from domain.staff import Right
from station_app.storage.journal import Incarnation
from station_app.sync.exchange import Reply
from station_app.sync.keys import DeviceKey
from station_app.sync.rejoin import last_agreed
from station_app.sync.session import Session
from wire import codec, contact
from wire.chain import Head
from wire.messages import LabelPrinted

EVENTS = 200


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    counter = Counter(tmp_path_factory.mktemp("long") / "pc").enrolled()
    number, station = counter.register(), counter.station
    with station.transaction():
        for _ in range(EVENTS - 1):
            station.record(LabelPrinted(numbers=(number,), stock="62x29", **station.heading(Right.REGISTER)))
    return counter


def asked_until_found(counter: Counter, agreed: int, hub_seq: int, part: Incarnation) -> tuple[Head, int]:
    """What the search finds at a hub that agrees up to `agreed`, and how many questions it asked."""
    station = counter.station
    enrolment = station.identity.enrolment
    assert enrolment is not None
    session = Session(DeviceKey.make(), station.identity.device, enrolment, "test")
    session.token = "given"
    steps, questions = last_agreed(station, session, part, hub_seq), 0
    try:
        request = next(steps)
        while True:
            questions += 1
            positions = codec.decode(request.body, contact.HeadsQuestion).positions
            held = [one.seq for one in positions if one.seq <= agreed]
            answer = contact.HeadsAnswer(max(held, default=None))
            request = steps.send(Reply(status=200, body=codec.encode(answer)))
    except StopIteration as done:
        return done.value, questions


@pytest.mark.parametrize("agreed", [*range(0, EVENTS, 7), EVENTS - 2, EVENTS - 1])
@pytest.mark.parametrize("beyond", [0, 500])
def test_the_last_place_at_which_both_agree_is_found(long_log: Counter, agreed: int, beyond: int) -> None:
    (part,) = long_log.station.journal.incarnations()
    found, questions = asked_until_found(long_log, agreed, EVENTS + beyond, part)
    assert found == Head(agreed, long_log.station.journal.hash_at(agreed) or b"")
    assert questions <= 3


def test_a_hub_that_has_less_is_asked_no_further_than_it_goes(long_log: Counter) -> None:
    (part,) = long_log.station.journal.incarnations()
    assert asked_until_found(long_log, 30, 40, part)[0].seq == 30


def test_a_log_that_agrees_nowhere_goes_back_to_its_beginning(tmp_path: Path) -> None:
    counter = Counter(tmp_path / "pc").enrolled()
    counter.register()
    (part,) = counter.station.journal.incarnations()
    assert asked_until_found(counter, 0, 1, part) == (part.start, 1)
    counter.station.close()
