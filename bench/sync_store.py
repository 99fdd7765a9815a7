"""What a counter has to send in the bench: stores filled through the log, and the same as documents for the peer."""

import io
import json
import random
import sqlite3
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter

from bench.hub import hub
from domain.item import Condition
from domain.numbers import Kind
from domain.staff import Right
from domain.weight import WeightSource
from station_app.config import Config
from station_app.station import Station
from station_app.sync.enrolment import enrol
from station_app.sync.keys import FileKeyStore
from wire.messages import Blob, ItemRegistered

PHOTO_BYTES = 250_000
BODY_BYTES = 1_024
"""What an event's body is filled up to, with a note of that length."""


@dataclass(frozen=True)
class Workload:
    """So many things with so many photos each, of 250 KB; events of 1 KB."""

    name: str
    things: int
    photos: int = 0


W1 = Workload("2,000 things of 1 KB", 2_000)
TEN = Workload("20,000 things of 1 KB", 20_000)
NOTHING = Workload("nothing", 0)
MONTH = Workload("28 days of 30 things with a photo", 28 * 30, 1)
W2 = Workload("500 things, 1,000 photos of 250 KB", 500, 2)


def prepare(folder: Path, work: Workload) -> None:
    """A hub and a counter that joined it and then worked without a network, below `folder`."""
    with hub(folder / "hub") as served:
        station = Station.open(folder / "station", settings=Config(keystore="file", staff="KB"))
        enrol(station, served.url, served.codes[0], FileKeyStore(station.folder))
        subprocess.run([*VERB, str(station.folder), "--json", "sync"], check=True, capture_output=True)
    fill(station, work)
    station.close()
    _documents(folder)


_TOLD = "import atexit, sys; atexit.register(lambda: sys.stderr.write(open('/proc/self/status').read()))"
_AS_ON_A_PC = "import sys; sys.modules['typing_extensions'] = None"
"""msgspec and click look for it, and what tests here need brings it; no counter has it (requirements/package.txt)."""
VERB = (sys.executable, "-c", f"{_AS_ON_A_PC}; {_TOLD}; from station_app.cli import main; main()", "--data-dir")
"""`ombruk-station`, which tells at its end how much memory it needed: `wait4` would count its parent's as well."""


def fill(station: Station, work: Workload) -> None:
    """Register the things, a hundred in a transaction."""
    chance = random.Random(4)  # noqa: S311 (noise for pictures)
    categories = station.catalogue.categories
    for begin in range(0, work.things, 100):
        things = [
            tuple(_photo(station, chance) for _ in range(work.photos))
            for _ in range(begin, min(begin + 100, work.things))
        ]
        with station.transaction():
            for number, photos in enumerate(things, start=begin):
                station.record(_registered(station, categories[number % len(categories)].code, photos))


def _registered(station: Station, category: str, photos: tuple[Blob, ...]) -> ItemRegistered:
    return ItemRegistered(
        **station.heading(Right.REGISTER, "KB"),
        item=str(uuid.uuid4()),
        number=str(station.next_number(Kind.ITEM)),
        category=category,
        condition=Condition.GOOD,
        grams=4_200,
        weight_source=WeightSource.TYPED,
        title="Rød stol",
        note="Løst trekk. " * ((BODY_BYTES - 400) // 12),
        photos=photos,
    )


def _photo(station: Station, chance: random.Random) -> Blob:
    """A picture of 1600 × 1200 px and about 250 KB, other noise in each."""
    small = Image.frombytes("RGB", (400, 300), chance.randbytes(400 * 300 * 3))
    picture = small.filter(ImageFilter.GaussianBlur(0.6)).resize((1600, 1200), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=56)
    data = out.getvalue()
    sha256 = station.blobs.keep(data)
    return Blob(sha256=sha256, media_type="image/jpeg", size=len(data), width=1600, height=1200)


def _documents(folder: Path) -> None:
    """Everything in the counter's log as JSON lines, with the paths of each thing's photos."""
    database = sqlite3.connect(folder / "station" / "station.sqlite3")
    with (folder / "documents.jsonl").open("w") as file:
        for event, body in database.execute("SELECT event, body FROM event ORDER BY seq"):
            told = json.loads(body)
            names = [each["sha256"] for each in told.get("photos", ())]
            photos = [str(folder / "station" / "blobs" / name[:2] / name) for name in names]
            print(json.dumps({**told, "_id": event, "photos": photos}), file=file)
    database.close()
