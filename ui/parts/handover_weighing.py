"""What the answer to each gathered line is now. No widgets."""

from domain import numbers
from domain.item import require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from station_app.actions.handover import CheckedLine, check_lines
from station_app.station import Station
from ui.parts.handover_basket import Basket
from ui.parts.handover_words import NO_ACTOR


def weighed(station: Station, orgnr: str, basket: Basket) -> tuple[CheckedLine, ...]:
    """The lines of a basket as they are now for this actor (empty for none).

    A reason that was given before its thing was reserved, or reserved anew, is taken out of the basket: it is asked for
    again. Raises Refused `no_register` or `actor_unknown`.
    """
    if not orgnr:
        return tuple(_known(station, number) for number in basket.numbers)
    said = (basket.overrides, basket.override_by, basket.override_kept)
    lines = check_lines(station, orgnr, basket.numbers, basket.choices, *said)
    for line in lines:
        if line.overridable and not line.override:
            basket.let_go(line.number, "")
        elif not line.kept and line.number in basket.override_kept:
            # Should it be reserved anew, that is another matter.
            basket.override_kept[line.number] = ""
    return lines


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
