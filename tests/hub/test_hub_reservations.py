"""Things that are kept for an actor: who may have one, what the counters are told, and what ends it."""

from datetime import datetime, timedelta

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.db import IntegrityError, transaction
from django.utils import timezone
from joserfc.jwk import OKPKey
from reserving import ACTOR, CHAIR, DAYS, LAPTOP, LIMITED, OTHER, lapse, only, refusal, registered, send, told

from domain.reservation import MOST_DAYS
from hub.agreements import register
from hub.agreements.models import Station
from hub.agreements.publish import catalogue
from hub.demo import demo_data
from hub.ingest.enrolment import add_device
from hub.ingest.models import DeviceKey
from hub.ingest.verify import verify
from hub.reservations import desk, lists
from hub.reservations.models import Reservation, ReservationList
from wire import contact


def test_the_counters_of_the_station_are_told_whole_versions(shelf: TestDevice, enrolled: MakeDevice) -> None:
    assert shelf.hello().read(contact.HelloReply).reservations_version == 0
    assert shelf.ask("GET", "/reservations").status == 404
    chair, sofa = registered(shelf), registered(shelf, "sofa")
    desk.reserve(chair.number, ACTOR)
    until = timezone.now().replace(microsecond=0) + timedelta(hours=5)
    desk.reserve(sofa.number, OTHER, until=until, by="kari")
    found = told(shelf)
    assert (found.hub, found.station) == (shelf.hub, str(Station.objects.get().id))
    assert [(one.item, one.number, one.orgnr, one.actor) for one in found.reserved] == [
        (chair.item, chair.number, ACTOR, "Bruktbutikken"),
        (sofa.item, sofa.number, OTHER, "Fretex"),
    ]
    assert datetime.fromisoformat(found.reserved[1].until) == until
    assert told(enrolled()) == found, "another counter of the same station"
    again = shelf.ask("GET", "/reservations", If_None_Match=f'"{found.version}"')
    assert (again.status, again.body) == (304, b"")


