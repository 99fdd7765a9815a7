"""What ends a reservation: what the counters did, in whatever order and however often it comes."""

import random
from datetime import timedelta
from typing import Any

import pytest
from device import TestDevice
from django.db import transaction
from django.utils import timezone
from reserving import ACTOR, LIMITED, OTHER, lapse, only, registered, send, told

from hub.ingest import quarantine
from hub.ingest.models import DeviceKey, Quarantine
from hub.ingest.verify import verify
from hub.reservations import desk, lists, settle
from hub.reservations.models import Reservation
from hub.restore import VERSIONS_AHEAD, go_ahead
from wire import contact


def test_whoever_reserved_it_gets_it_and_nobody_is_told(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    receipt = shelf.hand_over(chair, orgnr=ACTOR).receipt
    send(shelf)
    assert (only().ending, only().fate, only().receipt) == ("fulfilled", "handed_over", receipt)
    assert lists.broken() == []
    assert told(shelf).reserved == ()
    assert verify().problems == []


def test_handed_out_offline_while_reserved_it_is_broken_and_a_person_is_told_until_its_actor_knows(
    shelf: TestDevice,
) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    receipt = shelf.hand_over(chair, orgnr=OTHER, actor="Fretex").receipt
    send(shelf)
    (found,) = lists.with_receivers(lists.broken())
    assert (found.row.ending, found.row.fate, found.row.receipt) == ("broken", "handed_over", receipt)
    assert (found.row.actor.name, found.instead) == ("Bruktbutikken", "Fretex")
    assert told(shelf).reserved == ()
    desk.told(found.row.pk, by="kari")
    when = only().told_at
    desk.told(found.row.pk, by="ola")
    assert (only().told_by, only().told_at) == ("kari", when)
    assert lists.broken() == []
    assert verify().problems == []


@pytest.mark.parametrize(("event", "fate"), [("discard", "discarded"), ("void", "void")])
def test_a_thing_that_became_waste_breaks_it_too(shelf: TestDevice, event: str, fate: str) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    getattr(shelf, event)(chair)
    send(shelf)
    assert (only().ending, only().fate) == ("broken", fate)
    assert lists.with_receivers(lists.broken())[0].instead == ""
    assert verify().problems == []


def test_what_the_counter_did_before_anybody_reserved_it_breaks_it_when_it_comes(shelf: TestDevice) -> None:
    chair = registered(shelf)
    shelf.hand_over(chair, orgnr=OTHER, at="2026-11-24T09:00:00Z")
    desk.reserve(chair.number, ACTOR)
    send(shelf)
    assert only().ending == "broken"


def test_a_lapsed_one_was_broken_when_the_thing_was_gone_before_its_moment(shelf: TestDevice) -> None:
    chair = registered(shelf)
    first = desk.reserve(chair.number, ACTOR)
    lapse(first)
    desk.reserve(chair.number, OTHER)
    shelf.hand_over(chair, orgnr=LIMITED, at="2026-11-24T09:00:00Z")
    send(shelf)
    assert [row.ending for row in lists.every()] == ["broken", "broken"]


def test_handed_over_after_its_moment_it_only_lapsed(shelf: TestDevice) -> None:
    chair = registered(shelf)
    row = desk.reserve(chair.number, ACTOR)
    lapse(row)
    shelf.hand_over(chair, orgnr=OTHER, at=(timezone.now()).strftime("%Y-%m-%dT%H:%M:%SZ"))
    send(shelf)
    assert (only().ending, only().ended_at) == ("lapsed", only().until)
    assert verify().problems == []


def test_a_handover_that_was_reversed_had_broken_nothing(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    shelf.reverse(shelf.hand_over(chair, orgnr=OTHER))
    send(shelf)
    assert only().ending == "", "both came together"
    handover = shelf.hand_over(chair, orgnr=OTHER)
    send(shelf)
    desk.told(only().pk)
    shelf.reverse(handover)
    send(shelf)
    assert (only().ending, only().ended_at, only().told_at) == ("", None, None)
    assert [one.orgnr for one in told(shelf).reserved] == [ACTOR]
    shelf.hand_over(chair, orgnr=ACTOR)
    send(shelf)
    assert only().ending == "fulfilled"
    assert verify().problems == []


def test_the_same_batch_again_changes_nothing(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    shelf.hand_over(chair, orgnr=OTHER)
    send(shelf)
    before, version = Reservation.objects.values().get(), told(shelf).version
    shelf.acknowledged()
    assert (Reservation.objects.values().get(), told(shelf).version) == (before, version)


@pytest.mark.parametrize("seed", range(12))
def test_however_it_is_cut_into_batches_the_end_is_the_same(shelf: TestDevice, seed: int) -> None:
    """Handovers, reversals and waste in a random order, sent at once and in random pieces: two things, one history."""
    draw = random.Random(seed)
    at_once, in_pieces = registered(shelf), registered(shelf)
    steps: list[tuple[str, Any]] = []
    for _ in range(draw.randint(0, 3)):
        steps += [("hand_over", draw.choice([ACTOR, OTHER])), ("reverse", None)]
    steps += draw.choice([[], [("hand_over", ACTOR)], [("hand_over", OTHER)], [("discard", None)], [("void", None)]])
    for number in (at_once.number, in_pieces.number):
        desk.reserve(number, ACTOR)
    for item, pieces in ((at_once, False), (in_pieces, True)):
        handover: Any = None
        for verb, orgnr in steps:
            if verb == "hand_over":
                handover = shelf.hand_over(item, orgnr=orgnr)
            elif verb == "reverse":
                shelf.reverse(handover)
            else:
                getattr(shelf, verb)(item)
            if pieces and draw.random() < 0.6:
                send(shelf)
        send(shelf)
    first, second = Reservation.objects.order_by("id")
    assert (first.ending, first.fate) == (second.ending, second.fate)
    expected = {"hand_over": {ACTOR: "fulfilled", OTHER: "broken"}, "discard": {None: "broken"}}
    last = steps[-1] if steps else ("reverse", None)
    assert first.ending == ("" if last[0] == "reverse" else expected.get(last[0], {}).get(last[1], "broken"))
    assert verify().problems == []


def test_a_hub_that_was_restored_comes_to_the_same_end_when_the_counter_sends_again(
    shelf: TestDevice,
) -> None:
    chair, sofa = registered(shelf), registered(shelf, "sofa")
    desk.reserve(chair.number, ACTOR)
    desk.reserve(sofa.number, ACTOR)
    before = told(shelf).version
    saved = transaction.savepoint()
    shelf.hand_over(chair, orgnr=OTHER)
    shelf.hand_over(sofa, orgnr=ACTOR)
    send(shelf)
    ends = [(row.ending, row.fate, row.receipt) for row in lists.every()]
    assert [end[0] for end in ends] == ["broken", "fulfilled"]
    transaction.savepoint_rollback(saved)
    assert [row.ending for row in lists.every()] == ["", ""]
    go_ahead()
    assert told(shelf).version >= before + VERSIONS_AHEAD
    send(shelf)
    assert [(row.ending, row.fate, row.receipt) for row in lists.every()] == ends
    assert verify().problems == []


def test_a_restored_hub_is_ahead_of_lists_that_it_has_forgotten(shelf: TestDevice) -> None:
    go_ahead()
    found = told(shelf)
    assert found.version >= VERSIONS_AHEAD
    assert found.reserved == ()


def test_of_two_restores_of_one_backup_the_later_is_ahead(shelf: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Restored on one day, worked with, and restored from the same backup the next: counters take the newer one."""
    chair = registered(shelf)
    backup = transaction.savepoint()
    go_ahead()
    desk.reserve(chair.number, ACTOR)
    first, register = told(shelf), shelf.hello().read(contact.HelloReply).reference_version
    transaction.savepoint_rollback(backup)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    go_ahead()
    again = told(shelf)
    assert again.version > first.version
    assert again.reserved == ()
    assert shelf.hello().read(contact.HelloReply).reference_version > register


def test_an_event_that_counts_only_later_breaks_it_then(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    DeviceKey.objects.update(revoked_at=timezone.now())
    sent = shelf.head().seq
    shelf.hand_over(chair, orgnr=OTHER)
    shelf.acknowledged(sent + 1)
    assert only().ending == ""
    quarantine.accept(Quarantine.objects.get().pk)
    assert only().ending == "broken"


@pytest.mark.django_db(transaction=True)
def test_what_an_older_program_did_not_settle_is_found_and_settled_at_the_next_start(shelf: TestDevice) -> None:
    """In transactions of its own, as where the hub starts: PostgreSQL locks no row without one."""
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    shelf.hand_over(chair, orgnr=OTHER)
    send(shelf)
    fields = {"ending": "", "fate": "", "receipt": "", "ended_at": None}
    Reservation.objects.update(**fields)
    assert verify().problems == [f"reservation {only().pk} does not say what became of its thing"]
    assert settle.settle_missed() == 1
    assert only().ending == "broken"
    assert verify().problems == []
    assert settle.settle_missed() == 0


def test_a_thing_that_an_older_program_put_back_is_kept_again_at_the_next_start(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    receipt = shelf.hand_over(chair, orgnr=OTHER)
    send(shelf)
    broken = {"ending": "broken", "fate": "handed_over", "receipt": receipt.receipt, "ended_at": timezone.now()}
    shelf.reverse(receipt)
    send(shelf)
    Reservation.objects.update(**broken)
    assert len(verify().problems) == 1
    assert settle.settle_missed() == 1
    assert only().ending == ""
    assert verify().problems == []


def test_verify_finds_an_end_that_is_not_the_things(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    Reservation.objects.update(ending="broken", fate="discarded")
    assert len(verify().problems) == 1


def test_a_batch_of_registrations_asks_nothing_about_reservations(
    shelf: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "settle", lambda _: pytest.fail("asked"))
    for _ in range(5):
        shelf.register()
    send(shelf)
