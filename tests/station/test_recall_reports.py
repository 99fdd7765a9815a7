"""The recall list comes from files that nobody here wrote: quirky, damaged, hostile, or simply the wrong ones."""

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import safety_gate_samples as samples
from counter import Counter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.refused import Refused
from domain.staff import Role
from station_app.actions import recall_xml
from station_app.actions.recall_xml import read_report
from station_app.actions.recalls import RecallsImported, import_recalls
from station_app.station import Duty
from station_app.storage.recalls import Alert


@pytest.fixture
def listed(counter: Counter, tmp_path: Path) -> Counter:
    """A counter with one week's report."""
    import_recalls(counter.station, samples.write(tmp_path, *samples.WEEK))
    return counter


def rows(counter: Counter) -> dict[str, Alert]:
    numbers = [alert["caseNumber"] for alert in samples.WEEK]
    return {found.reference: found for found in map(counter.station.recalls.alert, numbers) if found is not None}


def test_the_quirks_of_the_reports_are_cleaned_away() -> None:
    report = read_report([samples.report(*samples.WEEK)], "week.xml")
    chair, lamp, _kettle = report.alerts
    assert (report.published, report.unnumbered) == ("2026-11-20", 0)
    assert (chair.reference, chair.brand, chair.name) == ("SR/02362/26", "Knerten", "Trippel Trapp")
    assert chair.danger == "The seat may come loose & the child may fall (<36 months)."
    assert chair.barcode == "5901234123457 4006381333931"
    assert (chair.batch, chair.country, chair.url) == ("", "Norway", samples.PAGE + "10118487")
    assert (lamp.name, lamp.danger, lamp.barcode) == ("", "", "")
    assert [alert.from_users for alert in report.alerts] == [True, False, True]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("H&M", "H&M"),
        ("B&amp;O", "B&O"),
        ("<b>Lumi</b>va", "Lumi va"),
        ("Lumiva <a href='https://lumiva.exam", "Lumiva"),
        ("Lumiva</", "Lumiva"),
        ("Lumiva&nbsp;&nb", "Lumiva"),
        ("\u202eaviemuL", "aviemuL"),
        ("  Lumiva \n Nord ", "Lumiva Nord"),
        ("UNKNOWN", ""),
        ("Unknown Pleasures", "Unknown Pleasures"),
    ],
)
def test_a_brand_is_plain_text_in_one_line(written: str, kept: str) -> None:
    report = read_report([samples.report({**samples.LAMP, "brand": written})], "week.xml")
    assert report.alerts[0].brand == kept


def test_an_address_is_an_address_of_the_web_or_nothing() -> None:
    odd = {**samples.LAMP, "reference": "javascript:alert(1)", "URLrecall": "https://lumiva.example/recall"}
    assert read_report([samples.report(odd)], "x").alerts[0].url == "https://lumiva.example/recall"


def test_an_alert_without_a_number_is_counted_and_passed_over() -> None:
    report = read_report([samples.report(samples.UNNUMBERED, samples.LAMP)], "week.xml")
    assert (len(report.alerts), report.unnumbered) == (1, 1)


def test_an_alert_that_stands_there_twice_is_taken_as_it_stands_last() -> None:
    report = read_report([samples.report(samples.LAMP, {**samples.LAMP, "brand": "Nyere"})], "week.xml")
    assert [alert.brand for alert in report.alerts] == ["Nyere"]


def test_a_report_may_come_in_any_pieces_and_in_utf_16() -> None:
    data = samples.report(*samples.WEEK)
    whole = read_report([data], "week.xml")
    assert read_report([data[place : place + 7] for place in range(0, len(data), 7)], "week.xml") == whole
    wide = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert read_report([wide], "week.xml") == whole


