"""Sentences about what is plugged in at the counter: printers, camera, scale, scanner."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # printers
    "printer_missing": (
        N_("The printer “{printer}” is not there."),
        N_("Switch it on, or choose another one in the settings. The document is kept as a file."),
    ),
    "printer_failed": (
        N_("The printer “{printer}” did not take the document."),
        N_("Look at the printer, then print again. The document is kept as a file."),
    ),
}
