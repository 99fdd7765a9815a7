"""A month without a network, then one sync: the hub has it all, once, to the gram."""

import datetime
import io
import random
from pathlib import Path

from counter import Clock, Counter
from hub_process import ACTOR, Hub, Pc
from PIL import Image, ImageDraw

from domain.item import State
from domain.weight import WeightSource
from station_app.actions.correct import discard_item
from station_app.actions.refuse import refuse_thing
from station_app.actions.register import keep_photo
from station_app.devices.photo import prepare
from station_app.storage.items import Wanted

DAYS, ITEMS, HANDOVERS, REVERSALS, REFUSALS = 30, 600, 40, 5, 20


def picture(number: int) -> bytes:
    """A small photo that no other is like."""
    image = Image.new("RGB", (320, 240), (number % 256, number // 3 % 256, 90))
    ImageDraw.Draw(image).text((10, 10), f"Ting {number}", fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def a_month(counter: Counter, chance: random.Random) -> None:
    """600 things with photos, 40 handovers, 5 reversals, 20 refusals and some discarded, spread over 30 days."""
    categories = [found for found in counter.station.catalogue.categories if not found.data_bearing]
    reasons = counter.station.catalogue.refusal_reasons
    receipts: list[str] = []
    for day in range(DAYS):
        for place in range(ITEMS // DAYS):
            category = chance.choice(categories)
            grams = chance.randint(1, category.max_grams)
            photo = keep_photo(counter.station, prepare(picture(day * 100 + place), "p.jpg"))
            source = chance.choice([WeightSource.SCALE, WeightSource.TYPED])
            counter.register(category.code, grams, weight_source=source, photos=(photo,), title=f"Ting {place} æøå")
        while len(receipts) < HANDOVERS * (day + 1) // DAYS:
            shelf = counter.station.items.page(Wanted(state=State.REGISTERED), limit=200).items
            chosen = [item.number for item in chance.sample(shelf, min(len(shelf), chance.randint(1, 12)))]
            receipts.append(counter.hand_over(*chosen, orgnr=ACTOR))
        for _ in range(REFUSALS * (day + 1) // DAYS - REFUSALS * day // DAYS):
            weight = chance.choice([None, chance.randint(100, 9_000)])
            reason, category = chance.choice(reasons), chance.choice(categories)
            refuse_thing(counter.station, category=category.code, reason=reason.code, grams=weight)
        if day % 6 == 5:
            counter.reverse(receipts[-1])
            discard_item(counter.station, counter.register(), "Knust")
        counter.clock.days_pass(1)


def test_a_month_offline_arrives_whole_and_once(hub: Hub, tmp_path: Path) -> None:
    pc = Pc(tmp_path / "pc").enrol(hub)
    hub.stop()
    clock = Clock(datetime.datetime(2026, 10, 25, 8, 0, tzinfo=datetime.UTC))
    counter = Counter(pc.folder, clock)
    a_month(counter, random.Random(2026))
    expected = counter.station.figures()
    counter.station.close()
    assert pc("sync", expect=3)["code"] == "hub_unreachable"

    hub.start()
    sent = pc("sync")
    again = pc("sync")

    assert (sent["acknowledged"], sent["waiting"], sent["refused"]) == (sent["sent"], 0, [])
    assert sent["photos"] >= ITEMS
    assert (again["sent"], again["acknowledged"], again["photos"], again["waiting"]) == (0, 0, 0, 0)
    here, there = pc("verify"), hub("verify")
    assert (here["ok"], here["problems"]) == (True, [])
    assert (there["ok"], there["problems"]) == (True, [])
    assert (here["events"], here["photos"]) == (there["events"], there["photos"])
    figures = pc("figures")
    assert figures == hub("figures")
    assert figures["registered"] == {"pieces": expected.registered.pieces, "grams": expected.registered.grams}
    assert figures["registered"]["pieces"] == ITEMS + REVERSALS
    assert figures["refused"]["pieces"] == REFUSALS
    assert figures["discarded"]["pieces"] == REVERSALS
    assert len(pc("history", "--limit", "100")["entries"]) == HANDOVERS + REVERSALS
