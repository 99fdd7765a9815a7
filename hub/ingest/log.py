"""The log over HTTP: a batch is checked from the outside in, then the ledger gets it; acknowledgements come back."""

import logging

import msgspec
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from hub.ingest import heads
from hub.ingest.answers import Declined, api, body_of, jose
from hub.ingest.identity import caller, this_hub
from hub.ingest.keys import read_signed
from hub.ingest.ledger import Received, receive
from hub.ingest.models import StoredAcknowledgement
from wire import batch, chain, codec, contact
from wire.messages import Identifier

LARGEST_PACKED = 2 * 1_048_576
PARENT_HEADER = "Ombruk-Parent"
_ATTEMPTS = 3
_LOG = logging.getLogger(__name__)


def put(request: HttpRequest, device: str, incarnation: str, from_seq: int) -> HttpResponse:
    """PUT log: check from the outside in, then store, apply and acknowledge in one transaction."""
    sender = caller(request, device)
    packed = body_of(request, LARGEST_PACKED)
    digests = [part.strip() for part in request.headers.get("Content-Digest", "").split(",")]
    if batch.content_digest(packed) not in digests:
        raise Declined(contact.DIGEST_MISMATCH)
    opened = batch.open_batch(packed)
    header = read_signed(opened.signed_header, sender.key.jwk, batch.Header)
    _require_fitting(header, opened.records, device, incarnation, from_seq)
    parent = _parent(request.headers.get(PARENT_HEADER))
    received = Received(sender, header, opened.signed_header, opened.records, parent)
    for attempt in range(_ATTEMPTS):
        try:
            return jose(receive(received))
        except IntegrityError:
            # Another device was faster with the same number: once more, now that its rows can be seen.
            _LOG.warning("batch collided with another device, attempt %d", attempt + 1)
    raise Declined(contact.BUSY)


def get(request: HttpRequest, device: str, incarnation: str, from_seq: int) -> HttpResponse:
    """GET log: the stored acknowledgement that begins at `from_seq`, the longest where there are several."""
    caller(request, device)
    held = StoredAcknowledgement.objects.filter(
        incarnation__device_id=device, incarnation__name=incarnation, from_seq=from_seq
    )
    newest = held.order_by("-to_seq").first()
    if newest is None:
        raise Declined(contact.NOT_FOUND)
    return jose(newest.signed)


view = api(put=put, get=get)


def _require_fitting(
    header: batch.Header, records: tuple[chain.Record, ...], device: str, incarnation: str, from_seq: int
) -> None:
    """The signed words must be about this address and exactly these links, and the links must hold."""
    if header.hub != str(this_hub().identifier):
        raise Declined(contact.WRONG_HUB)
    if (header.device, header.incarnation, header.from_seq) != (device, incarnation, from_seq):
        raise codec.Malformed("the signed header is about another address")
    if header.count != len(records) or header.to_seq != header.from_seq + header.count - 1:
        raise codec.Malformed("the signed header counts other events")
    start = chain.Head(from_seq - 1, bytes.fromhex(header.previous))
    try:
        end = chain.verify(device, incarnation, start, records)
    except chain.Broken as broken:
        raise Declined(contact.CHAIN_BROKEN, str(broken)) from None
    if end.hash.hex() != header.head:
        raise Declined(contact.CHAIN_BROKEN, "the last hash is not the signed one")


def _parent(value: str | None) -> heads.Parent | None:
    """Read `<incarnation or ->:<seq>:<hash hex>`. Raises codec.Malformed."""
    if value is None:
        return None
    try:
        name, seq, digest = value.split(":")
        head = chain.Head(int(seq), bytes.fromhex(digest))
        if name != "-":
            msgspec.convert(name, Identifier)
    except ValueError:
        raise codec.Malformed(f"{PARENT_HEADER} is not readable") from None
    return heads.Parent(None if name == "-" else name, head)
