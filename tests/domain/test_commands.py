"""The codes of the command sheet: laminated, so what they mean stays, and told apart from everything else scanned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import TILES, Command, command_of, is_badge
from domain.item import Condition
from domain.numbers import COMMAND_DEVICE, LAST_PROVISIONAL_DEVICE, LAST_RUNNING, Kind, Number, parse
from domain.refused import Refused

LAMINATED = {
    "90000000000013": Command.SAVE,
    "90000000000021": Command.UNDO,
    "90000000000030": Command.PHOTO,
    "90000000000048": Command.NEW_HANDOVER,
    "90000000000056": Command.DONE,
    "90000000000064": Command.REFUSE,
    "90000000000072": Command.SAVE_AND_ONE_MORE,
    "90000000000089": Command.LOCK,
    "90000000000110": Command.CONDITION_NEW,
    "90000000000128": Command.CONDITION_GOOD,
    "90000000000136": Command.CONDITION_USED,
    "90000000000144": Command.CONDITION_REPAIR,
    "90000000000216": Command.TILE_1,
    "90000000000224": Command.TILE_2,
    "90000000000232": Command.TILE_3,
    "90000000000249": Command.TILE_4,
    "90000000000257": Command.TILE_5,
    "90000000000265": Command.TILE_6,
    "90000000000273": Command.TILE_7,
    "90000000000281": Command.TILE_8,
    "90000000000290": Command.TILE_9,
    "90000000000992": Command.TEST,
}
"""What is on the sheets that hang at counters. A failing line here means that those sheets order something else."""


def refusal(number: Number) -> Refused:
    with pytest.raises(Refused) as refused:
        command_of(number)
    return refused.value


def test_a_sheet_printed_long_ago_still_orders_the_same() -> None:
    assert {digits: command_of(parse(digits)) for digits in LAMINATED} == LAMINATED
    assert {str(command.number) for command in Command} == {*LAMINATED}


def test_four_codes_choose_the_four_conditions() -> None:
    chosen = [command.condition for command in Command if command.condition is not None]
    assert chosen == [Condition.NEW, Condition.GOOD, Condition.USED, Condition.REPAIR]


def test_nine_codes_choose_the_tiles_as_the_digit_keys_do() -> None:
    tiles = {command.tile: command.name for command in Command if command.tile is not None}
    assert tiles == {place: f"TILE_{place}" for place in range(1, TILES + 1)}


def test_no_code_does_two_things() -> None:
    assert not [command for command in Command if command.condition is not None and command.tile is not None]


def test_a_code_of_a_newer_sheet_is_said_to_be_unknown() -> None:
    number = Number(Kind.COMMAND, COMMAND_DEVICE, 999)
    assert refusal(number).code == "command_unknown"
    assert refusal(number).facts["number"] == number.grouped


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.COMMAND])
def test_what_is_on_things_and_cards_orders_nothing(kind: Kind) -> None:
    assert refusal(Number(kind, 31, Command.SAVE)).code == "command_unknown"


@given(device=st.integers(1, LAST_PROVISIONAL_DEVICE), running=st.integers(1, LAST_RUNNING))
def test_a_badge_is_never_an_order(device: int, running: int) -> None:
    badge = Number(Kind.COMMAND, device, running)
    assert is_badge(badge)
    assert refusal(badge).code == "command_unknown"


def test_an_order_is_no_badge_and_neither_is_a_label() -> None:
    assert not any(is_badge(command.number) for command in Command)
    assert not is_badge(Number(Kind.ITEM, 31, 1))
