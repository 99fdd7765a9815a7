"""Taking a thing in: category, condition, weight, photos. Enter saves, the form clears, the next thing may come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.register import register_item, void_items
from station_app.language import format_kg
from station_app.station import Subject
from station_app.storage.items import Item
from ui.desk import Desk
from ui.parts.label_jobs import LabelJobs
from ui.parts.register_form import FormState, RegisterForm
from ui.screens.screen import Screen
from ui.widgets.controls import Notice, button, row

_DIGITS = frozenset("0123456789")


class RegisterScreen(Screen):
    """The first screen. `number_typed` tells a number that was typed instead of scanned."""

    subjects = frozenset({Subject.REFERENCE})
    number_typed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="register")
        _ = desk.texts.gettext
        self._labels = LabelJobs(desk)
        self._save_waits = False
        self.form = RegisterForm(desk)
        self.form.picker.number_typed.connect(self.number_typed)
        self.form.photos.changed.connect(self._photo_came)
        self.form.refuse.refused.connect(self._refused)
        self.form.refuse_asked.connect(self.show_refusing)
        self.error = Notice(desk.theme, name="register-error")
        self.refuse_button = button(_("Turn a thing away …"), self.show_refusing, name="register-refuse", enter=False)
        self.back_button = button(_("Back to registering"), self.show_registering, name="register-back", enter=False)
        self.clear_button = button(_("Clear"), self.clear, name="register-clear", enter=False)
        save_words = _("Save and make label (Enter)")
        self.save_button = button(save_words, self.save, name="register-save", kind="primary", enter=False)
        count_words = _("Count refusal (Enter)")
        self.count_button = button(count_words, self.save, name="register-count", kind="primary", enter=False)
        actions = row(self.refuse_button, self.back_button, self.clear_button, None, self.error)
        actions.addWidget(self.save_button)
        actions.addWidget(self.count_button)
        actions.setStretch(4, 4)
        self.build(self.form.layout_of_screen(), actions)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self._paste),
            (QKeySequence(Qt.Key.Key_F2), self.form.photos.choose_files),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.show_registering()

    def refresh(self) -> None:
        """The catalogue may be another one now; what is chosen stays when it still exists."""
        self.form.reload()

    def arrive(self) -> None:
        """Digits choose a group at once."""
        self.form.picker.tiles.focus()

    def state(self) -> FormState:
        """What is filled in now, so that a window drawn anew can show it again."""
        return self.form.state()

    def restore(self, state: FormState) -> None:
        """Fill in what was there."""
        self.form.restore(state)

    def clear(self) -> None:
        """An empty form."""
        self._save_waits = False
        self._show_error("")
        self.form.clear()
        self.arrive()

    def show_refusing(self) -> None:
        """Offer to turn the thing away instead."""
        self.form.set_refusing(True)
        self._switch(True)

    def show_registering(self) -> None:
        """Back to taking it in."""
        self.form.set_refusing(False)
        self._switch(False)

    def save(self) -> None:
        """Save what is filled in. What is wrong is shown in its place, and nothing that was typed is lost."""
        if self.form.refusing:
            if not self.form.refuse.save():
                self.reveal(self.form.refuse.error)
            return
        if self.form.photos.busy:
            self._save_waits = True
            self.desk.teller.say(self.desk.texts.gettext("Saving as soon as the photo is ready …"))
            return
        self._save_waits = False
        self._show_error("")
        self.form.clear_errors()
        draft = self.form.draft()
        if draft is None:
            self.reveal(self.form.wrong())
            return
        try:
            changed = register_item(self.desk.station, draft)
        except Refused as refused:
            if not self.form.show_refusal(refused):
                self._show_error(self.desk.words(refused))
            self.reveal(self.form.wrong())
            return
        self._saved(self.desk.station.items.by_number(changed.number))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Use the width that there is."""
        self.form.arrange(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Keys that no field wanted: Enter saves, digits press tiles, letters search, Escape goes up."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        text = event.text()
        command = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not command:
            if not self.form.picker.enter():
                self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.form.picker.back()
        elif not typing and not command and text in _DIGITS and text and self.desk.digit_keys:
            self.form.picker.press_key(text)
        elif not typing and not command and len(text) == 1 and text.isalpha():
            self.form.picker.begin_search(text)
        else:
            super().keyPressEvent(event)

    def _saved(self, item: Item) -> None:
        _ = self.desk.texts.gettext
        words = _("Saved {number} {category} {weight}").format(
            number=grouped(item.number),
            category=self.desk.station.category_name(item.category, self.desk.language),
            weight=format_kg(item.grams, self.desk.language),
        )
        self.desk.teller.say(words, lambda: self._undo(item))
        self._labels.make(item)
        self.clear()

    def _undo(self, item: Item) -> None:
        _ = self.desk.texts.gettext
        try:
            void_items(self.desk.station, [item.number])
        except Refused as refused:
            self.desk.warn(refused)
            return
        words = _("Undone: {number} no longer counts. Tear off its label.")
        self.desk.teller.say(words.format(number=grouped(item.number)))

    def _photo_came(self) -> None:
        if self._save_waits and not self.form.photos.busy:
            self.save()

    def _refused(self) -> None:
        self.form.clear()
        self.show_registering()
        self.arrive()

    def _paste(self) -> None:
        self.form.photos.paste()

    def _show_error(self, words: str) -> None:
        self.error.show_words(words)

    def _switch(self, refusing: bool) -> None:
        self.refuse_button.setVisible(not refusing)
        self.back_button.setVisible(refusing)
        self.save_button.setVisible(not refusing)
        self.count_button.setVisible(refusing)
        self._show_error("")
