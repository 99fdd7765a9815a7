"""Actors, agreements, and the verdict per line: may this thing go to this actor, here, today?

The same answer at the counter, offline, and at the hub.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from domain import check_digits
from domain.item import DataChoice
from domain.refused import Refused


class AgreementKind(StrEnum):
    """Fixed: regular pickup for 12 months. Short: one pickup or a short period, such as a flea market."""

    FIXED = "fixed"
    SHORT = "short"


class AgreementStatus(StrEnum):
    """Only what the hub publishes to counters; applications live at the hub alone."""

    APPROVED = "approved"
    SUSPENDED = "suspended"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A charity, shop or flea market that may fetch things. `language` is that of its receipts."""

    orgnr: str
    name: str
    language: str = "nb"


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor may fetch. `categories` and `stations` None mean all; both days are included."""

    id: str
    orgnr: str
    kind: AgreementKind
    first_day: date
    last_day: date
    categories: tuple[str, ...] | None
    stations: tuple[str, ...] | None
    electrical: bool
    status: AgreementStatus = AgreementStatus.APPROVED


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What the verdict needs to know of one item."""

    category: str
    electrical: bool
    data_bearing: bool
    data_choice: DataChoice | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one line. `reason` is `ok` or a stable code; `agreement` is the one that was weighed last."""

    allowed: bool
    reason: str
    agreement: str | None = None


OK = "ok"
_STEPS = (
    "no_agreement",
    "agreement_suspended",
    "agreement_not_started",
    "agreement_expired",
    "station_not_covered",
    "category_not_covered",
    "electrical_not_covered",
    "electrical_without_orgnr",
    "data_choice_missing",
    OK,
)
"""Reasons from the farthest to the nearest miss. Of several agreements the nearest miss is what a person is told."""
OVERRIDABLE = frozenset({"station_not_covered", "category_not_covered"})


def valid_orgnr(text: str) -> str:
    """Return the nine digits of a Norwegian organisation number (mod 11, Brønnøysundregistrene).

    Raises Refused `orgnr_wrong`.
    """
    orgnr = check_digits.organisation_number(text)
    if orgnr is None:
        raise Refused("orgnr_wrong", orgnr=text[:40])
    return orgnr


def verdict(thing: Thing, *, orgnr: str, station: str, day: date, agreements: Iterable[Agreement]) -> Verdict:
    """Weigh one thing against the actor's agreements at `station` on `day` (the station's local date).

    Electricals need an agreement that covers them and holds a valid organisation number: nobody may fetch EE waste
    from a reception point without a written agreement (avfallsforskriften kapittel 1, in force 23 March 2023; the
    text was read at second hand, see docs/rules.md). Things that can hold personal data need a recorded choice.
    """
    reason, nearest = _STEPS[0], None
    for agreement in agreements:
        if agreement.orgnr != orgnr:
            continue
        found = _reason(thing, agreement, station, day)
        if _STEPS.index(found) > _STEPS.index(reason):
            reason, nearest = found, agreement.id
    return Verdict(allowed=reason == OK, reason=reason, agreement=nearest)


def may_be_overridden(thing: Thing, reason: str) -> bool:
    """Whether somebody with that right may let a thing go although this is the verdict: never an electrical.

    Only within an agreement that is in force, for a category or a station that it leaves out. What holds data needs the
    choice about it first, whatever the agreement says.
    """
    return reason in OVERRIDABLE and not thing.electrical and not _waits_for_choice(thing)


def _waits_for_choice(thing: Thing) -> bool:
    return thing.data_bearing and thing.data_choice is None


def _reason(thing: Thing, agreement: Agreement, station: str, day: date) -> str:
    checks = {
        "agreement_suspended": agreement.status is AgreementStatus.SUSPENDED,
        "agreement_not_started": day < agreement.first_day,
        "agreement_expired": day > agreement.last_day,
        "station_not_covered": agreement.stations is not None and station not in agreement.stations,
        "category_not_covered": agreement.categories is not None and thing.category not in agreement.categories,
        "electrical_not_covered": thing.electrical and not agreement.electrical,
        "electrical_without_orgnr": thing.electrical and check_digits.organisation_number(agreement.orgnr) is None,
        "data_choice_missing": _waits_for_choice(thing),
    }
    return next((reason for reason, broken in checks.items() if broken), OK)
