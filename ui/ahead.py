"""Has a second core load Qt's libraries and look at the PC's fonts while the first one loads Python's modules.

Nothing depends on it: who needs a library next finds it loaded, or loads it. Saves 12 ms of the window's thread.
"""

import ctypes
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = ("libQt6Core.so.6", "libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6Svg.so.6")
FONTS = "libfontconfig.so.1"
_NOW_AND_THEN = 1
"""RTLD_LAZY: what a library needs of others is looked up when it is first used."""


def load_ahead() -> None:
    """Begin; does not wait. On Linux only: elsewhere libraries are loaded otherwise."""
    found = find_spec("PySide6")
    if not sys.platform.startswith("linux") or found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0], "Qt", "lib")
    # As a foreign function: ctypes' own way to load a library keeps Python's lock meanwhile.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p

    def load() -> None:
        for name in LIBRARIES:
            dlopen(str(folder / name).encode(), _NOW_AND_THEN)
        with suppress(OSError, AttributeError):
            ctypes.CDLL(FONTS).FcInit()

    threading.Thread(target=load, name="ahead", daemon=True).start()
