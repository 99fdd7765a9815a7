"""What a receipt shows, on every page, whatever is written on it."""

import dataclasses
import datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from document_samples import codes, item_number, line, page_images, page_texts, photo, receipt, signature
from hypothesis import example, given, settings
from hypothesis import strategies as st
from soak import examples

from domain.numbers import grouped
from station_app.documents.receipt import CategoryTotal, Signature, render_receipt
from station_app.language import translation


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [1, 60, 300])
def test_every_page_says_which_it_is_of_how_many(count: int) -> None:
    texts = page_texts(render_receipt(receipt(count)))
    words = translation("nb").gettext("Page {page} of {pages}")
    for number, text in enumerate(texts, start=1):
        assert words.format(page=number, pages=len(texts)) in text
        assert grouped(receipt().number) in text


def test_a_van_load_of_five_things_is_one_sheet() -> None:
    assert len(page_texts(render_receipt(receipt(5)))) == 1


def test_no_line_is_lost_or_doubled_between_pages() -> None:
    texts = page_texts(render_receipt(receipt(60)))
    assert len(texts) > 2
    everything = squeeze("".join(texts))
    for index in range(60):
        assert everything.count(squeeze(grouped(item_number(index + 1)))) == 1


@pytest.mark.parametrize("lines", [1, 11, 60])
def test_nothing_runs_over_the_foot_or_the_edge_of_a_page(lines: int) -> None:
    millimetre = 72 / 25.4
    with pypdfium2.PdfDocument(render_receipt(receipt(lines, signature=None))) as document:
        for page in document:
            boxes = [each.get_bounds() for each in page.get_objects()]
            assert min(left for left, _, _, _ in boxes) > 17 * millimetre
            assert max(right for _, _, right, _ in boxes) < 193 * millimetre
            assert max(top for _, _, _, top in boxes) < 283 * millimetre
            low = [bottom for _, bottom, _, _ in boxes if bottom < 19 * millimetre]
            assert len(low) == 2  # the foot: the receipt's number and the page's
            assert min(low) > 8 * millimetre


def test_column_heads_stand_above_the_lines_of_every_page() -> None:
    head = translation("nb").gettext("Agreement check")
    for text in page_texts(render_receipt(receipt(60))):
        assert text.count(head) == (1 if "Dekket av avtalen" in text else 0)


def test_weights_are_kilograms_with_a_comma_their_source_and_their_sums() -> None:
    text = " ".join(page_texts(render_receipt(receipt(3))))
    _ = translation("nb").gettext
    assert "4,2 kg" in text
    assert "4,337 kg" in text
    assert f"{(4200 + 4337 + 4474) / 1000} kg".replace(".", ",") in text
    for word in (_("weighed"), _("estimated"), _("category weight")):
        assert word in text


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["scale", "scale"], "All of it was weighed on a scale at the station."),
        (["typed", "default"], "Nothing was weighed on a scale; the weights are estimated."),
    ],
)
def test_the_receipt_says_how_much_was_weighed(sources: list[str], message: str) -> None:
    things = tuple(dataclasses.replace(line(index), weight_source=source) for index, source in enumerate(sources))
    assert message in " ".join(page_texts(render_receipt(receipt(2, lines=things, language="en"))))


def test_time_is_norwegian_time_in_winter_and_in_summer() -> None:
    for month, hour in ((11, "10.42"), (7, "11.42")):
        at = datetime.datetime(2026, month, 22, 9, 42, tzinfo=datetime.UTC)
        assert f"22.{month:02d}.2026 kl. {hour}" in page_texts(render_receipt(receipt(at=at)))[0]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render_receipt(receipt(at=datetime.datetime(2026, 11, 22, 9, 42)))  # noqa: DTZ001


@pytest.mark.parametrize("categories", [1, 12, 60])
def test_the_total_stands_on_the_page_that_is_signed(categories: int) -> None:
    totals = tuple(CategoryTotal(f"Gruppe {index:03d}x " * 6, 1, 1000) for index in range(categories))
    for lines in range(8, 16):
        texts = page_texts(render_receipt(receipt(lines, totals=totals, signature=None)))
        assert translation("nb").gettext("Station staff") in texts[-1]
        assert f"{lines} " + translation("nb").gettext("{count} pcs").split()[-1] in texts[-1]
        assert squeeze("".join(texts)).count(f"Gruppe{categories - 1:03d}x") == 6


@pytest.mark.parametrize("count", [4, 5, 6, 7, 12, 13, 30])
def test_sums_and_signature_never_have_a_page_without_things(count: int) -> None:
    reversal = receipt(count, signature=None, kind="reversal", reverses=receipt().number, reason="Feil aktør")
    last = squeeze(page_texts(render_receipt(reversal))[-1])
    for index in (count - 1, count):
        assert squeeze(grouped(item_number(index))) in last


