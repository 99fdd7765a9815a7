"""The staff list in the settings: who works here, what they are trusted with, PINs, badges. For administrators."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from domain.refused import Refused
from domain.staff import INITIALS_LIMIT, LONGEST_PIN, Right, Role, may
from station_app.actions.printing import queue_print
from station_app.actions.staff import add_member, change_role, give_badge, keep_pin, leave, stretched_pin
from station_app.sentences.counter import ROLES
from station_app.station import Changed
from station_app.storage.jobs import JobKind
from station_app.storage.upkeep import Deed
from ui.desk import Desk
from ui.parts.settings_choices import Choices
from ui.said import Said
from ui.theme import TARGET
from ui.undoing import Undo
from ui.widgets.controls import Notice, button, card, column, field, label, line, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.words import moment

MINUTES = (0, 2, 5, 10, 15, 30)


class PersonLeft(Undo, frozen=True):
    """Somebody was taken off the staff list; `role` is what they were trusted with."""

    screen: ClassVar[str] = "settings"
    initials: str
    role: Role


class StaffSettings(QWidget):
    """Choose a person, then what is to be different. Before there is a list, it is made here."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.why_not = Notice(desk.theme, name="staff-why-not", tone="info")
        self.error = Notice(desk.theme, name="staff-error")
        self.people = TileGroup(desk.theme, name="staff-people", meaning=_("People"), column=200, least=TARGET)
        self.people.chosen.connect(self._person_chosen)
        self.role = TileGroup(desk.theme, name="staff-role", meaning=_("Role"), column=150, least=TARGET)
        self.role.fill([Choice(role.value, _(ROLES[role])) for role in reversed(Role)])
        self.role.chosen.connect(self._role_chosen)
        self.pin = line(_("New PIN"), name="staff-pin", limit=LONGEST_PIN)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.returnPressed.connect(self.save_pin)
        self.initials = line(_("Initials of a new member of staff"), name="staff-initials", limit=INITIALS_LIMIT)
        self.initials.returnPressed.connect(self.add)
        self.reset = label(role="subtle", name="staff-pin-reset")
        self.no_pin = button(_("No PIN"), self._take_pin, name="staff-no-pin")
        self.add_button = button(_("Add"), self.add, name="staff-add")
        words = _("It is the same person: take them back")
        self.same_person = button(words, lambda: self._add(back=True), name="staff-same-person")
        self._person = self._about_person()
        minutes = [(str(each), _("{count} min").format(count=each) if each else _("Never")) for each in MINUTES]
        adding = field(
            _("Initials of a new member of staff"),
            row(self.initials, self.add_button, self.same_person, None),
            buddy=self.initials,
        )
        self._all = QWidget()
        self._all.setLayout(
            column(
                self.people,
                self._person,
                adding,
                choices.tiles("lock_minutes", Said("Lock automatically after"), minutes, 110),
                spacing=12,
            )
        )
        inside = column(label(_("Staff list"), "heading"), self.why_not, self.error, self._all, spacing=12)
        self.setLayout(column(card(inside), None, spacing=16))
        self.same_person.hide()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Somebody else may be on duty than when it was last seen."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Show the list as it is now, to whoever may see to it."""
        _, station, chosen = self._desk.texts.gettext, self._desk.station, self.people.value
        members = station.staff.members()
        self.people.fill([Choice(each.initials, f"{each.initials} · {_(ROLES[each.role])}") for each in members])
        self.people.choose(chosen)
        self.people.setVisible(bool(members))
        duty = station.duty
        allowed = duty is not None and may(duty.role, Right.ADMINISTER)
        self._all.setVisible(allowed)
        words = "" if allowed else _("Only an administrator sees to the staff list, PINs and badges.")
        if allowed and not members:
            words = _("Without a list everybody may do everything. Add yourself first: you become the administrator.")
        self.why_not.show_words(words, aloud=False)
        self._person_chosen(self.people.value)

    def add(self) -> None:
        """Add somebody: the first as administrator, others for the counter."""
        self._add(back=False)

    def _add(self, *, back: bool) -> None:
        station = self._desk.station
        role = Role.COUNTER if station.staff.kept() else Role.ADMINISTRATOR
        if changed := self._done(lambda: add_member(station, self.initials.text(), role, back=back)):
            self.initials.clear()
            self.people.choose(changed.number)
            self._person_chosen(changed.number)

    def save_pin(self) -> None:
        """Give the person the PIN that was typed. Stretching it takes longer than a window may stand still."""
        person, typed = self.people.value, self.pin.text()
        self.pin.clear()
        self._desk.background.run(lambda: stretched_pin(typed), lambda pin: self._keep_pin(person, pin), self._failed)

    def _keep_pin(self, person: str, pin: str | None) -> None:
        if self._done(lambda: keep_pin(self._desk.station, person, pin)):
            given, taken = (
                Said("New PIN for {initials}", initials=person),
                Said("No PIN any more for {initials}", initials=person),
            )
            self._desk.teller.say(given if pin else taken)

    def _take_pin(self) -> None:
        self._keep_pin(self.people.value, None)

    def _role_chosen(self, role: str) -> None:
        person = self.people.value
        self._done(lambda: change_role(self._desk.station, person, Role(role)))

    def _give_badge(self) -> None:
        person, station = self.people.value, self._desk.station
        if self._done(lambda: give_badge(station, person)) and self._done(
            lambda: queue_print(station, JobKind.BADGE, person)
        ):
            said = Said("The new badge of {initials} is being printed; an earlier one is void.", initials=person)
            self._desk.teller.say(said)

    def _leave(self) -> None:
        person, station = self.people.value, self._desk.station
        role = station.staff.member(person).role
        if self._done(lambda: leave(station, person)):
            said = Said("{initials} does not work here any more.", initials=person)
            self._desk.teller.say(said, PersonLeft(person, role))

    def take_back(self, deed: PersonLeft) -> None:
        """Put somebody on the list again, trusted with the same. Raises Refused."""
        add_member(self._desk.station, deed.initials, deed.role, back=True)
        self.refresh()

    def _done(self, act: Callable[[], Changed]) -> Changed | None:
        self.error.show_words("")
        self.same_person.hide()
        try:
            changed = act()
        except Refused as refused:
            self._failed(refused)
            return None
        self.refresh()
        return changed

    def _failed(self, refused: Refused) -> None:
        self.refresh()
        self.error.show_words(self._desk.words(refused))
        self.same_person.setVisible(refused.code == "staff_left")

    def _person_chosen(self, person: str) -> None:
        self._person.setVisible(bool(person))
        if person:
            member = self._desk.station.staff.member(person)
            self.role.choose(member.role)
            self.no_pin.setEnabled(member.pin is not None)
            self._show_reset(person)

    def _show_reset(self, person: str) -> None:
        """Whoever administers must see when a PIN was given past them."""
        done = self._desk.station.upkeep.last(Deed.PIN_RESET, person)
        words = self._desk.texts.gettext("The PIN was set anew with the command on this PC: {when}")
        self.reset.setText(words.format(when=moment(self._desk, done.at)) if done else "")
        self.reset.setVisible(done is not None)

    def _about_person(self) -> QWidget:
        _ = self._desk.texts.gettext
        save = button(_("Save PIN"), self.save_pin, name="staff-save-pin")
        badge = button(_("Print a new badge"), self._give_badge, name="staff-badge")
        gone = button(_("Does not work here any more"), self._leave, name="staff-leave")
        whole = QWidget()
        whole.setLayout(
            column(
                field(_("Role"), self.role),
                field(_("New PIN (4 to 8 digits)"), row(self.pin, save, self.no_pin, None), self.reset, buddy=self.pin),
                row(badge, gone, None),
                spacing=12,
            )
        )
        return whole
