"""The counter's window: PySide6 widgets over the station's core. Nothing is decided or stored here."""

from ui.immortal import keep_singletons

# Before the first call into Qt, whoever starts it: the program, a test, a demonstration.
keep_singletons()
