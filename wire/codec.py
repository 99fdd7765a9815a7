"""Canonical bytes in and out. Bodies are hashed and stored as bytes; whoever reads one never writes it again."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from wire.messages import AnyEvent, Event

Message = TypeVar("Message")
_ENCODER = msgspec.json.Encoder(order="sorted")

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the decoder raises for bytes that it cannot read; the last two are not its own, and are easily forgotten."""


class Malformed(ValueError):
    """Bytes that are not what they claim to be. Says where, never repeats what was in them."""


class _Kind(msgspec.Struct):
    kind: str


def encode(message: Any) -> bytes:
    """Canonical JSON: sorted keys, no white space, UTF-8, whole numbers only (a subset of RFC 8785)."""
    return _ENCODER.encode(message)


def encode_event(event: "Event") -> bytes:
    """An event's body as it is hashed, stored and sent, for ever."""
    return _ENCODER.encode(event)


def decode_event(body: bytes) -> "AnyEvent":
    """Read a body. An unknown kind comes back as UnknownEvent with its bytes; unknown fields are passed over.

    Raises Malformed when a known kind breaks its own rules, or the bytes are no event at all.
    """
    try:
        event: AnyEvent = _events().decode(body)
        return event
    except msgspec.ValidationError as broken:
        try:
            kind = msgspec.json.decode(body, type=_Kind).kind
        except _UNREADABLE:
            raise Malformed("an event has no kind") from None
        from wire.messages import KINDS, UnknownEvent

        if kind in KINDS:
            raise Malformed(f"{kind}: {_where(broken)}") from None
        return UnknownEvent(kind, bytes(body))
    except _UNREADABLE:
        raise Malformed("an event is not JSON, not UTF-8, or nested too deep") from None


@cache
def _events() -> "msgspec.json.Decoder[Any]":
    """Made when the first event is read: whoever only sends what was written reads none."""
    from wire.messages import KnownEvent

    return msgspec.json.Decoder(KnownEvent)


def decode(body: bytes, kind: type[Message], decoder: "msgspec.json.Decoder[Message] | None" = None) -> Message:
    """Read any other message of the wire; whoever reads thousands of a kind keeps a decoder. Raises Malformed."""
    try:
        return msgspec.json.decode(body, type=kind) if decoder is None else decoder.decode(body)
    except msgspec.MsgspecError as broken:
        raise Malformed(f"{kind.__name__}: {_where(broken)}") from None
    except (UnicodeDecodeError, RecursionError):
        raise Malformed(f"{kind.__name__}: not UTF-8, or nested too deep") from None


def _where(broken: msgspec.MsgspecError) -> str:
    """What is wrong and where, without the value: it may be what a person wrote, and this goes into logs."""
    # The place stands last; a value may hold the same words.
    said, at, place = str(broken).rpartition(" - at ")
    kept = (said if at else place).partition("'")[0].strip()
    return f"{kept} {place}" if at else kept
