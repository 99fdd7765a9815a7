"""How weights and reasons are written on pages."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as t  # the name by which build/texts.py finds a text

register = template.Library()

_REASONS = {
    "malformed": t("It is not written as it must be"),
    "body_erased": t("Its content was erased before it came"),
    "unknown_kind": t("A newer program wrote it; this hub must be upgraded"),
    "key_revoked": t("It came after the device's key was revoked"),
    "event_reused": t("The device used the same event id for something else"),
    "number_taken": t("Another thing or receipt has this number already"),
    "item_taken": t("This thing is registered already"),
    "item_unknown": t("The thing is not registered here"),
    "item_of_other_device": t("The thing belongs to another device"),
    "item_not_on_shelf": t("The thing is not on the shelf any more"),
    "handover_unknown": t("The handover is not known here"),
    "handover_reversed": t("The handover is reversed already"),
    "refusal_unknown": t("The refusal is not known here"),
    "refusal_void": t("The refusal was taken back already"),
    "lines_differ": t("The things are not those of the receipt"),
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


def codes() -> frozenset[str]:
    """Every reason that has words."""
    return frozenset(_REASONS)
