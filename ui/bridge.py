"""From the core's plain callbacks, in whatever thread they come, to one Qt signal in the window's thread."""

from PySide6.QtCore import QObject, Signal

from station_app.station import Changed


class Bridge(QObject):
    """Give `tell` to whatever reports changes; connect bound methods of QObjects to `changed`."""

    changed = Signal(object)

    def tell(self, changed: Changed) -> None:
        """Hand a change on; from any thread."""
        self.changed.emit(changed)
