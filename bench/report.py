"""Runs every job beside its floor, round by round, and writes medians and spread to bench-out/.

`python -m bench.report [--rows N] [--shelf N] [--rounds N]`
"""

import argparse
import os
import tempfile
from pathlib import Path

from PIL import Image

from bench import floors, photo, printing, shelf, stall, station
from bench.figures import Result, measure, timed, write
from station_app.devices.photo import prepare

PREFIXES = ("r", "st", "sof", "blå", "Kli", "gry", "nr", "h", "ekorn", "lampe")


LABELS = 3
"""Runs of two hundred labels."""
STALLS = 3
"""Runs of half a minute in which much is sent while a printer hangs."""


def run(folder: Path, rows: int, rounds: int) -> list[Result]:
    """Everything, one after the other; nothing else should run meanwhile."""
    store = station.open_store(folder / "store")
    save, commit = station.save(store), floors.bare_commit(folder)
    for job in (save, commit):
        # Until the write-ahead log begins again at its front: while its file grows, a commit costs twice as much.
        timed(job, 1_500)
    results = [
        measure("save one thing", "bare WAL/FULL commit", save, commit, rounds, 200),
        measure("one label", "bare reportlab page", station.label(), floors.bare_page(1, 4), rounds, 20),
        measure(
            "receipt of 60 lines with pictures",
            "bare reportlab, 5 pages of 15 lines",
            station.receipt(60, thumbnail()),
            floors.bare_page(5, 15),
            rounds,
            5,
        ),
    ]
    station.fill(store, rows)
    ours, bare = station.search(store), floors.bare_search(folder, rows)
    for typed in PREFIXES:
        job = f"search “{typed}” among {rows} things"
        results.append(
            measure(job, "bare FTS5 query", lambda t=typed: ours(t), lambda t=typed: bare(t), rounds, 20)  # type: ignore[misc]
        )
    picture = photo.picture(folder)
    for job, ours_too, floor in (
        ("12-megapixel frame from the camera into the store", photo.frame_to_store, photo.bare_frame),
        ("12-megapixel file into the store", photo.file_to_store, photo.bare_file),
    ):
        floor_name = "Qt's own scaling and encoding, into memory"
        results.append(measure(job, floor_name, ours_too(store, picture), floor(picture), rounds, 5))
    store.close()
    return results


def thumbnail() -> bytes:
    """A small picture as the counter keeps it."""
    picture = Image.effect_noise((1200, 900), 60).convert("RGB")
    path = Path(tempfile.gettempdir()) / f"bench-{os.getpid()}.jpg"
    picture.save(path, "JPEG")
    try:
        return prepare(path.read_bytes(), path.name).thumbnail
    finally:
        path.unlink()


def main() -> None:
    """Entry point of `make bench`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--shelf", type=int, default=1_000_000, help="Things in the store that the shelf is asked.")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = run(Path(name), given.rows, given.rounds)
        write(figures, given.rows, given.rounds, name="station", title="Speed of the counter")
    figures = shelf.run(given.shelf, given.rounds)
    write(figures, given.shelf, given.rounds, name="shelf", title="Speed of the shelf")
    printing.write(LABELS)
    stall.write(STALLS)


if __name__ == "__main__":
    main()
