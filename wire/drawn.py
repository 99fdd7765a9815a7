"""Random bytes of the system, drawn for many at once: to ask for sixteen takes longer than to hash an event."""

import os

SIXTEEN = 16
_AT_ONCE = 64
_READY: list[bytes] = []
"""Each is given out once, whichever thread asks: `pop` is one step."""

if hasattr(os, "register_at_fork"):
    # Else two processes would draw the same.
    os.register_at_fork(after_in_child=_READY.clear)


def sixteen() -> bytes:
    """Sixteen random bytes, fit for names that nobody can guess and for salts."""
    try:
        return _READY.pop()
    except IndexError:
        many = os.urandom(SIXTEEN * _AT_ONCE)
        _READY.extend(many[place : place + SIXTEEN] for place in range(SIXTEEN, len(many), SIXTEEN))
        return many[:SIXTEEN]
