"""Who may do what: every deed under every role, and that what is refused leaves nothing behind."""

import copy
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import safety_gate_samples as recalls
from counter import FRETEX, LOPPEMARKED, SIGNED, Clock, Counter, fixed_agreement

from domain.handover import Override
from domain.item import DataChoice
from domain.refused import Refused
from domain.staff import Right, Role, may
from station_app.actions.correct import Correction, change_item, discard_item
from station_app.actions.drafts import drop_draft, keep_live_draft, set_draft_aside, take_up_draft
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.import_file import import_file
from station_app.actions.labels import make_labels
from station_app.actions.notices import mark_notice_seen
from station_app.actions.printing import drop_job, note_labels, print_again, queue_print
from station_app.actions.recalls import import_recalls
from station_app.actions.refuse import refuse_thing, void_refusal
from station_app.actions.register import Draft, register_item, register_items, void_items
from station_app.actions.reverse import prepare_reversal, reverse_handover
from station_app.actions.settings import keep_settings
from station_app.actions.signed_copy import attach_signed_copy
from station_app.actions.staff import add_member, change_role, give_badge, go_on_duty, leave, lock, set_pin
from station_app.documents.label import Stock
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.storage.drafts import DraftKind
from station_app.storage.jobs import JobKind
from station_app.sync.enrolment import enrol
from station_app.sync.keys import key_store
from station_app.sync.stick import export_batches, import_acks
from wire.messages import Blob

MEMBERS = {Role.READ_ONLY: "RO", Role.COUNTER: "CO", Role.LEAD: "LE", Role.ADMINISTRATOR: "AD"}
ALL_BUT_READ_ONLY = (Role.COUNTER, Role.LEAD, Role.ADMINISTRATOR)
LEADS = (Role.LEAD, Role.ADMINISTRATOR)
ADMINISTRATORS = (Role.ADMINISTRATOR,)


class Day:
    """A counter in the middle of a day, with something there for every deed."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self.counter, self.folder, self.station = counter, folder, counter.station
        only_sofas = msgspec.structs.replace(fixed_agreement(LOPPEMARKED), categories=("sofa",))
        counter.with_register(fixed_agreement(), only_sofas, version=2)
        self.thing = counter.register()
        self.refusal = refuse_thing(counter.station, category="chair", reason="worn_or_broken").number
        self.laptop = counter.register("laptop", 2_000)
        self.receipt = counter.hand_over(counter.register())
        self.on_paper = counter.hand_over(counter.register(), signature=None)
        self.sheet = Blob(sha256="0" * 64, media_type="image/jpeg", size=9, width=3, height=3)
        for kind in DraftKind:
            set_draft_aside(self.station, kind, "en stol", '{"title": "stol"}')
        for initials, role in ((MEMBERS[role], role) for role in reversed(Role)):
            add_member(self.station, initials, role)
        queue_print(self.station, JobKind.LABEL, self.thing)
        self.job = self.station.jobs.open()[0].id
        # What was begun by somebody who might, and is finished by somebody who may not.
        order = Order(
            orgnr=FRETEX,
            numbers=(self.thing, self.laptop),
            representative="Åse",
            signature=SIGNED,
            data_choices={self.laptop: DataChoice.WIPED},
            staff="AD",
        )
        self.order = order
        self.reversal = prepare_reversal(self.station, self.receipt, "Feil aktør")
        (folder / "delivery.csv").write_text("category;kg\nchair;4\n", encoding="utf-8")

    def draft(self, kind: DraftKind) -> int:
        return self.station.drafts.aside(kind)[0].id

    def import_delivery(self) -> None:
        import_file(
            self.station,
            self.folder / "delivery.csv",
            rejected_file=self.folder / "rejected.csv",
            delivery="delivery",
            on_row=lambda _done, _total: None,
        )

    def hand_over(self) -> None:
        prepared = prepare_handover(self.station, self.order)
        hand_over(self.station, prepared, render_receipt(prepared.receipt))

    def hand_over_for_a_reason(self) -> None:
        order = msgspec.structs.replace(
            self.order,
            orgnr=LOPPEMARKED,
            numbers=(self.thing,),
            overrides={self.thing: Override(reason="Avtalt på telefon")},
        )
        prepared = prepare_handover(self.station, order)
        hand_over(self.station, prepared, render_receipt(prepared.receipt))

    def enrol(self) -> None:
        """Nobody answers at this address; whoever may not is not even asked for one."""
        keys = key_store(self.station.folder, self.station.identity.device, "file")
        with pytest.raises(Refused) as refused:
            enrol(self.station, "http://127.0.0.1:9", "CODE", keys)
        if refused.value.code != "hub_unreachable":
            raise refused.value

    def carry(self, way: Callable[[Station, Path], object]) -> None:
        """This counter's key is another test's business; whoever may not is not even asked for a stick."""
        with pytest.raises(Refused) as refused:
            way(self.station, self.folder)
        if refused.value.code != "key_missing":
            raise refused.value

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that stands in the store."""
        with sqlite3.connect(self.station.folder / FILE_NAME) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            found = {name: list(connection.execute(f"SELECT * FROM {name}")) for name in names}  # noqa: S608
        connection.close()
        return found

    def files(self) -> set[str]:
        return set(self.station.blobs.names())


