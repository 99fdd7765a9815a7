"""How a printer is named in the settings, and what such a name means."""

import re

import msgspec

RAW_PORT = 9100
"""Where printers on a network take bytes as they are."""

FORMS = {"driver": "driver:NAME", "zpl": "zpl:HOST[:PORT]", "zplqueue": "zplqueue:NAME"}
"""How each kind is written."""


class PrinterAddress(msgspec.Struct, frozen=True):
    """Where a printer is: `kind` driver, zpl (network) or zplqueue; `name` of printer or host; `port` for zpl."""

    kind: str
    name: str
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> "PrinterAddress | None":
        """Read `driver:NAME`, `zpl:HOST[:PORT]`, `zplqueue:NAME`, or a plain NAME, which is a driver's; None for none.

        Raises ValueError for an address without a name or with a port that there is not.
        """
        kind, found, name = text.partition(":")
        if kind not in ("driver", "zpl", "zplqueue") or not found:
            return cls("driver", text) if text else None
        port = RAW_PORT if kind == "zpl" else 0
        if kind == "zpl" and (host := re.fullmatch(r"(\[[^]]+\]|[^:]+):(\d{1,5})", name)):
            name, port = host[1], int(host[2])
        if not name.strip("[] ") or port > 65_535 or (kind == "zpl" and not port):
            raise ValueError(", ".join(FORMS.values()))
        return cls(kind, name.strip("[] ") if kind == "zpl" else name, port)
