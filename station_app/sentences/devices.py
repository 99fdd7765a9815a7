"""Sentences about what is plugged in at the counter: printers, camera, scale, scanner."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # camera
    "scanned_behind": (
        N_("A scan does nothing while a window for choosing files is in front."),
        N_("Close that window, and scan again."),
    ),
    "camera_missing": (N_("No camera found."), N_("Register without a photo, or choose a file.")),
    "camera_gone": (
        N_("The camera “{camera}” is not plugged in."),
        N_("Plug it in; it is found by itself. Registering works meanwhile."),
    ),
    "camera_failed": (
        N_("The camera “{camera}” failed."),
        N_("Close other programs that use it, then try again. Registering works meanwhile."),
    ),
    "camera_hangs": (
        N_("The camera does not answer."),
        N_(
            "Plug it out and in again. If it is not found then, close this program and start it again. "
            "Registering works meanwhile."
        ),
    ),
    "camera_silent": (
        N_("The camera “{camera}” gives no picture."),
        N_("Plug it out and in again. Registering works meanwhile."),
    ),
    # scale
    "scale_not_connected": (
        N_("The scale at {port} is not connected: {what}"),
        N_("Plug it in; it is found by itself. Type the weight meanwhile."),
    ),
    "scale_silent": (
        N_("The scale at {port} does not answer."),
        N_("Switch it on. If it is on, set it to MT-SICS and to {line}, or choose its speed in the settings."),
    ),
    "scale_overload": (N_("The item is too heavy for the scale."), N_("Take it off and estimate its weight.")),
    "scale_underload": (
        N_("The scale cannot weigh: its pan is off or held up."),
        N_("Put the pan back, then set the scale to zero."),
    ),
    "scale_other_unit": (N_("The scale shows {unit}."), N_("Set the scale to kilograms.")),
    # printers
    "printer_missing": (
        N_("The printer “{printer}” is not there."),
        N_("Switch it on, or choose another one in the settings. The document is kept as a file."),
    ),
    "printer_failed": (
        N_("The printer “{printer}” did not take the document."),
        N_("Look at the printer, then print again. The document is kept as a file."),
    ),
    "printer_unreachable": (
        N_("The printer “{printer}” cannot be reached."),
        N_("Is it switched on, and is its cable in? When it answers, what waits is printed by itself."),
    ),
    "printer_refuses": (
        N_("The printer “{printer}” refuses the connection."),
        N_("Switch it off and on again, and look at its address in the settings. What waits is printed by itself."),
    ),
    "printer_silent": (
        N_("The printer “{printer}” does not answer."),
        N_("Switch it off and on again. Look whether this came out; if not, try again."),
    ),
    "printer_cut_off": (
        N_("The connection to the printer “{printer}” broke off."),
        N_("Look whether this came out. If not, try again."),
    ),
    "printer_out_of_paper": (
        N_("The printer “{printer}” is out of paper or ribbon."),
        N_("Put in a new roll. What waits is then printed by itself."),
    ),
    "printer_open": (
        N_("The printer “{printer}” is open."),
        N_("Close it. What waits is then printed by itself."),
    ),
    "printer_paused": (
        N_("The printer “{printer}” is paused."),
        N_("Press its button. What waits is then printed by itself."),
    ),
    "printer_stopped": (
        N_("The queue of the printer “{printer}” is stopped on this PC."),
        N_("Start it again in the PC's printer settings. What waits is then printed by itself."),
    ),
    "printer_unsure": (
        N_("The printer broke off while this was being printed."),
        N_("Look whether it came out. If not, print it again."),
    ),
    "printer_needs_window": (
        N_("The printer “{printer}” is driven by the window."),
        N_("Open Ombruk on this PC; it prints what waits."),
    ),
    "job_unknown": (N_("There is no printing job {job} here."), N_("List the jobs with `jobs`.")),
    "printer_address_wrong": (
        N_("“{typed}” is no address of a printer."),
        N_("Type a name or an IP address, such as 192.0.2.17 or 192.0.2.17:9100."),
    ),
    "labels_on_sheets": (
        N_("This label printer prints on rolls, but the settings say A4 sheets."),
        N_("Choose the roll that is in the printer as label paper in the settings, then try again."),
    ),
    "document_not_printable": (
        N_("This cannot be printed by this version of the program."),
        N_("Give it up in the list of what waits."),
    ),
}
