"""The staff's pages: behind a login, plain to read, and nothing on them runs."""

import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from conftest import MakeDevice
from device import TestDevice
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

import hub as hub_package
from domain.refused import Refused
from hub import errors
from hub.accounts import door
from hub.accounts.staff import add_user
from hub.agreements.register import add_station
from hub.ingest import projection
from hub.reports import views
from hub.reports.templatetags import words

FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture
def staff(hub: object) -> Client:
    password = add_user("kari")
    client = Client()
    assert client.post("/login/", {"username": "kari", "password": password}).status_code == 302
    return client


def test_nobody_gets_in_without_a_login(hub: object) -> None:
    client = Client()
    assert client.get("/").headers["Location"] == "/staff/"
    assert client.get("/staff/").headers["Location"] == "/login/?next=/staff/"
    answer = client.post("/login/", {"username": "kari", "password": "feil"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_a_password_is_kept_so_that_guessing_is_slow(hub: object, settings: Any) -> None:
    _quick, *settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS
    add_user("kari")
    kept = get_user_model().objects.get(username="kari").password
    name, rounds, *_ = kept.split("$")
    assert name == "pbkdf2_sha256"
    assert int(rounds) >= 600_000, "OWASP's password storage cheat sheet, as of 2023"


def login(name: str, password: str, address: str = "127.0.0.1") -> HttpResponse:
    return Client(REMOTE_ADDR=address).post("/login/", {"username": name, "password": password})


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Vent et kvarter"), ("nn", "Vent eit kvarter"), ("en", "Wait a quarter")]
)
def test_guessing_at_a_password_comes_to_an_end(
    hub: object, caplog: pytest.LogCaptureFixture, language: str, words: str
) -> None:
    password = add_user("kari")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        login("kari", "feil")
    closed = Client(headers={"Accept-Language": language}).post("/login/", {"username": "kari", "password": password})
    assert closed.status_code == 429
    assert words in closed.content.decode()
    assert login("kari", password, "192.0.2.7").status_code == 302, "whoever guesses shuts nobody else out"
    assert login("ola", "feil").status_code == 200
    assert "kari" not in caplog.text


def test_the_door_opens_again_and_tries_are_forgotten(hub: object) -> None:
    password = add_user("kari")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        login("kari", "feil")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert login("kari", password).status_code == 302
    login("kari", "feil")
    assert door.forget() == 0
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    assert door.forget() == 1


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [("", "127.0.0.1"), ("203.0.113.9", "203.0.113.9"), ("1.2.3.4, 2001:db8::1", "2001:db8::1"), ("x", "127.0.0.1")],
)
def test_behind_a_proxy_the_last_address_counts(settings: Any, forwarded: str, found: str) -> None:
    """The last one is what the proxy wrote; those before it are whatever the client said."""
    request = RequestFactory().get("/login/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    settings.SECURE_PROXY_SSL_HEADER = None
    assert door.address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert door.address(request) == found


def test_the_staff_hear_of_a_certificate_that_ends_soon(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for days, said in ((22, False), (20, True)):
        monkeypatch.setenv("OMBRUK_CERTIFICATE_UNTIL", (timezone.now() + timedelta(days=days)).isoformat())
        assert ("The certificate of this hub is valid until" in officer.get("/staff/").content.decode()) == said


def test_whose_browser_sends_no_cookie_is_told_what_to_do(hub: Any) -> None:
    """Blocked, or with a cookie of another program beside it that the server cannot read."""
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "kari", "password": "x"})
    assert answer.status_code == 403
    assert "slett" in answer.content.decode().partition("<h1")[2]


