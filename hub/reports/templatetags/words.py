"""How weights and reasons are written on pages."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as t  # the name by which build/texts.py finds a text

from domain.item import Condition, State
from domain.numbers import grouped
from domain.reservation import Ending
from hub.agreements.publish import catalogue
from hub.reservations.words import VERDICTS

register = template.Library()

_REASONS = {
    "malformed": t("It is not written as it must be"),
    "body_erased": t("Its content was erased before it came"),
    "unknown_kind": t("A newer program wrote it; this hub must be upgraded"),
    "key_revoked": t("It came after the device's key was revoked"),
    "event_reused": t("The device used the same event id for something else"),
    "number_taken": t("Another item or receipt has this number already"),
    "item_taken": t("This item is registered already"),
    "item_unknown": t("The item is not registered here"),
    "item_of_other_device": t("The item belongs to another device"),
    "item_not_on_shelf": t("The item is not on the shelf any more"),
    "handover_unknown": t("The handover is not known here"),
    "handover_reversed": t("The handover is reversed already"),
    "refusal_unknown": t("The refusal is not known here"),
    "refusal_void": t("The refusal was taken back already"),
    "lines_differ": t("The items are not those of the receipt"),
    "hub_error": t("The hub failed on it; tell whoever looks after the hub"),
}


@register.filter
def kg(grams: int) -> str:
    """Whole grams as kilograms, to the gram, with the language's decimal mark."""
    return f"{number_format(Decimal(grams) / 1000, decimal_pos=3, use_l10n=True, force_grouping=True)} kg"


@register.filter
def reason(code: str) -> str:
    """A stable code in words; one without words is shown as it is."""
    return gettext(_REASONS[code]) if code in _REASONS else code


_STATES = {
    State.REGISTERED: t("On the shelf"),
    State.HANDED_OVER: t("Handed over"),
    State.DISCARDED: t("Discarded"),
    State.VOID: t("Registered by mistake"),
}
_CONDITIONS = {
    Condition.NEW: t("As new"),
    Condition.GOOD: t("Good"),
    Condition.USED: t("Used"),
    Condition.REPAIR: t("For repair"),
}
_ENDINGS = {
    "": t("Stands"),
    Ending.TAKEN_BACK: t("Reservation taken back"),
    Ending.LAPSED: t("Ended at its moment"),
    Ending.FULFILLED: t("Fetched"),
    Ending.BROKEN: t("Broken"),
}


@register.filter
def state(code: str) -> str:
    """Where a thing is."""
    return gettext(_STATES[State(code)])


@register.filter
def condition(code: str) -> str:
    """How a thing is; a code that only a newer program knows is shown as it is."""
    return gettext(_CONDITIONS[Condition(code)]) if code in set(Condition) else code


@register.filter
def ending(code: str) -> str:
    """How a reservation has ended, empty while it stands."""
    return gettext(_ENDINGS[code])


@register.filter
def verdict(code: str) -> str:
    """What the counter answered about a line; a code that only a newer program knows is shown as it is."""
    return gettext(VERDICTS[code]) if code in VERDICTS else code


@register.filter
def category(code: str) -> str:
    """A category's name in the reader's language; the code of one that this program does not know."""
    names = next((one.names for one in catalogue().categories if one.code == code), None)
    return code if names is None else names.in_language(get_language() or "nb")


@register.filter
def digits(number: str) -> str:
    """A number as it stands on the label, in groups that stay on one line."""
    return grouped(number).replace(" ", "\N{NO-BREAK SPACE}")


def codes() -> frozenset[str]:
    """Every reason that has words."""
    return frozenset(_REASONS)
