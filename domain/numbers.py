"""The 14-digit numbers on labels, receipts and cards: `T DDDDD NNNNNNN C`.

Digits only, so that no keyboard layout, Caps Lock or Shift can bend a scan.
"""

from enum import IntEnum

import msgspec

from domain import check_digits
from domain.refused import Refused

LENGTH = 14
LAST_PERMANENT_DEVICE = 89_999
"""Device numbers 1-89999 are given by a hub; 90000-99999 are drawn at random before enrolment."""
FIRST_PROVISIONAL_DEVICE = 90_000
LAST_PROVISIONAL_DEVICE = 99_999
LAST_RUNNING = 9_999_999


class Kind(IntEnum):
    """What a number is put on; the first digit, which decides what a scan means."""

    ITEM = 1
    RECEIPT = 2
    ACTOR_CARD = 3
    DROP_OFF_NOTE = 4
    COMMAND = 9


_FIRST_DEVICE, _FIRST_RUNNING = {Kind.COMMAND: 0}, {Kind.ACTOR_CARD: 0}


class Number(msgspec.Struct, frozen=True):
    """One number: its kind, the device (1-99999) that gave it and the running number (1-9999999) there.

    Commands are the same everywhere and have device 0; an actor's card has the organisation number in both places.
    """

    kind: Kind
    device: int
    running: int

    def __post_init__(self) -> None:
        first_device = _FIRST_DEVICE.get(self.kind, 1)
        if not first_device <= self.device <= LAST_PROVISIONAL_DEVICE:
            raise ValueError(f"device number {self.device} is outside {first_device}-{LAST_PROVISIONAL_DEVICE}")
        first_running = _FIRST_RUNNING.get(self.kind, 1)
        if not first_running <= self.running <= LAST_RUNNING:
            raise ValueError(f"running number {self.running} is outside {first_running}-{LAST_RUNNING}")

    def __str__(self) -> str:
        """The 14 digits, the last one by ISO 7064 mod 11,10."""
        body = f"{int(self.kind)}{self.device:05d}{self.running:07d}"
        return body + check_digits.digit_for(body)

    @property
    def grouped(self) -> str:
        """The digits as people read them: `1 00031 0004217 9`."""
        return grouped(str(self))


COMMAND_DEVICE = 0
"""In the device's place of a command that is the same at every counter; a staff badge has the device that gave it."""


def actor_card(orgnr: str) -> Number:
    """The number on the card of the actor with this valid organisation number (9 digits).

    The card needs no register of its own: what it says is which actor stands here, and that is public.
    """
    return Number(Kind.ACTOR_CARD, int(orgnr[:2]), int(orgnr[2:]))


def orgnr_on_card(number: Number) -> str:
    """The organisation number (9 digits) that an actor's card stands for; whether it is one is for others to check."""
    return f"{number.device:02d}{number.running:07d}"


def consecutive(first: str, count: int) -> tuple[str, ...]:
    """So many numbers in a row as 14 digits, from `first` on, as one transaction takes them."""
    begin = parse(first)
    return tuple(str(Number(begin.kind, begin.device, begin.running + step)) for step in range(count))


def grouped(digits: str) -> str:
    """Set 14 digits in groups for people: `1 00031 0004217 9`."""
    return f"{digits[0]} {digits[1:6]} {digits[6:13]} {digits[13:]}"


def running(number: str) -> int:
    """The running number in 14 digits that are known to be a number, as every kept one is."""
    return int(number[6:13])


def parse(text: str, expected: Kind | None = None) -> Number:
    """Read a number as typed or scanned; spaces are ignored.

    Raises Refused `number_not_14_digits`, `number_wrong_check_digit`, `number_unknown_kind`, or
    `number_of_other_kind` when `expected` is given and the number is on something else.
    """
    digits = "".join(text.split())
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit():
        raise Refused("number_not_14_digits", number=text[:40])
    if not check_digits.holds(digits):
        raise Refused("number_wrong_check_digit", number=grouped(digits))
    try:
        number = Number(Kind(int(digits[0])), int(digits[1:6]), int(digits[6:13]))
    except ValueError:
        raise Refused("number_unknown_kind", number=grouped(digits)) from None
    if expected is not None and number.kind is not expected:
        raise Refused("number_of_other_kind", number=grouped(digits), kind=number.kind.name.lower())
    return number
