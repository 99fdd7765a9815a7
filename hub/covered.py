"""How far into each chain a backup reaches: up to the last event of which everything is in it, files too.

A station deletes its own copies below that position, so it never passes an event whose photo is not in the backup.
"""

from collections.abc import Callable, Iterator

import msgspec
from django.db import transaction

from hub.ingest.models import Incarnation, StoredEvent

Copied = Callable[[str], bool]
"""Is the file of this name in the backup?"""


def reached(heads: dict[int, int], copied: Copied) -> dict[int, int]:
    """For each incarnation (by row) in `heads`, the position that the backup covers. Reads what is new since the last.

    `heads` are positions that the database's copy holds at least.
    """
    found: dict[int, int] = {}
    # A parent has the smaller row number: its chain stands before its child's.
    for row in Incarnation.objects.filter(pk__in=heads).order_by("pk"):
        parent = row.parent_id
        if parent is not None and found.get(parent, row.parent_seq) < row.parent_seq:
            found[row.pk] = max(row.backed_up_seq, found[parent])
        else:
            found[row.pk] = max(row.backed_up_seq, _whole_up_to(row, heads[row.pk], copied))
    return found


def _whole_up_to(row: Incarnation, head: int, copied: Copied) -> int:
    new = StoredEvent.objects.filter(incarnation=row, seq__gt=row.backed_up_seq, seq__lte=head).order_by("seq")
    for seq, body in new.values_list("seq", "body").iterator(500):
        if body is not None and not all(copied(name) for name in _files_of(bytes(body))):
            return int(seq) - 1
    return head


def _files_of(body: bytes) -> Iterator[str]:
    """Names of the files in an event's body, also of a kind that this program does not know."""
    try:
        waiting = [msgspec.json.decode(body)]
    except (msgspec.DecodeError, RecursionError):
        return
    while waiting:
        match waiting.pop():
            case dict() as fields:
                name = fields.get("sha256")
                if isinstance(name, str):
                    yield name
                waiting.extend(fields.values())
            case list() as parts:
                waiting.extend(parts)


@transaction.atomic
def move(positions: dict[int, int]) -> None:
    """Note the positions; stations hear of them by hello. None goes back."""
    for row in Incarnation.objects.select_for_update().filter(pk__in=positions).order_by("pk"):
        if positions[row.pk] > row.backed_up_seq:
            row.backed_up_seq = positions[row.pk]
            row.save(update_fields=["backed_up_seq"])
