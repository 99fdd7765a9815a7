"""Handing things over to an actor: render the receipt once, then save it all or nothing. Verdicts are in verdicts.py.

Three steps, because rendering takes longer than a window may stand still: `prepare_handover` (reads),
`render` (no store, any thread), `hand_over` (one transaction that finds everything as it was prepared).
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from domain import agreement, text
from domain.agreement import Actor
from domain.handover import Line, Override, Signature, check_signature
from domain.item import DataChoice
from domain.numbers import Kind
from domain.refused import Refused
from domain.staff import Right
from station_app.actions.agreements import register_checked
from station_app.actions.correct import Correction, changed_event
from station_app.actions.overriding import require_answered
from station_app.actions.receipts import PDF, handover_receipt
from station_app.actions.verdicts import CheckedLine, check_lines
from station_app.documents.receipt_data import ReceiptData
from station_app.station import Changed, Station, Subject
from station_app.storage.drafts import DraftKind
from station_app.storage.items import Item
from station_app.storage.jobs import JobKind
from wire import codec
from wire.messages import Blob, ItemsHandedOver

LARGEST_HANDOVER = 500
"""Lines in one handover; a batch holds one event of that size."""
SIGNATURE_TYPE = "application/json"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be handed over to whom. `signature` None means that the receipt is signed on paper.

    `data_choices` holds what was done about data, per number, where it was not recorded before; `overrides` why a
    thing goes that the agreement leaves out or that is kept for another, per number (see `give_reason`).
    """

    orgnr: str
    numbers: tuple[str, ...]
    representative: str
    signature: Signature | None
    data_choices: Mapping[str, DataChoice] = {}
    overrides: Mapping[str, Override] = {}
    staff: str = ""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A handover that was checked and only needs its receipt rendered and to be saved."""

    order: Order
    actor: Actor
    lines: tuple[CheckedLine, ...]
    receipt: ReceiptData
    register_version: int
    register_published: str


def prepare_handover(station: Station, order: Order) -> Prepared:
    """Check everything and gather what the receipt will say. Reads only.

    Raises Refused `orgnr_wrong`, `no_register`, `actor_unknown`, `no_items`, `too_many_items`, `blocked_lines` (with
    fact `lines`), `text_missing`, `text_too_long`, `text_hidden_characters`, `signature_empty`, `signature_damaged`,
    `not_allowed`, `initials_needed`.
    """
    station.allow(Right.HAND_OVER)
    orgnr = agreement.valid_orgnr(order.orgnr)
    if not order.numbers:
        raise Refused("no_items")
    if len(order.numbers) > LARGEST_HANDOVER:
        raise Refused("too_many_items", limit=LARGEST_HANDOVER)
    overrides = {number: _with_a_reason(override) for number, override in order.overrides.items()}
    lines = check_lines(station, orgnr, order.numbers, order.data_choices, overrides)
    if blocked := [line for line in lines if not line.allowed]:
        first = blocked[0]
        raise Refused("blocked_lines", count=len(blocked), number=first.number, verdict=first.reason, lines=lines)
    if order.signature is not None:
        check_signature(order.signature)
    representative = text.required(order.representative, field="representative", limit=text.NAME_LIMIT)
    order = msgspec.structs.replace(
        order,
        orgnr=orgnr,
        numbers=tuple(line.number for line in lines),
        representative=representative,
        overrides=overrides,
        staff=_answerable(station, order.staff, lines),
    )
    reference = station.reference.current()
    if reference is None:
        raise Refused("no_register")
    actor = station.reference.actor(orgnr)
    return Prepared(
        order=order,
        actor=actor,
        lines=lines,
        receipt=handover_receipt(station, actor, order, lines, reference),
        register_version=reference.version,
        register_published=reference.published_at,
    )


def _with_a_reason(override: Override) -> Override:
    reason = text.required(override.reason, field="reason", limit=text.REASON_LIMIT)
    return msgspec.structs.replace(override, reason=reason)


def _answerable(station: Station, staff: str, lines: Sequence[CheckedLine]) -> str:
    """The initials under which it is noted: somebody's, where an old register or an override is answered for."""
    overrides = [line.override for line in lines if line.override is not None]
    require_answered(station, overrides)
    initials = station.signed_by(staff)
    if not initials and (overrides or register_checked(station).old):
        raise Refused("initials_needed")
    return initials


