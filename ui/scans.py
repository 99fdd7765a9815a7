"""What a scanned or typed number means: by its kind first, then by the screen in front. Nothing is saved by a scan,
but where it orders so.
"""

from collections import deque
from collections.abc import Callable

import msgspec

from domain import numbers
from domain.agreement import valid_orgnr
from domain.commands import Command, command_of, is_badge
from domain.numbers import Kind, Number
from domain.refused import Refused
from station_app.actions.staff import badge_on_duty, lock
from station_app.devices.scanner import unread
from ui.desk import Desk
from ui.said import Said
from ui.screens.screen import Screen
from ui.sounds import Sound


class Ways(msgspec.Struct, frozen=True):
    """Where a number can lead: the screen in front, an item in detail, a receipt in the history, an actor's handover.

    `undo` takes the last result back and says whether there was one; `new_handover` begins one;
    `person` asks whoever has these initials for their PIN.
    """

    front: Callable[[], Screen]
    item: Callable[[str], None]
    receipt: Callable[[str], None]
    actor: Callable[[str], None]
    new_handover: Callable[[], None]
    person: Callable[[str], None]
    undo: Callable[[], bool]


class Scans:
    """Give every scan and every typed number to `take`. What comes while a screen is busy waits, and none is lost."""

    def __init__(self, desk: Desk, ways: Ways) -> None:
        self._desk, self._ways = desk, ways
        self._waiting: deque[str] = deque()

    def take(self, text: str) -> None:
        """Do what the number means here. What is no number of ours is said in words that stay."""
        self._waiting.append(text)
        self.go_on()

    def go_on(self) -> None:
        """Take what came while the screen in front was busy."""
        while self._waiting and not self._ways.front().busy:
            self._take(self._waiting.popleft())

    def _take(self, text: str) -> None:
        if self._ways.front().take_scan(text):
            self._heard()
            return
        try:
            number = numbers.parse(text)
        except Refused as refused:
            code = "".join(text.split())
            self._not_in_list(code, unread(code) if refused.code == "number_not_14_digits" else refused)
            return
        try:
            self._do(number)
        except Refused as refused:
            self._say(refused)

    def _do(self, number: Number) -> None:
        if number.kind is Kind.ITEM:
            self._item(number)
        elif number.kind is Kind.RECEIPT:
            self._desk.station.handovers.document(str(number))
            self._ways.receipt(str(number))
            self._heard()
        elif number.kind is Kind.ACTOR_CARD:
            self._actor(number)
        elif is_badge(number):
            self._badge(str(number))
        elif number.kind is Kind.COMMAND:
            self._command(command_of(number))
        else:
            raise Refused("drop_off_note_not_read", number=str(number))

    def _item(self, number: Number) -> None:
        try:
            self._require_known(number)
        except Refused as refused:
            self._not_in_list(str(number), refused)
            return
        if not self._ways.front().take_item(str(number)):
            self._ways.item(str(number))
        # Where the screen had something stronger to say, this one is not heard.
        self._heard()

    def _require_known(self, number: Number) -> None:
        """Let only items of this store go on; say which of the causes it has that there is none.

        Labels are made when a thing is registered and no number is given before, so a label without a thing is
        another counter's, or was printed by a store that was lost.
        """
        station = self._desk.station
        try:
            station.items.by_number(str(number))
        except Refused:
            if number.device == station.identity.device_number:
                raise Refused("item_not_registered", number=str(number)) from None
            raise Refused("item_of_other_counter", number=str(number), device=number.device) from None

    def _actor(self, number: Number) -> None:
        orgnr = valid_orgnr(numbers.orgnr_on_card(number))
        self._desk.station.reference.actor(orgnr)
        if not self._ways.front().take_actor(orgnr):
            self._ways.actor(orgnr)

    def _badge(self, number: str) -> None:
        try:
            badge_on_duty(self._desk.station, number)
        except Refused as refused:
            if refused.code != "pin_needed":
                raise
            self._ways.person(str(refused.facts["initials"]))
            self._heard()
            return
        said = Said("On duty now: {initials}. What is filled in stays.", initials=self._desk.station.initials)
        self._desk.teller.say(said)
        self._heard()

    def _command(self, command: Command) -> None:
        if self._ways.front().take_command(command):
            return
        if command is Command.UNDO and self._ways.undo():
            return
        if command is Command.NEW_HANDOVER:
            self._ways.new_handover()
        elif command is Command.LOCK:
            lock(self._desk.station)
        else:
            raise Refused("command_not_here", number=command.number.grouped)

    def _not_in_list(self, code: str, refused: Refused) -> None:
        """What was to be a thing and is none: a red line in a list of things, or words in the strip."""
        if not self._ways.front().take_unknown(code):
            self._say(refused)

    def _say(self, refused: Refused) -> None:
        self._desk.warn(refused)
        self._desk.sounds.play(Sound.ERROR)

    def _heard(self) -> None:
        self._desk.sounds.play(Sound.OK)
