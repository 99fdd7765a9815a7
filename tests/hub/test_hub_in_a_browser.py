"""The pages in a real browser: nothing that axe finds, nothing to scroll sideways, forms without scripts, true words.

Debian's Chromium, driven by playwright; axe-core comes with axe-playwright-python.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from device import TestDevice
from doors import loopback
from playwright.sync_api import Browser, Page, sync_playwright
from running import RunningHub

from domain.handover import Line

CHROMIUM = "/usr/bin/chromium"
QUIET_BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGUAGES = ("nb", "nn", "en")
SCHEMES = ("light", "dark")
SIZES = {"desk": (1280, 900, 1), "phone": (320, 640, 2), "desk at 200 %": (640, 450, 2)}
"""Width and height in CSS px and device pixels to one of them. 200 % zoom halves the width in CSS px."""
EVERYTHING = [*itertools.product(LANGUAGES, SCHEMES, SIZES)]
EVERY_DAY = {
    (language, SCHEMES[(row + place) % 2], size)
    for row, language in enumerate(LANGUAGES)
    for place, size in enumerate(SIZES)
}
"""Each language in each size, and both schemes with each of either: what a scheme colours depends on no size."""
PATIENCE_MS = 120_000
"""How long a page is waited for. A machine that is held up is not at fault."""
LOGIN = "/login/"
ACTOR = "974760673"
NORTH = "Nord gjenvinningsstasjon"
STICKS_OUT = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (part) => (part.getBoundingClientRect().right > root.clientWidth || part.scrollWidth > root.clientWidth)
      && !part.parentElement.closest(".wide"));
  return [root.scrollWidth, ...wide.map((part) => part.outerHTML.slice(0, 90))];
}"""
"""Nothing while the page does not scroll sideways; else how wide it is, and what reaches over its edge."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET_BROWSER)
        yield chromium
        chromium.close()


class Municipality:
    """A hub that serves, with a station that sent something, something to look at, and an officer."""

    def __init__(self, hub: RunningHub, port: int) -> None:
        self.hub, self.url = hub, f"http://127.0.0.1:{port}"
        self.password = hub.ok("add-user", "kari")["password"]
        self._port = port
        sender = self.enrolled("Isi")
        chair, self.sofa = sender.register(category="chair"), sender.register(category="sofa")
        let = Line(
            item=self.sofa.item,
            number=self.sofa.number,
            category="sofa",
            grams=self.sofa.grams,
            weight_source=self.sofa.weight_source,
            reason="category_not_covered",
            agreement=None,
            override="Avtalt med Berit på kontoret, som hadde snakket med Bruktbutikken i Bærum",
            override_by="LE",
        )
        sender.reverse(sender.hand_over(self.sofa, lines=(let,)))
        sender.acknowledged()
        for item in (chair, self.sofa):
            hub.ok("reserve", item.number, "--orgnr", ACTOR)
        sender.discard(chair)
        sender.acknowledged(5)
        sender.add(b'{"event":"x","kind":"FromTheFuture","version":9}')
        assert len(sender.acknowledged(6).not_applied) == 1

    def enrolled(self, station: str) -> TestDevice:
        device = TestDevice(loopback(self._port))
        assert device.enrol(self.hub.ok("add-device", "--station", station)["code"]).status == 200
        assert device.ask_token().status == 200
        return device

    def log_in(self, page: Page) -> None:
        page.goto(self.url + LOGIN)
        page.get_by_role("textbox").first.fill("kari")
        page.locator("#id_password").fill(self.password)
        page.get_by_role("button").click()
        page.wait_for_url("**/staff/")


@pytest.fixture(scope="module")
def municipality(begun: RunningHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Municipality]:
    hub = begun.copied(tmp_path_factory.mktemp("browser") / "hub")
    hub.ok("add-station", "--name", NORTH, "--municipality", "Bærum")
    hub.ok("add-actor", "--name", "Bruktbutikken i Bærum", "--orgnr", ACTOR)
    days = ("--from", "2020-01-01", "--to", "2099-12-31")
    hub.ok("add-agreement", "--orgnr", ACTOR, "--categories", "all", *days)
    with hub.served() as port:
        yield Municipality(hub, port)


@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [pytest.param(*case, marks=() if case in EVERY_DAY else pytest.mark.soak) for case in EVERYTHING],
)
def test_every_page_is_whole_and_axe_finds_nothing(
    municipality: Municipality, browser: Browser, language: str, scheme: str, size: str
) -> None:
    width, height, dots = SIZES[size]
    context = browser.new_context(
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
        device_scale_factor=dots,
        # axe is put into the page, whose own policy lets no script run.
        bypass_csp=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        page.goto(municipality.url + LOGIN)
        look(page, language)
        municipality.log_in(page)
        look(page, language)
        assert page.get_by_role("row").count() > 8
        page.locator("section[aria-labelledby=look]").get_by_role("link").first.click()
        page.locator("summary").click()
        look(page, language)
        for path in ("things/", f"things/{municipality.sofa.number}/"):
            page.goto(f"{municipality.url}/staff/{path}")
            assert page.get_by_role("row").count() >= 2
            look(page, language)
        assert page.locator("section[aria-labelledby=let-go]").is_visible()
    finally:
        context.close()


def look(page: Page, language: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("html").get_attribute("lang") == language
    sticks_out = page.evaluate(STICKS_OUT)
    assert sticks_out == [], f"{page.url} scrolls sideways: {sticks_out}"


def test_an_officer_gets_in_and_out_without_scripts(municipality: Municipality, browser: Browser) -> None:
    context = browser.new_context(locale="nb", java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        page.goto(municipality.url + LOGIN)
        page.locator("#id_username").fill("kari")
        page.locator("#id_password").fill("feil")
        page.get_by_role("button").click()
        assert page.get_by_role("alert").is_visible()
        municipality.log_in(page)
        assert "Isi" in page.locator("#main").inner_text()
        page.get_by_role("button", name="kari").click()
        assert page.get_by_role("heading").first.is_visible()
    finally:
        context.close()


def test_the_page_says_within_two_minutes_that_a_station_is_no_longer_heard(
    municipality: Municipality, browser: Browser
) -> None:
    page = browser.new_context(locale="nb").new_page()
    page.set_default_timeout(PATIENCE_MS)
    try:
        municipality.log_in(page)
        assert "Må ses på" in said_of(page, "Isi")
        assert "Ikke hørt ennå" in said_of(page, NORTH)
        quiet = municipality.enrolled(NORTH)
        assert quiet.hello().status == 200
        page.reload()
        assert "Tilkoblet" in said_of(page, NORTH)
        two_minutes_pass(municipality.hub.folder / "presence" / quiet.id)
        page.reload()
        assert "Frakoblet" in said_of(page, NORTH)
    finally:
        page.context.close()


def two_minutes_pass(heard: Path) -> None:
    """As if the station had been switched off two minutes ago."""
    then = heard.stat().st_mtime - 120
    os.utime(heard, (then, then))


def said_of(page: Page, station: str) -> str:
    row = page.locator("section[aria-labelledby=stations]").get_by_role("row").filter(has_text=station)
    return row.inner_text()
