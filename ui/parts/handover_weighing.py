"""What the answer to each gathered line is now. No widgets."""

import msgspec

from station_app.actions.verdicts import CheckedLine, check_lines, on_shelf
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
    lines = check_lines(station, orgnr, basket.numbers, basket.choices, basket.overrides)
    for line in lines:
        override = basket.overrides.get(line.number)
        if override is None:
            continue
        if line.overridable and line.override is None:
            del basket.overrides[line.number]
        elif line.kept is None:
            # Should it be reserved anew, that is another matter.
            basket.overrides[line.number] = msgspec.structs.replace(override, kept_for="")
    return lines


def _known(station: Station, number: str) -> CheckedLine:
    """A line before the actor is known: whether it is a thing on the shelf at all."""
    line = on_shelf(station, number)
    return msgspec.structs.replace(line, allowed=False, reason=NO_ACTOR) if line.allowed else line
