"""The plug of the counter PC is pulled before each step of saving and printing, and at any other moment.

What was heard to be saved or printed is there, and it reaches the hub once.
"""

from pathlib import Path

from hub_process import Hub, Pc
from plugs import Lives
from soak import Soak

from station_app.config import Config
from station_app.station import Station
from ui.sending import sending_of

SAVING = (
    "BEGIN IMMEDIATE",
    "INSERT INTO event",
    "INSERT INTO item",
    "INSERT INTO item_search",
    "INSERT INTO print_job",
    "DELETE FROM draft",
    "COMMIT",
    "tone",
)
PRINTING = ("UPDATE print_job SET", "open", "os.rename", "os.remove", "UPDATE item SET", "label")
LONGEST_SECONDS = 0.25
"""Where no step is chosen, the plug is pulled at most so long after the window said its first word."""


def pull_the_plug(window: Lives, soak: Soak) -> int:
    """Before each step twice, and at other moments; returns how many lives that were."""
    kills = 0
    for nth in (1, 2):
        for step in (*SAVING, *PRINTING):
            window.until(step, nth)
            kills += 1
    chance = soak.chance("window killed")
    moments = soak.times(8, long=500)
    for moment in range(moments):
        # Spread over the whole time, so that a few are also early and late.
        window.for_seconds((moment + chance.random()) / moments * LONGEST_SECONDS)
    steps = soak.times(0, long=500)
    for _ in range(steps):
        window.until("", chance.randint(1, 60))
    return kills + moments + steps


def test_what_was_heard_or_printed_survives_every_pulled_plug(hub: Hub, tmp_path: Path, soak: Soak) -> None:
    pc = Pc(tmp_path / "pc").enrol(hub)
    with Lives("counter_until_killed.py", pc.folder) as window:
        kills = pull_the_plug(window, soak)

    report = pc("verify")
    assert (report["ok"], report["problems"]) == (True, [])
    with Station.open(pc.folder, settings=Config(keystore="file")) as station:
        kept, cursor = [], None
        while True:
            page = station.items.page(limit=500, after=cursor)
            kept += [item.number for item in page.items]
            if page.next is None:
                break
            cursor = page.next
        waiting = sending_of(station).waiting
        labelled = {number for number in window.words["label"] if station.items.by_number(number).labels}
    assert len(set(kept)) == len(kept)
    assert len(window.words["tone"]) >= kills
    assert set(window.words["tone"]) <= set(kept)
    assert set(window.words["label"]) == labelled
    # What the chip says that waits is what the log and the folder hold and the hub does not.
    assert waiting == report["events"]

    assert pc("sync")["acknowledged"] == report["events"]
    assert pc("sync")["acknowledged"] == 0
    assert hub("figures")["registered"]["pieces"] == len(kept)
