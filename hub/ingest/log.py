"""The log over HTTP: a batch is checked from the outside in, then the ledger gets it; acknowledgements come back."""

import logging
from typing import NamedTuple

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from hub.ingest import heads
from hub.ingest.answers import Declined, api, body_of, jose
from hub.ingest.identity import Caller, caller
from hub.ingest.keys import read_signed
from hub.ingest.ledger import Received, receive
from hub.ingest.tail import covering
from wire import batch, chain, codec, contact

LARGEST_PACKED = 2 * 1_048_576
PARENT_HEADER = "Ombruk-Parent"
_ATTEMPTS = 3
_LOG = logging.getLogger(__name__)


class Place(NamedTuple):
    """Whose batch it should be, of which chain, and from which position."""

    device: str
    incarnation: str
    from_seq: int


def put(request: HttpRequest, device: str, incarnation: str, from_seq: int) -> HttpResponse:
    """PUT log: check from the outside in, then store, apply and acknowledge in one transaction."""
    sender = caller(request, device)
    packed = body_of(request, LARGEST_PACKED)
    digests = [part.strip() for part in request.headers.get("Content-Digest", "").split(",")]
    if batch.content_digest(packed) not in digests:
        raise Declined(contact.DIGEST_MISMATCH)
    return jose(
        take(
            sender,
            batch.open_batch(packed),
            Place(device, incarnation, from_seq),
            _parent(request.headers.get(PARENT_HEADER)),
        )
    )


def take(sender: Caller, opened: batch.Opened, place: Place, parent: heads.Parent | None) -> str:
    """Check an opened batch and give it to the ledger; returns the signed acknowledgement. Any way may bring it.

    Raises Declined, BadSignature, codec.Malformed; nothing is then changed.
    """
    header = read_signed(opened.signed_header, sender.key.jwk, batch.Header)
    if header.hub != str(sender.hub.identifier):
        raise Declined(contact.WRONG_HUB)
    _require_fitting(header, opened.records, place)
    received = Received(sender, header, opened.signed_header, opened.records, parent)
    for attempt in range(_ATTEMPTS):
        try:
            # At last without the rest: what collides every time must not hold up all that comes after it.
            return receive(received, one_by_one=attempt == _ATTEMPTS - 1)
        except IntegrityError:
            # Another device was faster with the same number: once more, now that its rows can be seen.
            _LOG.warning("batch collided with another device, attempt %d", attempt + 1)
    raise Declined(contact.BUSY)


def get(request: HttpRequest, device: str, incarnation: str, from_seq: int) -> HttpResponse:
    """GET log: the stored acknowledgement of `from_seq`; where several hold it, the one that reaches farthest."""
    caller(request, device)
    farthest = covering(device, incarnation, from_seq)
    if farthest is None:
        raise Declined(contact.NOT_FOUND)
    return jose(farthest.signed)


view = api(put=put, get=get)


def _require_fitting(header: batch.Header, records: tuple[chain.Record, ...], place: Place) -> None:
    """The signed words must be about this place and exactly these links, and the links must hold."""
    if (header.device, header.incarnation, header.from_seq) != place:
        raise codec.Malformed("the signed header is about another address")
    if header.count != len(records) or header.to_seq != header.from_seq + header.count - 1:
        raise codec.Malformed("the signed header counts other events")
    start = chain.Head(place.from_seq - 1, bytes.fromhex(header.previous))
    try:
        end = chain.verify_links(place.device, place.incarnation, start, records)
    except chain.Broken as broken:
        raise Declined(contact.CHAIN_BROKEN, str(broken)) from None
    if end.hash.hex() != header.head:
        raise Declined(contact.CHAIN_BROKEN, "the last hash is not the signed one")


def _parent(value: str | None) -> heads.Parent | None:
    """Read `<incarnation or ->:<seq>:<hash hex>`. Raises codec.Malformed."""
    if value is None:
        return None
    try:
        return heads.Parent(*chain.read_parent(value))
    except ValueError:
        raise codec.Malformed(f"{PARENT_HEADER} is not readable") from None
