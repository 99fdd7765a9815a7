"""What somebody is about to do to an item on the shelf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.parts.item_editor import Edit


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody is about to do to an item: to change it, or to discard it for a reason. Nothing: to look at it."""

    edit: "Edit | None" = None
    editing: bool = False
    reason: str | None = None

    @property
    def worth_keeping(self) -> bool:
        """Whether any work would be lost with it."""
        return self.edit is not None or bool(self.reason)
