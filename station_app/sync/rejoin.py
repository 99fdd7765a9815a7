"""Fetching back what the hub holds of this log and the store lacks: after a restore, or when the store lived on twice.

Nothing is believed but what the hub acknowledged with its key, and what chains on from what is here.
"""

from domain.refused import Refused
from station_app.station import Changed, Station, Subject
from station_app.storage.journal import Incarnation
from station_app.sync.exchange import NOT_OURS, Offline, Request, Steps, accepted, known, read, signed_word
from station_app.sync.keys import read_signed
from station_app.sync.session import JSON, Session, authorised, log_path
from wire import batch, chain, codec, contact
from wire.chain import Head

_ASKED = 64
"""Positions in one question; three questions find one place among 4,000, four one among 250,000."""


def last_agreed(station: Station, session: Session, part: Incarnation, hub_seq: int) -> Steps[Head]:
    """The last position of this incarnation at which store and hub hold the same; at least where it begins.

    Raises NotKnown at an older hub.
    """
    low, high = part.start, min(part.last.seq, hub_seq) + 1
    spaced = [part.last.seq - 2**step for step in range(_ASKED) if 2**step < high - low.seq]
    asked = sorted({high - 1, *(seq for seq in spaced if low.seq < seq < high)})
    while low.seq + 1 < high:
        found = yield from _agreed(station, session, part, asked)
        if found is not None and found > low.seq:
            low = Head(found, _hash_at(station, found))
        high = min((seq for seq in asked if seq > low.seq), default=high)
        step = -(-(high - low.seq - 1) // _ASKED) or 1
        asked = list(range(low.seq + 1, high, step))
    return low


def _agreed(station: Station, session: Session, part: Incarnation, asked: list[int]) -> Steps[int | None]:
    positions = tuple(contact.Position(seq, _hash_at(station, seq).hex()) for seq in asked)
    request = Request(
        method="POST",
        path=f"{log_path(session, part.incarnation)}/agreed",
        headers=JSON,
        body=codec.encode(contact.HeadsQuestion(positions)),
    )
    answer = read(known((yield from authorised(session, request))), contact.HeadsAnswer)
    if answer.agreed_seq is not None and answer.agreed_seq not in asked:
        raise Offline(NOT_OURS)
    return answer.agreed_seq


def _hash_at(station: Station, seq: int) -> bytes:
    found = station.journal.hash_at(seq)
    if found is None:
        raise LookupError(f"no event {seq}")
    return found


def rejoin(station: Station, session: Session, part: Incarnation, agreed: Head, hub_seq: int) -> Steps[bool]:
    """Fetch what the hub holds of `part` behind `agreed`, up to `hub_seq`, and of lives of this log that the store
    knows nothing of, and put the log together; see storage/rejoining.py. False when there is nothing to fetch.

    What was fetched is kept page by page, so a broken line costs one page. Raises NotKnown at an older hub.
    """
    lives = yield from _unknown_lives(station, session, part)
    if hub_seq <= agreed.seq and not lives:
        return False
    yield from _fetch(station, session, part.incarnation, agreed, hub_seq)
    for life in lives:
        start = Head(life.parent_seq, bytes.fromhex(life.parent_hash))
        yield from _fetch(station, session, life.incarnation, start, life.head_seq)
    names = [part.incarnation, *(life.incarnation for life in lives)]
    from station_app.sync.files import ASKED_AT_ONCE, lacking

    files = station.fetched.files(names, station.blobs)
    nowhere: list[str] = []
    for begin in range(0, len(files), ASKED_AT_ONCE):
        wanted = yield from lacking(session, files[begin : begin + ASKED_AT_ONCE])
        nowhere += (blob.sha256 for blob in wanted.blobs)
    station.rejoin(part, agreed, only_at_hub=[one.sha256 for one in files], nowhere=nowhere)
    station.tell(Changed(frozenset(Subject)))
    return True


def _unknown_lives(station: Station, session: Session, part: Incarnation) -> Steps[list[contact.Life]]:
    """Lives of this log, other than `part`, whose last event is not here; one that goes on from a known part, too."""
    request = Request(method="GET", path=f"/api/v1/devices/{session.device}/log")
    told = read(known((yield from authorised(session, request))), contact.Lives).lives
    others = [life for life in told if life.incarnation != part.incarnation]
    return [life for life in others if (station.journal.hash_at(life.head_seq) or b"").hex() != life.head_hash]


def _fetch(station: Station, session: Session, incarnation: str, agreed: Head, hub_seq: int) -> Steps[None]:
    with station.transaction():
        reached = station.fetched.reach(incarnation, agreed)
    while reached.seq < hub_seq:
        reached = yield from _fetch_page(station, session, incarnation, reached)


def _fetch_page(station: Station, session: Session, incarnation: str, reached: Head) -> Steps[Head]:
    """One batch as it was sent once, with the hub's acknowledgement of it; returns how far that reaches."""
    path, begin = log_path(session, incarnation), reached.seq + 1
    page = accepted((yield from authorised(session, Request(method="GET", path=f"{path}?from={begin}"))))
    word = signed_word((yield from authorised(session, Request(method="GET", path=f"{path}/{begin}"))))
    try:
        acknowledged = believed(session, incarnation, word)
        # What lies before is here already.
        fresh = tuple(record for record in batch.open_batch(page.body).records if record.seq > reached.seq)
        end = chain.verify(session.device, incarnation, reached, fresh)
    except (codec.Malformed, chain.Broken):
        raise Offline(NOT_OURS) from None
    if not fresh or (end.seq, end.hash.hex()) != (acknowledged.to_seq, acknowledged.head):
        raise Offline(NOT_OURS)
    with station.transaction():
        station.fetched.keep(incarnation, fresh, word)
    return end


def believed(session: Session, incarnation: str, signed: str) -> batch.Acknowledgement:
    """An acknowledgement that our hub signed and that is about this very chain.

    Raises Refused `hub_signature_wrong`, codec.Malformed.
    """
    word = read_signed(signed, session.enrolment.hub_keys, batch.Acknowledgement)
    if (word.hub, word.device, word.incarnation) != (session.enrolment.hub, session.device, incarnation):
        raise Refused("hub_signature_wrong")
    return word
