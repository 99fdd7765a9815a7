"""What went wrong with the staff list, PINs and badges."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # the list
    "staff_taken": (
        N_("{initials} are the initials of somebody who works here."),
        N_("Choose other initials, such as three letters instead of two."),
    ),
    "staff_left": (
        N_("{initials} worked here before."),
        N_("If it is the same person, take them back. If not, choose other initials: old receipts bear these."),
    ),
    "first_must_administer": (
        N_("The first person of a list must be an administrator."),
        N_("Begin with yourself as administrator, then add the others."),
    ),
    "last_administrator": (
        N_("{initials} is the only administrator."),
        N_("Make somebody else an administrator first."),
    ),
    "badge_not_given": (N_("{initials} has no badge."), N_("Give them one first, then print it.")),
    # PINs
    "pin_not_digits": (N_("This cannot be a PIN."), N_("Type {shortest} to {longest} digits.")),
    "pin_needed": (N_("{initials} has a PIN."), N_("Type it; nothing that is filled in is lost.")),
    "pin_wrong": (N_("This PIN is wrong."), N_("Type it again. Tries left before a wait: {left}.")),
    "pin_wait": (
        N_("Too many wrong PINs for {initials}."),
        N_("Wait {seconds} seconds and type it again, or let somebody else go on duty."),
    ),
}
