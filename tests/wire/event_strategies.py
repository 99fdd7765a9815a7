"""Any event that a station could write, of every kind, for tests that must hold for all of them."""

from hypothesis import strategies as st

from domain.handover import Line
from domain.item import Condition, DataChoice
from domain.numbers import LAST_PROVISIONAL_DEVICE, LAST_RUNNING, Kind, Number
from domain.weight import WeightSource
from wire import messages
from wire.messages import Blob, Event

IDENTIFIERS = st.uuids().map(str)
INSTANTS = st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
TEXTS = st.text(max_size=40)
CODES = st.from_regex(r"[a-z0-9_]{1,64}", fullmatch=True)
GRAMS = st.integers(1, 100_000_000)
SHA256 = st.binary(min_size=32, max_size=32).map(bytes.hex)
CHOICES = st.none() | st.sampled_from(DataChoice)
BLOBS = st.builds(
    Blob,
    sha256=SHA256,
    media_type=st.sampled_from(["image/jpeg", "application/pdf", "application/json"]),
    size=st.integers(0, 60_000_000),
    width=st.integers(0, 20_000),
    height=st.integers(0, 20_000),
)
PHOTOS = st.lists(BLOBS, max_size=3).map(tuple)


def numbers(kind: Kind) -> st.SearchStrategy[str]:
    return st.builds(
        lambda device, running: str(Number(kind, device, running)),
        st.integers(1, LAST_PROVISIONAL_DEVICE),
        st.integers(1, LAST_RUNNING),
    )


ITEMS, RECEIPTS = numbers(Kind.ITEM), numbers(Kind.RECEIPT)
LINES = st.builds(
    Line,
    item=IDENTIFIERS,
    number=ITEMS,
    category=CODES,
    grams=GRAMS,
    weight_source=st.sampled_from(WeightSource),
    reason=CODES,
    agreement=st.none() | IDENTIFIERS,
    override=st.just("") | TEXTS,
    override_by=st.just("") | TEXTS,
)
HEADING = {"event": IDENTIFIERS, "at": INSTANTS, "staff": TEXTS}
DESCRIPTION = {
    "item": IDENTIFIERS,
    "number": ITEMS,
    "category": CODES,
    "condition": st.sampled_from(Condition),
    "grams": GRAMS,
    "weight_source": st.sampled_from(WeightSource),
    "title": TEXTS,
    "note": TEXTS,
    "photos": PHOTOS,
    "data_choice": CHOICES,
}

EVENTS: dict[str, st.SearchStrategy[Event]] = {
    "ItemRegistered": st.builds(
        messages.ItemRegistered, **HEADING, **DESCRIPTION, station=TEXTS, origin=st.none() | TEXTS
    ),
    "ItemChanged": st.builds(messages.ItemChanged, **HEADING, **DESCRIPTION),
    "ItemDiscarded": st.builds(messages.ItemDiscarded, **HEADING, item=IDENTIFIERS, number=ITEMS, reason=TEXTS),
    "ItemVoided": st.builds(messages.ItemVoided, **HEADING, item=IDENTIFIERS, number=ITEMS),
    "SignedCopyAttached": st.builds(messages.SignedCopyAttached, **HEADING, receipt=RECEIPTS, sheet=BLOBS),
    "LabelPrinted": st.builds(
        messages.LabelPrinted, **HEADING, numbers=st.lists(ITEMS, max_size=5).map(tuple), stock=TEXTS, medium=TEXTS
    ),
    "ItemsHandedOver": st.builds(
        messages.ItemsHandedOver,
        **HEADING,
        receipt=RECEIPTS,
        orgnr=st.from_regex(r"[0-9]{9}", fullmatch=True).filter(str.isascii),
        actor=TEXTS,
        representative=TEXTS,
        lines=st.lists(LINES, min_size=1, max_size=4).map(tuple),
        document=BLOBS,
        signature=st.none() | BLOBS,
        register_version=st.integers(1, 100_000),
        register_published=INSTANTS,
    ),
    "HandoverReversed": st.builds(
        messages.HandoverReversed,
        **HEADING,
        receipt=RECEIPTS,
        reverses=RECEIPTS,
        reason=TEXTS,
        numbers=st.lists(ITEMS, min_size=1, max_size=5).map(tuple),
        document=BLOBS,
    ),
    "ItemRefused": st.builds(
        messages.ItemRefused,
        **HEADING,
        refusal=IDENTIFIERS,
        category=CODES,
        reason=CODES,
        grams=st.none() | GRAMS,
        station=TEXTS,
    ),
    "RefusalVoided": st.builds(messages.RefusalVoided, **HEADING, refusal=IDENTIFIERS),
}
ANY_EVENT = st.one_of(*EVENTS.values())
