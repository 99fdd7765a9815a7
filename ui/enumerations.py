"""Has PySide make Qt's enumerations the quick way: some 2,300 names before the window can be used, in half of 36 ms.

PySide asks Python for an enumeration as if a person had written each name down, and Python checks each. Python has a
quick way for those of its own library, without the checks (`enum._simple_enum`); what comes out is the same, which
Python's own tests and ours compare. Where Python has no such way any more, PySide's stays as it was.
"""

import enum
from typing import Any


def make_quickly() -> None:
    """From now on make those enumerations quickly that are asked for with all their names and numbers; once."""
    quick = getattr(enum, "_simple_enum", None)
    thorough = getattr(enum.EnumType, "_create_", None)
    if quick is None or thorough is None or hasattr(thorough, "quick"):
        return

    def create(cls: Any, class_name: str, names: Any, **more: Any) -> Any:
        if not _plain(names) or more.get("type") is not None or more.get("module") is not None:
            return thorough(cls, class_name, names, **more)
        made = quick(cls, boundary=more.get("boundary"))(type(class_name, (), dict(names)))
        made.__doc__ = None
        return made

    create.quick = True  # type: ignore[attr-defined]
    enum.EnumType._create_ = create  # type: ignore[attr-defined]


def make_all() -> None:
    """Have PySide make now what it makes for the first object of a class that it does not know: some 90 enumerations of
    everything that is derived from QObject, 10 ms of the processor. In the window's thread, before anything sends.

    The scan filter is handed the receiver of every event, and Qt has such objects of its own: else the window stands
    still for it in the middle of the work, and several times as long while other threads compute.
    """
    from PySide6.QtCore import QCoreApplication

    if (application := QCoreApplication.instance()) is not None:
        application.children()


def _plain(names: Any) -> bool:
    """Whether these are pairs of a name without underscores around it and a number, as PySide hands them over."""
    return isinstance(names, list) and all(
        type(pair) is tuple and type(pair[1]) is int and pair[0][0] != "_" and pair[0] != "mro" for pair in names
    )
