"""The list of what was set aside at registering, above the form: made and shown when somebody wants to see it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from station_app.storage.drafts import DraftKind
from ui.desk import Desk
from ui.widgets.order import stand_after

if TYPE_CHECKING:
    from ui.parts.draft_list import DraftDropped, DraftList


class RegisterAside:
    """Where the list is, and whether it is shown. `taken_up` is told a draft's id, `put_back` that one came back."""

    def __init__(
        self, desk: Desk, place: QVBoxLayout, taken_up: Callable[[int], object], put_back: Callable[[], object]
    ) -> None:
        self._desk, self._place, self._taken_up, self._put_back = desk, place, taken_up, put_back

    @cached_property
    def list(self) -> "DraftList":
        """The list itself; at first hidden."""
        from ui.parts.draft_list import DraftList

        made = DraftList(self._desk, DraftKind.ITEM, name="register-aside")
        self._place.insertWidget(0, made)
        stand_after(made, None)
        made.taken_up.connect(self._taken_up)
        made.put_back.connect(self._put_back)
        made.reload()
        return made

    @property
    def count(self) -> int:
        """How many things are set aside."""
        return self._desk.station.drafts.aside_count(DraftKind.ITEM)

    @property
    def shown(self) -> bool:
        """Whether somebody looks at them."""
        return "list" in self.__dict__ and not self.list.isHidden()

    def show(self) -> None:
        """Show them, if there are any."""
        self.list.setVisible(self.count > 0)

    def hide(self) -> None:
        """Nobody looks at them any more."""
        if "list" in self.__dict__:
            self.list.hide()

    def reload(self) -> None:
        """Others are set aside by now."""
        if "list" in self.__dict__:
            self.list.reload()

    def take_back(self, deed: "DraftDropped") -> None:
        """Set aside again what was thrown away. Raises Refused."""
        self.list.take_back(deed)
