"""The file for whoever helps: what is in it, and what never is."""

import json
import zipfile
from pathlib import Path

import pytest
from counter import Counter

from domain.refused import Refused
from domain.weight import WeightSource
from station_app.actions.register import Draft, register_item
from station_app.actions.settings import keep_settings
from station_app.diagnostics import about, gather, licences, write


def test_it_holds_what_helps_and_nothing_about_people_or_things(
    new_counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = new_counter.station
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    keep_settings(station, staff="KB", agreements_contact="Kari 67 50 40 50", theme="dark")
    draft = Draft(category="bicycle", grams=14_000, weight_source=WeightSource.TYPED, title="Rød sykkel fra Ola")
    register_item(station, draft)
    (station.folder / "ombruk.log").write_text(f"INFO opened {station.folder}\n", encoding="utf-8")
    file = write(gather(station), tmp_path / "file.zip")
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name).decode("utf-8") for name in packed.namelist()}
    assert set(parts) == {"about.json", "settings.json", "counts.json", "findings.json", "ombruk.log"}
    assert json.loads(parts["settings.json"])["theme"] == "dark"
    whole = "".join(parts.values())
    for secret in ("KB", "Kari", "67 50", "sykkel", "Ola", str(tmp_path)):
        assert secret not in whole, secret
    assert "opened ~" in parts["ombruk.log"]


def test_what_a_store_is_in_numbers(new_counter: Counter) -> None:
    facts = about(new_counter.station)
    assert facts.events == new_counter.station.journal.head().seq
    assert 0 < facts.database_bytes <= facts.store_bytes
    assert facts.device_number == new_counter.station.identity.device_number


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write([], tmp_path / "none" / "file.zip")
    assert refused.value.code == "file_unwritable"


def test_the_licences_of_what_is_shipped_are_there() -> None:
    texts = licences()
    assert any("Inter" in text for text in texts.values())
    assert all(texts.values())
