"""Look, text size, language, keys, label roll, printers. Every choice acts at once and is kept."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from station_app.actions.settings import keep_settings
from ui.desk import Desk
from ui.printing import printer_names
from ui.screens.screen import Screen
from ui.theme import TARGET, TEXT_SIZES, THEMES
from ui.widgets.controls import button, card, column, field, label, row
from ui.widgets.tile_group import CheckTile, Choice, TileGroup

_LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Each in its own words, so that whoever needs it finds it."""


class SettingsScreen(Screen):
    """`enrol_asked` when the device is to be connected."""

    enrol_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="settings")
        _ = desk.texts.gettext
        settings = desk.station.config
        themes = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        stocks = {"62x29": "62 × 29 mm", "57x32": "57 × 32 mm", "a4": _("A4 sheets")}
        self.theme = self._tiles("theme", _("Colours"), [(name, themes[name]) for name in THEMES], settings.theme)
        sizes = [(str(size), f"{size} %") for size in TEXT_SIZES]
        self.text_size = self._tiles("text_percent", _("Text size"), sizes, str(settings.text_percent))
        self.language = self._tiles("language", _("Language"), [*_LANGUAGES.items()], settings.language)
        self.stock = self._tiles("label_stock", _("Label paper"), [*stocks.items()], settings.label_stock)
        words = _("Digits press tiles when no text field has the focus")
        self.digits = CheckTile(words, desk.theme, name="settings-digit_keys")
        self.digits.setChecked(settings.digit_keys)
        self.digits.toggled.connect(lambda on: self._keep(digit_keys=on))
        self.label_printer = self._printer("label_printer", _("Label printer"))
        self.receipt_printer = self._printer("receipt_printer", _("Printer for receipts"))
        self.build(self._lay_out())

    def refresh(self) -> None:
        """Look for printers, in the background: a network printer that does not answer takes its time."""
        self.desk.background.run(printer_names, self._printers_found, self.desk.warn)

    def arrive(self) -> None:
        """First the look."""
        self.theme.focus()

    def _lay_out(self) -> QVBoxLayout:
        _ = self.desk.texts.gettext
        look = column(
            label(_("Look"), "heading"),
            field(_("Colours"), self.theme),
            field(_("Text size"), self.text_size),
            field(_("Language"), self.language),
            self.digits,
        )
        paper = column(
            label(_("Labels and receipts"), "heading"),
            field(_("Label paper"), self.stock),
            field(_("Label printer"), self.label_printer, buddy=self.label_printer),
            field(_("Printer for receipts"), self.receipt_printer, buddy=self.receipt_printer),
            label(
                _("Every label and receipt is also a file in {folder}.").format(folder=self.desk.station.folder),
                "subtle",
            ),
        )
        hub = column(
            label(_("The municipality"), "heading"),
            row(button(_("Connection …"), self.enrol_asked.emit, name="settings-enrol"), None),
        )
        return column(card(look), card(paper), card(hub), None, spacing=16)

    def _tiles(self, name: str, meaning: str, choices: Sequence[tuple[str, str]], value: str) -> TileGroup:
        tiles = TileGroup(self.desk.theme, name=f"settings-{name}", meaning=meaning, column=140, least=TARGET)
        tiles.fill([Choice(code, words) for code, words in choices])
        tiles.choose(value)
        tiles.chosen.connect(self._keeper(name))
        return tiles

    def _keeper(self, name: str) -> Callable[[str], None]:
        return lambda value: self._keep(**{name: int(value) if name == "text_percent" else value})

    def _printer(self, name: str, meaning: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(f"settings-{name}")
        box.setAccessibleName(meaning)
        box.setMinimumHeight(TARGET)
        box.addItem(self.desk.texts.gettext("None: files only"), "")
        chosen = getattr(self.desk.station.config, name)
        if chosen:
            box.addItem(chosen, chosen)
            box.setCurrentIndex(1)
        box.activated.connect(lambda _index: self._keep(**{name: str(box.currentData())}))
        return box

    def _printers_found(self, names: list[str]) -> None:
        for box in (self.label_printer, self.receipt_printer):
            for name in names:
                if box.findData(name) < 0:
                    box.addItem(name, name)

    def _keep(self, **changes: str | int | bool) -> None:
        keep_settings(self.desk.station, **changes)
