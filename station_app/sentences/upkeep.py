"""What the doctor finds, and what goes wrong with backups. What to do about a finding is said when it is a bad one."""

from station_app.sentences.mark import N_

_BACKUP = N_(
    "Make one on another disk: “Make backup …” under Settings (F9), About and diagnosis, or the command `backup`."
)
_NOTHING = N_("Nothing needs to be done.")

SENTENCES: dict[str, tuple[str, str]] = {
    # the doctor
    "disk_room": (N_("{megabytes} MB free."), N_("Make room on the disk.")),
    "store_sound": (N_("Schema {schema}, events: {events}."), _NOTHING),
    "store_damaged": (
        N_("The store's file is damaged. Places found: {count}."),
        N_("Copy the folder to a safe place and restore the last backup."),
    ),
    "program_complete": (N_("Nothing is missing."), _NOTHING),
    "program_incomplete": (N_("Files of the program are missing: {files}."), N_("Install the program again.")),
    "clock_right": (N_("{instant}."), _NOTHING),
    "clock_behind": (
        N_("The clock says {instant}."),
        N_("Set the PC's clock: it is behind an earlier contact with the hub, or in the past."),
    ),
    "key_present": (N_("The key is there."), _NOTHING),
    "hub_none": (N_("Not connected; registering works."), _NOTHING),
    "hub_answers": (N_("{url} answers. Events that wait: {waiting}."), _NOTHING),
    "hub_silent": (
        N_("{url} does not answer: {what}. Events that wait: {waiting}."),
        N_("Check the network. Everything is kept here and is sent later."),
    ),
    "backup_kept": (N_("The last one was made {instant}, in {folder}."), _NOTHING),
    "backup_old": (N_("The last one was made {instant}, in {folder}."), _BACKUP),
    "backup_never": (N_("None was made yet."), _BACKUP),
    # backups
    "backup_wrong": (N_("{folder} is not a whole backup: {what}"), N_("Choose the folder that `backup` wrote.")),
    "backup_inside": (
        N_("{folder} lies in the store itself."),
        N_("Choose a folder elsewhere, best on another disk."),
    ),
    "backup_stopped": (
        N_("The window was closed before the backup was whole."),
        N_("Nothing is left of it. Make it again and wait for the end."),
    ),
}

CHECKS = {
    "disk": N_("disk"),
    "store": N_("store"),
    "resources": N_("program files"),
    "clock": N_("clock"),
    "backup": N_("backup"),
    "key": N_("key"),
    "hub": N_("hub"),
}
"""What the doctor looked at."""
