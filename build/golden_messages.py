"""The messages in the golden files: what a station, an officer and a hub would really say. Data only."""

import hashlib
from datetime import date
from typing import Any

import msgspec

from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus
from domain.catalogue import (
    Catalogue,
    Category,
    Factor,
    FactorSet,
    Group,
    Names,
    RefusalReason,
    Synonyms,
    content_version,
)
from domain.handover import Line
from domain.item import Condition, DataChoice
from domain.numbers import Kind, Number
from domain.weight import WeightSource
from wire import batch, bundle, chain, contact, messages, reference, reservations, stick

HUB = "3f0c8a52-6d1e-4b97-a2c4-8e5d70b19f36"
DEVICE = "0e3d7c1a-98f4-4c0b-9d55-20a1f6c9b431"
INCARNATION = "7b1f0c52-d9e8-4a37-86ce-5f2b90ad1e64"
STATION, OTHER_STATION = "a81d4f6e-2b07-4c93-9e58-6d3c1f0b7a24", "c40b9e17-5f3a-4d82-b6c1-07e9a2d85f13"
AGREEMENT, SHORT_AGREEMENT = "91e6b2d8-7c45-4a0f-8d13-b5f2e09c6a71", "e2750a9c-14bd-4f68-a39e-c87d5b1f0462"
CHAIR, LAPTOP, LAMP = (f"5d6c3d5e-6f0a-4d8f-9f3e-0d3b5f1f8a0{n}" for n in (1, 2, 3))
CAR_SEAT = "d93a60f1-8c27-4e5b-b014-2a7f6e9d3c58"
"""The refusal of it."""
HEADER_SIGNATURE = "U2lnbmVyaW5nZW4gc2pla2tlcyBhdiBzdGFzam9uIG9nIGh1YiwgaWtrZSBoZXI"
"""Not a signature. The golden batch is about what is signed; signing is tested where the keys are."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def number(kind: Kind, running: int) -> str:
    return str(Number(kind, 31, running))


def blob(name: str, media_type: str, size: int, width: int = 0, height: int = 0) -> messages.Blob:
    return messages.Blob(sha256=digest(name), media_type=media_type, size=size, width=width, height=height)


def heading(n: int, at: str) -> dict[str, str]:
    return {"event": f"0b9f6a52-3a68-4c2e-8f3e-7f0f6c1d2e{n:02d}", "at": f"2026-11-24T{at}Z", "staff": "ÅSØ"}


CHAIR_NUMBER, LAPTOP_NUMBER, LAMP_NUMBER = (number(Kind.ITEM, running) for running in (4217, 4218, 4219))


def line(item: str, digits: str, category: str, grams: int, source: WeightSource) -> Line:
    return Line(
        item=item,
        number=digits,
        category=category,
        grams=grams,
        weight_source=source,
        reason="ok",
        agreement=AGREEMENT,
    )


EVENTS: tuple[messages.KnownEvent, ...] = (
    messages.ItemRegistered(
        **heading(1, "08:14:52"),
        item=LAPTOP,
        number=LAPTOP_NUMBER,
        category="laptop",
        condition=Condition.USED,
        grams=2_150,
        weight_source=WeightSource.SCALE,
        station=STATION,
        title="Bærbar PC, 14 tommer, svart",
        note="Lader følger med.\nØvre høyre hjørne har en skråstilt ripe.",
        photos=(
            blob("forside", "image/jpeg", 214_883, 1_600, 1_200),
            blob("bakside", "image/jpeg", 187_340, 1_200, 1_600),
        ),
        data_choice=DataChoice.STORAGE_REMOVED,
        origin="csv:9f8e7d6c5b4a3928:17",
    ),
    messages.ItemChanged(
        **heading(2, "08:16:05"),
        item=CHAIR,
        number=CHAIR_NUMBER,
        category="chair",
        condition=Condition.GOOD,
        grams=4_200,
        weight_source=WeightSource.TYPED,
        title="Kjøkkenstol i bjørk, blåmalt «Ørland»",
        note="Én skrue er strammet.",
        photos=(blob("stol", "image/jpeg", 98_211, 1_200, 1_600),),
    ),
    messages.ItemDiscarded(
        **heading(3, "09:02:31"), item=LAMP, number=LAMP_NUMBER, reason="Ødelagt støpsel, farlig å bruke"
    ),
    messages.LabelPrinted(
        **heading(4, "08:15:00"), numbers=(CHAIR_NUMBER, LAPTOP_NUMBER), stock="62x29", medium="file"
    ),
    messages.ItemRefused(
        **heading(5, "09:40:18"),
        refusal=CAR_SEAT,
        category="child_car_seat",
        reason="child_car_seat",
        grams=7_300,
        station=STATION,
    ),
    messages.ItemsHandedOver(
        **heading(6, "10:42:07"),
        receipt=number(Kind.RECEIPT, 118),
        orgnr="974760673",
        actor="Grønn Gjenbruk Bærum",
        representative="Håkon Sæther-Åsen",
        lines=(
            line(CHAIR, CHAIR_NUMBER, "chair", 4_200, WeightSource.TYPED),
            line(LAPTOP, LAPTOP_NUMBER, "laptop", 2_150, WeightSource.SCALE),
        ),
        document=blob("kvittering 118", "application/pdf", 48_120),
        signature=blob("underskrift 118", "application/json", 3_871),
        register_version=42,
        register_published="2026-11-23T03:00:00Z",
    ),
    messages.HandoverReversed(
        **heading(7, "10:55:40"),
        receipt=number(Kind.RECEIPT, 119),
        reverses=number(Kind.RECEIPT, 118),
        reason="Feil aktør: tingene skulle til Fornebu gjenbruk",
        numbers=(CHAIR_NUMBER, LAPTOP_NUMBER),
        document=blob("kvittering 119", "application/pdf", 39_774),
    ),
    messages.ItemVoided(**heading(8, "11:02:19"), item=LAMP, number=LAMP_NUMBER),
    messages.SignedCopyAttached(
        **heading(9, "11:20:44"),
        receipt=number(Kind.RECEIPT, 118),
        sheet=blob("underskrevet ark 118", "image/jpeg", 241_508, 1_131, 1_600),
    ),
    messages.RefusalVoided(**heading(10, "11:31:02"), refusal=CAR_SEAT),
)
BATCHES = {
    "batch.v1.ndjson": EVENTS[:7],
    "batch_of_nine_kinds.v1.ndjson": EVENTS[:9],
    "batch_of_ten_kinds.v1.ndjson": EVENTS,
}
"""Events sent together, by the name of their file. A file that is there stays: a new kind comes in a new one."""

CATALOGUE = Catalogue(
    version="",
    groups=(
        Group("furniture", Names("Møbler", "Møblar", "Furniture"), 1),
        Group("electrical", Names("Elektrisk", "Elektrisk", "Electrical"), 2),
    ),
    categories=(
        Category(
            code="chair",
            group="furniture",
            names=Names("Stol", "Stol", "Chair"),
            eu_group="furniture",
            electrical=False,
            data_bearing=False,
            max_grams=25_000,
            synonyms=Synonyms(nb=("kjøkkenstol", "pinnestol"), nn=("kjøkenstol",), en=("kitchen chair",)),
            advice="worn_or_broken",
        ),
        Category(
            code="laptop",
            group="electrical",
            names=Names("Bærbar PC", "Berbar PC", "Laptop"),
            eu_group="electrical",
            electrical=True,
            data_bearing=True,
            max_grams=8_000,
            default_grams=2_260,
            default_source="Laptop medium, Fixometer category 16, second revision 2021",
        ),
    ),
    refusal_reasons=(
        RefusalReason(
            code="worn_or_broken",
            names=Names("Slitt eller ødelagt", "Slite eller øydelagt", "Worn or broken"),
            instead=Names("Lever det som avfall.", "Lever det som avfall.", "Hand it in as waste."),
        ),
    ),
    factor_sets=(
        FactorSet(
            code="example_2026",
            name="Example for the golden file",
            metric="net_avoided",
            year=2026,
            displacement_percent=100,
            source="Invented for this file; nobody reports with it.",
            caveat="Not a climate figure.",
            default=True,
            factors=(Factor("chair", 1_000, "Invented for this file", None, ""),),
        ),
    ),
)

REGISTER = reference.Reference(
    hub=HUB,
    version=42,
    published_at="2026-11-23T03:00:00Z",
    stations=(
        reference.StationName(id=STATION, name="Isi gjenvinningsstasjon", municipality="Bærum"),
        reference.StationName(id=OTHER_STATION, name="Yggeset avfallspark", municipality="Asker"),
    ),
    actors=(
        Actor(orgnr="889640782", name="Loppemarkedet på Øverland skole", language="nn"),
        Actor(orgnr="974760673", name="Grønn Gjenbruk Bærum"),
    ),
    agreements=(
        Agreement(
            id=AGREEMENT,
            orgnr="974760673",
            kind=AgreementKind.FIXED,
            first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
            categories=None,
            stations=None,
            electrical=True,
        ),
        Agreement(
            id=SHORT_AGREEMENT,
            orgnr="889640782",
            kind=AgreementKind.SHORT,
            first_day=date(2026, 11, 20),
            last_day=date(2026, 11, 22),
            categories=("bookcase", "chair"),
            stations=(STATION,),
            electrical=False,
            status=AgreementStatus.SUSPENDED,
        ),
    ),
    catalogue=msgspec.structs.replace(CATALOGUE, version=content_version(CATALOGUE)),
)


KEY = {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
"""The public key of RFC 8037, appendix A."""
COMPACT = "eyJhbGciOiJFZDI1NTE5In0.e30." + HEADER_SIGNATURE
NONCE = "q3V0ZT9mI2xkbnI:1vNq8F:7Jm0yL5aXeT2wRk9"


AROUND: dict[str, Any] = {
    "acknowledgement": batch.Acknowledgement(
        hub=HUB,
        epoch=1,
        device=DEVICE,
        incarnation=INCARNATION,
        from_seq=1,
        to_seq=7,
        head=digest("hode"),
        received_at="2026-11-24T11:00:03Z",
        not_applied=(batch.NotApplied(7, "receipt_unknown"),),
        missing_blobs=(digest("forside"), digest("kvittering 118")),
    ),
    "hello": contact.Hello(
        hub=HUB,
        incarnation=INCARNATION,
        parent_incarnation=None,
        parent_seq=0,
        parent_hash=chain.GENESIS.hex(),
        acked_seq=4_210,
        acked_hash=digest("bekreftet"),
        last_seq=4_217,
        last_hash=digest("sist"),
        reference_version=42,
        app="ombruk 0.1.0",
    ),
    "hello_reply": contact.HelloReply(
        hub=HUB,
        epoch=1,
        head_seq=4_210,
        head_hash=digest("bekreftet"),
        at_acked=digest("bekreftet"),
        at_last=None,
        backed_up_seq=4_100,
        reference_version=43,
        now="2026-11-24T11:00:02Z",
        backoff_s=5,
    ),
    "problem": contact.Problem(
        type=contact.PROBLEM_BASE + contact.CHAIN_GAP,
        title="Events are missing before these",
        status=409,
        detail="the hub holds 4210 events of this device",
    ),
    "enrol": contact.Enrol(device=DEVICE, public_key=KEY, proof=COMPACT),
    "enrolment_proof": contact.EnrolmentProof(device=DEVICE, code="7K2M-9QXA-4TRP", nonce=NONCE),
    "enrolled": contact.Enrolled(
        hub=HUB,
        epoch=1,
        hub_keys=(KEY,),
        device_number=31,
        station=STATION,
        station_name="Isi gjenvinningsstasjon",
        municipality="Bærum",
    ),
    "nonce": contact.Nonce(nonce=NONCE, hub=HUB),
    "assertion": contact.Assertion(iss=DEVICE, sub=DEVICE, aud=HUB, nonce=NONCE),
    "token_request": contact.TokenRequest(client_assertion=COMPACT),
    "token": contact.Token(access_token=COMPACT, expires_in=3_600),
    "set_aside": contact.SetAside(
        tag="1f0e3dad99908345",
        events=(contact.SetAsideEvent(incarnation=INCARNATION, seq=7, reason="number_taken"),),
    ),
    "key_change": contact.KeyChange(
        hub=HUB,
        device=DEVICE,
        nonce="m4kZ0pYv1f:1uFz3A:q0JXb7",
        public_key={"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        incarnation=INCARNATION,
        last_seq=118,
    ),
    "new_key": contact.NewKey(
        by_old="eyJhbGciOiJFZDI1NTE5In0.e30.c2lnbmF0dXI", by_new="eyJhbGciOiJFZDI1NTE5In0.e30.bnk"
    ),
    "key_changed": contact.KeyChanged("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
    "lives": contact.Lives(
        (
            contact.Life(
                incarnation=INCARNATION,
                parent_seq=0,
                parent_hash="0" * 64,
                head_seq=118,
                head_hash=digest("hode"),
            ),
        )
    ),
    "heads_question": contact.HeadsQuestion(
        (contact.Position(118, digest("hode")), contact.Position(0, "0" * 64)),
    ),
    "heads_answer": contact.HeadsAnswer(118),
    "blob_question": contact.BlobQuestion((digest("forside"), digest("bakside"), digest("stol"))),
    "blob_answer": contact.BlobAnswer((digest("bakside"),)),
    "blob_answer_with_together": contact.BlobAnswer((digest("bakside"),), together=bundle.MOST_BYTES),
    "bundle_named": bundle.Named(
        (blob("forside", "image/jpeg", 251_904, 1_280, 960), blob("stol", "image/jpeg", 98_765, 1_280, 853))
    ),
    "bundle_taken": bundle.Taken(
        (digest("forside"),),
        (
            bundle.NotTaken(
                digest("stol"),
                contact.Problem(
                    type=contact.PROBLEM_BASE + contact.NOT_THE_BLOB,
                    title="The file is not what it was said to be",
                    status=422,
                    detail="a picture without an end",
                ),
            ),
        ),
    ),
    "held_files": stick.HeldFiles(hub=HUB, epoch=2, device=DEVICE, sha256=(digest("forside"), digest("stol"))),
    "reference": REGISTER,
    "hello_reply_with_reservations": contact.HelloReply(
        hub=HUB,
        epoch=1,
        head_seq=4_217,
        head_hash=digest("bekreftet"),
        at_acked=digest("bekreftet"),
        at_last=digest("bekreftet"),
        backed_up_seq=4_100,
        reference_version=43,
        now="2026-11-28T15:00:02Z",
        set_aside="1f0e3dad99908345",
        reservations_version=118,
    ),
    "reservations": reservations.Reservations(
        hub=HUB,
        station=STATION,
        version=118,
        published_at="2026-11-28T15:00:00Z",
        reserved=(
            reservations.Reserved(
                item=CHAIR,
                number=CHAIR_NUMBER,
                orgnr="974760673",
                actor="Grønn Gjenbruk Bærum",
                until="2026-12-01T11:00:00Z",
            ),
            reservations.Reserved(
                item=LAMP,
                number=LAMP_NUMBER,
                orgnr="889640782",
                actor="Røde Kors Asker og Bærum",
                until="2026-11-30T15:30:00Z",
            ),
        ),
    ),
}
"""What is said beside the events, by the name of its file."""
