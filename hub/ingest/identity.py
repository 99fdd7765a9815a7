"""Who the hub is, and who is asking: nonces, tokens. Nothing is kept in memory, so any process can answer."""

import secrets
import time
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse

from domain.refused import Refused
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.keys import BadSignature, HubKey, read_signed
from hub.ingest.models import DeviceKey, Hub
from wire import codec, contact
from wire.messages import Identifier, Text

NONCE_SECONDS = 300
TOKEN_SECONDS = 3600
LATE_SECONDS = 600
"""How long after its end a token still gets its sender's body read, so that it hears that it needs another."""
_NONCE_SALT = "ombruk.nonce"


class TokenClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub's own token says: the device, by which key it proved itself, and until when (Unix seconds)."""

    iss: Identifier
    sub: Identifier
    key: Text
    exp: int


class Caller(NamedTuple):
    """Who asks: the key that got the token, and its device. `hub` is the hub's own row, as it was then."""

    key: DeviceKey
    hub: Hub

    @property
    def device_id(self) -> str:
        """The device's UUID as text."""
        return str(self.key.device_id)


def this_hub() -> Hub:
    """The hub's own row. Raises Hub.DoesNotExist before `init`."""
    return Hub.objects.get(id=1)


def open_hub() -> Hub:
    """The hub's own row. Raises Declined `busy` while the hub is moved, and after that: nothing is taken here."""
    # In one question that is worded already: it is asked with every request, and twice for a batch.
    for hub in Hub.objects.raw(_OPEN_HUB):
        if hub.closed:  # type: ignore[attr-defined]  # what was asked beside the columns
            raise Declined(contact.BUSY, "the hub is closed")
        return hub
    raise Hub.DoesNotExist


_OPEN_HUB = "SELECT *, EXISTS (SELECT 1 FROM ingest_closed) AS closed FROM ingest_hub WHERE id = 1"


def fresh_nonce() -> str:
    """A word that only this hub can have made, and that says when."""
    return signing.TimestampSigner(salt=_NONCE_SALT).sign(secrets.token_urlsafe(12))


def require_fresh(nonce: str) -> None:
    """Raises Declined `nonce-needed` when the nonce is not this hub's, or older than five minutes."""
    try:
        signing.TimestampSigner(salt=_NONCE_SALT).unsign(nonce, max_age=NONCE_SECONDS)
    except signing.BadSignature:
        raise Declined(contact.NONCE_NEEDED) from None


def give_nonce(_: HttpRequest) -> HttpResponse:
    """GET nonce."""
    response = reply(contact.Nonce(nonce=fresh_nonce(), hub=str(this_hub().identifier)))
    response.headers["Cache-Control"] = "no-store"
    return response


def give_token(request: HttpRequest) -> HttpResponse:
    """POST token: private_key_jwt (RFC 7523) with the hub's nonce in place of times, so no clock is compared."""
    signed = message_of(request, contact.TokenRequest).client_assertion
    claimed = _unverified(signed)
    hub = open_hub()
    keys = list(DeviceKey.objects.select_related("device").filter(device_id=claimed.sub))
    if not keys:
        raise Declined(contact.UNKNOWN_DEVICE)
    key = next((key for key in keys if _signed_by(signed, key)), None)
    if key is None or claimed.iss != claimed.sub:
        raise Declined(contact.BAD_SIGNATURE)
    if claimed.aud != str(hub.identifier):
        raise Declined(contact.WRONG_HUB)
    if key.revoked_at is not None:
        raise Declined(contact.KEY_REVOKED)
    require_fresh(claimed.nonce)
    claims = TokenClaims(
        iss=str(hub.identifier), sub=claimed.sub, key=key.thumbprint, exp=int(time.time()) + TOKEN_SECONDS
    )
    response = reply(contact.Token(access_token=HubKey.load().sign(claims), expires_in=TOKEN_SECONDS))
    response.headers["Cache-Control"] = "no-store"
    return response


def _unverified(signed: str) -> contact.Assertion:
    """The claims, only to know whose key to ask. Nothing in them counts before the signature does."""
    parts = signed.split(".")
    if len(parts) != 3:
        raise codec.Malformed("the assertion is no compact JWS")
    try:
        payload = signing.b64_decode(parts[1].encode("ascii"))
    except ValueError:
        raise codec.Malformed("the assertion is no compact JWS") from None
    return codec.decode(payload, contact.Assertion)


