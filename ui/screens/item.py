"""One item: its photos, facts and history, and what can be done with it: label, change, discard, hand over."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.item import State
from domain.numbers import grouped
from domain.refused import Refused
from station_app.language import format_kg
from station_app.storage.items import Item
from ui.desk import Desk
from ui.parts.item_discard import ItemDiscard
from ui.parts.item_editor import Edit, ItemEditor
from ui.parts.item_photos import ItemPhotos
from ui.parts.item_timeline import ItemTimeline
from ui.parts.label_jobs import LabelJobs
from ui.printing import open_pdf
from ui.said import Said
from ui.widgets.controls import Notice, button, column, icon_button, label, restyle, row
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolled import scrolling
from ui.words import condition_words, data_choice_words, item_title, kept_now, moment, source_words, state_words

VIEW, EDIT, DISCARD = range(3)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody is about to do to an item: to change it, or to discard it for a reason. Nothing: to look at it."""

    edit: Edit | None = None
    editing: bool = False
    reason: str | None = None

    @property
    def worth_keeping(self) -> bool:
        """Whether any work would be lost with it."""
        return self.edit is not None or bool(self.reason)


class ItemPanel(QWidget):
    """`hand_over_asked` and `receipt_asked` tell a number; `closed` that the panel is to go."""

    hand_over_asked = Signal(str)
    receipt_asked = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._labels = LabelJobs(desk)
        self._item: Item | None = None
        self._aside: dict[str, Deed] = {}
        self.setObjectName("item")
        self.editor = ItemEditor(desk)
        self.editor.closed.connect(self._back)
        self.discarding = ItemDiscard(desk)
        self.discarding.closed.connect(self._back)
        self.reason, self.kept = self.discarding.reason, self.discarding.kept
        self._pages = QStackedWidget()
        facts, actions = self._view_page()
        view = QWidget()
        view.setLayout(column(scrolling(facts), actions))
        for page in (view, self.editor, scrolling(self.discarding)):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)

    @property
    def number(self) -> str:
        """The item that is shown; empty for none."""
        return self._item.number if self._item else ""

    @property
    def busy(self) -> bool:
        """Whether a photo of a change is still being prepared."""
        return self.editor.photos.busy

    @property
    def deed(self) -> Deed:
        """What somebody is about to do to the item that is shown."""
        page = self._pages.currentIndex()
        return Deed(
            edit=self.editor.begun() if page == EDIT else None,
            editing=page == EDIT,
            reason=self.reason.text() if page == DISCARD else None,
        )

    def begun(self) -> dict[str, Deed]:
        """What was begun and is not saved, by the items' numbers."""
        return {**self._aside, **({self.number: self.deed} if self._item else {})}

    def go_on(self, begun: Mapping[str, Deed]) -> None:
        """What was begun is there when its item is shown."""
        self._aside = dict(begun)

    def show_number(self, number: str) -> bool:
        """Show this item; False (and said in the strip) when there is none.

        What was begun with another item is set aside, and is there again when that one is shown.
        """
        if self._item is not None and number == self._item.number and self._pages.currentIndex() != VIEW:
            return True
        if self.busy:
            self._desk.teller.warn(Said("The picture is still being prepared. Try again in a moment."))
            return False
        try:
            item = self._desk.station.items.by_number(number)
        except Refused as refused:
            self._desk.warn(refused)
            return False
        if self.deed.worth_keeping:
            self._aside[self.number] = self.deed
            number_shown = grouped(self.number)
            said = Said("Not saved yet, and there again when the item is shown: {number}", number=number_shown)
            self._desk.teller.say(said)
        self._show(item)
        if item.state is State.REGISTERED and (deed := self._aside.pop(number, None)) is not None:
            self._take_up(deed)
        return True

    def focus(self) -> None:
        """Where somebody was at work, else on the first thing that can be done."""
        page = self._pages.currentIndex()
        if page == EDIT:
            self.editor.focus()
        elif page == DISCARD:
            self.discarding.focus()
        else:
            first = next((each for each in self._buttons if each.isVisibleTo(self)), None)
            if first is not None:
                first.setFocus()

    def reload(self) -> None:
        """Ask again; a change or a reason being typed is not disturbed, but for whom it is kept is said beside it."""
        if self._item is None:
            return
        if self._pages.currentIndex() == VIEW:
            self.show_number(self._item.number)
        elif (words := kept_now(self._desk, self._item)) != self.kept.words:
            self.kept.show_words(words)

    def _show(self, item: Item) -> None:
        self._item = item
        self._pages.setCurrentIndex(VIEW)
        self._fill(item)

    def _take_up(self, deed: Deed) -> None:
        if deed.editing:
            self._edit()
            if deed.edit is not None:
                self.editor.go_on(deed.edit)
        elif deed.reason is not None:
            self._ask_discard()
            self.reason.setText(deed.reason)

    def _view_page(self) -> tuple[QWidget, QWidget]:
        _ = self._desk.texts.gettext
        page = QWidget()
        self.title = label(role="title", name="item-title-words")
        self.number_label = label(role="number", name="item-number")
        close = icon_button(self._desk.theme, "XMark", _("Close"), self.closed.emit, name="item-close")
        self.state = Notice(self._desk.theme, name="item-state", tone="info")
        self.photos = ItemPhotos(self._desk)
        self.timeline = ItemTimeline(self._desk)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(6)
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.again = button("", self._label_again, name="item-label")
        self.open_label = button(_("Open label"), self._open_label, name="item-open-label")
        self.change = button(_("Change …"), self._edit, name="item-change")
        self.discard = button(_("Discard …"), self._ask_discard, name="item-discard", kind="danger")
        self.to_handover = button(_("To handover"), self._to_handover, name="item-hand-over", kind="primary")
        self.to_receipt = button(_("Show receipt"), self._to_receipt, name="item-receipt")
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self._buttons = (self.to_handover, self.to_receipt, self.change, self.again, self.open_label, self.discard)
        for part in self._buttons:
            flow.addWidget(part)
        head = row(self.title, close)
        head.setStretch(0, 1)
        head.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        page.setLayout(column(head, self.number_label, self.state, self.photos, self._facts, self.timeline, None))
        return page, buttons

    def _fill(self, item: Item) -> None:
        desk = self._desk
        self.title.setText(item_title(desk, item))
        self.number_label.setText(grouped(item.number))
        tone = {State.REGISTERED: "success", State.HANDED_OVER: "info"}.get(item.state, "warning")
        kept = kept_now(desk, item)
        self.state.set_tone("warning" if kept else tone)
        self.state.show_words(" · ".join(filter(None, (state_words(desk.texts)[item.state], kept))), aloud=False)
        self.photos.show_item(item)
        self.timeline.show_moments(desk.station.timeline(item.number))
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in self._known(item):
            shown = label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(name, "subtle"), shown)
        here = item.state is State.REGISTERED
        for widget in (self.change, self.discard, self.to_handover):
            widget.setVisible(here)
        self.to_receipt.setVisible(item.receipt is not None)
        void = item.state is State.VOID
        self.again.setText(desk.texts.gettext("Make label again") if item.labels else desk.texts.gettext("Make label"))
        self.again.setVisible(not void)
        self.open_label.setVisible(not void and self._labels.file(item.number).exists())
        restyle(self.state)

    def _known(self, item: Item) -> list[tuple[str, str]]:
        desk, texts = self._desk, self._desk.texts
        _ = texts.gettext
        weight = f"{format_kg(item.grams, desk.language)} ({source_words(texts)[item.weight_source]})"
        by = f" – {item.staff}" if item.staff else ""
        facts = [
            (_("Condition"), condition_words(texts)[item.condition]),
            (_("Weight"), weight),
            (_("Data"), data_choice_words(texts)[item.data_choice] if item.data_choice else ""),
            (_("Note"), item.note),
            (_("Registered"), moment(desk, item.registered_at) + by),
            (_("Labels made"), str(item.labels)),
            (_("Receipt"), grouped(item.receipt) if item.receipt else ""),
        ]
        return [(name, value) for name, value in facts if value]

    def _label_again(self) -> None:
        if self._item is not None:
            said = Said("Label on its way: {number}", number=grouped(self._item.number))
            self._labels.make(self._item, lambda: self._desk.teller.say(said))

    def _open_label(self) -> None:
        if self._item is not None:
            open_pdf(self._labels.file(self._item.number))

    def _edit(self) -> None:
        if self._item is not None:
            self.editor.show_item(self._item)
            self._pages.setCurrentIndex(EDIT)
            self.editor.begin()

    def _ask_discard(self) -> None:
        if self._item is not None:
            self.discarding.begin(self._item)
            self._pages.setCurrentIndex(DISCARD)
            self.discarding.focus()

    def _back(self) -> None:
        self._pages.setCurrentIndex(VIEW)
        self.reload()

    def _to_handover(self) -> None:
        self.hand_over_asked.emit(self.number)

    def _to_receipt(self) -> None:
        if self._item is not None and self._item.receipt:
            self.receipt_asked.emit(self._item.receipt)
