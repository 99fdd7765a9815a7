"""What happened to an item, oldest first, in words: when, who, what was and what is, and whether it is sent."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.numbers import grouped
from station_app.language import format_kg
from station_app.storage.timeline import Moment
from ui.desk import Desk
from ui.parts.history_model import sending_words
from ui.widgets.controls import column, label
from ui.words import condition_words, data_choice_words, moment, source_words
from wire.messages import (
    AnyEvent,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    LabelPrinted,
    UnknownEvent,
)

Description = ItemRegistered | ItemChanged


class ItemTimeline(QWidget):
    """One entry below the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("item-timeline")
        self.entries: list[str] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these; what is the same as before is left as it is."""
        entries = list(timeline_words(self._desk, moments))
        if entries == self.entries:
            return
        self.entries = entries
        while self._box.count():
            taken = self._box.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._box.addWidget(label(self._desk.texts.gettext("What happened"), "strong"))
        for words in entries:
            head, _line, rest = words.partition("\n")
            shown = label(rest)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            holder = QWidget()
            holder.setLayout(column(label(head, "subtle"), shown, spacing=0))
            self._box.addWidget(holder)


def timeline_words(desk: Desk, moments: Sequence[Moment]) -> Iterator[str]:
    """For each event a line of when, who and how far it is sent, and below it what happened."""
    described: Description | None = None
    for each in moments:
        event = each.event
        parts = [sending_words(desk, at_hub=each.at_hub, problem=each.problem)]
        if event is not None and not isinstance(event, UnknownEvent):
            parts = [moment(desk, event.at), *filter(None, (event.staff,)), *parts]
        yield " · ".join(parts) + "\n" + _what(desk, event, described)
        if isinstance(event, ItemRegistered | ItemChanged):
            described = event


def _what(desk: Desk, event: AnyEvent | None, before: Description | None) -> str:
    _ = desk.texts.gettext
    match event:
        case ItemRegistered():
            return _("Registered from a file") if event.origin else _("Registered")
        case ItemChanged():
            changes = _changes(desk, before, event) if before is not None else []
            return "\n".join((_("Changed"), *changes)) if changes else _("Saved without a change")
        case LabelPrinted():
            return _("Label made as a file") if event.medium == "file" else _("Label printed")
        case ItemDiscarded():
            return _("Discarded: {reason}").format(reason=event.reason)
        case ItemVoided():
            return _("Registration taken back")
        case ItemsHandedOver():
            words = _("Handed over to {actor}, receipt {receipt}")
            return words.format(actor=event.actor, receipt=grouped(event.receipt))
        case HandoverReversed():
            return _("Back on the shelf, handover reversed: {reason}").format(reason=event.reason)
        case None:
            return _("What stood here was erased.")
        case _:
            return _("Something that a newer version of the program noted")


def _changes(desk: Desk, before: Description, after: Description) -> list[str]:
    """Every field that is different: what was → what is."""
    words = desk.texts.gettext("{field}: {before} → {after}")
    pairs = zip(_fields(desk, before), _fields(desk, after), strict=True)
    return [
        words.format(field=name, before=was or "–", after=now or "–")
        for (name, was), (_name, now) in pairs
        if was != now
    ] + _photo_changes(desk, before, after)


def _fields(desk: Desk, event: Description) -> list[tuple[str, str]]:
    _, texts = desk.texts.gettext, desk.texts
    weight = f"{format_kg(event.grams, desk.language)} ({source_words(texts)[event.weight_source]})"
    return [
        (_("Category"), desk.station.category_name(event.category, desk.language)),
        (_("Condition"), condition_words(texts)[event.condition]),
        (_("Weight"), weight),
        (_("Title"), event.title),
        (_("Note"), event.note),
        (_("Data"), data_choice_words(texts)[event.data_choice] if event.data_choice else ""),
    ]


def _photo_changes(desk: Desk, before: Description, after: Description) -> list[str]:
    ngettext = desk.texts.ngettext
    was, now = ({photo.sha256 for photo in event.photos} for event in (before, after))
    came, went = len(now - was), len(was - now)
    return [
        words.format(count=count)
        for count, words in (
            (came, ngettext("{count} photo added", "{count} photos added", came)),
            (went, ngettext("{count} photo removed", "{count} photos removed", went)),
        )
        if count
    ]
