"""How weights and reasons are written on pages."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

register = template.Library()

_REASONS = {
    "malformed": gettext_noop("It is not written as it must be"),
    "body_erased": gettext_noop("Its content was erased before it came"),
    "unknown_kind": gettext_noop("A newer program wrote it; this hub must be upgraded"),
    "key_revoked": gettext_noop("It came after the device's key was revoked"),
    "event_reused": gettext_noop("The device used the same event id for something else"),
    "number_taken": gettext_noop("Another thing or receipt has this number already"),
    "item_taken": gettext_noop("This thing is registered already"),
    "item_unknown": gettext_noop("The thing is not registered here"),
    "item_of_other_device": gettext_noop("The thing belongs to another device"),
    "item_not_on_shelf": gettext_noop("The thing is not on the shelf any more"),
    "handover_unknown": gettext_noop("The handover is not known here"),
    "handover_reversed": gettext_noop("The handover is reversed already"),
    "lines_differ": gettext_noop("The things are not those of the receipt"),
    "hub_error": gettext_noop("The hub failed on it; tell whoever looks after the hub"),
}


@register.filter
def kg(grams: int) -> str:
    """Whole grams as kilograms, to the gram, with the language's decimal mark."""
    return f"{number_format(Decimal(grams) / 1000, decimal_pos=3, use_l10n=True, force_grouping=True)} kg"


@register.filter
def reason(code: str) -> str:
    """A stable code in words; one without words is shown as it is."""
    return gettext(_REASONS[code]) if code in _REASONS else code


def codes() -> frozenset[str]:
    """Every reason that has words."""
    return frozenset(_REASONS)
