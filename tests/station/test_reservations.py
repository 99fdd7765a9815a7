"""What is kept for an actor, as a counter knows it: the list that the hub signed, and what it means for a handover."""

import datetime
from typing import Any

import msgspec
import pypdfium2
import pytest
from counter import FRETEX, HUB, LOPPEMARKED, NOON, OTHER_STATION, SIGNED, STATION, Clock, Counter, fixed_agreement
from joserfc import jws
from joserfc.jwk import OKPKey

from domain.handover import Override
from domain.refused import Refused
from domain.staff import Role
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.practice import open_practice
from station_app.actions.verdicts import check_lines
from station_app.documents.receipt import render_receipt
from station_app.language import format_until
from station_app.station import Duty, Station
from station_app.storage.identity import Enrolment
from station_app.sync.reservations import take_reservations
from wire import codec
from wire.reservations import Reservations, Reserved

HUB_KEY = OKPKey.generate_key("Ed25519")
FRIDAY = datetime.datetime(2026, 11, 27, 11, 0, tzinfo=datetime.UTC)
WHY = "Fretex ringte og sa fra seg stolen"


def reserved(counter: Counter, number: str, orgnr: str = FRETEX, until: datetime.datetime = FRIDAY) -> Reserved:
    item = counter.station.items.by_number(number).item
    name = {FRETEX: "Fretex Øst-Norge AS", LOPPEMARKED: "Rykkinn skolekorps"}[orgnr]
    return Reserved(item=item, number=number, orgnr=orgnr, actor=name, until=until.strftime("%Y-%m-%dT%H:%M:%SZ"))


def a_list(*kept: Reserved, **other: Any) -> Reservations:
    fields = {"hub": HUB, "station": STATION, "version": 1, "published_at": "2026-11-24T10:00:00Z", "reserved": kept}
    return Reservations(**{**fields, **other})


def signed(document: object, key: OKPKey = HUB_KEY) -> str:
    payload = document if isinstance(document, bytes) else codec.encode(document)
    return jws.serialize_compact({"alg": "Ed25519"}, payload, key, registry=jws.JWSRegistry(algorithms=["Ed25519"]))


def take(counter: Counter, words: str) -> bool:
    enrolment = counter.station.identity.enrolment
    assert enrolment is not None
    public = {name: str(value) for name, value in HUB_KEY.as_dict(private=False).items()}
    trusted: Enrolment = msgspec.structs.replace(enrolment, hub_keys=(public,))
    return take_reservations(counter.station, trusted, words)


def keep(counter: Counter, *kept: Reserved, version: int = 1) -> None:
    assert take(counter, signed(a_list(*kept, version=version)))


def orgnr_kept(counter: Counter, number: str) -> str | None:
    kept = counter.station.reservations.kept(counter.station.items.by_number(number).item, counter.clock())
    return kept.orgnr if kept else None


def both_may_fetch(counter: Counter) -> None:
    counter.with_register(fixed_agreement(FRETEX), fixed_agreement(LOPPEMARKED), version=2)


def order(number: str, why: str = "", orgnr: str = LOPPEMARKED) -> Order:
    return Order(
        orgnr=orgnr,
        numbers=(number,),
        representative="Åse",
        signature=SIGNED,
        overrides={number: Override(reason=why)} if why else {},
    )


# The list


def test_a_list_counts_whole_until_a_newer_one_comes(counter: Counter) -> None:
    chair, sofa = counter.register(), counter.register("sofa", 30_000)
    keep(counter, reserved(counter, chair))
    assert (orgnr_kept(counter, chair), orgnr_kept(counter, sofa)) == (FRETEX, None)
    keep(counter, reserved(counter, sofa, LOPPEMARKED), version=3)
    assert (orgnr_kept(counter, chair), orgnr_kept(counter, sofa)) == (None, LOPPEMARKED)
    assert not take(counter, signed(a_list(version=2))), "an older one"
    assert not take(counter, signed(a_list(version=3))), "the same again"
    assert counter.station.reservations.version() == 3
    with counter.station.another() as elsewhere:
        assert elsewhere.reservations.version() == 3
    assert counter.station.verify().ok


def test_the_moment_ends_it_without_a_hub(counter: Counter, clock: Clock) -> None:
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    clock.days_pass(2.999)
    assert orgnr_kept(counter, chair) == FRETEX
    clock.days_pass(0.001)
    assert orgnr_kept(counter, chair) is None


