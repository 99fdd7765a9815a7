"""The device's clock. It names times for people; nothing is decided by it but an agreement's dates."""

import datetime
from collections.abc import Callable

import msgspec

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The device's time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


_LENGTH = len("2026-11-24T10:42:07")


def instant(clock: Clock) -> str:
    """A clock's time as it stands in events: UTC, whole seconds."""
    # As isoformat, in a tenth of its time.
    return f"{msgspec.to_builtins(clock())[:_LENGTH]}Z"
