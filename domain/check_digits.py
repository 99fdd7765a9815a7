"""Check digits: those of our own numbers by a table, all others by python-stdnum, which is loaded when one is read."""

_NEXT = tuple(tuple(((check or 10) * 2 % 11 + digit) % 10 for digit in range(10)) for check in range(10))
"""From the check so far and the next digit to the check with it: the step of ISO 7064 mod 11,10, for every save at the
counter and every event at the hub."""


def digit_for(body: str) -> str:
    """The check digit behind these digits, by ISO 7064 mod 11,10; a fifth of the library's time for the same."""
    check = 5
    for sign in body.encode():
        check = _NEXT[check][sign - 48]
    return "10987654321"[(check or 10) * 2 % 11]


def holds(digits: str) -> bool:
    """Whether the last of these ASCII digits is the check digit of the others, by ISO 7064 mod 11,10."""
    check = 5
    for sign in digits.encode():
        check = _NEXT[check][sign - 48]
    return check == 1


def organisation_number(text: str) -> str | None:
    """The nine digits of a Norwegian organisation number without spaces; None when it is none (mod 11)."""
    from stdnum.exceptions import ValidationError
    from stdnum.no import orgnr

    try:
        return str(orgnr.validate(text))
    except ValidationError:
        return None


def is_article_number(digits: str) -> bool:
    """Whether these digits are an EAN or UPC, check digit and all."""
    from stdnum import ean

    return bool(ean.is_valid(digits))
