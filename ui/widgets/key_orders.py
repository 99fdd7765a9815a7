"""Keys that order something, whatever has the focus: held down they order it once, as with gloves on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Keys = QKeySequence | QKeySequence.StandardKey | Qt.Key | str


def on_key(owner: QWidget, keys: Keys, act: Callable[[], object], *, within: bool = False) -> None:
    """Have `keys` do `act` while the window of `owner` is in front; `within`: only while the focus is in `owner`."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut if within else Qt.ShortcutContext.WindowShortcut
    shortcut.setContext(context)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
