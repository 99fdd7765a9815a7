"""What the two sides say around the batches: enrolment, token, hello, which files are missing, and problems."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.words import Identifier, Instant, Sha256, Text

PROBLEM_BASE = "urn:ombruk:problem:"
"""Problem types (RFC 9457) are this and one of the words below; stable for ever."""

UNAUTHORIZED = "unauthorized"
NONCE_NEEDED = "nonce-needed"
KEY_REVOKED = "key-revoked"
CODE_WRONG = "code-wrong"
UNKNOWN_DEVICE = "unknown-device"
WRONG_HUB = "wrong-hub"
MALFORMED = "malformed"
BAD_SIGNATURE = "bad-signature"
CHAIN_BROKEN = "chain-broken"
CHAIN_GAP = "chain-gap"
CHAIN_FORK = "chain-fork"
UNKNOWN_PARENT = "unknown-parent"
TOO_LARGE = "too-large"
DIGEST_MISMATCH = "digest-mismatch"
WRONG_OFFSET = "wrong-offset"
NOT_THE_BLOB = "not-the-blob"
NOT_FOUND = "not-found"
BUSY = "busy"

Hex32 = Sha256


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An error as application/problem+json. `detail` is for the person who looks into it."""

    type: str
    title: str
    status: int
    detail: str = ""
    remedy: str = ""


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """A device asks in. `proof` is a compact JWS by the device's own key over EnrolmentProof."""

    device: Identifier
    public_key: dict[str, str]
    proof: Text


class EnrolmentProof(msgspec.Struct, frozen=True, kw_only=True):
    """Shows that the sender holds the key and the one-time code, and means this very device and moment's nonce."""

    device: Identifier
    code: Annotated[str, Meta(max_length=40)]
    nonce: Text


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's answer: who the device is from now on, and whom it may trust."""

    hub: Identifier
    epoch: int
    hub_keys: tuple[dict[str, str], ...]
    device_number: Annotated[int, Meta(ge=1, le=89_999)]
    station: Identifier
    station_name: Text
    municipality: Text


class KeyChange(msgspec.Struct, frozen=True, kw_only=True):
    """A device changes its key: both keys sign these words. What the old one signed up to `last_seq` of `incarnation`
    stays valid, whenever it arrives; from there on only the new one counts.
    """

    hub: Identifier
    device: Identifier
    nonce: Text
    public_key: dict[str, str]
    incarnation: Identifier
    last_seq: Annotated[int, Meta(ge=0)]


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """The same KeyChange as compact JWS by the old key and by the new one."""

    by_old: Text
    by_new: Text


class KeyChanged(msgspec.Struct, frozen=True):
    """The name (RFC 7638) of the key that counts from now on."""

    thumbprint: Text


class Nonce(msgspec.Struct, frozen=True):
    """A word to sign at once. It is the hub's clock that counts, so a wrong clock at the counter locks nobody out."""

    nonce: Text
    hub: Identifier


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """private_key_jwt (RFC 7523): `client_assertion` is a compact JWS by the device key over Assertion."""

    client_assertion: Text
    grant_type: str = "client_credentials"
    client_assertion_type: str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """Claims of a token request: the device for `iss` and `sub`, the hub id for `aud`, and the hub's nonce."""

    iss: Identifier
    sub: Identifier
    aud: Identifier
    nonce: Text


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A bearer token and how long it lasts in seconds by the hub's clock."""

    access_token: Text
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 (the name of the scheme)


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """Every cycle begins with this: the station's heads, so that any loss on either side is seen at once.

    `acked` is the last acknowledged position, `last` the last one in the log. The parent is where the incarnation
    began: seq 0 and 32 zero bytes for the first.
    """

    hub: Identifier
    incarnation: Identifier
    parent_incarnation: Identifier | None
    parent_seq: int
    parent_hash: Hex32
    acked_seq: int
    acked_hash: Hex32
    last_seq: int
    last_hash: Hex32
    reference_version: int
    app: Text
    wire: int = 1


class HelloReply(msgspec.Struct, frozen=True, kw_only=True):
    """Where the hub stands. `head_hash` is the hash at `head_seq`; `at_acked` is the hub's hash at the station's
    acked position, and `at_last` at its last, each None when the hub holds nothing there. `set_aside` changes whenever
    the list of events does that somebody must look at, and is empty for an empty one. `reservations_version` is that of
    the list of reservations of the device's station, 0 before the first one. An older hub says neither.
    """

    hub: Identifier
    epoch: int
    head_seq: int
    head_hash: Hex32
    at_acked: Hex32 | None
    at_last: Hex32 | None
    backed_up_seq: int
    reference_version: int
    now: Instant
    backoff_s: int = 0
    set_aside: Text | msgspec.UnsetType = msgspec.UNSET
    reservations_version: int | msgspec.UnsetType = msgspec.UNSET


class SetAsideEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the hub holds, could not apply, and that nobody has decided about."""

    incarnation: Identifier
    seq: int
    reason: Text


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """All of a device's, oldest first, at most 1000; `tag` is what hello said of this very list."""

    tag: Text
    events: tuple[SetAsideEvent, ...]


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """One incarnation that the hub holds: where it begins (behind `parent_seq`) and its last position and hash."""

    incarnation: Identifier
    parent_seq: int
    parent_hash: Hex32
    head_seq: int
    head_hash: Hex32


class Lives(msgspec.Struct, frozen=True):
    """All incarnations of one device, in the order in which the hub came to know them."""

    lives: tuple[Life, ...]


class Position(msgspec.Struct, frozen=True):
    """A place in a chain and the hash there."""

    seq: Annotated[int, Meta(ge=0)]
    hash: Hex32


class HeadsQuestion(msgspec.Struct, frozen=True):
    """At which of these places of a chain does the hub hold the very same? At most 64 at a time, in any order."""

    positions: Annotated[tuple[Position, ...], Meta(min_length=1, max_length=64)]


class HeadsAnswer(msgspec.Struct, frozen=True):
    """The highest of the places asked for at which both hold the same; None when they do at none of them."""

    agreed_seq: int | None


class BlobQuestion(msgspec.Struct, frozen=True):
    """Which of these files does the hub lack? At most 500 at a time."""

    sha256: Annotated[tuple[Sha256, ...], Meta(max_length=500)]


class BlobAnswer(msgspec.Struct, frozen=True):
    """The ones that it lacks, in the order asked. `together`: bytes of files that one request may bring (wire.bundle);
    an older hub does not say, and takes files one by one.
    """

    missing: tuple[Sha256, ...]
    together: Annotated[int, Meta(ge=0)] | msgspec.UnsetType = msgspec.UNSET
