"""The hub's signed words that are kept here, checked without a network by the key that was pinned at enrolment."""

from collections.abc import Iterator

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.check import Problem
from station_app.sync.keys import read_signed
from wire import batch, codec

WRONG = "acknowledgement_wrong"


def acknowledgements(station: Station) -> Iterator[Problem]:
    """What is wrong with a stored acknowledgement; nothing for those that are signed by our hub, about this device and
    that incarnation, and about the very events that are here.
    """
    enrolment, device = station.identity.enrolment, station.identity.device
    for stored in station.outbox.acknowledgements():
        about = f"{stored.from_seq}-{stored.to_seq}"
        if enrolment is None:
            yield Problem(code=WRONG, about=f"{about}: no hub is known")
            continue
        try:
            word = read_signed(stored.signed, enrolment.hub_keys, batch.Acknowledgement)
        except (Refused, codec.Malformed):
            yield Problem(code=WRONG, about=f"{about}: not signed by the hub")
            continue
        said = (word.hub, word.device, word.incarnation, word.from_seq, word.to_seq)
        if said != (enrolment.hub, device, stored.incarnation, stored.from_seq, stored.to_seq):
            yield Problem(code=WRONG, about=f"{about}: about something else")
        elif (station.journal.hash_at(word.to_seq) or b"").hex() != word.head:
            yield Problem(code=WRONG, about=f"{about}: about other events than those that are here")
