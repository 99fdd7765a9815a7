"""How sending stands, in one of five states, in words and with an icon. Computed from the outbox's rows alone."""

import datetime
from typing import Protocol

import msgspec

from station_app.language import format_day, oslo
from station_app.station import Station
from station_app.storage.outbox import Progress
from ui.desk import Texts


class Sender(Protocol):
    """Whatever sends in the background."""

    @property
    def rests(self) -> bool:
        """Nothing is being sent or fetched just now."""

    def wake(self) -> None:
        """Something was saved: send it soon."""

    def send_now(self) -> None:
        """A person wants it sent at once."""


EVENTS_LANE = "events"
"""The lane of the outbox whose failures mean that the hub cannot be reached."""
LATE = datetime.timedelta(hours=24)
"""After this long without contact the words say since when."""


class Sending(msgspec.Struct, frozen=True):
    """All that the chip depends on. `failures` in a row of the events lane; `last_contact` aware, or None."""

    enrolled: bool
    sending_on: bool
    progress: Progress
    failures: int
    now: datetime.datetime
    practice: bool = False

    @property
    def waiting(self) -> int:
        """Events and files that the hub lacks."""
        return self.progress.waiting_events + self.progress.waiting_blobs

    @property
    def last_contact(self) -> datetime.datetime | None:
        """When the hub last answered."""
        at = self.progress.last_contact_at
        return None if at is None else datetime.datetime.fromisoformat(at)


class Chip(msgspec.Struct, frozen=True):
    """What is shown: a state for programs, words for people, an icon, a family of colours.

    `short` are the words where there is no room for all of them; empty where nothing can be left out.
    """

    state: str
    words: str
    icon: str
    tone: str
    short: str = ""


def sending_of(station: Station) -> Sending:
    """Everything that the words about sending depend on, as the store has it now."""
    return Sending(
        enrolled=station.identity.enrolment is not None,
        sending_on=station.config.sync,
        progress=station.outbox.progress(),
        failures=station.outbox.lane(EVENTS_LANE)[0],
        now=station.clock(),
        practice=station.practice,
    )


def chip(sending: Sending, texts: Texts, language: str) -> Chip:
    """The state that matters most: not connected, must be seen to, offline, sending, all sent."""
    _, ngettext = texts.gettext, texts.ngettext
    waiting = _("{count} waiting").format(count=sending.waiting)
    if sending.practice:
        return Chip("practice", _("Practice – nothing is sent"), "CloudSlash", "warning", _("Practice"))
    if not sending.enrolled:
        words = _("Not connected to the municipality")
        return Chip("not_enrolled", words, "CloudSlash", "neutral", _("Not connected"))
    problems = sending.progress.not_applied + (sending.progress.problem is not None)
    problems += sending.progress.notice is not None
    if problems:
        words = ngettext("{count} matter to see to", "{count} matters to see to", problems).format(count=problems)
        return Chip(
            "problem", words, "ExclamationmarkTriangle", "danger", _("{count} to see to").format(count=problems)
        )
    if not sending.sending_on:
        words = _("Sending is off – {count} waiting").format(count=sending.waiting)
        return Chip("off", words, "CloudSlash", "warning", waiting)
    if sending.failures:
        return Chip("offline", _offline(sending, texts, language), "CloudSlash", "warning", waiting)
    if sending.waiting:
        words = _("Sending – {count} left").format(count=sending.waiting)
        return Chip("sending", words, "CloudUp", "info", _("{count} left").format(count=sending.waiting))
    contact = sending.last_contact
    if contact is None:
        return Chip("sending", _("Waiting for the first contact"), "CloudUp", "info", _("Waiting"))
    return Chip("sent", _("All sent {time}").format(time=f"{contact.astimezone(oslo()):%H.%M}"), "Cloud", "success")


def _offline(sending: Sending, texts: Texts, language: str) -> str:
    contact = sending.last_contact
    if contact is not None and sending.now - contact > LATE:
        words = texts.gettext("Offline since {day} – {count} waiting")
        return words.format(day=format_day(contact, language), count=sending.waiting)
    return texts.gettext("Offline – {count} waiting").format(count=sending.waiting)
