"""What the answer to each gathered line is now. No widgets."""

import msgspec

from station_app.actions.verdicts import CheckedLine, check_lines, on_shelf
from station_app.station import Station
from ui.parts.handover_basket import Basket
from ui.parts.handover_words import NO_ACTOR


def weighed(station: Station, orgnr: str, basket: Basket) -> tuple[CheckedLine, ...]:
    """The lines of a basket as they are now for this actor (empty for none).

    Raises Refused `no_register` or `actor_unknown`.
    """
    if not orgnr:
        return tuple(_known(station, number) for number in basket.numbers)
    return check_lines(station, orgnr, basket.numbers, basket.choices, basket.overrides)


def _known(station: Station, number: str) -> CheckedLine:
    """A line before the actor is known: whether it is a thing on the shelf at all."""
    line = on_shelf(station, number)
    return msgspec.structs.replace(line, allowed=False, reason=NO_ACTOR) if line.allowed else line