def test_an_end_and_a_new_one_in_the_same_moment_are_told_in_their_order(
    shelf: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version says which list is the newer one, not the clock."""
    chair, moment = registered(shelf), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    lists_told = []
    for step in (
        lambda: desk.reserve(chair.number, ACTOR),
        lambda: desk.take_back(chair.number),
        lambda: desk.reserve(chair.number, OTHER),
    ):
        step()
        lists_told.append(told(shelf))
    assert {one.published_at for one in lists_told} == {lists_told[0].published_at}
    first = lists_told[0].version
    assert [one.version for one in lists_told] == [first, first + 1, first + 2]
    assert [[kept.orgnr for kept in one.reserved] for one in lists_told] == [[ACTOR], [], [OTHER]]
    shelf.hand_over(chair, orgnr=OTHER)
    send(shelf)
    assert [row.ending for row in lists.every()] == ["taken_back", "fulfilled"]
    assert told(shelf).version == first + 3


def test_the_demo_reserves_two_things_that_a_counter_has_sent_and_no_more(device: TestDevice) -> None:
    demo_data()
    assert not Reservation.objects.exists()
    for _ in range(3):
        registered(device)
    for _ in range(2):
        demo_data()
        assert len(told(device).reserved) == 2


def test_another_station_hears_nothing_of_it(shelf: TestDevice, new_device: MakeDevice) -> None:
    elsewhere = new_device()
    elsewhere.enrol(add_device(register.add_station("Grini", "Bærum"))[1])
    elsewhere.ask_token()
    desk.reserve(registered(shelf).number, ACTOR)
    assert elsewhere.ask("GET", "/reservations").status == 404
    desk.reserve(registered(elsewhere).number, OTHER)
    assert [one.orgnr for one in told(elsewhere).reserved] == [OTHER]
    assert [one.orgnr for one in told(shelf).reserved] == [ACTOR]


def test_nobody_without_a_token_is_told_anything(shelf: TestDevice) -> None:
    desk.reserve(registered(shelf).number, ACTOR)
    shelf.token = ""
    assert shelf.ask("GET", "/reservations").status == 401


def test_a_counter_that_moves_to_another_station_takes_its_things_along(shelf: TestDevice) -> None:
    desk.reserve(registered(shelf).number, ACTOR)
    before = told(shelf)
    DeviceKey.objects.update(revoked_at=timezone.now())
    shelf.token, shelf.key = "", OKPKey.generate_key("Ed25519")
    assert shelf.enrol(add_device(register.add_station("Grini", "Bærum"))[1]).status == 200
    shelf.ask_token()
    after = told(shelf)
    assert after.station != before.station
    assert after.reserved == before.reserved
    assert ReservationList.objects.get(station=before.station).version == before.version + 1


def test_what_staff_get_wrong_is_said_with_a_remedy(shelf: TestDevice) -> None:
    chair, sofa = registered(shelf), registered(shelf, "sofa")
    now = timezone.now()
    assert refusal(lambda: desk.reserve("1 2 3", ACTOR)) == "item_unknown"
    assert refusal(lambda: desk.reserve("10003100042176", ACTOR)) == "item_unknown"
    assert refusal(lambda: desk.reserve(chair.number, "123456789")) == "orgnr_wrong"
    assert refusal(lambda: desk.reserve(chair.number, "999999980")) == "actor_unknown"
    assert refusal(lambda: desk.reserve(chair.number, LIMITED)) == "not_covered"
    assert refusal(lambda: desk.reserve(chair.number, ACTOR, until=now)) == "reservation_moment_past"
    late = now + timedelta(days=MOST_DAYS + 1)
    assert refusal(lambda: desk.reserve(chair.number, ACTOR, until=late)) == "reservation_too_long"
    assert refusal(lambda: desk.take_back(chair.number)) == "item_not_reserved"
    assert refusal(lambda: desk.told(7)) == "reservation_not_broken"
    assert not Reservation.objects.exists()
    assert not ReservationList.objects.exists(), "nothing is published for what was not made"
    desk.reserve(sofa.number, LIMITED)
    assert refusal(lambda: desk.reserve(sofa.number, ACTOR)) == "item_reserved"


@pytest.mark.parametrize(
    ("event", "code"), [("hand_over", "item_handed_over"), ("discard", "item_discarded"), ("void", "item_void")]
)
def test_only_what_stands_on_the_shelf_can_be_reserved(shelf: TestDevice, event: str, code: str) -> None:
    chair = registered(shelf)
    getattr(shelf, event)(chair)
    send(shelf)
    assert refusal(lambda: desk.reserve(chair.number, ACTOR)) == code


def test_the_agreement_must_hold_on_the_last_day(shelf: TestDevice) -> None:
    register.add_actor("Skolekorpset", "999999980")
    today = timezone.localdate()
    days = {"first_day": today, "last_day": today + timedelta(days=1)}
    register.add_agreement("999999980", categories=None, **days)
    chair = registered(shelf)
    assert refusal(lambda: desk.reserve(chair.number, "999999980")) == "not_covered"
    desk.reserve(chair.number, "999999980", until=timezone.now() + timedelta(minutes=5))


def test_an_electrical_needs_an_agreement_for_electricals_and_no_choice_about_data_yet(shelf: TestDevice) -> None:
    register.add_actor("Skolekorpset", "999999980")
    register.add_agreement("999999980", categories=None, **DAYS)
    laptop, from_the_future = registered(shelf, LAPTOP), registered(shelf, "holo_deck")
    assert {category.code for category in catalogue().categories} >= {CHAIR, LAPTOP}
    for thing in (laptop, from_the_future):
        assert refusal(lambda: desk.reserve(thing.number, "999999980")) == "not_covered"  # noqa: B023 (called at once)
        desk.reserve(thing.number, ACTOR)


def test_the_database_itself_keeps_a_second_reservation_out(shelf: TestDevice) -> None:
    row = desk.reserve(registered(shelf).number, ACTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reservation.objects.create(item=row.item, actor_id=OTHER, made_at=row.made_at, until=row.until)


def test_taken_back_it_is_free_again_and_stays_in_the_history(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    before = told(shelf).version
    desk.take_back(chair.number, by="kari")
    assert told(shelf).reserved == ()
    assert told(shelf).version == before + 1
    desk.reserve(chair.number, OTHER)
    assert [(row.ending, row.ended_by) for row in lists.every()] == [("taken_back", "kari"), ("", "")]


def test_its_moment_ends_it_without_anybody(shelf: TestDevice) -> None:
    chair = registered(shelf)
    lapse(desk.reserve(chair.number, ACTOR))
    assert list(lists.kept()) == []
    assert lists.ending_of(only()) == "lapsed"
    assert refusal(lambda: desk.take_back(chair.number)) == "item_not_reserved"
    desk.reserve(chair.number, OTHER)
    assert [one.orgnr for one in told(shelf).reserved] == [OTHER]
    first = next(iter(lists.every()))
    assert (first.ending, first.ended_at) == ("lapsed", first.until)
    assert verify().problems == []
