"""A counter PC as the hub sees it: its key, its chain, its batches. Built from the wire's own code alone."""

import gzip
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from doors import Answer, Door
from joserfc import jws
from joserfc.jwk import OKPKey

from domain.handover import Line
from domain.item import Condition
from domain.numbers import Kind, Number
from domain.weight import WeightSource
from wire import batch, bundle, chain, codec, contact
from wire.messages import (
    Blob,
    Event,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRefused,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    RefusalVoided,
)

Message = TypeVar("Message")
AT = "2026-11-24T10:42:07Z"
API = "/api/v1"


class Large(jws.JWSRegistry):
    max_payload_length = 16 * 1_048_576


def blob_of(content: bytes, media_type: str) -> Blob:
    return Blob(sha256=hashlib.sha256(content).hexdigest(), media_type=media_type, size=len(content))


RECEIPT = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class TestDevice:
    __test__ = False

    door: Door
    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519"))
    id: str = field(default_factory=lambda: str(uuid4()))
    incarnation: str = field(default_factory=lambda: str(uuid4()))
    parent: tuple[str, chain.Head] = ("-", chain.Head(0, chain.GENESIS))
    log: list[chain.Record] = field(default_factory=list)
    hub: str = ""
    hub_key: OKPKey | None = None
    number: int = 0
    token: str = ""
    last_number: int = 0
    last_receipt: int = 0

    # Who it is

    def sign(self, canonical: bytes) -> str:
        return jws.serialize_compact({"alg": "Ed25519"}, canonical, self.key, registry=_registry())

    def nonce(self) -> str:
        return self.ask("GET", "/nonce").read(contact.Nonce).nonce

    def enrol(self, code: str, nonce: str | None = None) -> Answer:
        """Ask in, and remember who the hub is when it says yes."""
        proof = contact.EnrolmentProof(device=self.id, code=code, nonce=nonce or self.nonce())
        public = {name: str(value) for name, value in self.key.as_dict(private=False).items()}
        asked = contact.Enrol(device=self.id, public_key=public, proof=self.sign(codec.encode(proof)))
        answer = self.ask("POST", "/enrol", codec.encode(asked))
        if answer.status == 200:
            enrolled = answer.read(contact.Enrolled)
            self.hub, self.number = enrolled.hub, enrolled.device_number
            self.hub_key = OKPKey.import_key(dict(enrolled.hub_keys[0]))
        return answer

    def ask_token(self, *, hub: str = "", nonce: str | None = None) -> Answer:
        claims = contact.Assertion(iss=self.id, sub=self.id, aud=hub or self.hub, nonce=nonce or self.nonce())
        answer = self.ask(
            "POST", "/token", codec.encode(contact.TokenRequest(client_assertion=self.sign(codec.encode(claims))))
        )
        if answer.status == 200:
            self.token = answer.read(contact.Token).access_token
        return answer

    def verified(self, signed: bytes, kind: type[Message]) -> Message:
        """What the hub signed, checked with the key pinned at enrolment."""
        assert self.hub_key is not None
        return codec.decode(jws.deserialize_compact(signed, self.hub_key, registry=_registry()).payload or b"", kind)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        return self.door(method, API + path, body, named)

    # What it has done

    def head(self, seq: int | None = None) -> chain.Head:
        first = self.parent[1].seq
        wanted = first + len(self.log) if seq is None else seq
        if wanted == first:
            return self.parent[1]
        return chain.Head(wanted, self.log[wanted - first - 1].hash)

    def add(self, *events: Event | bytes) -> None:
        for event in events:
            body = event if isinstance(event, bytes) else codec.encode_event(event)
            self.log.append(chain.append(self.id, self.incarnation, self.head(), os.urandom(16), body))

    def next_number(self) -> str:
        self.last_number += 1
        return str(Number(Kind.ITEM, self.number, self.last_number))

    def next_receipt(self) -> str:
        self.last_receipt += 1
        return str(Number(Kind.RECEIPT, self.number, self.last_receipt))

    def register(self, category: str = "stol", grams: int = 4200, **more: Any) -> ItemRegistered:
        event = ItemRegistered(
            **{
                "event": str(uuid4()),
                "at": AT,
                "item": str(uuid4()),
                "number": more.pop("number", None) or self.next_number(),
                "category": category,
                "condition": Condition.GOOD,
                "grams": grams,
                "weight_source": WeightSource.SCALE,
                **more,
            }
        )
        self.add(event)
        return event

    def change(self, item: ItemRegistered, grams: int) -> ItemChanged:
        event = ItemChanged(
            event=str(uuid4()),
            at=AT,
            item=item.item,
            number=item.number,
            category=item.category,
            condition=item.condition,
            grams=grams,
            weight_source=item.weight_source,
        )
        self.add(event)
        return event

    def discard(self, item: ItemRegistered) -> None:
        self.add(ItemDiscarded(event=str(uuid4()), at=AT, item=item.item, number=item.number, reason="knust"))

    def void(self, item: ItemRegistered) -> None:
        self.add(ItemVoided(event=str(uuid4()), at=AT, item=item.item, number=item.number))

    def hand_over(self, *items: ItemRegistered, **more: Any) -> ItemsHandedOver:
        lines = tuple(
            Line(
                item=item.item,
                number=item.number,
                category=item.category,
                grams=item.grams,
                weight_source=item.weight_source,
                reason="ok",
                agreement=None,
            )
            for item in items
        )
        event = ItemsHandedOver(
            **{
                "event": str(uuid4()),
                "at": AT,
                "receipt": self.next_receipt(),
                "orgnr": "974760673",
                "actor": "Bruktbutikken",
                "representative": "Kari Nordmann",
                "lines": lines,
                "document": blob_of(RECEIPT, "application/pdf"),
                "signature": None,
                "register_version": 1,
                "register_published": AT,
                **more,
            }
        )
        self.add(event)
        return event

    def reverse(self, handover: ItemsHandedOver) -> None:
        numbers = tuple(line.number for line in handover.lines)
        self.add(
            HandoverReversed(
                event=str(uuid4()),
                at=AT,
                receipt=self.next_receipt(),
                reverses=handover.receipt,
                reason="feil aktør",
                numbers=numbers,
                document=blob_of(RECEIPT, "application/pdf"),
            )
        )

    def refuse(self, grams: int | None) -> str:
        refusal = str(uuid4())
        self.add(
            ItemRefused(event=str(uuid4()), at=AT, refusal=refusal, category="barneseter", reason="safety", grams=grams)
        )
        return refusal

    def take_back(self, refusal: str) -> None:
        self.add(RefusalVoided(event=str(uuid4()), at=AT, refusal=refusal))

    # What it sends

    def header(self, records: Sequence[chain.Record], **other: Any) -> batch.Header:
        before = self.head(records[0].seq - 1)
        fields = {
            "hub": self.hub,
            "device": self.id,
            "incarnation": self.incarnation,
            "from_seq": records[0].seq,
            "to_seq": records[-1].seq,
            "count": len(records),
            "previous": before.hash.hex(),
            "head": records[-1].hash.hex(),
        }
        return batch.Header(**{**fields, **other})

    def span(self, from_seq: int | None = None, to_seq: int | None = None) -> list[chain.Record]:
        first = self.parent[1].seq
        start = first + 1 if from_seq is None else from_seq
        end = first + len(self.log) if to_seq is None else to_seq
        return self.log[start - first - 1 : end - first]

    def push(self, from_seq: int | None = None, to_seq: int | None = None) -> Answer:
        records = self.span(from_seq, to_seq)
        return self.put(records[0].seq, batch.pack(self.header(records), records, self.sign))

    def put(self, from_seq: int, packed: bytes, **headers: str) -> Answer:
        name, head = self.parent
        given = {
            "Content_Digest": batch.content_digest(packed),
            "Ombruk_Parent": f"{name}:{head.seq}:{head.hash.hex()}",
            **headers,
        }
        return self.ask("PUT", f"/devices/{self.id}/log/{self.incarnation}/{from_seq}", packed, **given)

    def acknowledged(self, from_seq: int | None = None, to_seq: int | None = None) -> batch.Acknowledgement:
        """Push, and read the acknowledgement that came."""
        answer = self.push(from_seq, to_seq)
        assert answer.status == 200, answer.body
        return self.verified(answer.body, batch.Acknowledgement)

    def hello(self, **other: Any) -> Answer:
        name, start = self.parent
        fields = {
            "hub": self.hub,
            "incarnation": self.incarnation,
            "parent_incarnation": None if name == "-" else name,
            "parent_seq": start.seq,
            "parent_hash": start.hash.hex(),
            "acked_seq": start.seq,
            "acked_hash": start.hash.hex(),
            "last_seq": self.head().seq,
            "last_hash": self.head().hash.hex(),
            "reference_version": 0,
            "app": "0.1.0",
        }
        return self.ask("POST", f"/devices/{self.id}/hello", codec.encode(contact.Hello(**{**fields, **other})))

    def patch(self, content: bytes, media_type: str, *, name: str = "", offset: int = 0, last: bool = True) -> Answer:
        """Send the file from `offset` on, as the last part."""
        sha256 = name or hashlib.sha256(content).hexdigest()
        headers = {"Upload_Offset": str(offset), "Upload_Complete": "?1" if last else "?0", "Content_Type": media_type}
        return self.ask("PATCH", f"/blobs/{sha256}", content[offset:], **headers)

    def bring(self, *files: tuple[bytes, str]) -> Answer:
        """Send whole files in one request, each with its media type."""
        packed = bundle.pack([(blob_of(content, media_type), content) for content, media_type in files])
        return self.ask("POST", "/blobs", packed, Content_Type=bundle.MEDIA_TYPE)


def _registry() -> Large:
    return Large(algorithms=["Ed25519"])


def gzip_of(lines: Sequence[bytes]) -> bytes:
    return gzip.compress(b"\n".join(lines) + b"\n")
