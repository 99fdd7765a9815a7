"""What a person filled in at registering: kept over a redrawn window, a draft set aside, a power cut."""

from typing import TYPE_CHECKING

import msgspec

from domain.item import Condition, DataChoice
from domain.weight import WeightSource
from ui.desk import Desk
from ui.parts.category_choices import Level
from wire.blob import Blob

if TYPE_CHECKING:
    # Needed when something is saved, and not before.
    from station_app.actions.register import Draft


class FormState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the form. Its JSON is the body of a draft: new fields need a default."""

    category: str = ""
    condition: Condition = Condition.GOOD
    weight: str = ""
    source: WeightSource = WeightSource.TYPED
    title: str = ""
    note: str = ""
    photos: tuple[Blob, ...] = ()
    data_choice: DataChoice | None = None
    copies: str = "1"
    barcode: str = ""
    """Of the product, as scanned: looked up in the recall list."""

    @property
    def blank(self) -> bool:
        """Whether nothing is begun: no work would be lost with it. A barcode alone is none; it can be scanned again."""
        return not (self.category or self.weight or self.title.strip() or self.note.strip() or self.photos)

    @property
    def body(self) -> str:
        """As it is stored; empty for a blank form."""
        return "" if self.blank else msgspec.json.encode(self).decode()

    @staticmethod
    def read(body: str) -> "FormState":
        """What `body` wrote, also by an older program."""
        return msgspec.json.decode(body, type=FormState)

    def one_more(self) -> "FormState":
        """For the next thing of its kind. Photos, barcode, a scale's word and the choice about data were this one's."""
        scaled = self.source is WeightSource.SCALE
        return msgspec.structs.replace(
            self,
            weight="" if scaled else self.weight,
            source=WeightSource.TYPED,
            photos=(),
            data_choice=None,
            copies="1",
            barcode="",
        )

    def draft(self, grams: int | None, source: WeightSource) -> "Draft":
        """The thing as the action wants it, with the weight in grams that was read from the form (None: none given)."""
        from station_app.actions.register import Draft

        return Draft(
            category=self.category,
            condition=self.condition,
            grams=grams,
            weight_source=source,
            title=self.title,
            note=self.note,
            photos=self.photos,
            data_choice=self.data_choice,
        )

    def words(self, desk: Desk) -> str:
        """By which a person knows it in a list."""
        _, texts = desk.texts.gettext, desk.texts
        name = desk.station.category_name(self.category, desk.language) if self.category else _("No category yet")
        parts = [f"{name} – {self.title.strip()}" if self.title.strip() else name]
        if self.photos:
            count = len(self.photos)
            parts.append(texts.ngettext("{count} photo", "{count} photos", count).format(count=count))
        return ", ".join(parts)


class Registering(msgspec.Struct, frozen=True):
    """What somebody is at here: what is filled in, which tiles they look at, for which reason a thing is turned away
    (None: it is not), whether they look at what is set aside.
    """

    form: FormState
    tiles: tuple[Level, str]
    reason: str | None
    aside: bool
