"""What one piece of help is. The pieces themselves are in help_at_work.py and help_around.py."""

import msgspec


class Entry(msgspec.Struct, frozen=True):
    """One piece of help: what it is about, and two or three plain sentences."""

    about: str
    words: str
