"""How this language writes a time."""
