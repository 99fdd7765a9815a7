"""Texts and formats in the reader's language: translations, kilograms, days, times. The wording is in resources."""

import datetime
import gettext
import struct
from collections.abc import Callable
from functools import cache, cached_property

from resources import path

LANGUAGES = ("nb", "nn", "en")
"""Bokmål, nynorsk and English; message ids are English, so English needs no catalogue."""

MO_MAGIC = 0x950412DE
"""With which a compiled catalogue begins."""

DAYS_BY_NAME = 6
"""So many days ahead a day of the week means one day only."""
_WEEKDAYS = {
    "nb": ("man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn."),
    "nn": ("mån.", "tys.", "ons.", "tor.", "fre.", "lau.", "søn."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
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
    return Texts(place.read_bytes())


class Texts(gettext.NullTranslations):
    """A compiled catalogue (.mo) whose texts are found where they lie: a window shows a tenth of them.

    The format is gettext's own: a table of the messages, sorted, and one of their translations; each entry is length
    and place (GNU gettext manual, "The Format of GNU MO Files"). A plural's parts stand behind each other, with NUL
    between.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content
        magic, _revision, self._count, self._messages, self._translations = struct.unpack_from("<5I", content)
        if magic != MO_MAGIC:
            raise ValueError("not a compiled catalogue of texts with the bytes in this PC's order")
        self._found: dict[str, str | None] = {}

    def gettext(self, message: str) -> str:
        """The translation; what there is none for is asked of the fallback."""
        found = self._find(message)
        return found if found is not None else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation for so many."""
        found = self._find(f"{msgid1}\0{msgid2}")
        if found is None:
            return super().ngettext(msgid1, msgid2, n)
        return found.split("\0")[self._plural(n)]

    @cached_property
    def _plural(self) -> Callable[[int], int]:
        head = self._find("") or ""
        rule = head.partition("plural=")[2].partition(";")[0]
        chosen: Callable[[int], int] = gettext.c2py(rule or "n != 1")
        return chosen

    def _find(self, message: str) -> str | None:
        if message not in self._found:
            self._found[message] = self._looked_up(message.encode())
        return self._found[message]

    def _looked_up(self, message: bytes) -> str | None:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._entry(self._messages, middle) < message:
                low = middle + 1
            else:
                high = middle
        if low == self._count or self._entry(self._messages, low) != message:
            return None
        return self._entry(self._translations, low).decode()

    def _entry(self, table: int, place: int) -> bytes:
        length, begin = struct.unpack_from("<2I", self._content, table + 8 * place)
        return self._content[begin : begin + length]


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
    return f"{format_day(_in_oslo(moment).date(), language)} {format_clock(moment, language)}"


def format_clock(moment: datetime.datetime, language: str) -> str:
    """Show the time of day of an aware datetime in Oslo: `kl. 10.42`, in English `10:42`."""
    local = _in_oslo(moment)
    return f"{local:%H:%M}" if language == "en" else f"kl. {local:%H.%M}"


def format_until(moment: datetime.datetime, now: datetime.datetime, language: str) -> str:
    """Show a moment that is to come: within six days `fre. 12.00`, in English `Fri 12:00`; later with its date."""
    local, today = _in_oslo(moment), _in_oslo(now).date()
    if not 0 <= (local.date() - today).days <= DAYS_BY_NAME:
        return format_time(moment, language)
    day = _WEEKDAYS.get(language, _WEEKDAYS["nb"])[local.weekday()]
    return f"{day} {local:%H:%M}" if language == "en" else f"{day} {local:%H.%M}"


@cache
def oslo() -> datetime.tzinfo:
    """The time zone in which people read times here; its rules are loaded with the first time that is shown."""
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Oslo")


def _in_oslo(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be shown: it could mean any hour")
    return moment.astimezone(oslo())
