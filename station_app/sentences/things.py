"""Sentences about things at the counter: numbers, weights, texts, categories, items, photos, imports."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # numbers
    "number_not_14_digits": (
        N_("“{number}” is not a number of 14 digits."),
        N_("Scan the label again, or type all 14 digits that are printed on it."),
    ),
    "code_of_product": (
        N_("{number} is a shop's barcode, not a label of ours."),
        N_("Scan our label, or register the item (F1)."),
    ),
    "code_of_other_system": (
        N_("“{number}” is a code of another system, not a label of ours."),
        N_("Scan our label, or register the item (F1)."),
    ),
    "drop_off_note_not_read": (
        N_("{number} is on a drop-off note, which cannot be read here yet."),
        N_("Register the item by hand (F1)."),
    ),
    "number_wrong_check_digit": (
        N_("The last digit of {number} does not fit the others."),
        N_("A digit was misread or mistyped. Scan again, or compare with the label digit by digit."),
    ),
    "number_unknown_kind": (
        N_("{number} is not a number of this system."),
        N_("Scan a label, receipt or card from this system, not another barcode on the item."),
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
    "weight_zero": (N_("The weight is zero."), N_("Weigh the item, or type an estimate in kilograms.")),
    "weight_too_fine": (N_("{text} has too many decimals."), N_("Type kilograms with at most three decimals.")),
    "weight_implausible": (
        N_("{grams} is more than an item in this category weighs (limit {limit_grams})."),
        N_("Type kilograms, not grams. If it really is that heavy, choose another category."),
    ),
    "weight_missing": (
        N_("This category has no usual weight."),
        N_("Weigh the item, or type an estimate in kilograms."),
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
        N_("Items in this category cannot hold personal data."),
        N_("Leave the choice about data out."),
    ),
    # items
    "item_unknown": (
        N_("No item has the number {number} on this device."),
        N_("Check the number, or search on the shelf. It may have been registered at another counter."),
    ),
    "item_not_registered": (
        N_("No item is registered under {number}."),
        N_("Register the item (F1): it gets a label of its own. Then tear this one off."),
    ),
    "item_of_other_counter": (
        N_("{number} was registered at another counter ({device})."),
        N_("Hand it over there, or register it here (F1) and tear this label off."),
    ),
    "item_handed_over": (
        N_("{number} is already handed over."),
        N_("Reverse the handover first if it was a mistake."),
    ),
    "item_discarded": (N_("{number} is discarded."), N_("Register the item anew if it is here after all.")),
    "item_void": (
        N_("{number} was registered by mistake and taken back."),
        N_("Tear off its label. Register the item anew if it is here."),
    ),
    "refusal_unknown": (
        N_("This refusal is not counted, or not any more."),
        N_("Nothing needs to be done. The figures show what is counted."),
    ),
    "item_twice": (N_("{number} is in the list twice."), N_("Remove one of the two.")),
    "shelf_empty": (N_("There is nothing on the shelf."), N_("Register something first.")),
    "already_imported": (N_("This row was imported before, as {number}."), N_("Nothing needs to be done.")),
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
}
