"""What the answer to each gathered line is now. No widgets."""

from collections.abc import Sequence
from functools import partial

from domain import numbers
from domain.item import require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from station_app.actions.handover import CheckedLine, check_lines
from station_app.station import Station
from ui.parts.handover_basket import Basket
from ui.parts.handover_words import NO_ACTOR


def weighed(station: Station, orgnr: str, basket: Basket, before: Sequence[CheckedLine]) -> tuple[CheckedLine, ...]:
    """The lines of a basket as they are now for this actor (empty for none), `before` being how they were.

    A reason that was given before its thing was reserved is taken out of the basket: it is asked for again.
    Raises Refused `no_register` or `actor_unknown`.
    """
    if not orgnr:
        return tuple(_known(station, number) for number in basket.numbers)
    weigh = partial(check_lines, station, orgnr, basket.numbers, basket.choices)
    lines = weigh(basket.overrides, basket.override_by)
    known = {line.number: line.kept for line in before if line.override}
    late = [line for line in lines if line.override and line.kept and known.get(line.number, line.kept) != line.kept]
    if not late:
        return lines
    for found in late:
        basket.let_go(found.number, "", "")
    return weigh(basket.overrides, basket.override_by)


def _known(station: Station, number: str) -> CheckedLine:
    """A line before the actor is known: whether it is a thing on the shelf at all."""
    item = None
    try:
        number = str(numbers.parse(number, Kind.ITEM))
        item = station.items.by_number(number)
        require_on_shelf(item.state, number)
    except Refused as refused:
        return CheckedLine(number=number, allowed=False, reason=refused.code, item=item)
    return CheckedLine(number=number, allowed=False, reason=NO_ACTOR, item=item)
