"""Sentences about the recall list and the files that it is imported from."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    "recalls_none": (
        N_("There is no recall list yet, so nothing was checked."),
        N_("Import the weekly reports of EU Safety Gate (XML files, or a .zip of them)."),
    ),
    "recalls_no_words": (
        N_("“{text}” names no brand, model or barcode that could be looked up."),
        N_("Type brand and model, or the digits of the barcode."),
    ),
    "recalls_index_file": (
        N_("{file} is the index of the weekly reports, not a report."),
        N_("Open the address (URL) that stands in it beside a week, save that file, and import it."),
    ),
    "recalls_not_a_report": (
        N_("{file} is not a weekly report of EU Safety Gate: {what}"),
        N_("Fetch the XML file of a weekly report again, and import it unchanged."),
    ),
    "recalls_no_date": (
        N_("{file} does not say of which day it is."),
        N_("Choose the XML file of a weekly report, not the result of a search."),
    ),
    "recalls_nothing_there": (
        N_("There is no XML file in {file}."),
        N_("Choose a weekly report of EU Safety Gate, or a folder or .zip that holds some."),
    ),
    "recalls_unnumbered": (
        N_("Alerts in {file} without a number, which were passed over: {count}."),
        N_("The other alerts are in. Fetch the report again if it should have been whole."),
    ),
}
