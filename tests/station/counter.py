"""A counter for tests: a real store with a register in force, and short words for what people do there."""

import datetime
import json
from pathlib import Path

import msgspec

from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus
from domain.handover import Signature
from domain.item import DataChoice
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.register import Draft, register_item
from station_app.actions.reverse import prepare_reversal, reverse_handover
from station_app.config import Config
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from wire import codec
from wire.contact import Enrolled
from wire.reference import Reference, StationName

HUB = "00000000-0000-4000-8000-000000000001"
STATION = "00000000-0000-4000-8000-000000000002"
OTHER_STATION = "00000000-0000-4000-8000-000000000003"
FRETEX = "123456785"
LOPPEMARKED = "974760673"
SIGNED = Signature(400, 150, (((10, 80, 0), (120, 20, 90), (220, 110, 200)),))
NOON = datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)


class Clock:
    """The PC's clock, which a test can turn."""

    def __init__(self, now: datetime.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime.datetime:
        return self.now

    def days_pass(self, days: float) -> None:
        self.now += datetime.timedelta(days=days)


def fixed_agreement(orgnr: str = FRETEX) -> Agreement:
    return Agreement(
        id="fixed-" + orgnr,
        orgnr=orgnr,
        kind=AgreementKind.FIXED,
        first_day=datetime.date(2026, 1, 1),
        last_day=datetime.date(2026, 12, 31),
        categories=None,
        stations=None,
        electrical=True,
        status=AgreementStatus.APPROVED,
    )


class Counter:
    """One counter PC."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self.clock = clock or Clock()
        self.station = Station.open(folder, settings=Config(staff="KB", keystore="file"), clock=self.clock)

    def enrolled(self) -> "Counter":
        enrolled = Enrolled(
            hub=HUB,
            epoch=1,
            hub_keys=(),
            device_number=31,
            station=STATION,
            station_name="Isi gjenvinningsstasjon",
            municipality="Bærum",
        )
        with self.station.transaction():
            self.station.identities.enrol(enrolled, "http://127.0.0.1:1")
        return self

    def with_register(self, *agreements: Agreement, version: int = 1) -> "Counter":
        """Put a register in force: two actors, and these agreements (by default one that covers everything)."""
        reference = Reference(
            hub=HUB,
            version=version,
            published_at="2026-11-24T08:10:00Z",
            stations=(StationName(id=STATION, name="Isi gjenvinningsstasjon", municipality="Bærum"),),
            actors=(
                Actor(orgnr=FRETEX, name="Fretex Øst-Norge AS"),
                Actor(orgnr=LOPPEMARKED, name="Rykkinn skolekorps", language="nn"),
            ),
            agreements=agreements or (fixed_agreement(),),
        )
        with self.station.transaction():
            self.station.reference.take(codec.encode(reference), "signed.elsewhere", self.station.now())
        return self

    def register(self, category: str = "chair", grams: int | None = 4_200, **more: object) -> str:
        draft = msgspec.convert({"category": category, "grams": grams}, Draft)
        return register_item(self.station, msgspec.structs.replace(draft, **more)).number

    def hand_over(
        self,
        *numbers: str,
        orgnr: str = FRETEX,
        signature: Signature | None = SIGNED,
        representative: str = "Åse Ødegård",
        data_choices: dict[str, DataChoice] | None = None,
    ) -> str:
        order = Order(
            orgnr=orgnr,
            numbers=numbers,
            representative=representative,
            signature=signature,
            data_choices=data_choices or {},
        )
        prepared = prepare_handover(self.station, order)
        return hand_over(self.station, prepared, render_receipt(prepared.receipt)).number

    def reverse(self, receipt: str, reason: str = "Feil aktør") -> str:
        prepared = prepare_reversal(self.station, receipt, reason)
        return reverse_handover(self.station, prepared, render_receipt(prepared.receipt)).number

    def state(self, number: str) -> str:
        return self.station.items.by_number(number).state.value

    def kinds(self) -> list[str]:
        """The kinds of events in the log, oldest first."""
        bodies = [record.body for record in self.station.journal.records() if record.body is not None]
        return [json.loads(body)["kind"] for body in bodies]
