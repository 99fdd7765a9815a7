"""The register travels whole: what the hub publishes is what the counter weighs, with every border intact."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from event_strategies import CODES, IDENTIFIERS, INSTANTS, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus, Thing, verdict
from domain.catalogue import content_version, load_catalogue
from wire.codec import Malformed, decode, encode
from wire.reference import Reference, StationName

CATALOGUE = load_catalogue(Path(__file__).resolve().parents[2] / "resources" / "catalogue")
ORGNRS = st.sampled_from(["974760673", "889640782"])
AGREEMENTS = st.builds(
    Agreement,
    id=IDENTIFIERS,
    orgnr=ORGNRS,
    kind=st.sampled_from(AgreementKind),
    first_day=st.dates(),
    last_day=st.dates(),
    categories=st.none() | st.lists(CODES, max_size=4).map(tuple),
    stations=st.none() | st.lists(IDENTIFIERS, max_size=3).map(tuple),
    electrical=st.booleans(),
    status=st.sampled_from(AgreementStatus),
)
REFERENCES = st.builds(
    Reference,
    hub=IDENTIFIERS,
    version=st.integers(1, 100_000),
    published_at=INSTANTS,
    stations=st.lists(st.builds(StationName, id=IDENTIFIERS, name=TEXTS, municipality=TEXTS), max_size=3).map(tuple),
    actors=st.lists(
        st.builds(Actor, orgnr=ORGNRS, name=TEXTS, language=st.sampled_from(["nb", "nn", "en"])), max_size=3
    ).map(tuple),
    agreements=st.lists(AGREEMENTS, max_size=4).map(tuple),
)


@given(REFERENCES)
def test_a_register_is_read_as_it_was_published(published: Reference) -> None:
    assert decode(encode(published), Reference) == published
    assert encode(decode(encode(published), Reference)) == encode(published)


@given(REFERENCES, ORGNRS, st.dates(), CODES, st.booleans())
def test_the_counter_gives_the_verdict_that_the_hub_would(
    published: Reference, orgnr: str, day: date, category: str, electrical: bool
) -> None:
    thing = Thing(category=category, electrical=electrical, data_bearing=False)
    arrived = decode(encode(published), Reference)
    at_hub, at_counter = (
        verdict(thing, orgnr=orgnr, station="", day=day, agreements=register.agreements)
        for register in (published, arrived)
    )
    assert at_hub == at_counter


def published(**changes: Any) -> bytes:
    document = {
        "hub": "00000000-0000-4000-8000-000000000001",
        "version": 42,
        "published_at": "2026-11-23T03:00:00Z",
        "stations": [],
        "actors": [],
        "agreements": [],
    }
    return encode({**document, **changes})


def test_the_catalogue_travels_inside_and_keeps_its_version() -> None:
    arrived = decode(published(catalogue=CATALOGUE), Reference)
    assert arrived.catalogue == CATALOGUE
    assert content_version(arrived.catalogue) == CATALOGUE.version


def test_without_a_catalogue_the_built_in_one_counts() -> None:
    assert decode(published(), Reference).catalogue is None


def test_days_are_days_without_hours() -> None:
    agreement: dict[str, Any] = {
        "id": "A-1",
        "orgnr": "974760673",
        "kind": "short",
        "first_day": "2026-11-20",
        "last_day": "2026-11-22",
        "categories": None,
        "stations": [],
        "electrical": False,
    }
    (read,) = decode(published(agreements=[agreement]), Reference).agreements
    assert (read.first_day, read.last_day) == (date(2026, 11, 20), date(2026, 11, 22))
    assert (read.categories, read.stations) == (None, ())
    assert msgspec.to_builtins(read)["first_day"] == "2026-11-20"
    for wrong in ("2026-11-31", "20.11.2026", "2026-11-20T00:00:00Z", "", None):
        with pytest.raises(Malformed):
            decode(published(agreements=[{**agreement, "first_day": wrong}]), Reference)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "42"},
        {"hub": None},
        {"published_at": "yesterday"},
        {"agreements": None},
        {"actors": [{"orgnr": 974760673, "name": "Grønn Gjenbruk"}]},
        {"agreements": [{"id": "A-1"}]},
        {"catalogue": {"version": "x"}},
    ],
    ids=str,
)
def test_half_a_register_is_no_register(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="Reference"):
        decode(published(**changes), Reference)
