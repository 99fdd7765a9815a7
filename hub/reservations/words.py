"""The words for what can be mended about a reservation: a sentence and a remedy per code. And those of verdicts."""

from django.utils.translation import gettext_noop as t  # the name by which build/texts.py finds a text

from domain.reservation import FOR_ANOTHER

_ON_SHELF = t("Only what stands on the shelf can be reserved.")

RESERVATIONS = {
    "item_unknown": (
        t("No item with the number %(number)s is known here."),
        t("Check the 14 digits on the label. An item that was just registered comes with the counter's next contact."),
    ),
    "item_handed_over": (t("%(number)s is handed over already."), _ON_SHELF),
    "item_discarded": (t("%(number)s is discarded."), _ON_SHELF),
    "item_void": (t("%(number)s was registered by mistake and taken back."), _ON_SHELF),
    "item_reserved": (
        t("%(number)s is reserved for %(actor)s until %(moment)s."),
        t("Take that reservation back first, if it is not to stand."),
    ),
    "item_not_reserved": (
        t("%(number)s is not reserved."),
        t("Nothing needs to be done. See what is with `ombruk-hub reservations`."),
    ),
    "not_covered": (
        t("%(actor)s may not have %(number)s: %(reason)s."),
        t("Choose an earlier moment if the agreement ends before it, another actor, or see to the agreement."),
    ),
    "reservation_moment_past": (
        t("The moment until which it is to be reserved is past."),
        t("Choose one that is still to come."),
    ),
    "reservation_too_long": (
        t("An item can be reserved for %(days)s days at most."),
        t("Choose an earlier moment."),
    ),
    "moment_unreadable": (
        t("“%(moment)s” is no day and time."),
        t("Write them as 2026-12-01T12:00, or choose them in the field."),
    ),
    "reservation_not_broken": (t("The reservation %(id)s was not broken."), t("Nobody needs to be told.")),
}

VERDICTS = {
    "no_agreement": t("The actor has no agreement"),
    "agreement_suspended": t("The agreement is suspended"),
    "agreement_not_started": t("The agreement has not begun"),
    "agreement_expired": t("The agreement has expired"),
    "station_not_covered": t("The agreement does not cover this station"),
    "category_not_covered": t("The agreement does not cover this category"),
    "electrical_not_covered": t("The agreement does not cover electricals"),
    "electrical_without_orgnr": t("Electricals need an agreement with a valid organisation number"),
    FOR_ANOTHER: t("The item was reserved for another actor"),
}
