"""The trade's words for codes, in the window's language. Sentences about errors are in station_app."""

import datetime
from typing import TYPE_CHECKING

from domain.item import Condition, DataChoice, State
from domain.numbers import grouped
from domain.weight import WeightSource
from station_app.language import format_kg, format_time, format_until
from ui.desk import Desk, Texts

if TYPE_CHECKING:
    from station_app.storage.items import Item
    from station_app.storage.reservations import Kept


def condition_words(texts: Texts) -> dict[Condition, str]:
    """How a thing is."""
    _ = texts.gettext
    return {
        Condition.NEW: _("As new"),
        Condition.GOOD: _("Good"),
        Condition.USED: _("Used"),
        Condition.REPAIR: _("For repair"),
    }


def state_words(texts: Texts) -> dict[State, str]:
    """Where a thing stands."""
    _ = texts.gettext
    return {
        State.REGISTERED: _("On the shelf"),
        State.HANDED_OVER: _("Handed over"),
        State.DISCARDED: _("Discarded"),
        State.VOID: _("Taken back"),
    }


def source_words(texts: Texts) -> dict[WeightSource, str]:
    """Where a weight came from."""
    _ = texts.gettext
    return {
        WeightSource.SCALE: _("weighed on a scale"),
        WeightSource.TYPED: _("estimated"),
        WeightSource.DEFAULT: _("category weight"),
    }


def data_choice_words(texts: Texts) -> dict[DataChoice, str]:
    """What was done about data on a thing."""
    _ = texts.gettext
    return {
        DataChoice.WIPED: _("Data wiped"),
        DataChoice.STORAGE_REMOVED: _("Storage removed"),
        DataChoice.NONE_PRESENT: _("No data on it"),
    }


def item_title(desk: Desk, item: "Item") -> str:
    """What people call the thing: its title with the category, or the category alone."""
    category = desk.station.category_name(item.category, desk.language)
    return f"{category} – {item.title}" if item.title else category


def item_and_number(desk: Desk, item: "Item") -> str:
    """Which thing it is: what people call it, and the number on its label."""
    number = grouped(item.number).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{item_title(desk, item)} · {number}"


def item_line(desk: Desk, item: "Item") -> str:
    """One item in one line, as it is read aloud."""
    parts = (
        grouped(item.number),
        item_title(desk, item),
        condition_words(desk.texts)[item.condition],
        format_kg(item.grams, desk.language),
        state_words(desk.texts)[item.state],
        kept_now(desk, item),
    )
    return ", ".join(filter(None, parts))


def kept_words(desk: Desk, kept: "Kept | None") -> str:
    """For whom a thing is kept and until when; nothing when it is not."""
    if kept is None:
        return ""
    until = format_until(kept.until, desk.station.clock(), desk.language)
    return desk.texts.gettext("Reserved for {actor} until {moment}").format(actor=kept.actor, moment=until)


def kept_now(desk: Desk, item: "Item") -> str:
    """The same for a thing that stands on the shelf."""
    if item.state is not State.REGISTERED:
        return ""
    return kept_words(desk, desk.station.reservations.kept(item.item, desk.station.clock()))


def moment(desk: Desk, instant: str) -> str:
    """A stored time (UTC) as people read it here."""
    return format_time(datetime.datetime.fromisoformat(instant), desk.language)