def test_another_connection_sees_the_list_that_the_sender_fetched(counter: Counter) -> None:
    chair = counter.register()
    assert orgnr_kept(counter, chair) is None
    words = signed(a_list(reserved(counter, chair)))
    with counter.station.another() as sender:
        enrolment = sender.identity.enrolment
        assert enrolment is not None
        public = {name: str(value) for name, value in HUB_KEY.as_dict(private=False).items()}
        take_reservations(sender, msgspec.structs.replace(enrolment, hub_keys=(public,)), words)
    assert orgnr_kept(counter, chair) == FRETEX


GOOD = a_list(
    Reserved(item=STATION, number="10003100042179", orgnr=FRETEX, actor="Fretex", until="2026-11-27T11:00:00Z"),
    version=9,
)


def changed(**other: Any) -> dict[str, Any]:
    return {**msgspec.to_builtins(GOOD), **other}


def entry(**other: Any) -> dict[str, Any]:
    return changed(reserved=[{**msgspec.to_builtins(GOOD.reserved[0]), **other}])


HOSTILE: list[tuple[object, str]] = [
    (changed(hub=OTHER_STATION), "wrong_hub"),
    (changed(station=OTHER_STATION), "hub_refused"),
    (changed(reserved=[*msgspec.to_builtins(GOOD.reserved)] * 2), "hub_refused"),
    (changed(reserved=None), "hub_refused"),
    (changed(version="9"), "hub_refused"),
    (changed(version=2**70), "hub_refused"),
    (changed(version=0), "hub_refused"),
    (entry(until="2026-02-31T11:00:00Z"), "hub_refused"),
    (entry(until="2026-11-27T11:00:00+00:00"), "hub_refused"),
    (entry(until="0000-11-27T11:00:00Z"), "hub_refused"),
    (entry(item="x"), "hub_refused"),
    (entry(number="1"), "hub_refused"),
    (entry(actor="a" * 2_001), "hub_refused"),
    (entry(actor=None), "hub_refused"),
    (b"", "hub_refused"),
    (b"[]", "hub_refused"),
    (b"<html>log in</html>", "hub_refused"),
    (codec.encode(GOOD)[:-9], "hub_refused"),
]


@pytest.mark.parametrize(("document", "code"), HOSTILE)
def test_what_is_not_a_list_for_us_leaves_the_old_one_in_force(counter: Counter, document: object, code: str) -> None:
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    with pytest.raises(Refused) as caught:
        take(counter, signed(document))
    assert caught.value.code == code
    assert (counter.station.reservations.version(), orgnr_kept(counter, chair)) == (1, FRETEX)


def test_what_our_hub_did_not_sign_leaves_the_old_one_in_force(counter: Counter) -> None:
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    good = signed(GOOD)
    head, body, signature = good.split(".")
    other = signed(a_list(version=10)).split(".")[1]
    forged = [
        signed(GOOD, OKPKey.generate_key("Ed25519")),
        f"{head}.{other}.{signature}",
        good[:-4],
        f"{head}.{body}",
        "",
        "<html>",
    ]
    for words in forged:
        with pytest.raises(Refused, match="hub_signature_wrong"):
            take(counter, words)
    assert (counter.station.reservations.version(), orgnr_kept(counter, chair)) == (1, FRETEX)
    assert take(counter, good)


def test_a_list_of_the_station_where_the_pc_stood_before_counts_no_more(counter: Counter) -> None:
    chair = counter.register()
    keep(counter, reserved(counter, chair), version=7)
    with counter.station.transaction():
        counter.station._database.run("UPDATE identity SET station = ?", (OTHER_STATION,))
    assert (counter.station.reservations.version(), orgnr_kept(counter, chair)) == (0, None)
    there = a_list(reserved(counter, chair, LOPPEMARKED), station=OTHER_STATION)
    assert take(counter, signed(there)), "its numbers begin anew there"
    assert orgnr_kept(counter, chair) == LOPPEMARKED


def test_a_list_with_the_number_of_the_one_before_is_read_when_the_pc_was_moved(counter: Counter) -> None:
    """Each station's lists are numbered by themselves."""
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    assert orgnr_kept(counter, chair) == FRETEX
    with counter.station.transaction():
        counter.station._database.run("UPDATE identity SET station = ?", (OTHER_STATION,))
    assert take(counter, signed(a_list(reserved(counter, chair, LOPPEMARKED), station=OTHER_STATION, version=1)))
    assert orgnr_kept(counter, chair) == LOPPEMARKED


def test_a_pc_without_a_hub_and_one_for_practice_keep_nothing_for_anybody(
    new_counter: Counter, counter: Counter
) -> None:
    chair = new_counter.register()
    assert orgnr_kept(new_counter, chair) is None
    keep(counter, reserved(counter, counter.register()))
    with open_practice(counter.folder, counter.clock) as practice:
        assert practice.reservations.version() == 0


# The handover


