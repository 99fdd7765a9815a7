"""Every sentence about a refusal, by its code: what is wrong, and what to do. English message ids, no logic.

One module per subject. Facts in braces are filled in by errors.py. The .po files under resources/locale translate them.
"""

from station_app.sentences import contact, counter, devices, handovers, recalls, staff, store, things, upkeep
from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    **things.SENTENCES,
    **handovers.SENTENCES,
    **store.SENTENCES,
    **devices.SENTENCES,
    **contact.SENTENCES,
    **counter.SENTENCES,
    **staff.SENTENCES,
    **recalls.SENTENCES,
    **upkeep.SENTENCES,
}

VERDICTS: dict[str, str] = {
    "ok": N_("Covered by the agreement"),
    "no_agreement": N_("The actor has no agreement"),
    "agreement_suspended": N_("The agreement is suspended"),
    "agreement_not_started": N_("The agreement has not begun"),
    "agreement_expired": N_("The agreement has expired"),
    "station_not_covered": N_("The agreement does not cover this station"),
    "category_not_covered": N_("The agreement does not cover this category"),
    "electrical_not_covered": N_("The agreement does not cover electricals"),
    "electrical_without_orgnr": N_("Electricals need an agreement with a valid organisation number"),
    "reserved_for_another": N_("Reserved for another actor"),
    "data_choice_missing": N_("Choose first: data wiped, storage removed, or none present"),
    "item_unknown": N_("There is no item with this number on this device"),
    "item_handed_over": N_("Already handed over"),
    "item_discarded": N_("Discarded"),
    "item_void": N_("Registered by mistake, taken back"),
    "item_twice": N_("Already in the list"),
    "number_not_14_digits": N_("Not a number of 14 digits"),
    "number_wrong_check_digit": N_("A digit is wrong"),
    "number_unknown_kind": N_("Not a number of this system"),
    "number_of_other_kind": N_("Not the number of an item"),
}

FIELDS: dict[str, str] = {
    "title": N_("title"),
    "note": N_("note"),
    "representative": N_("the representative's name"),
    "reason": N_("reason"),
    "staff": N_("the staff's initials"),
}
"""What sentences call the fields."""

NUMBERED_THINGS: dict[str, str] = {
    "item": N_("an item"),
    "receipt": N_("a receipt"),
    "actor_card": N_("an actor's card"),
    "drop_off_note": N_("a drop-off note"),
    "command": N_("a command"),
}
"""What sentences call the things that carry numbers."""
