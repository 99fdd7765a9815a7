"""Keeping what was begun: the form as it stands, setting it aside, taking it up again. None of it goes to the hub.

Noting what stands in a form and setting it aside need no right: a lock must not lose it.
"""

from collections.abc import Callable

from domain.staff import Right
from station_app.station import Changed, Station, Subject
from station_app.storage.drafts import DraftKind, Kept

_RIGHTS = {DraftKind.ITEM: Right.REGISTER, DraftKind.HANDOVER: Right.HAND_OVER}
"""Who may finish a draft may take it up or throw it away."""


def keep_live_draft(
    station: Station, kind: DraftKind, words: str, body: str, still: Callable[[], bool] = lambda: True
) -> None:
    """Note what stands in the form now, so that it is there again after a crash; an empty body for an empty form.

    In a thread beside the window's, `still` says inside the transaction whether that is what the form holds: what was
    saved meanwhile must not come back. Tells nobody: only the form itself shows it.
    """
    with station.transaction():
        if not still():
            return
        station.drafts.keep_live(kind, at=station.now(), staff=station.initials, words=words, body=body)


def set_draft_aside(station: Station, kind: DraftKind, words: str, body: str) -> Changed:
    """Set the form aside for later. Durable on return."""
    with station.transaction():
        station.drafts.set_aside(kind, at=station.now(), staff=station.initials, words=words, body=body)
    return station.tell(Changed(frozenset({Subject.DRAFTS})))


def take_up_draft(station: Station, draft_id: int) -> Kept:
    """Make a draft that was set aside the live one and return it. Raises Refused `draft_gone` when another took it up,
    `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        kept = station.drafts.draft(draft_id)
        station.allow(_RIGHTS[kept.kind])
        station.drafts.remove(draft_id)
        station.drafts.keep_live(kept.kind, at=kept.at, staff=kept.staff, words=kept.words, body=kept.body)
    station.tell(Changed(frozenset({Subject.DRAFTS})))
    return kept


def set_left_behind_aside(station: Station, place: int) -> Changed:
    """Set aside what stood in the forms of a window that has ended, for whoever takes it up."""
    with station.transaction():
        station.drafts.set_place_aside(place)
    return station.tell(Changed(frozenset({Subject.DRAFTS})))


def drop_draft(station: Station, draft_id: int) -> Kept:
    """Throw away a draft that was set aside, because somebody said so; returned, so that it can be set aside again.

    Raises Refused `draft_gone`, `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        kept = station.drafts.draft(draft_id)
        station.allow(_RIGHTS[kept.kind])
        station.drafts.remove(draft_id)
    station.tell(Changed(frozenset({Subject.DRAFTS})))
    return kept
