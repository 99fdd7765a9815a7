"""Signatures: the hub's own key, and what devices signed. All are compact JWS with Ed25519 (RFC 7515, RFC 9864)."""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from domain.refused import Refused
from hub.folder import write_private
from wire import codec

Message = TypeVar("Message")
ALGORITHM = "Ed25519"


class BadSignature(Exception):
    """Not signed by the key that had to sign it."""


class _Registry(jws.JWSRegistry):
    """The register with its catalogue is larger than the library's default bound of 128 kB."""

    max_payload_length = 16 * 1_048_576


class HubKey:
    """The hub's signing key. The stations pin its public half at enrolment."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._kid = key.thumbprint()

    @classmethod
    def load(cls) -> "HubKey":
        """From OMBRUK_HUB_KEY, else from the data folder. Raises Refused `hub_not_initialised`, `hub_key_broken`."""
        return cls.read_from(cls.content())

    @staticmethod
    def content() -> bytes:
        """The key as it is kept. Raises Refused `hub_not_initialised`."""
        content: bytes = settings.OMBRUK_HUB_KEY.encode()
        if content:
            return content
        path = settings.OMBRUK_FOLDER.key
        try:
            told = path.stat()
            return _content(path, told.st_ino, told.st_mtime_ns, told.st_size)
        except FileNotFoundError:
            raise Refused("hub_not_initialised", folder=str(settings.OMBRUK_FOLDER.root)) from None

    @classmethod
    def read_from(cls, content: bytes) -> "HubKey":
        """The key in `content`. Raises Refused `hub_key_broken`."""
        try:
            key = OKPKey.import_key(dict(codec.decode(content, dict[str, str])))
        except (codec.Malformed, JoseError, ValueError, TypeError, KeyError):
            raise Refused("hub_key_broken") from None
        if key.curve_name != "Ed25519" or not key.is_private:
            raise Refused("hub_key_broken")
        return cls(key)

    @staticmethod
    def make(path: Path) -> None:
        """Write a new key to `path`, readable by its owner only. Raises FileExistsError."""
        write_private(path, codec.encode(OKPKey.generate_key("Ed25519").as_dict(private=True)))

    def public(self) -> dict[str, str]:
        """The public half as JWK, with its thumbprint as `kid`."""
        return {**public_part({k: str(v) for k, v in self._key.as_dict(private=False).items()}), "kid": self._kid}

    def sign(self, message: object) -> str:
        """A compact JWS over the canonical bytes of `message`."""
        header = {"alg": ALGORITHM, "kid": self._kid}
        return jws.serialize_compact(header, codec.encode(message), self._key, registry=_registry())

    def read(self, signed: str, kind: type[Message]) -> Message:
        """What this key signed. Raises BadSignature, codec.Malformed."""
        return codec.decode(_verified(signed, self._key), kind)


@lru_cache(maxsize=8)
def _content(path: Path, *_as_it_was: int) -> bytes:
    """The file, read again only when it is another one: it is asked for with every request."""
    return path.read_bytes()


def public_part(jwk: dict[str, str]) -> dict[str, str]:
    """Only what makes an Ed25519 public key. Raises codec.Malformed when it is none."""
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or not jwk.get("x"):
        raise codec.Malformed("the public key is no Ed25519 key in JWK form")
    part = {"crv": jwk["crv"], "kty": jwk["kty"], "x": jwk["x"]}
    try:
        OKPKey.import_key(dict(part))
    except (JoseError, ValueError):
        raise codec.Malformed("the public key is no Ed25519 key in JWK form") from None
    return part


def thumbprint(jwk: dict[str, str]) -> str:
    """The key's name (RFC 7638)."""
    return OKPKey.import_key(dict(jwk)).thumbprint()


def read_signed(signed: str, jwk: dict[str, str], kind: type[Message]) -> Message:
    """What the holder of `jwk` signed. Raises BadSignature, codec.Malformed."""
    return codec.decode(_verified(signed, OKPKey.import_key(dict(jwk))), kind)


def _verified(signed: str, key: OKPKey) -> bytes:
    try:
        return bytes(jws.deserialize_compact(signed, key, registry=_registry()).payload)
    except (JoseError, ValueError, TypeError, KeyError):
        # The library lets some malformed input through to the parsers below it.
        raise BadSignature from None


def _registry() -> _Registry:
    return _Registry(algorithms=[ALGORITHM])
