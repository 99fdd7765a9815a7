"""What is kept of people and what is not, how long, where it lies, and what leaves this PC. Words alone.

What was signed is kept as long as the store. Only photos may go from this PC, once the hub's backup has them, where
the municipality has set `keep_photos_days`.
"""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.controls import card, column, label


class PrivacySettings(QWidget):
    """Says it anew each time it is shown: the PC may be connected by then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.leaves = label(name="settings-privacy-leaves")
        self.lies = label(name="settings-privacy-lies")
        self.photos = label(name="settings-privacy-photos")
        inside = column(
            label(_("Privacy"), "heading"),
            _part(
                _("What is kept"),
                label(
                    _(
                        "Items with their photos, and handovers with the actor, the name and the signature of whoever "
                        "signed, and the receipt. Each deed bears the initials of who was on duty. The staff list has "
                        "initials, role and badge; a PIN is kept so that nobody can read it."
                    )
                ),
            ),
            _part(
                _("What is not kept"),
                label(
                    _(
                        "Anything about whoever brings an item. Photos lose place, time and camera before they are "
                        "stored; take none of people. The program's own log names nobody."
                    )
                ),
            ),
            _part(
                _("How long"),
                self.photos,
                label(
                    _(
                        "Everything else stays as long as the data store: nothing is erased by itself. A photo that "
                        "was not used goes after a day. Whoever leaves the staff list loses PIN and badge; the "
                        "initials stay on what they did."
                    )
                ),
            ),
            _part(_("Where it lies"), self.lies),
            _part(_("What leaves this PC"), self.leaves),
            spacing=14,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Say what holds now."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Name the folder, the municipality's service, and how long photos stay."""
        _, station = self._desk.texts.gettext, self._desk.station
        days = station.config.keep_photos_days
        kept = _("Photos stay as long as the data store does.")
        if days:
            kept = _("Photos for {days} days at least, and until the municipality's backup has them.").format(days=days)
        self.photos.setText(kept)
        lies = _(
            "In {folder}, and in every backup of that folder. Printed receipts and labels lie there as files, too."
        )
        self.lies.setText(lies.format(folder=station.folder.absolute()))
        enrolment = station.identity.enrolment
        words = _("Nothing: this PC is not connected to a municipality.")
        if station.practice:
            words = _("Nothing: this is for practising.")
        elif enrolment is not None:
            words = _(
                "Items, photos, handovers with name and signature, receipts and initials go to {hub}, over the "
                "network or on a stick, and to nobody else. Staff list, PINs, badges, settings and what was set aside "
                "stay here."
            ).format(hub=enrolment.hub_url)
        self.leaves.setText(words)


def _part(title: str, *words: QWidget) -> QVBoxLayout:
    return column(label(title, "strong"), *words, spacing=2)