def hand_over(
    station: Station, prepared: Prepared, document: bytes, *, copies: int = 0, from_form: bool = False
) -> Changed:
    """Save a prepared handover with its rendered receipt; `Changed.number` is the receipt's. Durable on return.

    So many copies of the receipt are put into the printing queue in the same transaction, and `from_form` the live
    draft is emptied in it, so that nothing is both handed over and begun.
    Raises Refused `changed_meanwhile` when anything is not as it was prepared; nothing is then handed over.
    """
    station.allow(Right.HAND_OVER)
    order = prepared.order
    pdf = Blob(sha256=station.blobs.keep(document), media_type=PDF, size=len(document))
    signature = _keep_signature(station, order.signature)
    with station.transaction():
        _require_as_prepared(station, prepared)
        for item, choice in _new_choices(prepared.lines, order.data_choices):
            station.record(changed_event(station, item, Correction(data_choice=choice), order.staff))
        station.record(_event(station, prepared, pdf, signature))
        for _ in range(copies):
            station.jobs.add(JobKind.RECEIPT, prepared.receipt.number, at=station.now(), staff=order.staff)
        if from_form:
            station.drafts.keep_live(DraftKind.HANDOVER, at=station.now(), staff="", words="", body="")
    subjects = {Subject.ITEMS, Subject.HANDOVERS} | ({Subject.JOBS} if copies else set())
    return station.tell(Changed(frozenset(subjects), prepared.receipt.number))


def _require_as_prepared(station: Station, prepared: Prepared) -> None:
    """Who answers for it, lines, number and register must be what the receipt says.

    Raises Refused `changed_meanwhile`, or what keeps whoever is on duty now from answering for it.
    """
    order = prepared.order
    again = check_lines(station, order.orgnr, order.numbers, order.data_choices, order.overrides)
    if not (
        _answerable(station, order.staff, again) == order.staff
        and again == prepared.lines
        and str(station.next_number(Kind.RECEIPT)) == prepared.receipt.number
        and station.reference.version() == prepared.register_version
    ):
        raise Refused("changed_meanwhile")


def _event(station: Station, prepared: Prepared, document: Blob, signature: Blob | None) -> ItemsHandedOver:
    """What happened, at the moment that the receipt says."""
    order = prepared.order
    heading = station.heading(Right.HAND_OVER, order.staff)
    heading["at"] = prepared.receipt.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ItemsHandedOver(
        **heading,
        receipt=prepared.receipt.number,
        orgnr=order.orgnr,
        actor=prepared.actor.name,
        representative=order.representative,
        lines=tuple(_line(line, order.staff) for line in prepared.lines),
        document=document,
        signature=signature,
        register_version=prepared.register_version,
        register_published=prepared.register_published,
    )


def _keep_signature(station: Station, signature: Signature | None) -> Blob | None:
    if signature is None:
        return None
    data = codec.encode(signature)
    return Blob(sha256=station.blobs.keep(data), media_type=SIGNATURE_TYPE, size=len(data))


def _new_choices(lines: Iterable[CheckedLine], choices: Mapping[str, DataChoice]) -> Iterable[tuple[Item, DataChoice]]:
    for line in lines:
        choice = choices.get(line.number)
        if line.item is not None and choice is not None and choice != line.item.data_choice:
            yield line.item, choice


def _line(checked: CheckedLine, staff: str) -> Line:
    if checked.item is None:
        raise ValueError("a line without an item cannot be handed over")
    override = checked.override or Override(reason="")
    return Line(
        item=checked.item.item,
        number=checked.number,
        category=checked.item.category,
        grams=checked.item.grams,
        weight_source=checked.item.weight_source,
        reason=checked.reason,
        agreement=checked.agreement,
        override=override.reason,
        override_by="" if override.by == staff else override.by,
    )
