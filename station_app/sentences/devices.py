"""Sentences about what is plugged in at the counter: printers, camera, scale, scanner."""

from station_app.sentences.mark import N_

SENTENCES: dict[str, tuple[str, str]] = {
    # camera
    "camera_missing": (N_("No camera found."), N_("Register without a photo, or choose a file.")),
    "camera_gone": (
        N_("The camera “{camera}” is not plugged in."),
        N_("Plug it in; it is found by itself. Registering works meanwhile."),
    ),
    "camera_failed": (
        N_("The camera “{camera}” failed: {what}"),
        N_("Close other programs that use it, then try again. Registering works meanwhile."),
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
    "scale_overload": (N_("The thing is too heavy for the scale."), N_("Take it off and estimate its weight.")),
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
}
