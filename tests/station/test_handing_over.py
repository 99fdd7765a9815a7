"""Handing over: the verdict per line, one signature, a receipt that never changes, and taking it back."""

import datetime

import msgspec
import pytest
from counter import FRETEX, LOPPEMARKED, OTHER_STATION, SIGNED, Clock, Counter, fixed_agreement

from domain import numbers
from domain.agreement import AgreementStatus
from domain.handover import Signature
from domain.item import DataChoice
from domain.refused import Refused
from station_app.actions.correct import discard_item
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.verdicts import check_lines
from station_app.documents.receipt import render_receipt
from station_app.errors import explain, explain_verdict


def test_everything_is_handed_over_with_one_signature_and_one_receipt(counter: Counter) -> None:
    things = [counter.register("chair", 4_200), counter.register("sofa", 38_000)]
    receipt = counter.hand_over(*things)
    handover = counter.station.handovers.by_receipt(receipt)
    assert (handover.pieces, handover.grams, handover.representative) == (2, 42_200, "Åse Ødegård")
    assert [counter.state(thing) for thing in things] == ["handed_over", "handed_over"]
    assert [line.reason for line in counter.station.handovers.lines(receipt)] == ["ok", "ok"]
    assert counter.station.blobs.read(handover.document).startswith(b"%PDF-")
    assert counter.station.verify().ok


def test_receipt_numbers_have_no_gaps_even_when_a_handover_is_refused(counter: Counter) -> None:
    first = counter.hand_over(counter.register())
    with pytest.raises(Refused):
        counter.hand_over(counter.register(), representative=" ")
    second = counter.hand_over(counter.register())
    assert numbers.parse(second).running == numbers.parse(first).running + 1


def test_one_blocked_line_keeps_all_of_them_here(counter: Counter) -> None:
    free, gone = counter.register(), counter.register()
    discard_item(counter.station, gone, "Knust")
    with pytest.raises(Refused, match="blocked_lines") as refused:
        counter.hand_over(free, gone)
    assert counter.state(free) == "registered"
    words = explain(refused.value, "en")
    assert "Discarded" in words.error
    assert numbers.grouped(gone) in words.error


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"last_day": datetime.date(2026, 11, 23)}, "agreement_expired"),
        ({"first_day": datetime.date(2026, 11, 25)}, "agreement_not_started"),
        ({"status": AgreementStatus.SUSPENDED}, "agreement_suspended"),
        ({"categories": ("sofa",)}, "category_not_covered"),
        ({"stations": (OTHER_STATION,)}, "station_not_covered"),
        ({"orgnr": LOPPEMARKED}, "no_agreement"),
    ],
)
def test_an_agreement_that_does_not_cover_the_line_blocks_it(
    counter: Counter, change: dict[str, object], reason: str
) -> None:
    counter.with_register(msgspec.structs.replace(fixed_agreement(), **change), version=2)
    line = check_lines(counter.station, FRETEX, [counter.register()])[0]
    assert (line.allowed, line.reason) == (False, reason)
    assert explain_verdict(line.reason, "nb")


def test_electricals_need_an_agreement_that_covers_them(counter: Counter) -> None:
    counter.with_register(msgspec.structs.replace(fixed_agreement(), electrical=False), version=2)
    line = check_lines(counter.station, FRETEX, [counter.register("vacuum_cleaner", 5_000)])[0]
    assert line.reason == "electrical_not_covered"


def test_a_laptop_waits_for_the_choice_about_its_data_and_the_choice_is_recorded(counter: Counter) -> None:
    laptop = counter.register("laptop", 2_000)
    assert check_lines(counter.station, FRETEX, [laptop])[0].reason == "data_choice_missing"
    counter.hand_over(laptop, data_choices={laptop: DataChoice.STORAGE_REMOVED})
    assert counter.station.items.by_number(laptop).data_choice is DataChoice.STORAGE_REMOVED
    assert counter.kinds() == ["ItemRegistered", "ItemChanged", "ItemsHandedOver"]


def test_the_last_day_of_an_agreement_is_a_day_in_norway(counter: Counter, clock: Clock) -> None:
    thing = counter.register()
    clock.now = datetime.datetime(2026, 12, 31, 22, 59, tzinfo=datetime.UTC)
    assert check_lines(counter.station, FRETEX, [thing])[0].allowed
    clock.now = datetime.datetime(2026, 12, 31, 23, 0, tzinfo=datetime.UTC)
    assert check_lines(counter.station, FRETEX, [thing])[0].reason == "agreement_expired"


