"""What went wrong with people, orders, begun work and paper at the counter."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # people
    "nobody_on_duty": (
        N_("Nobody has said who is on duty."),
        N_("Choose your initials or scan your badge; nothing that is filled in is lost."),
    ),
    "not_allowed": (N_("Your role does not allow this."), N_("Ask somebody who is at least {role}.")),
    "staff_unknown": (N_("There is nobody with the initials {initials} here."), N_("Choose from the list.")),
    "badge_unknown": (
        N_("The badge {number} belongs to nobody here."),
        N_("Choose your initials, and have a new badge made."),
    ),
    # the command sheet
    "command_unknown": (
        N_("The code {number} orders nothing that this program knows."),
        N_("Use the buttons, and print the command sheet anew."),
    ),
    "command_not_here": (
        N_("The code {number} of the command sheet does nothing on this screen."),
        N_("Go to the screen where it is meant: F1 Register, F4 Handover."),
    ),
    # begun work
    "draft_gone": (N_("This draft was taken up already."), N_("Look in the form, or in the list of drafts.")),
    "copies_out_of_range": (N_("So many at once cannot be registered."), N_("Type a number from 1 to {limit}.")),
    # paper
    "print_interrupted": (
        N_("The program ended while this was being printed."),
        N_("Look whether it came out. If not, print it again."),
    ),
}
ROLES = {
    "read_only": N_("read-only"),
    "counter": N_("counter"),
    "lead": N_("shift lead"),
    "administrator": N_("administrator"),
}
"""A role, as it stands in a sentence."""
