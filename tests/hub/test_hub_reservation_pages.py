"""The staff's pages about a thing and its reservation."""

import re
from datetime import timedelta

import pytest
from device import TestDevice
from django.test import Client
from django.utils import timezone
from reserving import ACTOR, LIMITED, OTHER, only, registered, send

from hub.agreements.models import Agreement
from hub.reservations import desk, lists
from hub.reservations.models import Reservation


def text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_nobody_sees_or_does_anything_without_a_login(shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    page = f"/staff/things/{chair.number}/"
    for path in ("/staff/things/", page):
        assert Client().get(path).headers["Location"].startswith("/login/")
    assert Client().post(page, {"do": "take_back"}).headers["Location"].startswith("/login/")
    assert Client().post(f"/staff/reservations/{only().pk}/told/").headers["Location"].startswith("/login/")
    assert only().ending == ""


def test_a_thing_is_found_by_its_number_reserved_and_taken_back(officer: Client, shelf: TestDevice) -> None:
    chair = shelf.register(category="chair", title="Stol <b>blå</b>")
    shelf.acknowledged()
    grouped = f"{chair.number[:1]} {chair.number[1:6]} {chair.number[6:13]} {chair.number[13:]}"
    assert "Nothing is reserved." in text(officer, "/staff/things/")
    shown = officer.get("/staff/things/", {"number": grouped}, follow=True).content.decode()
    page = f"/staff/things/{chair.number}/"
    assert grouped.replace(" ", "\N{NO-BREAK SPACE}") in shown
    assert "Stol &lt;b&gt;blå&lt;/b&gt;" in shown
    assert "Loppemarkedet" in shown, "whoever has an agreement may be chosen; whether it covers the thing is said then"
    until = timezone.localtime() + timedelta(days=2)
    done = officer.post(page, {"do": "reserve", "orgnr": ACTOR, "until": until.strftime("%Y-%m-%dT%H:%M")}, follow=True)
    assert 'role="status"' in done.content.decode()
    assert (only().actor_id, only().made_by) == (ACTOR, "kari")
    assert only().until == until.replace(second=0, microsecond=0)
    assert "Bruktbutikken" in text(officer, "/staff/things/")
    assert "Reserve it" not in text(officer, page)
    officer.post(page, {"do": "take_back"})
    assert (only().ending, only().ended_by) == ("taken_back", "kari")
    assert "Reserve it" in text(officer, page)
    assert "Reservation taken back" in text(officer, page)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"orgnr": LIMITED}, "The agreement does not cover this category"),
        ({"orgnr": ""}, "organisation number"),
        ({"orgnr": ACTOR, "until": "2020-01-01T12:00"}, "is past"),
        ({"orgnr": ACTOR, "until": "2099-01-01T12:00"}, "14 days"),
        ({"orgnr": ACTOR, "until": "soon"}, "no day and time"),
        ({"orgnr": ACTOR, "until": "0001-01-01T00:00"}, "is past"),
        ({"orgnr": ACTOR, "until": "9999-12-31T23:59"}, "14 days"),
    ],
)
def test_what_cannot_be_is_said_and_the_form_stays(
    officer: Client, shelf: TestDevice, given: dict[str, str], words: str
) -> None:
    page = f"/staff/things/{registered(shelf).number}/"
    answer = officer.post(page, {"do": "reserve", **given})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert words in shown
    assert 'role="alert"' in shown
    assert given.get("until", "") in shown
    assert not Reservation.objects.exists()


def test_the_moment_may_be_left_out_and_an_unknown_number_is_said(officer: Client, shelf: TestDevice) -> None:
    officer.post(f"/staff/things/{registered(shelf).number}/", {"do": "reserve", "orgnr": ACTOR, "until": ""})
    assert timezone.localtime(only().until).hour == 12
    for path in ("/staff/things/10003100042176/", "/staff/things/?number=stol"):
        answer = officer.get(path)
        assert answer.status_code == 404
        assert 'role="alert"' in answer.content.decode()
    assert officer.post("/staff/things/x/", {"do": "take_back"}).status_code == 404


def test_the_overview_says_whom_to_tell_until_somebody_did(officer: Client, shelf: TestDevice) -> None:
    chair = registered(shelf)
    desk.reserve(chair.number, ACTOR)
    assert "Broken reservations" not in text(officer, "/staff/")
    shelf.hand_over(chair, orgnr=OTHER, actor="Fretex")
    send(shelf)
    shown = text(officer, "/staff/")
    assert "Nothing. Everything" not in shown
    assert re.search(r"Bruktbutikken Chair.* Handed over: Fretex Isi Bruktbutikken knows", shown)
    answer = officer.post(f"/staff/reservations/{only().pk}/told/", follow=True)
    assert 'role="status"' in answer.content.decode()
    assert only().told_by == "kari"
    assert "Broken reservations" not in text(officer, "/staff/")
    assert "Broken: Handed over, Fretex. The actor knows." in text(officer, f"/staff/things/{chair.number}/")
    assert officer.post("/staff/reservations/999/told/").headers["Location"] == "/staff/"
    assert officer.get(f"/staff/reservations/{only().pk}/told/").status_code == 405


def test_an_actor_without_any_agreement_is_not_offered(officer: Client, shelf: TestDevice) -> None:
    chair = registered(shelf)
    Agreement.objects.filter(actor_id=OTHER).delete()
    assert "Fretex" not in text(officer, f"/staff/things/{chair.number}/")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_are_whole_in_every_language(officer: Client, shelf: TestDevice, language: str) -> None:
    chair, sofa = registered(shelf), registered(shelf, "sofa")
    desk.reserve(chair.number, ACTOR)
    desk.reserve(sofa.number, ACTOR)
    shelf.discard(sofa)
    send(shelf)
    for path in ("/staff/", "/staff/things/", f"/staff/things/{chair.number}/", f"/staff/things/{sofa.number}/"):
        page = officer.get(path, headers={"Accept-Language": language}).content.decode()
        assert f'<html lang="{language}"' in page
        assert page.count("<h1") == 1
        assert page.count("<table") == page.count("<caption")
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    assert lists.broken()
