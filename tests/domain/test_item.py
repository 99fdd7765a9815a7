"""An item's states and condition: only what stands on the shelf can be touched."""

import pytest

from domain.item import Condition, State, condition_of, require_on_shelf
from domain.refused import Refused

NUMBER = "10003100042179"


def test_what_stands_on_the_shelf_can_be_handed_over() -> None:
    require_on_shelf(State.REGISTERED, NUMBER)


@pytest.mark.parametrize("state", [state for state in State if state is not State.REGISTERED])
def test_what_left_the_shelf_is_refused_with_its_number(state: State) -> None:
    with pytest.raises(Refused) as refused:
        require_on_shelf(state, NUMBER)
    assert refused.value.code == f"item_{state}"
    assert refused.value.facts == {"number": NUMBER}


@pytest.mark.parametrize("condition", Condition)
def test_every_condition_is_read_by_its_code(condition: Condition) -> None:
    assert condition_of(condition.value) is condition


@pytest.mark.parametrize("text", ["", "Good", "GOOD", "pen", "god", " good", "new,good"])
def test_a_condition_that_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        condition_of(text)
    assert (refused.value.code, refused.value.facts) == ("condition_unknown", {"condition": text})
