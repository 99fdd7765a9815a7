"""The hub's token between two runs of the program: a timer sends every few minutes, and the token is good for an hour.

Only where the device's key lies in a file. It lies beside it, for its owner alone; whoever can read the key can ask
for a token as well. The hub says when it is too old.
"""

import os
from contextlib import suppress
from pathlib import Path


class KeptToken:
    """The token of one hub (its id) in a store's folder, and the name of the key that it was given for."""

    def __init__(self, folder: Path, hub: str) -> None:
        self._file = folder / "token"
        self._hub = hub

    def read(self, key: str) -> str:
        """The token; empty when there is none, it is another hub's or key's, or what stands there is no token."""
        try:
            hub, owner, token = self._file.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return ""
        return token if (hub, owner) == (self._hub, key) and token.translate(_SIGNS).isalnum() else ""

    def keep(self, key: str, token: str) -> None:
        """Keep it for the next run. Where that cannot be, the next run asks for another."""
        new = self._file.with_suffix(".new")
        with suppress(OSError):
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(f"{self._hub} {key} {token}\n")
            new.replace(self._file)


_SIGNS = str.maketrans("", "", "-_.")
"""What stands in a compact JWS beside letters and digits."""
