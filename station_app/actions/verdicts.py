"""The answer to each scanned number: may it go to who fetches, and if not, may somebody let it go? Reads only."""

from collections.abc import Mapping, Sequence

import msgspec

from domain import agreement, numbers
from domain.agreement import Thing
from domain.handover import Override
from domain.item import DataChoice, require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from domain.reservation import FOR_ANOTHER
from station_app.actions.overriding import still_answered
from station_app.language import oslo
from station_app.station import Station
from station_app.storage.items import Item
from station_app.storage.reservations import Kept

ITEM_TWICE = "item_twice"
"""The reason of a line whose number stands in the list already."""


class CheckedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One scanned number and the answer to it. `item` None when the number is no item of this device.

    `override` is why it may go although `reason` says no, with who said so while they answer for it; `overridable`
    whether there may be one. `kept` is for whom it is kept, when that is somebody else.
    """

    number: str
    allowed: bool
    reason: str
    agreement: str | None = None
    item: Item | None = None
    overridable: bool = False
    override: Override | None = None
    kept: Kept | None = None


def check_lines(
    station: Station,
    orgnr: str,
    wanted: Sequence[str],
    data_choices: Mapping[str, DataChoice] | None = None,
    overrides: Mapping[str, Override] | None = None,
) -> tuple[CheckedLine, ...]:
    """The verdict for each number as typed or scanned, in order; what was said about them by number, as in Order.

    Raises Refused `no_register` or `actor_unknown`.
    """
    station.reference.actor(orgnr)
    choices, said = data_choices or {}, overrides or {}
    seen: set[str] = set()
    lines: list[CheckedLine] = []
    for given in wanted:
        line = on_shelf(station, given)
        if line.item is not None and line.number in seen:
            line = msgspec.structs.replace(line, allowed=False, reason=ITEM_TWICE)
        seen.add(line.number)
        if line.item is not None and line.allowed:
            line = _weighed(station, orgnr, line.item, choices.get(line.number))
        lines.append(_overridden(station, line, said.get(line.number)))
    return tuple(lines)


def on_shelf(station: Station, given: str) -> CheckedLine:
    """Whether a number as typed or scanned is a thing that can be handed over at all, whoever fetches it."""
    number, item = given, None
    try:
        number = str(numbers.parse(given, Kind.ITEM))
        item = station.items.by_number(number)
        require_on_shelf(item.state, number)
    except Refused as refused:
        return CheckedLine(number=number, allowed=False, reason=refused.code, item=item)
    return CheckedLine(number=number, allowed=True, reason=agreement.OK, item=item)


def _weighed(station: Station, orgnr: str, item: Item, choice: DataChoice | None) -> CheckedLine:
    """A thing on the shelf against the actor's agreements and what is reserved."""
    category = station.catalogue.category(item.category)
    thing = Thing(
        category=item.category,
        electrical=category.electrical,
        data_bearing=category.data_bearing,
        data_choice=choice or item.data_choice,
    )
    enrolment = station.identity.enrolment
    answer = agreement.verdict(
        thing,
        orgnr=orgnr,
        station=enrolment.station if enrolment else "",
        day=station.clock().astimezone(oslo()).date(),
        agreements=station.reference.agreements(orgnr),
    )
    kept = _kept_for_another(station, item, orgnr)
    stopped = answer.allowed and kept is not None
    return CheckedLine(
        number=item.number,
        allowed=answer.allowed and not stopped,
        reason=FOR_ANOTHER if stopped else answer.reason,
        agreement=answer.agreement,
        item=item,
        overridable=stopped or agreement.may_be_overridden(thing, answer.reason),
        kept=kept,
    )


def _kept_for_another(station: Station, item: Item, orgnr: str) -> Kept | None:
    """For whom the thing is kept now, when it is not for who fetches."""
    kept = station.reservations.kept(item.item, station.clock())
    return None if kept is None or kept.orgnr == orgnr else kept


def _overridden(station: Station, line: CheckedLine, override: Override | None) -> CheckedLine:
    """The line with somebody's reason to let it go, where there may be one."""
    if override is None or not line.overridable or not override.knows_of(line.kept.orgnr if line.kept else ""):
        return line
    return msgspec.structs.replace(line, allowed=True, override=still_answered(station, override))
