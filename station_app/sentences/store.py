"""Sentences about the store and the program itself."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    "practice_stays_here": (
        N_("This is for practising; nothing here is ever sent or connected."),
        N_("Go back to the real counter first."),
    ),
    "practice_folder_taken": (
        N_("There is a real store in {folder}, where the one for practising should be."),
        N_("Have it moved elsewhere; nothing in it was changed."),
    ),
    # store
    "database_newer": (
        N_("This store was written by a newer version of the program."),
        N_("Install the newest version. The store was not touched."),
    ),
    "database_damaged": (
        N_("The store is damaged and cannot be read."),
        N_("Do not delete anything. Copy the folder to a safe place and tell the municipality's IT."),
    ),
    "database_locked": (
        N_("Another program is holding the store."),
        N_("Wait a little and try again. Nothing was lost and nothing was saved."),
    ),
    "no_room_for_photos": (
        N_("The disk is almost full, so no photo was taken."),
        N_("Go on without photos and tell IT to make room; items are still saved."),
    ),
    "disk_full": (
        N_("The disk is full. This was not saved."),
        N_("Make room on the disk, then save again."),
    ),
    "folder_not_writable": (
        N_("The store cannot be written: {folder}"),
        N_("Check that the disk is connected and that you may write there."),
    ),
    "file_missing": (
        N_("A stored file is missing: {sha256}"),
        N_("Tell the municipality's IT; the hub or a backup may have it."),
    ),
    "file_damaged": (
        N_("A stored file is damaged: {sha256}"),
        N_("Tell the municipality's IT; the hub or a backup may have it."),
    ),
    "settings_wrong": (N_("The settings in {file} are wrong: {what}"), N_("Correct or remove that setting.")),
    "setting_held": (
        N_("“{setting}” is fixed by IT, in {where}."),
        N_("Ask the municipality's IT to change it there."),
    ),
    "folder_not_empty": (N_("The folder {folder} is not empty."), N_("Choose an empty folder.")),
    # the program itself
    "program_error": (
        N_("Something went wrong in the program."),
        N_("What was saved stays saved. Try again, and tell support if it happens again."),
    ),
}
