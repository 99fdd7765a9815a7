"""The register that the counters get, and what an officer can do with it."""

from datetime import date

import pytest
from device import TestDevice

from domain.agreement import AgreementStatus
from domain.refused import Refused
from hub.agreements import register
from hub.agreements.models import PublishedReference, Station
from hub.agreements.publish import catalogue
from hub.errors import words
from wire.reference import Reference

ORGNR = "974760673"
DAYS = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}


def published(device: TestDevice) -> Reference:
    answer = device.ask("GET", "/reference")
    assert answer.headers["content-type"] == "application/jose"
    found = device.verified(answer.body, Reference)
    assert answer.headers["etag"] == f'"{found.version}"'
    return found


def test_the_register_is_signed_and_whole(device: TestDevice) -> None:
    before = published(device)
    category = catalogue().categories[0].code
    register.add_actor("Bruktbutikken", ORGNR)
    agreement = register.add_agreement(ORGNR, categories=[category], stations=["Isi"], electrical=True, **DAYS)
    after = published(device)
    assert (after.hub, after.version) == (device.hub, before.version + 2)
    assert [actor.name for actor in after.actors] == ["Bruktbutikken"]
    (found,) = after.agreements
    assert (found.id, found.categories, found.electrical) == (str(agreement.id), (category,), True)
    assert found.stations == (after.stations[0].id,)
    assert (found.first_day, found.last_day) == (DAYS["first_day"], DAYS["last_day"])
    assert after.catalogue == catalogue()


def test_a_version_that_the_counter_has_is_not_sent_again(device: TestDevice) -> None:
    version = published(device).version
    answer = device.ask("GET", "/reference", If_None_Match=f'"{version}"')
    assert (answer.status, answer.body) == (304, b"")
    register.add_actor("Bruktbutikken", ORGNR)
    assert device.ask("GET", "/reference", If_None_Match=f'"{version}"').status == 200


def test_every_version_stays_as_it_was_published(device: TestDevice) -> None:
    first = device.ask("GET", "/reference").body
    register.add_actor("Bruktbutikken", ORGNR)
    kept = PublishedReference.objects.get(version=device.verified(first, Reference).version)
    assert kept.signed.encode() == first


def test_a_suspended_agreement_reaches_the_counters(device: TestDevice) -> None:
    register.add_actor("Bruktbutikken", ORGNR)
    agreement = register.add_agreement(ORGNR, categories=None, **DAYS)
    register.suspend_agreement(str(agreement.id))
    (found,) = published(device).agreements
    assert (found.status, found.categories, found.stations) == (AgreementStatus.SUSPENDED, None, None)


def refusal(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator]
    said = words(caught.value)
    assert said.error.strip()
    assert said.remedy.strip()
    return caught.value.code


def test_what_an_officer_gets_wrong_is_said_with_a_remedy(station: Station) -> None:
    versions = PublishedReference.objects.count()
    assert refusal(lambda: register.add_station("Isi", "Bærum")) == "station_exists"
    assert refusal(lambda: register.add_station(" ", "Bærum")) == "text_missing"
    assert refusal(lambda: register.add_station("x" * 300, "Bærum")) == "text_too_long"
    assert refusal(lambda: register.add_station("Isi\u202e", "Bærum")) == "text_hidden_characters"
    assert refusal(lambda: register.find_station("Grini")) == "station_unknown"
    assert refusal(lambda: register.add_actor("Butikk", "123456789")) == "orgnr_wrong"
    assert refusal(lambda: register.add_agreement(ORGNR, categories=None, **DAYS)) == "actor_unknown"
    assert refusal(lambda: register.suspend_agreement("x")) == "agreement_unknown"
    assert PublishedReference.objects.count() == versions, "nothing is published for a change that was not made"


def test_an_agreement_must_make_sense(station: Station) -> None:
    register.add_actor("Bruktbutikken", ORGNR)
    assert refusal(lambda: register.add_actor("Den samme", ORGNR)) == "actor_exists"
    wrong_days = {"first_day": DAYS["last_day"], "last_day": DAYS["first_day"]}
    assert refusal(lambda: register.add_agreement(ORGNR, categories=None, **wrong_days)) == "dates_reversed"
    assert refusal(lambda: register.add_agreement(ORGNR, categories=["romskip"], **DAYS)) == "category_unknown"
    assert refusal(lambda: register.add_agreement(ORGNR, categories=[], **DAYS)) == "nothing_covered"
    assert refusal(lambda: register.add_agreement(ORGNR, categories=None, stations=["?"], **DAYS)) == "station_unknown"
    agreement = register.add_agreement(ORGNR, categories=None, **DAYS)
    register.suspend_agreement(str(agreement.id))
    assert refusal(lambda: register.suspend_agreement(str(agreement.id))) == "agreement_already_suspended"


def test_stations_of_the_same_name_in_two_municipalities_are_told_apart(station: Station) -> None:
    register.add_station("Isi", "Asker")
    assert refusal(lambda: register.find_station("Isi")) == "station_ambiguous"
