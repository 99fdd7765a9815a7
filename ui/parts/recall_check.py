"""Whether the thing at the counter may be recalled: looked up while its title is typed, or when its barcode is scanned.

A hit is a warning with a way to turn the thing away; silence of the list is one quiet line that never says "safe".
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from domain.catalogue import Catalogue
from domain.refused import Refused
from station_app.actions.recall_words import found_words, not_found_words
from station_app.storage.recall_query import Kinds
from station_app.storage.recalls import Match
from ui.desk import Desk
from ui.widgets.controls import Notice, button, column, label, row

PAUSE_MS = 300
"""After the last key. Looking up takes less than 5 ms with 30,000 alerts, so it is done in the window's thread."""


class RecallCheck(QWidget):
    """Takes no room while there is no list or nothing to look up. `refuse_asked`: the thing is to be turned away."""

    refuse_asked = Signal()

    def __init__(self, desk: Desk, *, name: str = "recall") -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._kinds: tuple[Catalogue, Kinds] | None = None
        self._asked = ("", "")
        self.barcode = ""
        """What was scanned and could be looked up; empty for nothing."""
        self.setObjectName(name)
        self.notice = Notice(desk.theme, name=f"{name}-notice", tone="warning")
        self.refuse = button(_("Turn it away"), self.refuse_asked.emit, name=f"{name}-refuse", enter=False)
        self.quiet = label(role="subtle", name=f"{name}-quiet")
        warning = row(self.notice, self.refuse)
        warning.setStretch(0, 1)
        self.setLayout(column(warning, self.quiet))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look_again)
        self._show(None)

    @property
    def hit(self) -> bool:
        """Whether a warning is shown."""
        return bool(self.notice.words)

    @property
    def waiting(self) -> bool:
        """Whether a title is still to be looked up."""
        return self._timer.isActive()

    def look_up(self, title: str, category: str = "") -> None:
        """Look this title up when nobody has typed for a moment; `category` is a code, empty for none yet."""
        asked = (title.strip(), category)
        if asked == self._asked:
            return
        self._asked = asked
        if asked[0]:
            self._timer.start()
        else:
            self.look_again()

    def check_barcode(self, digits: str) -> bool:
        """Look a scanned barcode up at once; False when it is none or there is no list, and nothing was checked.

        A hit stays until `clear`, whatever title is typed: the barcode says more than words.
        """
        try:
            match = self._desk.station.recalls.match_barcode(digits)
        except Refused as refused:
            self._desk.warn(refused)
            return False
        if match is None:
            return False
        self.barcode = digits
        self.look_again()
        return True

    def restore(self, barcode: str) -> None:
        """Go on with the thing of this barcode; empty for a thing of which none was scanned."""
        self.barcode = barcode
        self.look_again()

    def look_again(self) -> None:
        """Look up what was asked last, now; also when another list came."""
        self._timer.stop()
        found = self._by_barcode()
        if found is None or not found.alerts:
            found = self._by_title() or found
        self._show(found)

    def rest(self) -> None:
        """Nobody sees it, and the store may be closed soon: look nothing up until `look_again`."""
        self._timer.stop()

    def clear(self) -> None:
        """The next thing."""
        self._timer.stop()
        self._asked, self.barcode = ("", ""), ""
        self._show(None)

    def _by_barcode(self) -> Match | None:
        if not self.barcode:
            return None
        try:
            return self._desk.station.recalls.match_barcode(self.barcode)
        except Refused as refused:
            self._desk.warn(refused)
            return None

    def _by_title(self) -> Match | None:
        title, category = self._asked
        if not title:
            return None
        try:
            return self._desk.station.recalls.match(title, kinds=self._known_kinds(), category=category)
        except Refused as refused:
            self._desk.warn(refused)
            return None

    def _known_kinds(self) -> Kinds:
        catalogue = self._desk.station.catalogue
        if self._kinds is None or self._kinds[0] is not catalogue:
            self._kinds = (catalogue, Kinds.of(catalogue))
        return self._kinds[1]

    def _show(self, match: Match | None) -> None:
        warning = quiet = ""
        if match is not None and match.alerts:
            warning = found_words(match, self._desk.language)
        elif match is not None:
            quiet = not_found_words(match, self._desk.station.clock().date(), self._desk.language)
        if warning != self.notice.words:
            self.notice.show_words(warning)
        self.refuse.setVisible(bool(warning))
        self.quiet.setText(quiet)
        self.quiet.setVisible(bool(quiet))
        self.setVisible(bool(warning or quiet))
