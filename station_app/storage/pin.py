"""A PIN as it is kept: salted and stretched, so that nobody reads it in the file or in a backup.

A PIN of four digits is one of ten thousand: who holds the file can try them all in minutes, whatever is done here. What
keeps people out at the counter is the wait after wrong ones (actions/staff.py).
"""

import base64
import hashlib
import hmac

_COST, _BLOCK, _LANES = 14, 8, 1
"""N = 2^14, r = 8, p = 1, 16 MiB: what the author of scrypt names for logins that a person waits for (C. Percival,
"Stronger key derivation via sequential memory-hard functions", 2009: at most 100 ms). Kept beside each PIN, so that
they can be raised one day.
"""
_SALT_BYTES, _KEY_BYTES = 16, 32


def stretch(pin: str) -> str:
    """What is kept of a PIN. Takes about 50 ms: not for the window's thread."""
    import secrets

    salt = secrets.token_bytes(_SALT_BYTES)
    key = _key(pin, salt, _COST, _BLOCK, _LANES)
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(key)))


def matches(kept: str, pin: str) -> bool:
    """Whether this is the PIN, compared in constant time. Takes as long as `stretch`."""
    _, cost, block, lanes, salt, key = kept.split("$")
    return hmac.compare_digest(_key(pin, _data(salt), int(cost), int(block), int(lanes)), _data(key))


def _key(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=1 << cost, r=block, p=lanes, dklen=_KEY_BYTES)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _data(text: str) -> bytes:
    return base64.b64decode(text)
