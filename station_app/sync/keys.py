"""Keys and signatures: this device's own key, and what the hub signed. All are compact JWS with Ed25519.

RFC 7515, and RFC 9864 for the algorithm's name.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.refused import Refused
from station_app.causes import of_system
from wire import codec, jws

_IN_USE, _NEXT = "device-key", "next-device-key"
Message = TypeVar("Message")


class DeviceKey:
    """The key that was made on this device and never leaves it."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def make(cls) -> "DeviceKey":
        """A new key pair."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_json(cls, text: str) -> "DeviceKey":
        """The key as it was stored, a JWK (RFC 8037). Raises ValueError for what is none."""
        jwk = codec.decode(text.encode("utf-8"), dict[str, str])
        found = cls(Ed25519PrivateKey.from_private_bytes(_part(jwk, "d")))
        if found.public()["x"] != jwk.get("x"):
            raise codec.Malformed("the two halves of the key do not belong together")
        return found

    def to_json(self) -> str:
        """The whole key, for a key store only."""
        private = jws.base64url(self._key.private_bytes_raw()).decode("ascii")
        return codec.encode({**self.public(), "d": private}).decode("ascii")

    def public(self) -> dict[str, str]:
        """The public half as JWK."""
        point = jws.base64url(self._key.public_key().public_bytes_raw()).decode("ascii")
        return {"crv": jws.ALGORITHM, "kty": "OKP", "x": point}

    def thumbprint(self) -> str:
        """The key's name (RFC 7638)."""
        return jws.thumbprint(self.public())

    def sign(self, payload: bytes) -> str:
        """A compact JWS over these bytes."""
        signed = jws.to_sign(payload)
        return jws.joined(signed, self._key.sign(signed))


def signed_by_hub(signed: str, hub_keys: Sequence[Mapping[str, str]]) -> bytes:
    """The payload of a compact JWS by one of the hub's pinned keys. Raises Refused `hub_signature_wrong`."""
    for key in hub_keys:
        try:
            parts = jws.taken_apart(signed)
            Ed25519PublicKey.from_public_bytes(_part(key, "x")).verify(parts.signature, parts.signed)
        except (InvalidSignature, ValueError):
            continue
        return parts.payload
    raise Refused("hub_signature_wrong")


def _part(jwk: Mapping[str, str], name: str) -> bytes:
    """The bytes of a half of an Ed25519 key. Raises codec.Malformed (a ValueError) when it is none."""
    if jwk.get("kty") != "OKP" or jwk.get("crv") != jws.ALGORITHM:
        raise codec.Malformed("no Ed25519 key")
    return jws.from_base64url(jwk.get(name, ""))


def read_signed(signed: str, hub_keys: Sequence[Mapping[str, str]], kind: type[Message]) -> Message:
    """What the hub signed, read as `kind`. Raises Refused `hub_signature_wrong` or codec.Malformed."""
    return codec.decode(signed_by_hub(signed, hub_keys), kind)


class KeyStore(Protocol):
    """Where the device's key is kept."""

    def load(self) -> DeviceKey:
        """The key. Raises Refused `key_missing`."""

    def save(self, key: DeviceKey) -> None:
        """Keep the key, durably."""

    def forget(self) -> None:
        """Keep it no longer, if there is one."""


class FileKeyStore:
    """The key in a file that only its owner may read; where the system has no key store."""

    def __init__(self, folder: Path, name: str = _IN_USE) -> None:
        self._file = folder / f"{name}.json"

    def load(self) -> DeviceKey:
        """The key. Raises Refused `key_missing`."""
        try:
            return DeviceKey.from_json(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            raise Refused("key_missing") from None

    def save(self, key: DeviceKey) -> None:
        """Keep the key: new file, fsync, rename, so that there is always a whole one."""
        new = self._file.with_suffix(".new")
        try:
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(key.to_json())
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:
            raise Refused("file_unwritable", file=str(self._file), what=of_system(error)) from error

    def forget(self) -> None:
        """Keep it no longer, if there is one."""
        self._file.unlink(missing_ok=True)


class SystemKeyStore:
    """The key in the operating system's own store (DPAPI, Secret Service, Keychain), by device."""

    SERVICE = "ombruk-station"

    def __init__(self, device: str, name: str = _IN_USE) -> None:
        self._device = device if name == _IN_USE else f"{device} {name}"

    def load(self) -> DeviceKey:
        """The key. Raises Refused `key_missing`."""
        import keyring

        text = keyring.get_password(self.SERVICE, self._device)
        if text is None:
            raise Refused("key_missing")
        return DeviceKey.from_json(text)

    def save(self, key: DeviceKey) -> None:
        """Keep the key."""
        import keyring

        keyring.set_password(self.SERVICE, self._device, key.to_json())

    def forget(self) -> None:
        """Keep it no longer, if there is one."""
        import keyring
        import keyring.errors

        with suppress(keyring.errors.PasswordDeleteError):
            keyring.delete_password(self.SERVICE, self._device)


def key_store(folder: Path, device: str, setting: str) -> KeyStore:
    """The system's key store where there is a real one (`auto`), else a file; `file` is always a file.

    A key that already lies in a file stays there.
    """
    return _store(folder, device, setting, _IN_USE)


def next_key_store(folder: Path, device: str, setting: str) -> KeyStore:
    """Where the next key lies while a key is being changed: before the hub hears of it, until it is the one in use."""
    return _store(folder, device, setting, _NEXT)


def _store(folder: Path, device: str, setting: str, name: str) -> KeyStore:
    if setting == "file" or (folder / f"{_IN_USE}.json").exists() or not _system_store_works():
        return FileKeyStore(folder, name)
    return SystemKeyStore(device, name)


def _system_store_works() -> bool:
    import keyring.backends.fail
    import keyring.errors

    try:
        backend = keyring.get_keyring()
        return not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority >= 1
    except (keyring.errors.KeyringError, RuntimeError):
        return False
