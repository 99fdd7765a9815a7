"""Weekly reports as EU Safety Gate publishes them, with all their quirks; every product and brand is invented."""

from pathlib import Path
from xml.sax.saxutils import escape

PAGE = "https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/"

INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<Safety-Gate>
  <weeklyReport>
    <reference>Report-2026-47</reference>
    <publicationDate>20/11/2026</publicationDate>
    <year>2026</year><week>47</week>
    <URL>https://ec.europa.eu/safety-gate-alerts/api/download/weeklyReport/detail/xml/10000332?language=en,</URL>
  </weeklyReport>
</Safety-Gate>
"""

FROM_USERS = (
    "Type of economic operator taking notified measure(s): Manufacturer"
    "Category of measure(s): Recall of the product from end usersDate of entry into force: 02/11/2026"
)
FROM_SHOPS = (
    "Type of economic operator taking notified measure(s): Importer"
    "Category of measure(s): Withdrawal of the product from the marketDate of entry into force: 02/11/2026"
)

HIGH_CHAIR = {
    "caseNumber": "SR/02362/26",
    "reference": PAGE + "10118487",
    "category": "Childcare articles and children's equipment",
    "product": "High chair",
    "brand": "Knerten <span class='logo",
    "name": "Trippel Trapp",
    "type_numberOfModel": "KT-100, KT-200/B",
    "batchNumber": "Unknown",
    "barcode": "EAN: 5 901234 123457; 4006381333931",
    "riskType": "Injuries",
    "danger": "null The seat may come loose &amp; the child may fall (<36 months).",
    "measures": FROM_USERS,
    "notifyingCountry": "Norway",
}
LAMP = {
    "caseNumber": "A12/01239/26",
    "reference": PAGE + "10118500",
    "category": "Lighting equipment",
    "product": "Table lamp",
    "brand": "Lumiva",
    "name": "Unknown",
    "type_numberOfModel": "LX9000",
    "batchNumber": "",
    "barcode": "Unknown",
    "riskType": "Electric shock",
    "danger": "null",
    "measures": FROM_SHOPS,
    "notifyingCountry": "Sweden",
}
KETTLE = {
    "caseNumber": "SR/02400/26",
    "reference": PAGE + "10118600",
    "category": "Electrical appliances and equipment",
    "product": "Kettle",
    "brand": "Lumiva",
    "name": "Kokeglad",
    "type_numberOfModel": "K1",
    "barcode": "",
    "riskType": "Burns",
    "danger": "null The handle breaks.",
    "measures": FROM_USERS,
    "notifyingCountry": "Denmark",
}
UNNUMBERED = {"caseNumber": "", "product": "Necklace", "brand": "Ukjent", "riskType": "Chemical"}
WEEK = (HIGH_CHAIR, LAMP, KETTLE)


def report(*alerts: dict[str, str], day: str = "20/11/2026") -> bytes:
    """A weekly report of this day; texts lie in CDATA or are escaped, as they do there."""
    rows = []
    for order, alert in enumerate(alerts, start=1):
        fields = "".join(
            f"<{name}>{escape(text)}</{name}>" if order % 2 else f"<{name}><![CDATA[{text}]]></{name}>"
            for name, text in alert.items()
        )
        rows.append(
            f'  <notifications xsi:type="normalProduct"><order>{order}</order>{fields}'
            f"<pictures><picture>{PAGE}picture/{order}</picture><picture/></pictures></notifications>"
        )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            '<Safety-Gate xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
            f"  <report_date>{day}</report_date><report_year>2026</report_year><report_week>47</report_week>",
            *rows,
            "</Safety-Gate>",
        ]
    ).encode()


def write(folder: Path, *alerts: dict[str, str], day: str = "20/11/2026", name: str = "week-47.xml") -> Path:
    """A report in a file."""
    file = folder / name
    file.write_bytes(report(*alerts, day=day))
    return file
