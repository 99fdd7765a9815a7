"""Sentences about handing things over."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # handover
    "no_items": (N_("There is nothing to hand over."), N_("Scan at least one item.")),
    "too_many_items": (
        N_("A handover can hold at most {limit} items."),
        N_("Split it into several handovers."),
    ),
    "blocked_lines": (
        N_("{count} of the items may not be handed over. {number}: {verdict}."),
        N_("Remove these items, or see to what is missing. Nothing was handed over."),
    ),
    "changed_meanwhile": (
        N_("Something changed while the receipt was made."),
        N_("Look over it and try again. Nothing was saved."),
    ),
    "initials_needed": (
        N_("Nobody's initials stand under this handover."),
        N_(
            "Say who is on duty, or put your initials in the settings: the list of agreements is old, or a line goes"
            " although the agreement leaves it out or it is reserved for another actor."
        ),
    ),
    "signed_on_screen": (
        N_("The receipt {receipt} was signed on screen."),
        N_("It needs no signed sheet. Scan the receipt that was signed on paper."),
    ),
    "signature_empty": (N_("The signature is empty."), N_("Sign on the pad, or choose to sign on paper.")),
    "signature_damaged": (N_("The signature cannot be read."), N_("Sign again.")),
    "signature_file_wrong": (
        N_("{file} is not a signature: {what}"),
        N_("Give a JSON file with width, height and strokes."),
    ),
    "orgnr_wrong": (
        N_("{orgnr} is not a valid organisation number."),
        N_("Check the nine digits with the actor, or look them up in Brønnøysundregistrene."),
    ),
    "no_register": (
        N_("This device has no register of agreements yet."),
        N_("Send once while connected to the municipality; after that, handovers work without a network too."),
    ),
    "actor_unknown": (
        N_("No actor with the organisation number {orgnr} is in the register."),
        N_("Check the number. New agreements come with the next contact with the municipality."),
    ),
    "receipt_unknown": (
        N_("No handover with the number {receipt} was made on this device."),
        N_("Check the number, or try the counter that made it."),
    ),
    "already_reversed": (
        N_("The handover {receipt} is already reversed, by {reversal}."),
        N_("Nothing needs to be done."),
    ),
}
