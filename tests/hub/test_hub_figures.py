"""What events make of the tables, and the figures against sums done by hand."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import TestDevice

from hub.items.models import Handover, Item
from hub.reports.figures import figures
from hub.reports.stations import overview


def reasons(device: TestDevice, from_seq: int = 1) -> list[tuple[int, str]]:
    return [(one.seq, one.reason) for one in device.acknowledged(from_seq).not_applied]


def test_the_figures_are_those_done_by_hand(device: TestDevice) -> None:
    chair, second_chair = device.register("stol", 4200), device.register("stol", 3800)
    lamp, book, vase = device.register("lampe", 900), device.register("bok", 250), device.register("vase", 1000)
    device.change(lamp, 950)  # weighed anew
    kept = device.hand_over(chair, book)
    mistake = device.hand_over(second_chair)
    device.reverse(mistake)
    device.discard(vase)
    device.refuse(7000)
    device.refuse(None)
    device.take_back(device.refuse(12_000))
    assert reasons(device) == []
    assert figures() == {
        "registered": {"pieces": 5, "grams": 4200 + 3800 + 950 + 250 + 1000},
        "on_shelf": {"pieces": 2, "grams": 3800 + 950},
        "handed_over": {"pieces": 2, "grams": 4200 + 250},
        "reversed": {"pieces": 1, "grams": 3800},
        "discarded": {"pieces": 1, "grams": 1000},
        "refused": {"pieces": 2, "grams": 7000},
        "by_category": {
            "bok": {"registered": {"pieces": 1, "grams": 250}, "handed_over": {"pieces": 1, "grams": 250}},
            "lampe": {"registered": {"pieces": 1, "grams": 950}, "handed_over": {"pieces": 0, "grams": 0}},
            "stol": {"registered": {"pieces": 2, "grams": 8000}, "handed_over": {"pieces": 1, "grams": 4200}},
            "vase": {"registered": {"pieces": 1, "grams": 1000}, "handed_over": {"pieces": 0, "grams": 0}},
        },
    }
    assert list(figures()["by_category"]) == ["bok", "lampe", "stol", "vase"]
    assert Handover.objects.get(receipt=kept.receipt).reversal is None


def test_the_same_story_told_in_many_small_batches_gives_the_same_figures(
    device: TestDevice, enrolled: MakeDevice
) -> None:
    def story(teller: TestDevice) -> None:
        first, second = teller.register(grams=5000), teller.register(grams=700)
        teller.reverse(teller.hand_over(first, second))
        teller.change(second, 800)
        teller.hand_over(second)
        teller.discard(first)

    story(device)
    device.acknowledged()
    at_once = figures()
    other = enrolled()
    story(other)
    for seq in range(1, len(other.log) + 1):
        assert other.acknowledged(seq, seq).not_applied == ()
    assert figures()["handed_over"] == {"pieces": 2, "grams": 2 * at_once["handed_over"]["grams"]}
    assert figures()["reversed"] == {"pieces": 4, "grams": 2 * at_once["reversed"]["grams"]}


def test_an_empty_hub_counts_nothing(hub: object) -> None:
    nothing = {"pieces": 0, "grams": 0}
    found = figures()
    assert found.pop("by_category") == {}  # type: ignore[misc]
    assert set(map(str, found.values())) == {str(nothing)}


def test_what_was_registered_by_mistake_counts_nowhere(device: TestDevice) -> None:
    """Not even as a line of a handover that was reversed before the mistake was seen."""
    chair, mistake, handed_out = (
        device.register("stol", 4200),
        device.register("lampe", 900),
        device.register("bok", 250),
    )
    device.void(mistake)
    device.reverse(device.hand_over(handed_out))
    device.void(handed_out)
    assert reasons(device) == []
    found, nothing, one = figures(), {"pieces": 0, "grams": 0}, {"pieces": 1, "grams": 4200}
    assert found.pop("by_category") == {"stol": {"registered": one, "handed_over": nothing}}  # type: ignore[misc]
    counted = {name: amount for name, amount in found.items() if amount != nothing}
    assert counted == {"registered": one, "on_shelf": one}
    assert [row.pieces for row in overview()] == [1]
    assert chair.number in set(Item.objects.filter(state="registered").values_list("number", flat=True))


Mistake = Callable[[TestDevice], None]


def _changed_when_gone(device: TestDevice) -> None:
    item = device.register()
    device.hand_over(item)
    device.change(item, 10)


def _handed_over_twice(device: TestDevice) -> None:
    item = device.register()
    device.hand_over(item)
    device.hand_over(item)


def _handed_over_when_discarded(device: TestDevice) -> None:
    item = device.register()
    device.discard(item)
    device.hand_over(item)


def _handed_over_when_void(device: TestDevice) -> None:
    item = device.register()
    device.void(item)
    device.hand_over(item)


def _void_when_gone(device: TestDevice) -> None:
    item = device.register()
    device.hand_over(item)
    device.void(item)


def _reversed_twice(device: TestDevice) -> None:
    handover = device.hand_over(device.register())
    device.reverse(handover)
    device.reverse(handover)


def _never_registered(device: TestDevice) -> None:
    item = device.register()
    device.log.clear()
    device.refuse(None)
    device.refuse(None)
    device.discard(item)


def _reversal_of_nothing(device: TestDevice) -> None:
    handover = device.hand_over(device.register())
    device.log.clear()
    device.refuse(None)
    device.refuse(None)
    device.reverse(handover)


def _receipt_used_twice(device: TestDevice) -> None:
    first, second = device.register(), device.register()
    device.hand_over(first)
    device.last_receipt -= 1
    device.hand_over(second)


def _refusal_taken_back_twice(device: TestDevice) -> None:
    refusal = device.refuse(None)
    device.take_back(refusal)
    device.take_back(refusal)


def _refusal_of_nothing_taken_back(device: TestDevice) -> None:
    device.take_back(str(uuid4()))


@pytest.mark.parametrize(
    ("mistake", "reason"),
    [
        (_changed_when_gone, "item_not_on_shelf"),
        (_handed_over_twice, "item_not_on_shelf"),
        (_handed_over_when_discarded, "item_not_on_shelf"),
        (_handed_over_when_void, "item_not_on_shelf"),
        (_void_when_gone, "item_not_on_shelf"),
        (_reversed_twice, "handover_reversed"),
        (_never_registered, "item_unknown"),
        (_reversal_of_nothing, "handover_unknown"),
        (_receipt_used_twice, "number_taken"),
        (_refusal_taken_back_twice, "refusal_void"),
        (_refusal_of_nothing_taken_back, "refusal_unknown"),
    ],
)
def test_what_cannot_have_happened_is_set_aside(device: TestDevice, mistake: Mistake, reason: str) -> None:
    mistake(device)
    assert reasons(device) == [(len(device.log), reason)]


def test_a_handover_with_one_wrong_line_hands_nothing_over(device: TestDevice) -> None:
    good, gone = device.register(), device.register()
    device.discard(gone)
    device.hand_over(good, gone)
    assert reasons(device) == [(4, "item_not_on_shelf")]
    assert Item.objects.get(id=good.item).state == "registered"
    assert Handover.objects.count() == 0


def test_nobody_does_something_with_another_counters_things(device: TestDevice, enrolled: MakeDevice) -> None:
    item = device.register()
    device.acknowledged()
    other = enrolled()
    other.discard(item)
    other.hand_over(item)
    assert [reason for _, reason in reasons(other)] == ["item_of_other_device"] * 2
    assert Item.objects.get().state == "registered"


def test_nobody_takes_back_another_counters_refusal(device: TestDevice, enrolled: MakeDevice) -> None:
    refusal = device.refuse(7_000)
    device.acknowledged()
    other = enrolled()
    other.take_back(refusal)
    assert [reason for _, reason in reasons(other)] == ["refusal_unknown"]
    assert figures()["refused"] == {"pieces": 1, "grams": 7_000}


def test_a_refusal_is_taken_back_in_a_batch_of_its_own_too(device: TestDevice) -> None:
    device.take_back(device.refuse(7_000))
    device.acknowledged(1, 1)
    assert figures()["refused"] == {"pieces": 1, "grams": 7_000}
    device.acknowledged(2, 2)
    assert figures()["refused"] == {"pieces": 0, "grams": 0}
