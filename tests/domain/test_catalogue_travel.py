"""A catalogue travels in a message: what arrives must equal what was sent."""

import re
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import (
    Catalogue,
    Category,
    Factor,
    FactorSet,
    Group,
    Names,
    RefusalReason,
    Synonyms,
    content_version,
    load_catalogue,
)

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "catalogue"

words = st.text(max_size=12)
names = st.builds(Names, words, words, words)
several = st.lists(words, max_size=3).map(tuple)
grams = st.integers(1, 1_000_000)
categories = st.builds(
    Category,
    code=words,
    group=words,
    names=names,
    eu_group=st.sampled_from(["textiles", "electrical", "furniture", "construction", "other"]),
    electrical=st.booleans(),
    data_bearing=st.booleans(),
    max_grams=grams,
    default_grams=st.none() | grams,
    default_source=words,
    synonyms=st.builds(Synonyms, several, several, several),
    advice=st.none() | words,
)
factors = st.builds(
    Factor,
    category=words,
    grams_co2e_per_kg=grams,
    source=words,
    year=st.none() | st.integers(1990, 2100),
    caveat=words,
)
factor_sets = st.builds(
    FactorSet,
    code=words,
    name=words,
    metric=st.sampled_from(["net_avoided", "embodied", "derived"]),
    year=st.integers(1990, 2100),
    displacement_percent=st.integers(1, 100),
    source=words,
    caveat=words,
    default=st.booleans(),
    factors=st.lists(factors, max_size=3).map(tuple),
)
catalogues = st.builds(
    Catalogue,
    version=words,
    groups=st.lists(st.builds(Group, words, names, st.integers(1, 99)), max_size=3).map(tuple),
    categories=st.lists(categories, max_size=3).map(tuple),
    refusal_reasons=st.lists(st.builds(RefusalReason, words, names, names, words, words), max_size=3).map(tuple),
    factor_sets=st.lists(factor_sets, max_size=2).map(tuple),
)


@given(catalogues)
def test_a_catalogue_arrives_as_it_was_sent(sent: Catalogue) -> None:
    arrived = msgspec.json.decode(msgspec.json.encode(sent), type=Catalogue)
    assert arrived == sent
    assert content_version(arrived) == content_version(sent)


def test_the_shipped_catalogue_arrives_as_it_was_sent() -> None:
    catalogue = load_catalogue(SHIPPED)
    catalogue.category("chair")  # a lookup must leave nothing behind that travels
    arrived = msgspec.json.decode(msgspec.json.encode(catalogue), type=Catalogue)
    assert arrived == catalogue
    assert arrived.category("chair") == catalogue.category("chair")
    assert arrived.version == content_version(arrived)
    assert re.fullmatch("[0-9a-f]{12}", arrived.version)