def test_long_names_are_wrapped_never_cut() -> None:
    name = (
        "Maximiliane Ærlig-Østgård von und zu Åsgårdstrand-Hallingskarvet de la Vega y Tverrelvdalen-Čáhppesjávri IV "
        * 2
    )
    data = receipt(2, actor_name=name, representative=name, station=name, staff=name, signature=None)
    text = "".join(page_texts(render_receipt(data)))
    assert "…" not in text
    assert squeeze(text).count(squeeze(name)) >= 4


@pytest.mark.parametrize("dpi", [150, 203, 300])
def test_the_number_of_the_receipt_reads_back(dpi: int) -> None:
    [page] = page_images(render_receipt(receipt(1)), dpi)
    assert codes(page) == [(zxingcpp.BarcodeFormat.Code128, receipt().number)]


def test_the_signature_is_drawn_as_lines() -> None:
    data = receipt(1, lines=(line(0),))
    points = sum(len(stroke) for stroke in data.signature.strokes) if data.signature else 0
    with pypdfium2.PdfDocument(render_receipt(data)) as document:
        assert not [*document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
        paths = [
            pdfium.FPDFPath_CountSegments(each.raw) for each in document[0].get_objects([pdfium.FPDF_PAGEOBJ_PATH])
        ]
    # The single point of the last stroke takes two segments: a line without length, which the round pen makes a dot.
    assert points + 1 in paths


def test_a_pad_without_area_is_refused() -> None:
    with pytest.raises(ValueError, match="no area"):
        render_receipt(receipt(signature=Signature(0, 300, signature().strokes)))


def test_without_signature_there_are_two_lines_to_sign_on() -> None:
    _ = translation("nb").gettext
    text = page_texts(render_receipt(receipt(signature=None)))[0]
    assert _("Station staff") in text
    assert text.count(_("Date")) == 2
    assert _("Signed on screen {time}").split("{")[0] not in text


def test_a_reversal_names_the_receipt_it_takes_back_and_why() -> None:
    data = receipt(kind="reversal", reverses="20003100000110", reason="Feil aktør valgt ved skranken")
    text = page_texts(render_receipt(data))[0]
    assert translation("nb").gettext("Reversal receipt") in text
    assert text.count("2 00031 0000011 0") == 2
    assert "Feil aktør valgt ved skranken" in text


def test_pictures_of_any_shape_stand_beside_their_line_and_a_damaged_one_does_not_stop_the_receipt() -> None:
    pictures = (photo(1, (320, 40)), photo(2, (40, 320)), b"not a picture")
    things = tuple(dataclasses.replace(line(index), thumbnail=jpeg) for index, jpeg in enumerate(pictures))
    with pypdfium2.PdfDocument(render_receipt(receipt(3, lines=things))) as document:
        images = [*document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
        shapes = [right - left > top - bottom for left, bottom, right, top in (each.get_bounds() for each in images)]
    assert shapes == [True, False]


@settings(deadline=None, max_examples=examples(40))
@given(name=st.text(max_size=120), title=st.text(max_size=120))
@example(name="شركة إعادة الاستخدام (2026) AS", title="שולחן וארבעה כיסאות 120 cm")
@example(name="हिन्दी ไทย தமிழ் ትግርኛ 한국어 中文 日本語", title="👩‍👩‍👧‍👦 🛋️ ♻️")
@example(name="\u2067\u202eabc\u2069 \ud800 \x00\x07", title="e\u0301\u0301\u0301 \U000e0001 \U0010ffff \ue000")
@example(name="‎=cmd|'/c calc'!A1‏", title="ﷺ ﷽ \u05d0\u0301")
def test_any_name_and_title_can_stand_on_a_receipt(name: str, title: str) -> None:
    things = (dataclasses.replace(line(0), title=title), line(1))
    data = receipt(2, lines=things, actor_name=name, representative=name, station=name, staff=name, agreement_text=name)
    texts = page_texts(render_receipt(data))
    assert grouped(item_number(1)) in texts[0]
    assert texts[-1]


@settings(deadline=None, max_examples=examples(25))
@given(fewer=st.integers(0, 70), more=st.integers(0, 70), title=st.text(max_size=120))
def test_more_lines_never_take_fewer_pages(fewer: int, more: int, title: str) -> None:
    def pages(count: int) -> int:
        things = tuple(dataclasses.replace(line(index), title=title, thumbnail=None) for index in range(count))
        return len(page_texts(render_receipt(receipt(0, lines=things))))

    assert pages(fewer) <= pages(fewer + more)
