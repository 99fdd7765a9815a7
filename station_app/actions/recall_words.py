"""What the recall list says about a thing, in words for people. It never says "safe": silence proves nothing."""

import datetime

from station_app.language import format_day, translation
from station_app.storage.recalls import Alert, ListState, Match

OLD_AFTER_DAYS = 31
"""Reports come out every Friday; a list that is older than this lacks four of them."""
SOURCE = "European Commission, Safety Gate, © European Union, CC BY 4.0"
"""Named wherever alerts are shown in full: the licence (Commission Decision 2011/833/EU) asks for it."""


def not_found_words(match: Match, today: datetime.date, language: str) -> str:
    """Said when a thing is not in the list: which list, that this proves nothing, and when the list is old."""
    words = translation(language).ngettext(
        "Not found in the list of {day} ({count} alert). That does not mean it is safe.",
        "Not found in the list of {day} ({count} alerts). That does not mean it is safe.",
        match.alerts_in_list,
    )
    newest = datetime.date.fromisoformat(match.checked_against)
    said = words.format(day=format_day(newest, language), count=_count(match.alerts_in_list, language))
    return " ".join(filter(None, (said, age_words(newest, today, language))))


def age_words(newest: datetime.date, today: datetime.date, language: str) -> str:
    """Said of a list that is too old; empty for a fresh one."""
    days = (today - newest).days
    if days <= OLD_AFTER_DAYS:
        return ""
    return translation(language).gettext("The list is {days} days old; import the newest reports.").format(days=days)


def found_words(match: Match, language: str) -> str:
    """Said when a thing may be in the list: what to do, and an alert per line."""
    _ = translation(language).gettext
    lines = [_("EU Safety Gate: this may be a recalled item. Do not hand it over; turn it away as recalled.")]
    lines += [alert_words(alert, language) for alert in match.alerts]
    if match.more:
        lines.append(_("There are more alerts with these words."))
    return "\n".join(lines)


def alert_words(alert: Alert, language: str) -> str:
    """One alert in one line: brand, name, model, risk, its number and day."""
    _ = translation(language).gettext
    thing = " ".join(filter(None, (alert.brand, alert.name or alert.product, _short(alert.model))))
    measure = _("recalled from its owners") if alert.from_users else _("reported as dangerous")
    what = ", ".join(filter(None, (measure, alert.risk)))
    day = format_day(datetime.date.fromisoformat(alert.published), language)
    return _("{thing}: {what}. Alert {number} of {day}.").format(
        thing=thing or alert.reference, what=what, number=alert.reference, day=day
    )


def state_words(state: ListState | None, today: datetime.date, language: str) -> str:
    """How the list stands."""
    texts = translation(language)
    if state is None:
        return texts.gettext("There is no recall list yet.")
    newest = datetime.date.fromisoformat(state.newest)
    words = texts.ngettext(
        "Recall list of {day}: {count} alert.", "Recall list of {day}: {count} alerts.", state.alerts
    )
    said = words.format(day=format_day(newest, language), count=_count(state.alerts, language))
    return " ".join(filter(None, (said, age_words(newest, today, language))))


def _short(model: str) -> str:
    """A model field may list hundreds; the first ones are enough to compare with."""
    return model if len(model) <= LONGEST_MODEL else model[:LONGEST_MODEL].rstrip() + "…"


LONGEST_MODEL = 60


def _count(number: int, language: str) -> str:
    """Groups of three from 10 000 on, as weights have them."""
    group = "," if language == "en" else "\N{NO-BREAK SPACE}"
    return f"{number:,}".replace(",", group) if number >= 10_000 else str(number)
