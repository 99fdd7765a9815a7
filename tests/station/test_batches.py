"""Batches out of the log: the next one is made while the hub handles another, and nothing is left out or sent twice."""

import pytest
from counter import Counter

from station_app.sync.batches import Made, Ready
from station_app.sync.keys import DeviceKey
from station_app.sync.session import Session, enrolment_of
from wire import batch
from wire.chain import Head


@pytest.fixture
def session(counter: Counter) -> Session:
    made = Session(DeviceKey.make(), counter.station.identity.device, enrolment_of(counter.station), "")
    made.batch_events = 2
    return made


@pytest.fixture
def ready(counter: Counter, session: Session) -> Ready:
    return Ready(counter.station, session, counter.station.journal.incarnations()[-1])


def positions(made: Made | None) -> list[int]:
    assert made is not None
    opened = batch.open_batch(made.body)
    assert (opened.records[0].seq, opened.records[-1].seq) == (made.begin, made.end.seq)
    return [record.seq for record in opened.records]


def test_what_is_saved_after_a_batch_was_made_comes_with_the_one_behind_it(counter: Counter, ready: Ready) -> None:
    start = counter.station.journal.head()
    for _ in range(3):
        counter.register()
    first = ready.behind(start)
    assert positions(first) == [start.seq + 1, start.seq + 2]
    assert first is not None
    ready.ahead(first.end)()
    counter.register()
    second = ready.behind(first.end)
    assert positions(second) == [start.seq + 3], "it was made before"
    assert second is not None
    third = ready.behind(second.end)
    assert positions(third) == [start.seq + 4]
    assert ready.behind(counter.station.journal.head()) is None


def test_where_the_hub_stands_elsewhere_another_batch_is_made(counter: Counter, ready: Ready) -> None:
    start = counter.station.journal.head()
    for _ in range(4):
        counter.register()
    first = ready.behind(start)
    assert first is not None
    ready.ahead(first.end)()
    assert positions(ready.behind(start)) == [start.seq + 1, start.seq + 2]
    middle = Head(start.seq + 1, counter.station.journal.hash_at(start.seq + 1) or b"")
    assert positions(ready.behind(middle)) == [start.seq + 2, start.seq + 3]


def test_nothing_is_made_of_nothing_and_what_comes_then_is_sent(counter: Counter, ready: Ready) -> None:
    start = counter.station.journal.head()
    ready.ahead(start)()
    assert ready.behind(start) is None
    counter.register()
    assert positions(ready.behind(start)) == [start.seq + 1]
