"""A window as a screen reader is told of it: role, name, value and state of every visible node, as indented text."""

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface

from ui.window import MainWindow

OTHERWISE_EACH_TIME = (
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "DEVICE"),
    (r"[0-9.,]+ [MG]B", "SIZE"),
    (r"store \d+", "store SCHEMA"),
)
"""What no two runs have alike: the device's own name, sizes of files and disks."""
QUIET = {QAccessible.Role.Pane, QAccessible.Role.Client, QAccessible.Role.Grouping, QAccessible.Role.Splitter}
"""Nodes that only hold others, unless they have a name."""


def dump(window: MainWindow) -> str:
    """The whole window, from its central widget down."""
    root = QAccessible.queryAccessibleInterface(window.centralWidget())
    whole = "\n".join(_lines(root, 0)) + "\n"
    for found, words in OTHERWISE_EACH_TIME:
        whole = re.sub(found, words, whole)
    return whole.replace(str(window.desk.station.folder), "FOLDER")


def _lines(node: QAccessibleInterface, depth: int) -> Iterator[str]:
    state = node.state()
    if state.invisible:
        return
    name = node.text(QAccessible.Text.Name).strip().replace("\n", " ")
    value = node.text(QAccessible.Text.Value).strip().replace("\n", " ")
    role = node.role()
    said = bool(name) or role not in QUIET
    if said:
        marks = [word for word, on in (("checked", state.checked), ("disabled", state.disabled)) if on]
        more = [f"= {value}"] if value and value != name else []
        yield "  " * depth + " ".join([role.name, f"“{name}”", *more, *(f"[{mark}]" for mark in marks)])
    if role == QAccessible.Role.EditableText:
        # The cross in a search field fades in and out by the clock.
        return
    if role in (QAccessible.Role.List, QAccessible.Role.Table):
        # Which of its rows are in sight depends on how far it was scrolled before.
        return
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None:
            yield from _lines(child, depth + said)
