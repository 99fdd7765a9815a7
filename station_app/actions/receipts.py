"""What a receipt says, gathered from the store. How it looks is the business of documents/receipt.py."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from domain.agreement import Actor, Agreement
from domain.handover import Line as WireLine
from domain.handover import Signature, totals_by_category
from domain.numbers import Kind
from station_app.actions.practice import practice_word
from station_app.actions.verdicts import CheckedLine
from station_app.documents.receipt_data import CategoryTotal, ReceiptData, ReceiptLine
from station_app.errors import explain_verdict
from station_app.language import format_day, format_time, translation
from station_app.station import Station
from station_app.storage.handovers import Handover
from station_app.storage.items import Item
from wire.reference import Reference

if TYPE_CHECKING:
    from station_app.actions.handover import Order

PDF = "application/pdf"


def handover_receipt(
    station: Station, actor: Actor, order: "Order", lines: Sequence[CheckedLine], reference: Reference
) -> ReceiptData:
    """The receipt of a handover that is about to be saved, in the actor's language."""
    language = actor.language
    rows = [(line.item, _verdict(line, order.staff, language)) for line in lines if line.item is not None]
    used = {line.agreement for line in lines}
    agreements = [found for found in reference.agreements if found.id in used]
    return _receipt(
        station,
        kind="handover",
        language=language,
        actor=(actor.name, actor.orgnr),
        rows=rows,
        agreement_text="\n".join(_agreement_line(found, language) for found in agreements),
        register_text=_register_line(reference, language),
        representative=order.representative,
        staff=order.staff,
        signature=order.signature,
    )


def reversal_receipt(station: Station, handover: Handover, reason: str, staff: str) -> ReceiptData:
    """The receipt of a reversal that is about to be saved: the same lines, and why they came back."""
    reference = station.reference.current()
    found = next((actor for actor in reference.actors if actor.orgnr == handover.orgnr), None) if reference else None
    language = found.language if found else station.config.language
    items = [station.items.by_number(line.number) for line in station.handovers.lines(handover.receipt)]
    back = translation(language).gettext("Back on the shelf")
    return _receipt(
        station,
        kind="reversal",
        language=language,
        actor=(handover.actor, handover.orgnr),
        rows=[(item, back) for item in items],
        reverses=handover.receipt,
        reason=reason,
        representative=handover.representative,
        staff=staff,
    )


def _verdict(line: CheckedLine, staff: str, language: str) -> str:
    """The answer for one line; where somebody let it go all the same, who and why."""
    verdict = explain_verdict(line.reason, language)
    if line.override is None:
        return verdict
    words = translation(language).gettext("{verdict}. Handed over all the same by {staff}: {reason}")
    return words.format(verdict=verdict, staff=line.override.by or staff, reason=line.override.reason)


def _receipt(
    station: Station,
    *,
    kind: Literal["handover", "reversal"],
    language: str,
    actor: tuple[str, str],
    rows: Sequence[tuple[Item, str]],
    representative: str,
    staff: str,
    agreement_text: str = "",
    register_text: str = "",
    reverses: str | None = None,
    reason: str = "",
    signature: Signature | None = None,
) -> ReceiptData:
    identity = station.identity
    return ReceiptData(
        number=str(station.next_number(Kind.RECEIPT)),
        kind=kind,
        reverses=reverses,
        reason=reason,
        at=station.clock().astimezone(datetime.UTC).replace(microsecond=0),
        municipality=identity.enrolment.municipality if identity.enrolment else "",
        station=identity.station_name,
        device=identity.device_number,
        actor_name=actor[0],
        actor_orgnr=actor[1],
        agreement_text=agreement_text,
        register_text=register_text,
        representative=representative,
        staff=staff,
        lines=tuple(_line(station, item, verdict, language) for item, verdict in rows),
        totals=_totals(station, [item for item, _ in rows], language),
        signature=signature,
        language=language,
        watermark=practice_word(station, language),
    )


def _line(station: Station, item: Item, verdict: str, language: str) -> ReceiptLine:
    return ReceiptLine(
        number=item.number,
        title=item.title,
        category=station.category_name(item.category, language),
        grams=item.grams,
        weight_source=item.weight_source.value,
        condition=item.condition.value,
        verdict_text=verdict,
        thumbnail=station.blobs.thumbnail(item.photos[0]) if item.photos else None,
    )


def _totals(station: Station, items: Sequence[Item], language: str) -> tuple[CategoryTotal, ...]:
    lines = [
        WireLine(
            item=item.item,
            number=item.number,
            category=item.category,
            grams=item.grams,
            weight_source=item.weight_source,
            reason="",
            agreement=None,
        )
        for item in items
    ]
    return tuple(
        CategoryTotal(station.category_name(code, language), amount.pieces, amount.grams)
        for code, amount in totals_by_category(lines).items()
    )


def _agreement_line(found: Agreement, language: str) -> str:
    _ = translation(language).gettext
    kind = {"fixed": _("Fixed agreement"), "short": _("Short agreement")}[found.kind]
    return f"{kind}, {format_day(found.first_day, language)}–{format_day(found.last_day, language)}"


def _register_line(reference: Reference, language: str) -> str:
    published = datetime.datetime.fromisoformat(reference.published_at)
    message = translation(language).gettext("register {version} of {time}")
    return message.format(version=reference.version, time=format_time(published, language))
