"""The plug is pulled before each step of saving a handover, and at other moments: all of it is there, or none."""

from pathlib import Path

from plugs import Lives
from soak import Soak

from domain.item import State
from domain.numbers import parse
from station_app.config import Config
from station_app.station import Station
from station_app.storage.items import Item, Wanted

SAVING = (
    "open",
    "os.rename",
    "BEGIN IMMEDIATE",
    "INSERT INTO event",
    "INSERT INTO handover",
    "INSERT INTO line",
    "UPDATE item SET",
    "INSERT INTO counter",
    "UPDATE handover SET",
    "INSERT OR IGNORE",
    "INSERT INTO blob",
    "COMMIT",
    "DELETE FROM draft",
    "receipt",
    "os.remove",
)
LONGEST_SECONDS = 0.3
"""Where no step is chosen, the plug is pulled at most so long after the representative was first asked to sign."""


def test_a_handover_is_saved_whole_or_not_at_all(tmp_path: Path, soak: Soak) -> None:
    chance = soak.chance("handovers killed")
    moments = soak.times(5, long=250)
    with Lives("handovers_until_killed.py", tmp_path / "store") as counter:
        for step in SAVING:
            counter.until(step)
        # Saved and not yet heard: what was begun must not come back, for its things are gone.
        counter.until("BEGIN IMMEDIATE", 2)
        for moment in range(moments):
            # Spread over the whole time, so that a few are also early and late.
            counter.for_seconds((moment + chance.random()) / moments * LONGEST_SECONDS)
        for _ in range(soak.times(0, long=250)):
            counter.until("", chance.randint(1, 110))
    look_through(tmp_path / "store", set(counter.words["receipt"]))


def look_through(folder: Path, heard: set[str]) -> None:
    """What is in a store after all that."""
    with Station.open(folder, settings=Config(keystore="file")) as station:
        entries = station.handovers.history(limit=1_000)
        receipts = [entry.receipt for entry in entries]
        assert heard <= set(receipts)
        assert receipts
        # Numbers without gaps, each once.
        assert sorted(parse(receipt).running for receipt in receipts) == [*range(1, len(receipts) + 1)]
        gone = {item.number: item.receipt for item in everything(station, State.HANDED_OVER)}
        for entry in entries:
            lines = [line.number for line in station.handovers.lines(entry.receipt)]
            assert len(lines) == entry.pieces
            assert [gone.pop(number) for number in lines] == [entry.receipt] * len(lines)
            document = station.blobs.read(entry.document)
            copy = folder / "receipts" / f"{entry.receipt}.pdf"
            assert not copy.exists() or copy.read_bytes() == document
        assert gone == {}
        report = station.verify()
        assert (report.ok, report.problems) == (True, ())


def everything(station: Station, state: State) -> list[Item]:
    found: list[Item] = []
    cursor = None
    while True:
        page = station.items.page(Wanted(state=state), limit=500, after=cursor)
        found += page.items
        if (cursor := page.next) is None:
            return found
