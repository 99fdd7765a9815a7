"""The words of a handover's lines and of the register of agreements: what is wrong, and what can be done about it."""

import datetime

from domain import numbers
from domain.numbers import Kind
from domain.refused import Refused
from domain.reservation import FOR_ANOTHER
from station_app.actions.verdicts import CheckedLine
from station_app.devices.scanner import unread
from station_app.errors import explain_verdict
from station_app.language import format_clock, format_time, oslo
from station_app.sentences import SENTENCES
from ui.desk import Desk
from ui.words import kept_words

NO_ACTOR = "no_actor"
"""The reason of a line that cannot be weighed yet, because nobody is chosen to fetch it."""


def verdict_words(desk: Desk, line: CheckedLine) -> tuple[str, str]:
    """What the answer to a line is, and what can be done about it (nothing for a good one)."""
    _ = desk.texts.gettext
    if line.reason == NO_ACTOR:
        return _("Choose the actor"), ""
    verdict = _verdict(desk, line)
    if line.override is not None:
        return _("{verdict}. Goes all the same: {reason}").format(verdict=verdict, reason=line.override.reason), ""
    if line.allowed or line.reason == "data_choice_missing":
        return verdict, ""
    if line.reason == FOR_ANOTHER:
        return verdict, _("Remove this line. If it goes all the same, the municipality is told whom it was kept for.")
    if line.reason == "number_of_other_kind":
        if line.number[:1] == str(int(Kind.ACTOR_CARD)):
            return _("Another actor's card"), _("Set this handover aside (Esc) or finish it, then scan the card again.")
        return verdict, _("Remove this line.")
    if line.reason == "number_not_14_digits":
        found = desk.explain(unread(line.number))
        return found.error, found.remedy
    if line.reason in SENTENCES:
        return verdict, desk.explain(Refused.kept(line.reason, {"number": line.number})).remedy
    return verdict, _("Remove this line, or call {contact}.").format(contact=whom_to_call(desk))


def _verdict(desk: Desk, line: CheckedLine) -> str:
    """The answer in words, with for whom the thing is kept when that is somebody else."""
    kept = kept_words(desk, line.kept)
    if line.reason == FOR_ANOTHER:
        return kept
    return " · ".join(filter(None, (explain_verdict(line.reason, desk.language), kept)))


def whom_to_call(desk: Desk) -> str:
    """Who knows about agreements, as the municipality set it."""
    return desk.station.config.agreements_contact or desk.texts.gettext("the municipality's reuse office")


def when(desk: Desk, at: datetime.datetime) -> str:
    """A moment as people say it: with `today` where it was."""
    local, today = at.astimezone(oslo()), desk.station.clock().astimezone(oslo()).date()
    if local.date() == today:
        return desk.texts.gettext("today {time}").format(time=format_clock(at, desk.language))
    return format_time(at, desk.language)


def shown(text: str) -> str:
    """A code as people read it: 14 digits in groups."""
    return numbers.grouped(text) if len(text) == numbers.LENGTH and text.isdigit() else text
