"""What an action tells those who listen: which kinds of things are different now."""

from enum import StrEnum

import msgspec


class Subject(StrEnum):
    """What kind of thing changed; a screen asks again when it shows that kind."""

    ITEMS = "items"
    HANDOVERS = "handovers"
    REFUSALS = "refusals"
    REFERENCE = "reference"
    RESERVATIONS = "reservations"
    SENDING = "sending"
    ENROLMENT = "enrolment"
    JOBS = "jobs"
    DRAFTS = "drafts"
    STAFF = "staff"
    RECALLS = "recalls"
    SETTINGS = "settings"


class Changed(msgspec.Struct, frozen=True):
    """What an action did: the kinds of things that changed, and the number of what came to be (or was touched).

    A refusal has no number; its id stands there.
    """

    subjects: frozenset[Subject]
    number: str = ""
