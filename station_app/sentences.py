"""Every sentence about a refusal, by its code: what is wrong, and what to do. English message ids, no logic.

Facts in braces are filled in by errors.py. The .po files under resources/locale translate them.
"""


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for "translate later")
    """Mark a message for translation without translating it now."""
    return message


SENTENCES: dict[str, tuple[str, str]] = {
    # numbers
    "number_not_14_digits": (
        N_("“{number}” is not a number of 14 digits."),
        N_("Scan the label again, or type all 14 digits that are printed on it."),
    ),
    "number_wrong_check_digit": (
        N_("The last digit of {number} does not fit the others."),
        N_("A digit was misread or mistyped. Scan again, or compare with the label digit by digit."),
    ),
    "number_unknown_kind": (
        N_("{number} is not a number of this system."),
        N_("Scan a label, receipt or card from this system, not another barcode on the thing."),
    ),
    "number_of_other_kind": (
        N_("{number} belongs to something else ({kind})."),
        N_("Scan the kind of number that is needed here."),
    ),
    "numbers_used_up": (
        N_("All numbers of this device are used up."),
        N_("Tell the municipality's IT."),
    ),
    # weight
    "weight_unreadable": (N_("“{text}” is not a weight."), N_("Type kilograms, such as 4,2.")),
    "weight_negative": (N_("A weight cannot be below zero ({text})."), N_("Type the kilograms without a minus sign.")),
    "weight_zero": (N_("The weight is zero."), N_("Weigh the thing, or type an estimate in kilograms.")),
    "weight_too_fine": (N_("{text} has too many decimals."), N_("Type kilograms with at most three decimals.")),
    "weight_implausible": (
        N_("{grams} is more than a thing in this category weighs (limit {limit_grams})."),
        N_("Type kilograms, not grams. If it really is that heavy, choose another category."),
    ),
    "weight_missing": (
        N_("This category has no usual weight."),
        N_("Weigh the thing, or type an estimate in kilograms."),
    ),
    # text
    "text_too_long": (
        N_("Too long: {field} has {length} characters, the limit is {limit}."),
        N_("Shorten it."),
    ),
    "text_hidden_characters": (
        N_("There are invisible characters in: {field}."),
        N_("Type the text by hand instead of pasting it."),
    ),
    "text_missing": (N_("Missing: {field}."), N_("Fill it in.")),
    # catalogue
    "category_unknown": (
        N_("There is no category “{category}”."),
        N_("Choose one of the categories. Similar: {known}"),
    ),
    "category_unknown_and_none_like_it": (
        N_("There is no category “{category}”."),
        N_("Choose one of the categories."),
    ),
    "catalogue_broken": (
        N_("The catalogue that came with the program is broken: {what}"),
        N_("Install the program again, or mend the line that is named. Nothing that was saved is lost."),
    ),
    "condition_unknown": (N_("There is no condition “{condition}”."), N_("Type new, good, used or repair.")),
    "refusal_reason_unknown": (
        N_("There is no reason “{reason}” for refusing."),
        N_("Choose one of the reasons. Similar: {known}"),
    ),
    "refusal_reason_unknown_and_none_like_it": (
        N_("There is no reason “{reason}” for refusing."),
        N_("Choose one of the reasons."),
    ),
    "data_choice_not_needed": (
        N_("Things in this category cannot hold personal data."),
        N_("Leave the choice about data out."),
    ),
    # items
    "item_unknown": (
        N_("No item has the number {number} on this device."),
        N_("Check the number, or search on the shelf. It may have been registered at another counter."),
    ),
    "item_handed_over": (
        N_("{number} is already handed over."),
        N_("Reverse the handover first if it was a mistake."),
    ),
    "item_discarded": (N_("{number} is discarded."), N_("Register the thing anew if it is here after all.")),
    "item_twice": (N_("{number} is in the list twice."), N_("Remove one of the two.")),
    "shelf_empty": (N_("There is nothing on the shelf."), N_("Register something first.")),
    "already_imported": (N_("This row was imported before, as {number}."), N_("Nothing needs to be done.")),
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
    # photos
    "photo_not_a_picture": (N_("{file} is not a picture."), N_("Choose a JPEG, PNG or HEIC file.")),
    "photo_damaged": (N_("{file} is damaged."), N_("Take the picture again. The item is kept without it.")),
    "photo_too_large": (
        N_("{file} has {megapixels} megapixels; the limit is {limit}."),
        N_("Take the picture with a lower resolution. The item is kept without it."),
    ),
    "photo_too_heavy": (
        N_("{file} takes {megabytes} MB; the limit is {limit}."),
        N_("Choose a smaller file. The item is kept without it."),
    ),
    "file_unreadable": (N_("{file} cannot be read: {what}"), N_("Check that the file exists and may be read.")),
    "file_unwritable": (
        N_("{file} cannot be written: {what}"),
        N_("Choose another folder. What was saved stays saved."),
    ),
    # import
    "import_columns": (
        N_("The file has no column “{missing}”."),
        N_(
            "The first line must name at least category and kg;"
            " condition, title, note, photos and weight_source may follow."
        ),
    ),
    "import_encoding": (N_("The file cannot be read as a table."), N_("Save it as CSV (UTF-8) and try again.")),
    "import_empty": (N_("The file has no rows."), N_("Check that the right file was chosen.")),
    "import_row": (
        N_("The row has {found} values but the first line has {expected}."),
        N_("Correct the row and import the file again."),
    ),
    "text_not_readable": (
        N_("Some text holds bytes that are no characters."),
        N_("Type the text by hand instead of pasting it."),
    ),
    "answer_unwritable": (
        N_("The answer cannot be written: {what}"),
        N_("What was asked for is done and saved. Look at it with `items` or `history`."),
    ),
    "same_file": (
        N_("{file} cannot be both the file that is read and the one that is written."),
        N_("Choose another file for the rejected rows."),
    ),
    "file_too_large": (N_("{file} is larger than {limit} MB."), N_("Split it into smaller files.")),
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
    "folder_not_empty": (N_("The folder {folder} is not empty."), N_("Choose an empty folder.")),
    "backup_wrong": (N_("{folder} is not a whole backup: {what}"), N_("Choose the folder that `backup` wrote.")),
    # printers
    "printer_missing": (
        N_("The printer “{printer}” is not there."),
        N_("Switch it on, or choose another one in the settings. The document is kept as a file."),
    ),
    "printer_failed": (
        N_("The printer “{printer}” did not take the document."),
        N_("Look at the printer, then print again. The document is kept as a file."),
    ),
    # the program itself
    "program_error": (
        N_("Something went wrong in the program."),
        N_("What was saved stays saved. Try again, and tell support if it happens again."),
    ),
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
    "station_lost_tail": (
        N_("The hub holds events that this store has lost; this store was probably restored from a backup."),
        N_("Tell the municipality's IT. Work can go on; nothing is sent meanwhile."),
    ),
    "log_forked": (
        N_("What this store and the hub hold does not agree; the store was probably copied."),
        N_("Tell the municipality's IT. Work can go on; nothing is sent meanwhile."),
    ),
    "hub_restored": (
        N_("The hub was restored from a backup; what it lost is being sent again."),
        N_("Nothing needs to be done here. Tell the municipality's IT."),
    ),
    "wrong_hub": (
        N_("This is not the hub that the device belongs to."),
        N_("Tell the municipality's IT. Work can go on; nothing is sent meanwhile."),
    ),
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
    "data_choice_missing": N_("Choose first: data wiped, storage removed, or none present"),
    "item_unknown": N_("There is no item with this number on this device"),
    "item_handed_over": N_("Already handed over"),
    "item_discarded": N_("Discarded"),
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
