"""The page of a thing that was handed over although the counter's verdict said no: why it went, and who said so."""

import re
from typing import Any

import msgspec
import pytest
from device import TestDevice
from django.test import Client
from reserving import OTHER, registered, send

from hub.ingest.models import Quarantine, StoredEvent
from hub.items.models import Item
from hub.reservations import let_go
from wire.messages import ItemRegistered, ItemsHandedOver

WHY = "Avtalt med <b>Berit</b>"


def hand_over(
    shelf: TestDevice, *things: ItemRegistered, by: str = "", reason: str = "category_not_covered", **more: Any
) -> ItemsHandedOver:
    """Only the last of the things goes for a reason; the handover itself is noted under AN."""
    event = shelf.hand_over(*things, orgnr=OTHER, actor="Fretex", staff="AN", **more)
    shelf.log.pop()
    *plain, last = event.lines
    let = msgspec.structs.replace(last, reason=reason, override=WHY, override_by=by)
    event = msgspec.structs.replace(event, lines=(*plain, let))
    shelf.add(event)
    return event


def page(officer: Client, thing: ItemRegistered, language: str = "en") -> str:
    answer = officer.get(f"/staff/things/{thing.number}/", headers={"Accept-Language": language})
    return answer.content.decode()


def cells(shown: str) -> list[str]:
    """What stands in the table of it, one text a cell."""
    (section,) = re.findall(r'<section aria-labelledby="let-go">(.*?)</section>', shown, re.DOTALL)
    (rows,) = re.findall(r"<tbody>(.*?)</tbody>", section, re.DOTALL)
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", rows, re.DOTALL)
    ]


@pytest.mark.parametrize(("by", "who"), [("LE", "LE"), ("", "AN")], ids=["before another finished it", "who finished"])
def test_the_page_says_why_it_went_and_who_gave_the_reason(
    officer: Client, shelf: TestDevice, by: str, who: str
) -> None:
    sofa, chair = registered(shelf, "sofa"), registered(shelf)
    hand_over(shelf, sofa, chair, by=by)
    send(shelf)
    _, actor, verdict, why, gave = cells(page(officer, chair))
    assert (actor, verdict, gave) == ("Fretex", "The agreement does not cover this category", who)
    assert why == "Avtalt med &lt;b&gt;Berit&lt;/b&gt;"
    assert "let-go" not in page(officer, sofa), "nobody needed a reason for it"


@pytest.mark.parametrize(
    ("language", "title", "verdict"),
    [
        ("nb", "Hvem som ga grunnen", "Tingen var reservert for en annen aktør"),
        ("nn", "Kven som gav grunnen", "Tingen var reservert for ein annan aktør"),
        ("en", "Who gave the reason", "The item was reserved for another actor"),
    ],
)
def test_it_is_said_in_every_language(
    officer: Client, shelf: TestDevice, language: str, title: str, verdict: str
) -> None:
    chair = registered(shelf)
    hand_over(shelf, chair, by="LE", reason="reserved_for_another")
    send(shelf)
    shown = page(officer, chair, language)
    assert f'<th scope="col">{title}</th>' in shown
    assert cells(shown)[2] == verdict
    assert shown.count("<table") == shown.count("<caption")


def test_every_time_that_it_went_is_there_the_newest_first(officer: Client, shelf: TestDevice) -> None:
    chair = registered(shelf)
    first = hand_over(shelf, chair, by="LE")
    shelf.reverse(first)
    hand_over(shelf, chair, at="2026-11-25T08:00:00Z")
    send(shelf)
    told = cells(page(officer, chair))
    assert (told[4], told[9]) == ("AN", "LE")
    assert ("Reversed since." in told[0], "Reversed since." in told[5]) == (False, True)


def test_initials_that_were_erased_are_gone_here_too(officer: Client, shelf: TestDevice) -> None:
    chair = registered(shelf)
    hand_over(shelf, chair, by="LE")
    send(shelf)
    StoredEvent.objects.filter(kind="ItemsHandedOver").update(body=None, salt=None)
    assert cells(page(officer, chair))[3:] == ["Avtalt med &lt;b&gt;Berit&lt;/b&gt;", "–"]


def test_what_was_set_aside_says_nothing_about_a_handover_that_counts(shelf: TestDevice) -> None:
    """A counter that was copied gives a receipt's number once more, with other initials."""
    chair, other = registered(shelf), registered(shelf)
    first = hand_over(shelf, chair, by="LE")
    hand_over(shelf, other, by="XX", receipt=first.receipt)
    hand_over(shelf, other, by="YY")
    send(shelf)
    assert Quarantine.objects.get().reason == "number_taken"
    said = {
        thing.number: [one.by for one in let_go.of(Item.objects.get(number=thing.number))] for thing in (chair, other)
    }
    assert said == {chair.number: ["LE"], other.number: ["YY"]}
