"""What somebody is at on the shelf."""

from collections.abc import Mapping
from dataclasses import dataclass

from ui.parts.item_deed import Deed
from ui.tables import Held


@dataclass(frozen=True, slots=True)
class Browsing:
    """What is chosen and searched, the rows that are held, the item beside the list (empty for none), and what was
    begun with items.
    """

    filters: tuple[int, int, int, bool]
    search: str
    held: Held
    item: str
    deeds: Mapping[str, Deed]
