"""What the agreement leaves out goes all the same: with a reason, by somebody with that right; no electrical ever."""

import datetime

import msgspec
import pypdfium2
import pytest
from counter import FRETEX, LOPPEMARKED, OTHER_STATION, SIGNED, Clock, Counter, fixed_agreement
from test_reservations import keep, reserved

from domain.agreement import AgreementStatus
from domain.handover import Override
from domain.refused import Refused
from domain.staff import Role
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.overriding import give_reason
from station_app.actions.staff import add_member, begin_duty, leave
from station_app.actions.verdicts import check_lines
from station_app.config import Config
from station_app.documents.receipt import render_receipt
from station_app.station import Duty, Station
from wire import codec
from wire.messages import ItemsHandedOver

WHY = "Avtalt med Berit på kontoret"


def order(number: str, why: str = WHY) -> Order:
    return Order(
        orgnr=FRETEX,
        numbers=(number,),
        representative="Åse",
        signature=SIGNED,
        overrides={number: Override(reason=why)} if why else {},
    )


def employ(station: Station) -> None:
    """An administrator, a shift lead, and one who may not let anything go."""
    for initials, role in (("AD", Role.ADMINISTRATOR), ("LE", Role.LEAD), ("AN", Role.COUNTER)):
        add_member(station, initials, role)


def only_sofas(counter: Counter, **more: object) -> None:
    counter.with_register(msgspec.structs.replace(fixed_agreement(), categories=("sofa",), **more), version=2)


def test_who_let_it_go_and_why_stand_on_the_line_for_ever_and_on_the_receipt(counter: Counter) -> None:
    only_sofas(counter)
    chair = counter.register("chair")
    prepared = prepare_handover(counter.station, order(chair))
    document = render_receipt(prepared.receipt)
    receipt = hand_over(counter.station, prepared, document).number
    (line,) = counter.station.handovers.lines(receipt)
    assert (line.reason, line.override) == ("category_not_covered", WHY)
    page = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_bounded()
    said = " ".join(page.split())
    assert "KB" in said
    assert "Berit" in said
    assert counter.station.verify().ok


def test_another_station_may_be_overridden_too(counter: Counter) -> None:
    counter.with_register(msgspec.structs.replace(fixed_agreement(), stations=(OTHER_STATION,)), version=2)
    chair = counter.register("chair")
    (line,) = check_lines(counter.station, FRETEX, [chair], {}, {chair: Override(reason=WHY)})
    assert (line.allowed, line.reason) == (True, "station_not_covered")


@pytest.mark.parametrize(
    ("category", "change", "reason"),
    [
        ("coffee_maker", {}, "category_not_covered"),
        ("chair", {"last_day": datetime.date(2026, 11, 23)}, "agreement_expired"),
        ("chair", {"status": AgreementStatus.SUSPENDED}, "agreement_suspended"),
        ("chair", {"orgnr": "974760673"}, "no_agreement"),
    ],
)
def test_no_reason_lets_an_electrical_go_nor_anything_without_an_agreement_in_force(
    counter: Counter, category: str, change: dict[str, object], reason: str
) -> None:
    only_sofas(counter, **change)
    thing = counter.register(category, 1_500)
    (line,) = check_lines(counter.station, FRETEX, [thing], {}, {thing: Override(reason=WHY)})
    assert (line.allowed, line.overridable, line.reason) == (False, False, reason)
    with pytest.raises(Refused, match="blocked_lines"):
        prepare_handover(counter.station, order(thing))


@pytest.mark.parametrize(("role", "code"), [(Role.COUNTER, "not_allowed"), (Role.READ_ONLY, "not_allowed")])
def test_only_those_with_that_right_may_let_it_go(counter: Counter, role: Role, code: str) -> None:
    only_sofas(counter)
    chair = counter.register("chair")
    counter.station.on_duty = Duty("AN", role)
    with pytest.raises(Refused, match=code):
        prepare_handover(counter.station, order(chair))
    counter.station.on_duty = Duty("BO", Role.LEAD)
    assert prepare_handover(counter.station, order(chair)).lines[0].override == Override(reason=WHY)


