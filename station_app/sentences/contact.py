"""Sentences about the contact with the hub."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # contact with the hub
    "not_enrolled": (
        N_("This device is not connected to the municipality."),
        N_("Ask the municipality for a one-time code and enrol. Registering works meanwhile."),
    ),
    "already_enrolled": (
        N_("This device already belongs to {hub}."),
        N_("To join another municipality, start with a new, empty data folder. Send everything from this one first."),
    ),
    "code_wrong": (
        N_("The one-time code is wrong, used or too old."),
        N_("Check the code, or ask the municipality for a new one. A code lasts 24 hours."),
    ),
    "hub_url_wrong": (
        N_("“{url}” is not an address."),
        N_("Give the whole address, such as https://ombruk.example.no."),
    ),
    "hub_url_insecure": (N_("{url} is not encrypted."), N_("Use the address that begins with https://.")),
    "hub_unreachable": (
        N_("The municipality's hub cannot be reached: {what}"),
        N_("Check the network. Everything is kept here and is sent later."),
    ),
    "hub_busy": (
        N_("The hub is busy."),
        N_("Nothing needs to be done; it is tried again by itself."),
    ),
    "hub_does_not_know_us": (
        N_("The hub does not know this device."),
        N_("Ask the municipality for a new one-time code and enrol again. Everything is kept here."),
    ),
    "hub_refused": (
        N_("The hub refused: {what}"),
        N_("Everything is kept here. Tell the municipality's IT."),
    ),
    "hub_not_understood": (
        N_("The answer did not come from the hub."),
        N_("Check whether the network wants a login. Everything is kept here and is sent later."),
    ),
    "hub_signature_wrong": (
        N_("The answer is not signed by the hub that this device trusts."),
        N_("Tell the municipality's IT. Everything is kept here."),
    ),
    "key_revoked": (
        N_("The municipality has revoked the key of this device."),
        N_("Ask the municipality for a new one-time code and enrol again. Everything is kept here."),
    ),
    "sync_running": (N_("Another program is sending just now."), N_("Wait until it is done.")),
    "key_missing": (
        N_("The key of this device is missing."),
        N_("Ask the municipality to revoke the old key and give you a new one-time code, then enrol again."),
    ),
    "store_older": (
        N_("This store is older than what this PC knows of it; it was put back from a copy."),
        N_(
            "Labels get other numbers from now on. What the hub holds is fetched back at the next contact."
            " Tell the municipality's IT."
        ),
    ),
    "store_moved": (
        N_("This store was moved or copied here from another place."),
        N_(
            "Labels get other numbers from now on. If it also lives on at the other place, tell the municipality's IT:"
            " each PC should be connected with a code of its own."
        ),
    ),
    "log_fetched_back": (
        N_("The hub held events that this store lacked; they were fetched back: {what}"),
        N_(
            "The store was probably put back from a backup, or moved. Labels get other numbers from now on."
            " If it also lives on at another PC, tell the municipality's IT."
        ),
    ),
    "log_put_together": (
        N_("This store and the hub held different events; both are kept. Fetched from the hub: {what}"),
        N_(
            "The store was probably put back from a backup, or copied to another PC. Labels get other numbers from"
            " now on. Look at what could not be used, and tell the municipality's IT."
        ),
    ),
    "log_forked": (
        N_("What this store and the hub hold does not agree; the store was probably copied."),
        N_("Nothing needs to be done; both are put together at the next contact. Tell the municipality's IT."),
    ),
    "hub_restored": (
        N_("The hub was restored from a backup; what it lost is being sent again."),
        N_("Nothing needs to be done here. Tell the municipality's IT."),
    ),
    "wrong_hub": (
        N_("This is not the hub that the device belongs to."),
        N_("Tell the municipality's IT. Work can go on; nothing is sent meanwhile."),
    ),
    "acknowledgement_gap": (
        N_("The hub's answer to the events before these is missing; {seq} is the first."),
        N_("Read the sticks in the order in which the hub wrote them, or export with --all and go to the hub again."),
    ),
    # the USB route
    "stick_missing": (
        N_("There is no folder {folder}."),
        N_("Put the stick in, and give the folder in which it appears."),
    ),
    "stick_unwritable": (
        N_("{folder} cannot be written to: {what}"),
        N_("Make room on the stick or take another one. Everything is kept here; export again afterwards."),
    ),
    "stick_empty": (
        N_("Nothing in {folder} comes from a hub or goes to one."),
        N_("Choose the folder that was written to, not one inside it."),
    ),
    "stick_other_hub": (
        N_("This stick belongs to another municipality's hub."),
        N_("Take the right stick. Nothing was changed."),
    ),
    "stick_other_station": (
        N_("There is nothing for this counter on the stick, only for others."),
        N_("Take the right stick. Nothing was changed."),
    ),
    "stick_file_damaged": (
        N_("{file} on the stick is damaged, or is not the hub's."),
        N_("Nothing was taken from it. Go to the hub again with the stick; the hub writes the file anew."),
    ),
    "stick_file_unreadable": (
        N_("Could not read {file} on the stick: {what}"),
        N_(
            "Put the stick in again and read it once more. If it still fails, write to another stick and take that one "
            "to the municipality. Nothing is lost: everything is kept on this PC."
        ),
    ),
}