def test_scanned_nonsense_is_a_line_with_its_reason(counter: Counter) -> None:
    thing = counter.register()
    wrong_digit = thing[:-1] + str((int(thing[-1]) + 1) % 10)
    other_device = str(numbers.Number(numbers.Kind.ITEM, 77, 1))
    receipt = str(numbers.Number(numbers.Kind.RECEIPT, 31, 1))
    lines = check_lines(counter.station, FRETEX, [thing, thing, wrong_digit, other_device, receipt, "7038010000"])
    assert [line.reason for line in lines] == [
        "ok",
        "item_twice",
        "number_wrong_check_digit",
        "item_unknown",
        "number_of_other_kind",
        "number_not_14_digits",
    ]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"numbers": ()}, "no_items"),
        ({"orgnr": "123456784"}, "orgnr_wrong"),
        ({"orgnr": "889640782"}, "actor_unknown"),
        ({"representative": ""}, "text_missing"),
        ({"representative": "a" * 300}, "text_too_long"),
        ({"representative": "Kari\u200f Nordmann"}, "text_hidden_characters"),
        ({"signature": Signature(400, 150, ())}, "signature_empty"),
        ({"signature": Signature(400, 150, (((5, 5, 0), (6, 5, 9)),))}, "signature_empty"),
        ({"signature": Signature(400, 150, (((5, 5, 0), (9_000, 5, 9)),))}, "signature_damaged"),
    ],
)
def test_a_handover_that_is_not_whole_is_refused(counter: Counter, order: dict[str, object], code: str) -> None:
    thing = counter.register()
    whole = Order(orgnr=FRETEX, numbers=(thing,), representative="Kari", signature=SIGNED)
    with pytest.raises(Refused, match=code):
        prepare_handover(counter.station, msgspec.structs.replace(whole, **order))


def test_without_a_register_nobody_can_be_handed_anything(new_counter: Counter) -> None:
    with pytest.raises(Refused, match="no_register"):
        new_counter.hand_over(new_counter.register())


def test_what_changed_while_the_receipt_was_rendered_stops_the_handover(counter: Counter) -> None:
    thing, other = counter.register(), counter.register()
    order = Order(orgnr=FRETEX, numbers=(thing,), representative="Kari", signature=SIGNED)
    prepared = prepare_handover(counter.station, order)
    counter.hand_over(other)
    with pytest.raises(Refused, match="changed_meanwhile"):
        hand_over(counter.station, prepared, render_receipt(prepared.receipt))
    assert counter.state(thing) == "registered"


def test_a_register_that_came_meanwhile_stops_a_handover_whose_receipt_names_the_one_before(counter: Counter) -> None:
    thing = counter.register()
    order = Order(orgnr=FRETEX, numbers=(thing,), representative="Kari", signature=SIGNED)
    prepared = prepare_handover(counter.station, order)
    counter.with_register(fixed_agreement(), version=prepared.register_version + 1)
    with pytest.raises(Refused, match="changed_meanwhile"):
        hand_over(counter.station, prepared, render_receipt(prepared.receipt))
    assert counter.state(thing) == "registered"


def test_on_paper_there_is_no_stored_signature(counter: Counter) -> None:
    receipt = counter.hand_over(counter.register(), signature=None)
    assert counter.station.handovers.by_receipt(receipt).signature is None


def test_a_reversal_brings_everything_back_with_a_receipt_of_its_own(counter: Counter) -> None:
    things = [counter.register(), counter.register()]
    receipt = counter.hand_over(*things)
    before = counter.station.blobs.read(counter.station.handovers.document(receipt))
    reversal = counter.reverse(receipt)
    assert numbers.parse(reversal).running == numbers.parse(receipt).running + 1
    assert [counter.state(thing) for thing in things] == ["registered", "registered"]
    assert counter.station.blobs.read(counter.station.handovers.document(receipt)) == before
    with pytest.raises(Refused, match="already_reversed"):
        counter.reverse(receipt)
    again = counter.hand_over(*things)
    figures = counter.station.figures()
    assert (figures.handed_over.pieces, figures.reversed.pieces, figures.registered.pieces) == (2, 2, 2)
    assert [entry.receipt for entry in counter.station.handovers.history()] == [again, reversal, receipt]
    assert counter.station.verify().ok