@pytest.mark.parametrize(("broken", "status"), [(OperationalError("away"), 503), (KeyError("bug"), 500)])
def test_a_page_that_cannot_be_made_says_what_to_do(
    officer: Client,
    broken: Exception,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A bug is in the log as a whole, and what passes in one line."""

    def fail(*_: object) -> None:
        raise broken

    monkeypatch.setattr(views, "figures", fail)
    officer.raise_request_exception = False
    answer = officer.get("/staff/")
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()
    assert "kari" not in answer.content.decode(), "who is logged in is in the database"
    (record,) = caplog.records
    if status == 503:
        assert (record.getMessage(), record.exc_info) == ("a page cannot be shown: database_unreachable", None)
        assert answer.headers["Retry-After"] == "60"
    else:
        assert record.exc_info


def test_forms_are_protected_against_other_sites(hub: object) -> None:
    assert Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "x"}).status_code == 403


def test_the_page_shows_figures_stations_and_what_to_look_at(
    staff: Client, device: TestDevice, enrolled: MakeDevice
) -> None:
    item = device.register(grams=4200)
    device.hand_over(device.register(grams=12_345))
    device.acknowledged()
    other = enrolled()
    other.register(number=item.number)
    other.acknowledged()
    page = staff.get("/staff/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "2 16,545 kg" in text, "registered"
    assert "1 4,200 kg" in text, "on the shelf"
    assert "1 12,345 kg" in text, "handed over"
    assert "Isi Bærum 1 4,200 kg" in text
    assert item.number in text
    assert "number_taken" not in text


def test_names_that_look_like_code_are_only_text(staff: Client) -> None:
    add_station(FORMULA, "<script>alert(1)</script>")
    page = staff.get("/staff/").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "=cmd|&#x27;/c calc&#x27;!A1" in page


@pytest.mark.parametrize("path", ["/login/", "/staff/"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pages_are_clean_for_keyboard_and_screen_reader(staff: Client, path: str, language: str) -> None:
    answer = staff.get(path, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert page.count("<table") == page.count("<caption")
    assert 'class="ds-skip-link" href="#main"' in page
    assert 'id="main"' in page
    for field in re.findall(r'<input[^>]*type="(?:text|password)"[^>]*id="(\w+)"', page):
        assert f'<label class="ds-label" for="{field}"' in page
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_every_answer_forbids_scripts(hub: object) -> None:
    headers = Client().get("/login/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_host_that_cannot_be_is_turned_away_without_a_word_in_the_log(
    hub: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert Client().get("/login/", headers={"Host": "<kari>@hub"}).status_code == 400
    assert "kari" not in caplog.text
    assert caplog.records == []


def test_style_is_served_by_the_hub_itself(hub: object) -> None:
    answer = Client().get("/static/hub/hub.css")
    content = b"".join(answer)
    answer.close()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert b".page-head" in content


@pytest.mark.parametrize("password", ["kort", "passord1234", "1234567890123", "karinordmann"])
def test_weak_passwords_are_refused(hub: object, password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        add_user("karinordmann", password)


ROOT = Path(hub_package.__file__).parent


def _ids_in_use() -> set[str]:
    found: set[str] = set()
    for file in ROOT.rglob("*.html"):
        found.update(re.findall(r'{%\s*translate "([^"]+)"', file.read_text(encoding="utf-8")))
        text = file.read_text(encoding="utf-8")
        for block in re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", text, re.DOTALL):
            parts = re.split(r"{%\s*plural\s*%}", block)
            found.update(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part) for part in parts)
    for file in ROOT.rglob("*.py"):
        found.update(re.findall(r'\b(?:gettext|t)\(\s*"([^"]+)"\s*\)', file.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_has_its_translation(language: str) -> None:
    from babel.messages.pofile import read_po

    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    translated: set[str] = set()
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else [message.id]
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        assert all(strings), message.id
        for text in strings:
            named = set(re.findall(r"%\(\w+\)s", str(text)))
            assert named == set(re.findall(r"%\(\w+\)s", str(ids[0]))), message.id
        translated.update(ids)
    assert _ids_in_use() - translated == set()
    assert translated - _ids_in_use() == set(), "texts that nobody shows any more"


def test_every_reason_and_every_refusal_has_words() -> None:
    reasons = {value for name, value in vars(projection).items() if name.isupper() and isinstance(value, str)}
    assert reasons == words.codes()
    raised: set[str] = set()
    for file in ROOT.rglob("*.py"):
        raised.update(re.findall(r'Refused\("(\w+)"', file.read_text(encoding="utf-8")))
    from_domain = {"orgnr_wrong", "text_missing", "text_too_long", "text_hidden_characters"}
    from_domain |= {"item_handed_over", "item_discarded", "item_void"}
    assert raised | from_domain == errors.codes()


def test_the_hub_speaks_bokmaal_unless_asked_otherwise() -> None:
    assert settings.LANGUAGE_CODE == "nb"
    assert settings.DEBUG is False