Deed = Callable[[Day], object]
A_CHAIR = Draft(category="chair", grams=4_000)
DEEDS: dict[str, tuple[tuple[Role, ...], Deed]] = {
    "register": (ALL_BUT_READ_ONLY, lambda day: register_item(day.station, A_CHAIR)),
    "register many": (ALL_BUT_READ_ONLY, lambda day: register_items(day.station, A_CHAIR, copies=3, label=True)),
    "take a registration back": (ALL_BUT_READ_ONLY, lambda day: void_items(day.station, [day.thing])),
    "change": (ALL_BUT_READ_ONLY, lambda day: change_item(day.station, day.thing, Correction(title="Krakk"))),
    "discard": (ALL_BUT_READ_ONLY, lambda day: discard_item(day.station, day.thing, "Knust")),
    "refuse": (
        ALL_BUT_READ_ONLY,
        lambda day: refuse_thing(day.station, category="chair", reason="worn_or_broken"),
    ),
    "take a refusal back": (ALL_BUT_READ_ONLY, lambda day: void_refusal(day.station, day.refusal)),
    "import": (ALL_BUT_READ_ONLY, Day.import_delivery),
    "make labels": (
        ALL_BUT_READ_ONLY,
        lambda day: make_labels(day.station, [day.station.items.by_number(day.thing)], Stock.A4),
    ),
    "note labels": (
        ALL_BUT_READ_ONLY,
        lambda day: note_labels(day.station, [day.thing], stock="a4", medium="file"),
    ),
    "print a label": (ALL_BUT_READ_ONLY, lambda day: queue_print(day.station, JobKind.LABEL, day.laptop)),
    "print a test": (ALL_BUT_READ_ONLY, lambda day: queue_print(day.station, JobKind.TEST_LABEL)),
    "print a badge": (ADMINISTRATORS, lambda day: queue_print(day.station, JobKind.BADGE, "CO")),
    "print again": (ALL_BUT_READ_ONLY, lambda day: print_again(day.station, [day.job])),
    "give a printing job up": (ALL_BUT_READ_ONLY, lambda day: drop_job(day.station, day.job)),
    "take up a draft": (ALL_BUT_READ_ONLY, lambda day: take_up_draft(day.station, day.draft(DraftKind.ITEM))),
    "drop a draft": (ALL_BUT_READ_ONLY, lambda day: drop_draft(day.station, day.draft(DraftKind.HANDOVER))),
    "hand over": (ALL_BUT_READ_ONLY, Day.hand_over),
    "hand over what the agreement leaves out": (LEADS, Day.hand_over_for_a_reason),
    "attach a signed sheet": (
        ALL_BUT_READ_ONLY,
        lambda day: attach_signed_copy(day.station, day.on_paper, day.sheet),
    ),
    "prepare a handover": (ALL_BUT_READ_ONLY, lambda day: prepare_handover(day.station, day.order)),
    "prepare a reversal": (LEADS, lambda day: prepare_reversal(day.station, day.receipt, "Feil aktør")),
    "reverse": (LEADS, lambda day: reverse_handover(day.station, day.reversal, b"%PDF- of a reversal")),
    "choose a printer": (ALL_BUT_READ_ONLY, lambda day: keep_settings(day.station, label_stock="a4")),
    "turn the lock off": (ADMINISTRATORS, lambda day: keep_settings(day.station, text_percent=150, lock_minutes=0)),
    "have larger text": (tuple(Role), lambda day: keep_settings(day.station, text_percent=150, language="nn")),
    "see to a notice": (ALL_BUT_READ_ONLY, lambda day: mark_notice_seen(day.station)),
    "import recalls": (
        ADMINISTRATORS,
        lambda day: import_recalls(day.station, recalls.write(day.folder, recalls.LAMP)),
    ),
    "enrol": (ADMINISTRATORS, Day.enrol),
    "write to a stick": (LEADS, lambda day: day.carry(export_batches)),
    "take in a stick": (LEADS, lambda day: day.carry(import_acks)),
    "add a person": (ADMINISTRATORS, lambda day: add_member(day.station, "NY", Role.COUNTER)),
    "change a role": (ADMINISTRATORS, lambda day: change_role(day.station, "CO", Role.LEAD)),
    "give a PIN": (ADMINISTRATORS, lambda day: set_pin(day.station, "NN", "4711")),
    "take a PIN away": (ADMINISTRATORS, lambda day: set_pin(day.station, "NN", "")),
    "give a badge": (ADMINISTRATORS, lambda day: give_badge(day.station, "CO")),
    "let a person leave": (ADMINISTRATORS, lambda day: leave(day.station, "CO")),
    # What needs nobody: a form is kept over a lock, people come and go.
    "keep the form": (
        tuple(Role),
        lambda day: keep_live_draft(day.station, DraftKind.ITEM, "en stol", '{"title": "stol"}'),
    ),
    "set the form aside": (
        tuple(Role),
        lambda day: set_draft_aside(day.station, DraftKind.ITEM, "en stol", '{"title": "stol"}'),
    ),
    "go on duty": (tuple(Role), lambda day: go_on_duty(day.station, "CO")),
}