def _signed_by(signed: str, key: DeviceKey) -> bool:
    try:
        read_signed(signed, key.jwk, contact.Assertion)
    except BadSignature:
        return False
    return True


def carries_token(authorization: str) -> bool:
    """Is there a token that this hub signed, still good or until just now? Asks no database; `caller` says whose it is.

    Who sends files for hours has one that ends meanwhile. Were the body not read, the line would break under it before
    the answer is there, and that looks like a line that is no good.
    """
    try:
        return _claims(authorization, LATE_SECONDS) is not None
    except Refused:
        return False


def _claims(authorization: str, late: int = 0) -> TokenClaims | None:
    """What the bearer token says; None when there is none, or it is not this hub's, or more than `late` s too old."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    try:
        claims = _signed_claims(token.strip(), HubKey.content())
    except (BadSignature, codec.Malformed):
        return None
    return None if claims.exp + late < time.time() else claims


@lru_cache(maxsize=2048)
def _signed_claims(token: str, key: bytes) -> TokenClaims:
    """What a token says that was signed with the hub's `key`.

    Once found it stays so, and is kept for the next requests with the token: a photo each. Whether it is too old, and
    whether its device may still come, is asked every time. Raises BadSignature, codec.Malformed, Refused.
    """
    return HubKey.read_from(key).read(token, TokenClaims)


def caller(request: HttpRequest, device: str | None = None) -> Caller:
    """Who holds the request's token. Raises Declined when it is missing, old or for another `device`.

    A key that was revoked after the token was given is still let in: its events are kept, and set aside. One that the
    device replaced is not: the device sends everything with its new one.
    """
    claims = _claims(request.headers.get("Authorization", ""))
    if claims is None or claims.iss != str((hub := open_hub()).identifier):
        raise Declined(contact.UNAUTHORIZED, WWW_Authenticate="Bearer")
    key = DeviceKey.objects.select_related("device").filter(device_id=claims.sub, thumbprint=claims.key).first()
    if key is None:
        raise Declined(contact.UNKNOWN_DEVICE)
    _require_in_use(key.valid_to_seq)
    if device is not None and device != claims.sub:
        raise Declined(contact.UNAUTHORIZED, "the token belongs to another device", status=403)
    return Caller(key, hub)


def sender(authorization: str, sha256: str = "") -> tuple[str, int | None]:
    """Which device holds the token, as `caller` finds it, and the size of the file `sha256` if it is noted as stored.

    In one question of the database: it is asked with every file. Raises as `caller`.
    """
    claims = _claims(authorization)
    if claims is None:
        raise Declined(contact.UNAUTHORIZED, WWW_Authenticate="Bearer")
    device = DeviceKey._meta.get_field("device").get_db_prep_value(claims.sub, connection)
    with connection.cursor() as cursor:
        cursor.execute(_SENDER, [device, claims.key, sha256])
        row = cursor.fetchone()
    if row is None:
        raise Hub.DoesNotExist
    hub, closed, key, valid_to_seq, size = row
    if closed:
        raise Declined(contact.BUSY, "the hub is closed")
    if claims.iss != str(UUID(str(hub))):
        raise Declined(contact.UNAUTHORIZED, WWW_Authenticate="Bearer")
    if key is None:
        raise Declined(contact.UNKNOWN_DEVICE)
    _require_in_use(valid_to_seq)
    return claims.sub, size


_SENDER = """
SELECT hub.identifier, EXISTS (SELECT 1 FROM ingest_closed), held.id, held.valid_to_seq, file.size
FROM ingest_hub AS hub
LEFT JOIN ingest_devicekey AS held ON held.device_id = %s AND held.thumbprint = %s
LEFT JOIN ingest_storedblob AS file ON file.sha256 = %s
WHERE hub.id = 1
"""


def _require_in_use(valid_to_seq: int | None) -> None:
    if valid_to_seq is not None:
        raise Declined(contact.UNAUTHORIZED, "the device has another key now", WWW_Authenticate="Bearer")
