"""The same data give the same file, in any process and after anything else; and the file carries its fonts."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from document_samples import fonts, label, receipt
from every_document import documents, hashes

from station_app.documents.label import Stock, render_labels
from station_app.documents.receipt import render_receipt

ROOT = Path(__file__).resolve().parents[2]

PRINT_HASHES = """
import sys
from document_samples import label, receipt
from every_document import documents, hashes
from station_app.documents.label import Stock, render_labels
from station_app.documents.receipt import render_receipt
if sys.argv[1] == "after others":
    render_receipt(receipt(2, actor_name="日本語 हिन्दी كتاب ไทย 한국어"))
    render_labels([label(7, title="مكتبة قديمة")], Stock.A4, "nn")
for name, digest in hashes().items():
    print(name, digest)
"""


def test_another_process_another_day_another_hash_seed_give_the_same_bytes() -> None:
    here = hashes()
    paths = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    for seed, order, epoch in (("1", "first", "1"), ("2", "after others", "1700000000")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": paths}
        run = [sys.executable, "-c", PRINT_HASHES, order]
        there = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
        assert dict(line.split() for line in there.stdout.splitlines()) == here


def test_threads_rendering_at_once_do_not_disturb_each_other() -> None:
    # Accented letters are built of parts, which the font looks up while it is made smaller.
    data = receipt(1, actor_name="Ærlig Åse ÀÁÂÄÈÉÊË ÌÍÎÏÒÓÔÖ ÙÚÛÜÝ ŠŽČĐŊŦ àáâäèéêëìíîïòóôöùúûüý", signature=None)
    alone = render_receipt(data)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as Python lets them
    try:
        with ThreadPoolExecutor(8) as threads:
            assert {*threads.map(lambda _: render_receipt(data), range(120))} == {alone}
    finally:
        sys.setswitchinterval(usual)


@pytest.mark.parametrize("name", ["Ombruk AS", "Ábel شركة חברה 中文 हिन्दी ไทย"])
def test_every_font_is_in_the_file_as_a_subset(name: str) -> None:
    for pdf in (
        render_receipt(receipt(3, actor_name=name)),
        render_labels([label(title=name)], Stock.ROLL_62X29, "nb"),
    ):
        assert fonts(pdf)
        assert all(fonts(pdf).values())
        named = re.findall(rb"/BaseFont /(\S+)", pdf)
        assert named
        assert all(re.match(rb"[A-Z]{6}\+", each) for each in named)


def test_every_document_is_dated_by_what_it_speaks_of_and_carries_its_fonts() -> None:
    for name, document in documents().items():
        if name.endswith("zpl"):
            continue
        assert all(fonts(document).values()), name
        with pypdfium2.PdfDocument(document) as opened:
            facts = opened.get_metadata_dict()
        assert facts["CreationDate"].startswith("D:20261122"), name
        assert facts["Title"], name


def test_the_file_says_what_it_is_who_made_it_and_in_which_language() -> None:
    for language, tag in (("nb", b"nb-NO"), ("nn", b"nn-NO"), ("en", b"en-GB")):
        pdf = render_receipt(receipt(language=language))
        with pypdfium2.PdfDocument(pdf) as document:
            facts = document.get_metadata_dict()
        assert "2 00031 0000012" in facts["Title"]
        assert facts["Author"] == "Bærum kommune"
        assert facts["CreationDate"].startswith("D:20261122094200")
        assert b"/Lang (" + tag + b")" in pdf


def test_importing_the_package_does_not_load_reportlab() -> None:
    check = "import sys, station_app.documents; sys.exit('reportlab' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True)