def dated(inside: str, root: str = "Safety-Gate", before: str = "") -> bytes:
    return f"{before}<{root}><report_date>20/11/2026</report_date>{inside}</{root}>".encode()


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REFERENCE = "<notifications><caseNumber>&{}</caseNumber></notifications>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "recalls_not_a_report"),
        (b"not XML at all", "recalls_not_a_report"),
        (b"<html><body>Gateway timeout</body></html>", "recalls_not_a_report"),
        (samples.report(samples.LAMP)[:-20], "recalls_not_a_report"),
        (samples.INDEX.encode(), "recalls_index_file"),
        (samples.report(samples.LAMP, day="47/2026"), "recalls_no_date"),
        (dated(REFERENCE.format("b;"), before=BOMB), "recalls_not_a_report"),
        (dated(REFERENCE.format("a;"), before=OUTSIDE), "recalls_not_a_report"),
        (dated("", before='<!DOCTYPE x SYSTEM "https://example.no/x.dtd">'), "recalls_not_a_report"),
        (dated("<a>" * 100 + "</a>" * 100), "recalls_not_a_report"),
        (dated("", before='<?xml version="1.0" encoding="x-none"?>'), "recalls_not_a_report"),
        (dated("", before='<?xml version="1.0" encoding="big5"?>'), "recalls_not_a_report"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_report([data], "week.xml")
    assert (caught.value.code, caught.value.facts["file"]) == (code, "week.xml")


def test_a_tag_without_an_end_is_given_up_early() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield b"<Safety-Gate><notifications "
        while taken < 100:
            taken += 1
            yield b"x" * 262_144

    with pytest.raises(Refused, match="recalls_not_a_report"):
        read_report(endless(), "week.xml")
    assert taken * 262_144 < 2 * recall_xml.LONGEST_TAG


def test_a_long_text_is_cut_and_no_tag_is_too_long_for_it() -> None:
    wordy = {**samples.LAMP, "danger": "null " + "Very dangerous. " * 200_000}
    data = samples.report(wordy)
    pieces = [data[place : place + 65_536] for place in range(0, len(data), 65_536)]
    (alert,) = read_report(pieces, "week.xml").alerts
    assert len(alert.danger) == recall_xml.LONGEST_TEXT


def test_a_week_without_alerts_is_a_report_too() -> None:
    assert read_report([samples.report()], "week.xml") == recall_xml.Report("2026-11-20", (), 0)


VALID = samples.report(*samples.WEEK, samples.UNNUMBERED)
scraps = st.sampled_from(
    [
        b"<",
        b">",
        b"</",
        b"<notifications>",
        b"</notifications>",
        b"<report_date>",
        b"&#0;",
        b"&lt;",
        b"]]>",
        b"\xff\xfe",
    ]
)


@given(data=st.one_of(st.binary(), st.text().map(str.encode), st.lists(scraps).map(b"".join)))
def test_any_bytes_are_a_report_or_refused(data: bytes) -> None:
    refused_or_read([data])


@given(
    cut=st.integers(0, len(VALID)),
    gap=st.integers(0, 60),
    scrap=st.one_of(scraps, st.binary(max_size=8)),
    size=st.integers(1, 999),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_report_is_a_report_or_refused(cut: int, gap: int, scrap: bytes, size: int) -> None:
    data = VALID[:cut] + scrap + VALID[cut + gap :]
    refused_or_read([data[place : place + size] for place in range(0, len(data), size)])


def refused_or_read(pieces: list[bytes]) -> None:
    try:
        report = read_report(pieces, "any.xml")
    except Refused:
        return
    datetime.date.fromisoformat(report.published)
    for alert in report.alerts:
        assert alert.reference
        texts = [text for text in msgspec.structs.astuple(alert) if isinstance(text, str)]
        assert all(text == " ".join(text.split()) and len(text) <= recall_xml.LONGEST_TEXT for text in texts)


def test_importing_again_changes_nothing(counter: Counter, tmp_path: Path) -> None:
    file = samples.write(tmp_path, *samples.WEEK)
    first = import_recalls(counter.station, file)
    before = rows(counter)
    again = import_recalls(counter.station, file)
    assert first == RecallsImported(files=1, alerts=3, fresh=3, changed=0, unnumbered=0, problems=())
    assert (again.files, again.fresh, again.changed) == (1, 0, 0)
    assert rows(counter) == before
    assert counter.station.verify().ok


def test_a_later_version_replaces_the_earlier_in_whatever_order_they_come(listed: Counter, tmp_path: Path) -> None:
    mended = {**samples.LAMP, "brand": "Lumiva Nord", "measures": samples.FROM_USERS}
    later = samples.write(tmp_path, mended, day="27/11/2026", name="week-48.xml")
    assert import_recalls(listed.station, later).changed == 1
    earlier = import_recalls(listed.station, samples.write(tmp_path, *samples.WEEK))
    assert (earlier.fresh, earlier.changed) == (0, 0)
    lamp = rows(listed)["A12/01239/26"]
    assert (lamp.brand, lamp.published, lamp.from_users) == ("Lumiva Nord", "2026-11-27", True)
    match = listed.station.recalls.match("Lumiva Nord LX9000")
    assert match is not None
    assert match.alerts == (lamp,)


def test_a_report_without_an_earlier_alert_removes_nothing(listed: Counter, tmp_path: Path) -> None:
    import_recalls(listed.station, samples.write(tmp_path, samples.LAMP, day="27/11/2026", name="week-48.xml"))
    state = listed.station.recalls.state()
    assert state is not None
    assert (state.alerts, state.newest, state.imported_at) == (3, "2026-11-27", listed.station.now())


def test_a_folder_and_a_zip_are_taken_and_what_is_wrong_in_them_is_told(counter: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "weeks"
    folder.mkdir()
    samples.write(folder, samples.LAMP, samples.UNNUMBERED, name="a.xml")
    (folder / "index.xml").write_text(samples.INDEX)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (folder / "notes.txt").write_text("not looked at")
    with zipfile.ZipFile(folder / "weeks.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("2026/b.xml", samples.report(samples.HIGH_CHAIR, day="06/11/2026"))
        packed.writestr("2026/c.XML", samples.report(samples.KETTLE, day="13/11/2026"))
        packed.writestr("2026/d.xml", samples.report(samples.KETTLE)[:-9])
        packed.writestr("readme.txt", "not looked at")
    names: list[str] = []
    result = import_recalls(counter.station, folder, on_file=names.append)
    assert (result.files, result.fresh, result.unnumbered) == (3, 3, 1)
    assert [problem.code for problem in result.problems] == [
        "recalls_unnumbered", "file_unreadable", "recalls_index_file", "recalls_not_a_report",
    ]  # fmt: skip
    assert names == ["a.xml", "index.xml", "b.xml", "c.XML", "d.xml"]


def test_of_a_file_that_breaks_off_nothing_is_stored(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "week.xml"
    file.write_bytes(samples.report(*samples.WEEK)[:-15])
    with pytest.raises(Refused, match="recalls_not_a_report"):
        import_recalls(counter.station, file)
    assert counter.station.recalls.state() is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("gone.xml", "file_unreadable"), ("empty", "recalls_nothing_there"), ("e.zip", "recalls_nothing_there")],
)
def test_where_there_is_no_report_the_import_is_refused(counter: Counter, tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as packed:
        packed.writestr("readme.txt", "no report")
    with pytest.raises(Refused, match=code):
        import_recalls(counter.station, tmp_path / name)


def test_a_zip_that_unpacks_to_more_than_it_says_is_given_up(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.actions.recall_files.LARGEST_REPORT", 1)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.xml", b"<Safety-Gate>" + b" " * 3_000_000)
    with pytest.raises(Refused, match="file_too_large"):
        import_recalls(counter.station, tmp_path / "bomb.zip")


def test_only_an_administrator_imports_a_list(counter: Counter, tmp_path: Path) -> None:
    counter.station.on_duty = Duty("KB", Role.LEAD)
    with pytest.raises(Refused, match="not_allowed"):
        import_recalls(counter.station, samples.write(tmp_path, samples.LAMP))


def test_whoever_listens_is_told_of_a_new_list(counter: Counter, tmp_path: Path) -> None:
    heard: list[str] = []
    counter.station.listen(lambda changed: heard.extend(changed.subjects))
    import_recalls(counter.station, samples.write(tmp_path, samples.LAMP))
    assert heard == ["recalls"]
