"""The side that is turned to the representative: what is fetched, who signs, the signature; in the language they read.

Nothing else can be pressed here. What went wrong is said in the language of the window, by the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.handover import Signature
from domain.refused import Refused
from station_app.actions.verdicts import CheckedLine
from station_app.config import LANGUAGES
from station_app.errors import explain
from station_app.language import format_kg, translation
from station_app.storage.items import Item
from ui.desk import Desk
from ui.theme import LARGE_TEXT
from ui.widgets.controls import Notice, button, card, column, label, line, row
from ui.widgets.scrolled import scrolling
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.widgets.tiles import CheckTile

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""In their own language, so that whoever reads no other finds theirs."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is to be signed for: by whom it is fetched, its lines, who signs as far as they said, and who signed for
    this actor last.
    """

    actor: str
    language: str
    lines: Sequence[CheckedLine]
    representative: str
    last_representative: str


@dataclass(frozen=True, slots=True)
class Signing:
    """How far somebody is with signing: the language they read, their name, what they drew, whether on paper."""

    language: str
    name: str
    drawn: Signature
    paper: bool


class SignPanel(QWidget):
    """`accepted` is told when the representative says that all is right.

    `error`, `paper` and `accept` stand in the bar, where nothing scrolls or pushes them out of sight.
    """

    accepted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._language = desk, desk.language
        self._fetched = Fetched("", desk.language, (), "", "")
        self.title = label(role="title", name="sign-title")
        self.languages = TileGroup(desk.theme, name="sign-language", meaning="Språk / Language", column=120, least=44)
        self.languages.fill([Choice(code, LANGUAGE_NAMES[code]) for code in LANGUAGES])
        self.languages.chosen.connect(self.show_language)
        self.things = label(name="sign-things")
        self.things.setFont(desk.theme.font(1.15))
        self.total = label(role="number", name="sign-total")
        self.name_title = label(role="heading")
        self.name = line("", name="handover-representative")
        self.name_title.setBuddy(self.name)
        self.name_hint = label(role="subtle")
        self.name_hint.hide()
        self.name.textChanged.connect(self._show_hint)
        self.name_error = Notice(desk.theme, name="handover-name-error")
        self.pad_title = label(role="heading")
        self.pad = SignaturePad(desk.theme, name="handover-pad", meaning="")
        self.pad_error = Notice(desk.theme, name="handover-signature-error")
        self.pad.changed.connect(lambda: self.pad_error.show_words(""))
        self.paper = CheckTile("", desk.theme, name="handover-paper")
        self.paper.toggled.connect(self._paper_chosen)
        self.clear_pad = button("", self.pad.clear, name="handover-clear-pad")
        self.error = Notice(desk.theme, name="handover-error", pad=4)
        self.accept = button("", self.accepted.emit, name="handover-accept", kind="primary")
        self._lay_out()
        self.show_language(desk.language)

    def begin(self, fetched: Fetched) -> None:
        """Turn to the representative: in the actor's language, with their name or that of who signed last."""
        self._fetched = fetched
        self.pad.clear()
        self.name.setText(fetched.representative.strip() or fetched.last_representative)
        self._show_hint()
        self.clear_errors()
        self.show_language(fetched.language)
        self.focus()

    def focus(self) -> None:
        """On what is next."""
        self.next().setFocus()

    def next(self) -> QWidget:
        """First the name, then the signature, or what stands in its place."""
        if not self.name.text().strip():
            return self.name
        return self.paper if self.paper.isChecked() else self.pad

    def begun(self) -> Signing:
        """How far somebody is."""
        return Signing(self._language, self.name.text(), self.pad.signature(), self.paper.isChecked())

    def go_on(self, begun: Signing) -> None:
        """Go on where somebody was, behind `begin`."""
        self.show_language(begun.language)
        self.name.setText(begun.name)
        self.pad.restore(begun.drawn)
        self.paper.setChecked(begun.paper)

    def show_language(self, code: str) -> None:
        """Speak this language to the representative from now on."""
        self._language = code
        self.languages.choose(code)
        texts = translation(code)
        _, ngettext = texts.gettext, texts.ngettext
        items = [checked.item for checked in self._fetched.lines if checked.item is not None]
        count, weight = len(items), format_kg(sum(item.grams for item in items), code)
        words = ngettext("{actor} fetches {count} item", "{actor} fetches {count} items", count)
        self.title.setText(words.format(actor=self._fetched.actor, count=count))
        self.total.setText(_("Together {weight}").format(weight=weight))
        self.things.setText("\n".join(self._thing(item) for item in items))
        self.name_title.setText(_("Name of who signs"))
        self.name.setAccessibleName(_("Representative's name"))
        self.name_hint.setText(_("Signed last time. Change it if somebody else signs now."))
        self.pad_title.setText(_("Signature"))
        self.pad.setAccessibleName(_("Signature: draw with mouse, pen or finger, or choose to sign on paper"))
        self.paper.show_words(_("Sign on paper"))
        self.clear_pad.setText(_("Clear"))
        self._say_accept(busy=False)

    def signature(self) -> Signature | None:
        """What is drawn; None when it is signed on paper."""
        return None if self.paper.isChecked() else self.pad.signature()

    def clear(self) -> None:
        """For the next one."""
        self.name.clear()
        self.pad.clear()
        self.paper.setChecked(False)
        self.clear_errors()

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        for notice in (self.name_error, self.pad_error, self.error):
            notice.show_words("")

    def show_refusal(self, refused: Refused) -> None:
        """Show what is wrong beside what it is about, to whoever can mend it in the language they read."""
        if refused.facts.get("field") == "representative":
            self.name_error.show_words(self._words(refused))
            self.name.setFocus()
        elif refused.code.startswith("signature_"):
            self.pad_error.show_words(self._words(refused))
            if not self.name.text().strip():
                # Both at once: whoever mends one thing must not be stopped for the other.
                self.name_error.show_words(self._words(Refused("text_missing", field="representative")))
            self.focus()
        else:
            self.error.show_words(self._desk.words(refused))

    def _words(self, refused: Refused) -> str:
        mine = explain(refused, self._language)
        return f"{mine.error} {mine.remedy}"

    def wrong(self) -> Notice | None:
        """What says that something is wrong in a field of the panel."""
        return next((notice for notice in (self.name_error, self.pad_error) if notice.words), None)

    def set_busy(self, busy: bool) -> None:
        """While the receipt is made nothing can be changed."""
        self.setEnabled(not busy)
        for each in (self.paper, self.accept):
            each.setEnabled(not busy)
        self._say_accept(busy)

    def _thing(self, item: Item) -> str:
        name = self._desk.station.category_name(item.category, self._language)
        weight = format_kg(item.grams, self._language).replace(" ", "\N{NO-BREAK SPACE}")
        # No line begins with the dot.
        return "\N{NO-BREAK SPACE}· ".join(filter(None, (name, item.title, weight)))

    def _show_hint(self) -> None:
        """Who signed last is only said of that very name."""
        last = self._fetched.last_representative
        self.name_hint.setVisible(bool(last) and self.name.text() == last)

    def _say_accept(self, busy: bool) -> None:
        _ = translation(self._language).gettext
        self.accept.setText(_("Making the receipt …") if busy else _("Accept (Ctrl+Enter)"))

    def _paper_chosen(self, paper: bool) -> None:
        self.pad.setEnabled(not paper)
        self.clear_pad.setEnabled(not paper)
        self.pad_error.show_words("")

    def _lay_out(self) -> None:
        wide = self._desk.theme.text_percent <= LARGE_TEXT
        things = card(column(self.total, self.things, None))
        title = row(self.pad_title, self.clear_pad)
        title.setStretch(0, 1)
        signing = card(
            column(
                self.name_title,
                self.name,
                self.name_hint,
                self.name_error,
                title,
                self.pad_error,
                self.pad,
                None,
            )
        )
        beside = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        beside.setSpacing(16)
        beside.addWidget(scrolling(things) if wide else things, 5)
        beside.addWidget(scrolling(signing) if wide else signing, 7)
        whole = column(row(self.title), self.languages, beside)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.pad.setMinimumHeight(170)
