"""Keys and signatures: this device's own key, and what the hub signed. All are compact JWS with Ed25519.

RFC 7515, and RFC 9864 for the algorithm's name.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from domain.refused import Refused
from station_app.causes import of_system
from wire import codec

ALGORITHM = "Ed25519"
_IN_USE, _NEXT = "device-key", "next-device-key"
Message = TypeVar("Message")


class _Registry(jws.JWSRegistry):
    """A register with its catalogue is larger than the library's default bound of 128 kB."""

    max_payload_length = 16 * 1_048_576


class DeviceKey:
    """The key that was made on this device and never leaves it."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key

    @classmethod
    def make(cls) -> "DeviceKey":
        """A new key pair."""
        return cls(OKPKey.generate_key("Ed25519"))

    @classmethod
    def from_json(cls, text: str) -> "DeviceKey":
        """The key as it was stored."""
        return cls(OKPKey.import_key(json.loads(text)))

    def to_json(self) -> str:
        """The whole key, for a key store only."""
        return json.dumps(self._key.as_dict(private=True))

    def public(self) -> dict[str, str]:
        """The public half as JWK."""
        return {name: str(value) for name, value in self._key.as_dict(private=False).items()}

    def thumbprint(self) -> str:
        """The key's name (RFC 7638)."""
        return str(self._key.thumbprint())

    def sign(self, payload: bytes) -> str:
        """A compact JWS over these bytes."""
        return jws.serialize_compact({"alg": ALGORITHM}, payload, self._key, algorithms=[ALGORITHM])


def signed_by_hub(signed: str, hub_keys: Sequence[dict[str, str]]) -> bytes:
    """The payload of a compact JWS by one of the hub's pinned keys. Raises Refused `hub_signature_wrong`."""
    for key in hub_keys:
        registry = _Registry(algorithms=[ALGORITHM])
        try:
            return jws.deserialize_compact(signed, OKPKey.import_key(dict(key)), registry=registry).payload
        except (JoseError, ValueError, TypeError):
            # TypeError: a header of a wrong shape, which the library does not expect.
            continue
    raise Refused("hub_signature_wrong")


def read_signed(signed: str, hub_keys: Sequence[dict[str, str]], kind: type[Message]) -> Message:
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
        except (OSError, ValueError, JoseError):
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
