"""`ombruk-station sync`. A timer calls it every few minutes, day and night, so it loads nothing that it need not.

The plainest call is read here; all others are read by click, which takes longer to load than such a cycle lasts.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from station_app.cli.call import Console

if TYPE_CHECKING:
    from station_app.station import Station
    from station_app.sync.transport import Transport


def plainly_asked(arguments: list[str]) -> Console | None:
    """The call when it is `[--json] [--data-dir FOLDER] [--json] sync [--json]` and the folder is there; else None."""
    console = Console(as_json="--json" in arguments)
    asked = arguments
    match arguments:
        case ["--data-dir", folder, *rest] | ["--json", "--data-dir", folder, *rest] if Path(folder).is_dir():
            console.folder, asked = Path(folder), rest
    return console if [one for one in asked if one != "--json"] == ["sync"] else None


def send(console: Console) -> None:
    """Send what waits and fetch what is new, now."""
    transport = _called(console.station)
    from station_app.sync.cycle import Cycle

    cycle = Cycle(console.station, transport)
    try:
        done = cycle.run()
    finally:
        cycle.close()
    answer = {
        "sent": done.sent,
        "acknowledged": done.acknowledged,
        "photos": done.photos,
        "waiting": done.waiting,
        "refused": [{"seq": seq, "kind": kind, "reason": reason} for seq, kind, reason in done.refused],
    }
    console.answer(answer, f"{done.sent} → {done.acknowledged} ✓, {done.photos} ▢, {done.waiting} …")


def _called(station: "Station") -> "Transport | None":
    """The line to the station's hub, which comes about while all else that sending needs is loaded. None: no hub."""
    enrolment = station.identity.enrolment
    if station.practice or enrolment is None:
        return None
    from station_app.sync.transport import Transport

    transport = Transport(enrolment.hub_url, station.config.connections)
    transport.connect_ahead()
    return transport
