"""How a sentence is marked for translation."""


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for "translate later")
    """Mark a message for translation without translating it now."""
    return message
