"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11. Goes when the oldest Python is 3.12.

PySide6 6.12.0 gives away a reference to None (True, False) with every call that returns one: measured here, one per
call, none with 6.11.3. From Python 3.12 on these objects are immortal and nobody notices; on 3.11 the interpreter
aborts ("deallocating None") after some thousand calls, which is seconds of painting.
"""

import ctypes
import sys

MANY = 1 << 60
"""References that no run of the program can use up."""
_SINGLETONS = (None, True, False, NotImplemented, Ellipsis)


def keep_singletons() -> bool:
    """Give the singletons so many references that they never run out; True when that was needed and done.

    Before 3.12, CPython's count of references is the first word of an object (Include/object.h).
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return False
    for singleton in _SINGLETONS:
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < MANY:
            count.value += MANY
    return True
