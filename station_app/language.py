"""Texts and formats in the reader's language: translations, kilograms, days, times. The wording is in resources."""

import datetime
import gettext
from functools import cache
from zoneinfo import ZoneInfo

from resources import path

LANGUAGES = ("nb", "nn", "en")
"""Bokmål, nynorsk and English; message ids are English, so English needs no catalogue."""

OSLO = ZoneInfo("Europe/Oslo")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def translation(language: str) -> gettext.NullTranslations:
    """Return the texts of `language`; what it lacks is taken from bokmål and then from the English message ids.

    An unknown language is read as bokmål. A catalogue that is not compiled yet counts as empty.
    """
    if language == "en":
        return gettext.NullTranslations()
    bokmaal = _catalogue("nb")
    if language != "nn":
        return bokmaal
    nynorsk = _catalogue("nn")
    nynorsk.add_fallback(bokmaal)
    return nynorsk


def _catalogue(language: str) -> gettext.NullTranslations:
    try:
        place = path(f"locale/{language}/LC_MESSAGES/ombruk.mo")
    except FileNotFoundError:
        return gettext.NullTranslations()
    with place.open("rb") as file:
        return gettext.GNUTranslations(file)


def language_tag(language: str) -> str:
    """Return the BCP 47 tag that documents and pages carry, such as `nb-NO`."""
    return {"en": "en-GB", "nn": "nn-NO"}.get(language, "nb-NO")


def format_kg(grams: int, language: str) -> str:
    """Show whole grams as kilograms: `4,2 kg`, in English `4.2 kg`; one to three decimals, groups from 10 000 kg on."""
    whole, rest = divmod(abs(grams), 1000)
    decimals = f"{rest:03d}".rstrip("0") or "0"
    point, group = (".", ",") if language == "en" else (",", "\N{NO-BREAK SPACE}")
    digits = f"{whole:,}".replace(",", group) if whole >= 10_000 else str(whole)
    return f"{'−' if grams < 0 else ''}{digits}{point}{decimals} kg"


def format_day(day: datetime.date, language: str) -> str:
    """Show a day: `22.11.2026`, in English `22 Nov 2026`. A datetime must be aware and is read in Oslo."""
    if isinstance(day, datetime.datetime):
        day = _in_oslo(day).date()
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def format_time(moment: datetime.datetime, language: str) -> str:
    """Show day and time of an aware datetime in Oslo: `22.11.2026 kl. 10.42`, in English `22 Nov 2026 10:42`."""
    local = _in_oslo(moment)
    day = format_day(local.date(), language)
    return f"{day} {local:%H:%M}" if language == "en" else f"{day} kl. {local:%H.%M}"


def _in_oslo(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be shown: it could mean any hour")
    return moment.astimezone(OSLO)