def test_who_gave_the_reason_is_noted_when_another_hands_over(counter: Counter) -> None:
    only_sofas(counter)
    station, chair = counter.station, counter.register("chair")
    employ(station)
    begin_duty(station, Duty("LE", Role.LEAD))
    mine = msgspec.structs.replace(order(chair), overrides={chair: give_reason(station, WHY)})
    begin_duty(station, Duty("AN", Role.COUNTER))
    with pytest.raises(Refused, match="not_allowed"):
        give_reason(station, WHY)
    prepared = prepare_handover(station, mine)
    assert "LE" in prepared.receipt.lines[0].verdict_text
    receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
    *_, last = counter.station.journal.records()
    noted = codec.decode_event(last.body or b"")
    assert isinstance(noted, ItemsHandedOver)
    assert (noted.receipt, noted.staff, noted.lines[0].override_by) == (receipt, "AN", "LE")
    assert f'"override":"{WHY}","override_by":"LE","reason":"category_not_covered"'.encode() in (last.body or b"")


def test_a_reason_ends_with_the_right_of_who_gave_it(counter: Counter) -> None:
    only_sofas(counter)
    station, chair = counter.station, counter.register("chair")
    employ(station)
    begin_duty(station, Duty("AN", Role.COUNTER))
    mine = msgspec.structs.replace(order(chair), overrides={chair: Override(reason=WHY, by="LE")})
    prepared = prepare_handover(station, mine)
    begin_duty(station, Duty("AD", Role.ADMINISTRATOR))
    leave(station, "LE")
    begin_duty(station, Duty("AN", Role.COUNTER))
    with pytest.raises(Refused, match="not_allowed"):
        hand_over(station, prepared, render_receipt(prepared.receipt))


def test_a_reason_is_none_for_what_came_after_it_was_given(counter: Counter) -> None:
    """The chair is outside of the agreement; then the hub keeps it for another, of which who let it go knew nothing."""
    sofas = msgspec.structs.replace(fixed_agreement(LOPPEMARKED), categories=("sofa",))
    counter.with_register(fixed_agreement(FRETEX), sofas, version=2)
    station, chair = counter.station, counter.register("chair")
    said = give_reason(station, WHY)
    assert said == Override(reason=WHY, by="KB")
    (line,) = check_lines(station, LOPPEMARKED, [chair], {}, {chair: said})
    assert line.allowed
    keep(counter, reserved(counter, chair))
    (line,) = check_lines(station, LOPPEMARKED, [chair], {}, {chair: said})
    assert (line.allowed, line.overridable, line.override) == (False, True, None)
    said = give_reason(station, WHY, line.kept)
    assert said.kept_for == FRETEX
    (line,) = check_lines(station, LOPPEMARKED, [chair], {}, {chair: said})
    assert line.allowed, "this reason was given for it"


def test_a_reason_of_nothing_is_none(counter: Counter) -> None:
    only_sofas(counter)
    chair = counter.register("chair")
    with pytest.raises(Refused, match="text_missing"):
        prepare_handover(counter.station, order(chair, why="  "))


def test_an_override_needs_initials(counter: Counter) -> None:
    only_sofas(counter)
    chair = counter.register("chair")
    counter.station.config = Config(keystore="file")
    with pytest.raises(Refused, match="initials_needed"):
        prepare_handover(counter.station, order(chair))


def test_an_old_register_needs_initials_and_a_contact_makes_it_new_again(counter: Counter, clock: Clock) -> None:
    chair = counter.register("chair")
    counter.station.config = Config(keystore="file", register_days=7)
    clock.days_pass(6.9)
    prepare_handover(counter.station, order(chair, why=""))
    clock.days_pass(0.2)
    with pytest.raises(Refused, match="initials_needed"):
        prepare_handover(counter.station, order(chair, why=""))
    with counter.station.transaction():
        counter.station.outbox.note_contact(counter.station.now(), backed_up=0)
    prepare_handover(counter.station, order(chair, why=""))
