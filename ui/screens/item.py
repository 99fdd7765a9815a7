"""One item: its photos, facts and history, and what can be done with it: label, change, discard, hand over."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from domain.item import State
from domain.numbers import grouped
from domain.refused import Refused
from station_app.language import format_kg
from station_app.storage.items import Item
from ui.desk import Desk
from ui.parts.item_deed import Deed
from ui.parts.item_photos import ItemPhotos
from ui.parts.item_timeline import ItemTimeline
from ui.parts.label_jobs import LabelJobs
from ui.printing import open_pdf
from ui.said import Said
from ui.widgets.controls import Notice, button, column, icon_button, label, restyle, row
from ui.widgets.flow import FlowLayout
from ui.widgets.order import stand_after
from ui.widgets.scrolled import scrolling
from ui.words import condition_words, data_choice_words, item_title, kept_now, moment, source_words, state_words

if TYPE_CHECKING:
    from ui.parts.item_discard import ItemDiscard
    from ui.parts.item_editor import ItemEditor


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
        self._pages = QStackedWidget()
        facts, actions = self._view_page()
        self._view = QWidget()
        self._view.setLayout(column(scrolling(facts), actions))
        self._pages.addWidget(self._view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)

    @cached_property
    def editor(self) -> "ItemEditor":
        """Where an item is described anew."""
        from ui.parts.item_editor import ItemEditor

        made = ItemEditor(self._desk)
        made.closed.connect(self._back)
        return made

    @cached_property
    def edit_page(self) -> QWidget:
        """The same in its place."""
        return self._placed(self.editor)

    @cached_property
    def discarding(self) -> "ItemDiscard":
        """Where it is said why an item becomes waste."""
        from ui.parts.item_discard import ItemDiscard

        made = ItemDiscard(self._desk)
        made.closed.connect(self._back)
        return made

    @cached_property
    def discard_page(self) -> QWidget:
        """The same in its place."""
        return self._placed(scrolling(self.discarding))

    def _placed(self, page: QWidget) -> QWidget:
        self._pages.addWidget(page)
        stand_after(page, self._view)
        return page

    @property
    def reason(self) -> QLineEdit:
        """Why an item becomes waste."""
        return self.discarding.reason

    @property
    def kept(self) -> Notice:
        """For whom the item is kept that is to become waste."""
        return self.discarding.kept

    @property
    def _edits(self) -> bool:
        return "editor" in self.__dict__ and self.editor.isVisibleTo(self)

    @property
    def _discards(self) -> bool:
        return "discarding" in self.__dict__ and self.discarding.isVisibleTo(self)

    @property
    def number(self) -> str:
        """The item that is shown; empty for none."""
        return self._item.number if self._item else ""

    @property
    def busy(self) -> bool:
        """Whether a photo of a change is still being prepared."""
        return "editor" in self.__dict__ and self.editor.photos.busy

    @property
    def deed(self) -> Deed:
        """What somebody is about to do to the item that is shown."""
        return Deed(
            edit=self.editor.begun() if self._edits else None,
            editing=self._edits,
            reason=self.reason.text() if self._discards else None,
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
        if self._item is not None and number == self._item.number and (self._edits or self._discards):
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
        if self._edits:
            self.editor.focus()
        elif self._discards:
            self.discarding.focus()
        else:
            first = next((each for each in self._buttons if each.isVisibleTo(self)), None)
            if first is not None:
                first.setFocus()

    def reload(self) -> None:
        """Ask again; a change or a reason being typed is not disturbed, but for whom it is kept is said beside it."""
        if self._item is None:
            return
        if not (self._edits or self._discards):
            self.show_number(self._item.number)
        elif self._discards:
            self.discarding.tell_kept(self._item)

    def _show(self, item: Item) -> None:
        self._item = item
        self._pages.setCurrentWidget(self._view)
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
            self._pages.setCurrentWidget(self.edit_page)
            self.editor.begin()

    def _ask_discard(self) -> None:
        if self._item is not None:
            self.discarding.begin(self._item)
            self._pages.setCurrentWidget(self.discard_page)
            self.discarding.focus()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self._view)
        self.reload()

    def _to_handover(self) -> None:
        self.hand_over_asked.emit(self.number)

    def _to_receipt(self) -> None:
        if self._item is not None and self._item.receipt:
            self.receipt_asked.emit(self._item.receipt)
