"""Settings of look, language and keys."""

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.settings_choices import Choices
from ui.said import Said
from ui.theme import TARGETS, TEXT_SIZES, THEMES
from ui.widgets.controls import card, column, label

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Each in its own words, so that whoever needs it finds it."""


class LookSettings(QWidget):
    """Colours, size of text, language, digit keys."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        themes = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        targets = {"normal": _("Usual"), "large": _("Large, for gloves")}
        sizes = [(str(size), f"{size} %") for size in TEXT_SIZES]
        look = column(
            label(_("Look"), "heading"),
            choices.tiles("theme", Said("Colours"), [(name, themes[name]) for name in THEMES]),
            choices.tiles("text_percent", Said("Text size"), sizes),
            choices.tiles("targets", Said("Size of buttons"), [(name, targets[name]) for name in TARGETS]),
            choices.tiles("language", Said("Language"), [*LANGUAGE_NAMES.items()]),
            spacing=10,
        )
        keys = column(
            label(_("Keys"), "heading"),
            choices.check("digit_keys", Said("Digit keys choose on the screen when no text field is in use")),
            spacing=12,
        )
        self.setLayout(column(card(look), card(keys), None, spacing=16))