def test_whoever_it_is_kept_for_gets_it_as_ever(counter: Counter) -> None:
    chair = counter.register()
    (before,) = check_lines(counter.station, FRETEX, [chair])
    keep(counter, reserved(counter, chair))
    assert check_lines(counter.station, FRETEX, [chair]) == (before,)
    counter.hand_over(chair)


def test_another_does_not_get_it_unless_a_shift_lead_says_why(counter: Counter) -> None:
    both_may_fetch(counter)
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    (line,) = check_lines(counter.station, LOPPEMARKED, [chair])
    assert (line.allowed, line.overridable, line.reason) == (False, True, "reserved_for_another")
    assert line.kept is not None
    assert (line.kept.actor, line.kept.until) == ("Fretex Øst-Norge AS", FRIDAY)
    with pytest.raises(Refused, match="blocked_lines"):
        prepare_handover(counter.station, order(chair))
    counter.station.on_duty = Duty("AN", Role.COUNTER)
    with pytest.raises(Refused, match="not_allowed"):
        prepare_handover(counter.station, order(chair, WHY))
    counter.station.on_duty = Duty("BO", Role.LEAD)
    prepared = prepare_handover(counter.station, order(chair, WHY))
    document = render_receipt(prepared.receipt)
    receipt = hand_over(counter.station, prepared, document).number
    (kept,) = counter.station.handovers.lines(receipt)
    assert (kept.reason, kept.override) == ("reserved_for_another", WHY)
    said = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_bounded()
    assert "BO" in said
    assert "Øst-Norge" not in said, "whom it was kept for is no business of the one who got it"
    assert counter.station.verify().ok


def test_an_electrical_that_is_kept_may_go_to_another_whose_agreement_covers_it(counter: Counter) -> None:
    both_may_fetch(counter)
    thing = counter.register("coffee_maker", 1_500)
    keep(counter, reserved(counter, thing))
    (line,) = check_lines(counter.station, LOPPEMARKED, [thing], {}, {thing: Override(reason=WHY)})
    assert (line.allowed, line.reason) == (True, "reserved_for_another")


def test_the_agreement_is_weighed_first_and_the_reservation_said_beside_it(counter: Counter) -> None:
    only_sofas = msgspec.structs.replace(fixed_agreement(LOPPEMARKED), categories=("sofa",))
    counter.with_register(fixed_agreement(FRETEX), only_sofas, version=2)
    chair, coffee = counter.register(), counter.register("coffee_maker", 1_500)
    keep(counter, reserved(counter, chair), reserved(counter, coffee))
    first, second = check_lines(counter.station, LOPPEMARKED, [chair, coffee])
    assert (first.reason, first.overridable, second.overridable) == ("category_not_covered", True, False)
    assert first.kept is not None


def test_a_reservation_that_comes_while_the_receipt_is_made_stops_it(counter: Counter) -> None:
    both_may_fetch(counter)
    chair = counter.register()
    prepared = prepare_handover(counter.station, order(chair))
    document = render_receipt(prepared.receipt)
    keep(counter, reserved(counter, chair))
    with pytest.raises(Refused, match="changed_meanwhile"):
        hand_over(counter.station, prepared, document)
    assert counter.state(chair) == "registered"


def test_what_is_kept_may_be_changed_discarded_and_handed_back(counter: Counter) -> None:
    chair = counter.register()
    keep(counter, reserved(counter, chair))
    counter.reverse(counter.hand_over(chair))
    assert orgnr_kept(counter, chair) == FRETEX


@pytest.mark.parametrize(
    ("days", "language", "words"),
    [
        (0, "nb", "tir. 12.00"),
        (3, "nb", "fre. 12.00"),
        (3, "nn", "fre. 12.00"),
        (4, "nn", "lau. 12.00"),
        (3, "en", "Fri 12:00"),
        (6, "nb", "man. 12.00"),
        (7, "nb", "01.12.2026 kl. 12.00"),
        (7, "en", "1 Dec 2026 12:00"),
        (-1, "nb", "23.11.2026 kl. 12.00"),
    ],
)
def test_a_moment_to_come_is_said_by_its_day(days: int, language: str, words: str) -> None:
    assert format_until(NOON + datetime.timedelta(days=days), NOON, language) == words


def test_a_store_of_the_version_before_gets_the_list(counter: Counter) -> None:
    station: Station = counter.station
    with station.transaction():
        station._database.run("DROP TABLE reservation_list")
        station._database.run("DELETE FROM _sqlite_migrations WHERE name = 'kept_for_actors'")
        station._database.run("PRAGMA user_version = 8")
    station.close()
    again = Counter(counter.folder, counter.clock)
    keep(again, reserved(again, again.register()))
    again.station.close()
