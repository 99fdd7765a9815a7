"""The guide of the first start: language, municipality, equipment, first thing. Can be passed over at any step."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QWidget

from domain.refused import Refused
from station_app.actions.printing import queue_print
from station_app.actions.settings import keep_settings
from station_app.station import Subject
from station_app.storage.jobs import JobKind
from ui.desk import Desk
from ui.parts.register_layout import as_widget
from ui.parts.settings_look import LANGUAGE_NAMES
from ui.said import Said
from ui.screens.screen import Screen
from ui.theme import TARGET
from ui.widgets.controls import GAP, Notice, announce, button, card, column, label, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup


@dataclass(frozen=True, slots=True)
class Guided:
    """The step that somebody is at, the printers that were tried, and what was scanned last (empty for nothing)."""

    step: int
    printed: tuple[str, ...]
    scanned: str


class GuideScreen(Screen):
    """`finished` when it was gone through or left; the other signals lead where the step says, and back is by key."""

    subjects = frozenset({Subject.ENROLMENT})
    finished = Signal()
    enrol_asked = Signal()
    settings_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="guide")
        _ = desk.texts.gettext
        self._tried: dict[str, QLabel] = {}
        self._printed: tuple[str, ...] = ()
        self._scanned = ""
        self._firsts: list[QWidget] = []
        self.place = label(role="subtle", name="guide-place")
        self.steps = [as_widget(make()) for make in (self._language, self._municipality, self._equipment, self._first)]
        self.skip = button(_("Skip the guide"), self.finish, name="guide-skip", kind="quiet")
        self.back = button(_("Back"), lambda: self.show_step(self.step - 1), name="guide-back")
        self.next = button(_("Next"), lambda: self.show_step(self.step + 1), name="guide-next", kind="primary")
        # Its place is kept while it is not there: whoever presses twice would else press what comes in its place.
        policy = self.next.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.next.setSizePolicy(policy)
        whole = column(label(_("Welcome"), "title"), self.place, *self.steps, None)
        # Not in a stack, which is as high as its highest page and scrolls for nothing in large text.
        self.build(column(card(whole)), row(self.skip, None, self.back, self.next))
        self.show_step(0)

    @property
    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._step

    def begun(self) -> Guided:
        """The step that somebody is at, and what works so far."""
        return Guided(self.step, self._printed, self._scanned)

    def go_on(self, begun: Guided) -> None:
        """Show the step that somebody was at, and what was tried."""
        for name in begun.printed:
            self._has_printed(name)
        if begun.scanned:
            self._has_scanned(begun.scanned)
        self.show_step(begun.step)

    def show_step(self, step: int) -> None:
        """Show a step, with the focus where it begins."""
        _ = self.desk.texts.gettext
        self._step, last = step, len(self.steps) - 1
        for number, page in enumerate(self.steps):
            page.setVisible(number == step)
        self.place.setText(_("Step {step} of {count}").format(step=step + 1, count=last + 1))
        self.back.setVisible(step > 0)
        self.next.setVisible(step < last)
        if self.isVisible():
            announce(self, self.place.text())
            self.arrive()

    def refresh(self) -> None:
        """Say where the device belongs, if it does."""
        enrolment = self.desk.station.identity.enrolment
        words = "" if enrolment is None else f"{enrolment.station_name}, {enrolment.municipality}"
        self.connected.show_words(words, aloud=False)
        for way in self._ways_to_connect:
            way.setVisible(enrolment is None)

    def arrive(self) -> None:
        """The first control of the step."""
        first = self._firsts[self.step]
        if isinstance(first, TileGroup):
            first.focus()
        elif first.isHidden():
            # It is connected already: there is nothing to do here but to go on.
            self.next.setFocus()
        else:
            first.setFocus()

    def finish(self) -> None:
        """Never by itself again."""
        try:
            if not self.desk.station.config.guide_done:
                keep_settings(self.desk.station, guide_done=True)
        except Refused as refused:
            self.desk.warn(refused)
        self.finished.emit()

    def take_scan(self, text: str) -> bool:
        """A scan shows that the scanner works, whatever it is: a receipt would else lead away from the guide."""
        self._has_scanned(text)
        self.desk.teller.say(_works(text))
        return True

    def _language(self) -> QLayout:
        _ = self.desk.texts.gettext
        tiles = TileGroup(self.desk.theme, name="guide-language", meaning=_("Language"), column=160)
        tiles.fill([Choice(code, words) for code, words in LANGUAGE_NAMES.items()])
        tiles.choose(self.desk.language)
        tiles.chosen.connect(self._choose_language)
        self._firsts.append(tiles)
        return column(
            label(_("Language"), "heading"),
            label(_("Choose the language of this counter. It can be changed at any time under Settings (F9).")),
            tiles,
            None,
        )

    def _municipality(self) -> QLayout:
        _ = self.desk.texts.gettext
        self.connected = Notice(self.desk.theme, name="guide-connected", tone="success")
        enrol = button(_("Connect …"), self.enrol_asked.emit, name="guide-enrol")
        without = button(_("Try without"), lambda: self.show_step(2), name="guide-without")
        self._ways_to_connect = (enrol, without)
        self._firsts.append(enrol)
        return column(
            label(_("The municipality"), "heading"),
            label(
                _(
                    "With a one-time code this PC belongs to a station and sends what is registered. Everything works "
                    "without it, too: it is kept here and sent once the PC is connected."
                )
            ),
            self.connected,
            row(enrol, without, None),
            None,
        )

    def _equipment(self) -> QLayout:
        _ = self.desk.texts.gettext
        shown = column(
            label(_("Equipment"), "heading"),
            label(_("Try what is named here, or leave it for later. Try the scanner by scanning anything.")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        for line, (name, words, act) in enumerate(
            (
                ("label", _("Label printer"), self._printer(JobKind.TEST_LABEL, "label")),
                ("a4", _("A4 printer"), self._printer(JobKind.TEST_PAGE, "a4")),
                ("camera", _("Camera"), self.settings_asked.emit),
                ("scanner", _("Scanner"), None),
            )
        ):
            state = label(_("not tried"), "subtle", name=f"guide-{name}-state")
            self._tried[name] = state
            grid.setRowMinimumHeight(line, TARGET)
            grid.addWidget(label(words, "strong"), line, 0)
            grid.addWidget(state, line, 1)
            if act is not None:
                tried = button(_("Try"), act, name=f"guide-{name}")
                tried.setAccessibleName(_("Try: {what}").format(what=words))
                self._firsts[2:] = self._firsts[2:] or [tried]
                grid.addWidget(tried, line, 2)
        for place, share in enumerate((2, 3, 0)):
            grid.setColumnStretch(place, share)
        shown.addLayout(grid)
        shown.addStretch(1)
        return shown

    def _first(self) -> QLayout:
        _ = self.desk.texts.gettext
        begin = button(_("Register the first item"), self.finish, name="guide-begin", kind="primary")
        self._firsts.append(begin)
        return column(
            label(_("The first item"), "heading"),
            label(
                _(
                    "Put an item on the counter. F2 takes a picture, a digit chooses what it is, Enter saves it and "
                    "makes the label. F12 is the help, on every screen."
                )
            ),
            row(begin, None),
            None,
        )

    def _choose_language(self, code: str) -> None:
        try:
            keep_settings(self.desk.station, language=code)
        except Refused as refused:
            self.desk.warn(refused)

    def _has_scanned(self, text: str) -> None:
        self._scanned = text
        self._tried["scanner"].setText(_works(text).words(self.desk))

    def _has_printed(self, name: str) -> None:
        self._printed = tuple(dict.fromkeys((*self._printed, name)))
        self._tried[name].setText(self.desk.texts.gettext("Sent to the printer. Did it come out?"))

    def _printer(self, kind: JobKind, name: str) -> Callable[[], None]:
        def act() -> None:
            try:
                queue_print(self.desk.station, kind)
            except Refused as refused:
                self.desk.warn(refused)
                return
            self._has_printed(name)

        return act


def _works(scanned: str) -> Said:
    return Said("Works: “{text}” arrived", text=scanned)