@pytest.fixture(scope="module")
def made(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The day that every test begins with a copy of; its store is closed."""
    folder = shutil.copytree(begun, tmp_path_factory.mktemp("day"), dirs_exist_ok=True)
    made = Day(Counter(folder / "store"), folder)
    add_member(made.station, "NN", Role.COUNTER)
    made.station.close()
    return made


@pytest.fixture
def day(made: Day, tmp_path: Path, clock: Clock) -> Iterator[Day]:
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    day = copy.copy(made)
    day.counter, day.folder = Counter(tmp_path / "store", clock), tmp_path
    day.station = day.counter.station
    day.station.on_duty = made.station.on_duty
    yield day
    day.station.close()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("deed", DEEDS)
def test_a_role_may_do_this_or_leaves_nothing_behind(day: Day, role: Role, deed: str) -> None:
    allowed, do = DEEDS[deed]
    go_on_duty(day.station, MEMBERS[role])
    before, files = day.rows(), day.files()
    if role in allowed:
        do(day)
        return
    with pytest.raises(Refused, match="not_allowed") as refused:
        do(day)
    named = Role(str(refused.value.facts["role"]))
    assert list(Role).index(role) < list(Role).index(named) <= list(Role).index(allowed[0])
    assert day.rows() == before
    assert day.files() == files
    assert not (day.folder / "rejected.csv").exists()


@pytest.mark.parametrize("deed", [name for name, (roles, _) in DEEDS.items() if roles != tuple(Role)])
def test_nobody_on_duty_does_nothing(day: Day, deed: str) -> None:
    lock(day.station)
    before = day.rows()
    with pytest.raises(Refused, match="nobody_on_duty"):
        DEEDS[deed][1](day)
    assert day.rows() == before


@pytest.mark.parametrize("deed", [name for name, (roles, _) in DEEDS.items() if roles != tuple(Role)])
def test_who_was_taken_off_the_list_in_another_window_does_nothing_more(day: Day, deed: str) -> None:
    add_member(day.station, "A2", Role.ADMINISTRATOR)
    go_on_duty(day.station, "A2")
    with day.station.another() as elsewhere:
        go_on_duty(elsewhere, "AD")
        leave(elsewhere, "A2")
    before, files = day.rows(), day.files()
    with pytest.raises(Refused, match="nobody_on_duty"):
        DEEDS[deed][1](day)
    assert (day.rows(), day.files()) == (before, files)


ABOUT_PEOPLE = {
    "add a person", "change a role", "give a PIN", "take a PIN away", "give a badge", "let a person leave",
    "print a badge", "go on duty",
}  # fmt: skip


@pytest.mark.parametrize("deed", [name for name in DEEDS if name not in ABOUT_PEOPLE])
def test_before_there_is_a_list_everybody_may(day: Day, deed: str) -> None:
    """The people of the list are gone, the rest of the day is as it was."""
    with sqlite3.connect(day.station.folder / FILE_NAME) as connection:
        connection.execute("DELETE FROM staff")
    connection.close()
    day.station.on_duty = None
    day.order = msgspec.structs.replace(day.order, staff="KB")
    DEEDS[deed][1](day)


def test_every_event_is_signed_by_who_is_on_duty(day: Day) -> None:
    go_on_duty(day.station, "CO")
    number = register_item(day.station, Draft(category="chair", grams=4_000, staff="AD")).number
    assert day.station.items.by_number(number).staff == "CO"


def test_a_handover_that_another_finishes_is_checked_anew(day: Day) -> None:
    prepared = prepare_handover(day.station, day.order)
    go_on_duty(day.station, "CO")
    before = day.rows()
    with pytest.raises(Refused, match="changed_meanwhile"):
        hand_over(day.station, prepared, render_receipt(prepared.receipt))
    assert day.rows() == before


def test_sending_needs_nobody_on_duty(day: Day) -> None:
    """The sender's own store has nobody on duty and notes all the same how it went."""
    with Station.open(day.folder / "store", clock=day.counter.clock) as sender:
        assert sender.duty is None
        with sender.transaction():
            sender.outbox.note_contact(sender.now(), backed_up=0)
        assert sender.outbox.progress().last_contact_at == sender.now()


def test_each_role_may_what_the_one_before_may() -> None:
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        assert {right for right in Right if may(lower, right)} <= {right for right in Right if may(higher, right)}
    assert not any(may(Role.READ_ONLY, right) for right in Right)
    assert all(may(Role.ADMINISTRATOR, right) for right in Right)
