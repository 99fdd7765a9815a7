"""From what stands on a thing to a question to the recall list's full-text index. Pure; no database.

A person in a queue must be able to trust a warning, so one word that half of all things share is not enough.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

import msgspec

from domain import check_digits
from domain.catalogue import Catalogue

LEAST_LETTERS = 3
"""Letters and digits that a word needs to be looked up; a shorter one counts when it holds a digit, as a whole word."""
MOST_WORDS = 12
_NAMING = "{brand name model}"
_EVERYWHERE = "{brand name model product}"
_KIND = "{product name}"


class Kinds(msgspec.Struct, frozen=True):
    """What kinds of things are called: for a word the other words of the same kind, and for a category its words."""

    alike: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    of_category: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Kinds":
        """From the names and synonyms in all languages; the list is in English, the counter is not."""
        alike: dict[str, frozenset[str]] = {}
        of_category: dict[str, frozenset[str]] = {}
        for category in catalogue.categories:
            words = frozenset(word for word in _plain(category.search_text()) if len(word) >= LEAST_LETTERS)
            of_category[category.code] = words
            for word in words:
                alike[word] = alike.get(word, frozenset()) | words
        return cls(alike, of_category)


def barcode(digits: str) -> str | None:
    """The number of a barcode on a thing (EAN-8, UPC-A or EAN-13) in its one form, or None for what is none.

    The check digit must be right. A UPC-A is the EAN-13 with a zero before it (GS1 General Specifications), so both
    give the same. Never 14 digits, which are on cartons, and are the length of our own numbers.
    """
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,13}", digits) or not check_digits.is_article_number(digits):
        return None
    return _one_form(digits)


def barcodes(text: str) -> tuple[str, ...]:
    """The barcodes in a field of the list: several, with words between, with spaces or hyphens inside. Each once.

    Check digits are not asked for: the list holds what somebody typed, and a wrong one simply meets nothing.
    """
    found: dict[str, None] = {}
    for part in re.split(r"[^0-9\s-]+", text):
        joined = re.sub(r"[\s-]", "", part)
        single = [joined] if len(joined) in (8, 12, 13, 14) else re.findall(r"[0-9]+", part)
        found.update((_one_form(digits), None) for digits in single if len(digits) in (8, 12, 13, 14))
    return tuple(found)


def _one_form(digits: str) -> str:
    bare = digits.lstrip("0")
    return bare.zfill(8) if len(bare) <= 8 else bare.zfill(13)


def expression(text: str, kinds: Kinds, category: str, is_name: Callable[[str], bool]) -> str:
    """An FTS5 expression for a title such as "Stokke Tripp Trapp barnestol"; empty when there is nothing to look up.

    Words for kinds of things ("barnestol") name nothing, unless the list has them as names (`is_name`). A hit needs
    every other word, as the beginning of a word in brand, name, model or product, and one of them outside of product.
    With only one such word, what is known of the kind (other words, `category`) must fit as well. A barcode alone does.
    """
    whole = "".join(text.split())
    words = [whole] if barcode(whole) else _words(text)
    codes = [code for word in words if (code := barcode(word)) is not None]
    naming: list[str] = []
    kind: set[str] = set()
    for word in words:
        alike = kinds.alike.get(word.casefold())
        if barcode(word) is not None:
            continue
        if alike is None or is_name(word):
            naming.append(word)
        else:
            kind |= alike
    either = [f'barcode : "{code}"' for code in codes]
    strong = [word for word in naming if _size(word) >= LEAST_LETTERS]
    if strong:
        every = [f"{_EVERYWHERE} : {_forms(word)}" for word in naming]
        every.append(f"{_NAMING} : ({' OR '.join(map(_forms, strong))})")
        kind = kind or set(kinds.of_category.get(category, ()))
        if len(naming) == 1 and kind:
            every.append(f"{_KIND} : ({' OR '.join(_quoted(word) + ' *' for word in sorted(kind))})")
        either.append(" AND ".join(f"({part})" for part in every))
    return " OR ".join(f"({part})" for part in either)


def of_brand(word: str) -> str:
    """An FTS5 expression for alerts whose brand begins with this whole word."""
    return f"brand : ^ {_quoted(word)}"


def of_name(word: str) -> str:
    """An FTS5 expression for alerts that have this whole word in a name or model."""
    return f"{{name model}} : {_quoted(word)}"


def of_product(word: str) -> str:
    """An FTS5 expression for alerts that have this whole word in what the product is."""
    return f"product : {_quoted(word)}"


def _words(text: str) -> list[str]:
    """The words of a text that are looked up, each once; hyphens, dots and slashes inside of them stay."""
    found: dict[str, None] = {}
    for part in re.findall(r"[\w\-./'’&+]+", unicodedata.normalize("NFC", text)):
        word = part.strip("-./'’&+")
        if barcode(part.replace("-", "")):
            word = part.replace("-", "")
        if _size(word) >= LEAST_LETTERS or (_size(word) and any(sign.isdigit() for sign in word)):
            found.setdefault(word.casefold())
    return list(found)[:MOST_WORDS]


def _size(word: str) -> int:
    return sum(sign.isalnum() for sign in word)


def _forms(word: str) -> str:
    """A word as it may stand in the list: "ch100" also as "ch-100", and the other way round."""
    prefix = " *" if _size(word) >= LEAST_LETTERS else ""
    joined = "".join(sign for sign in word if sign.isalnum())
    forms = [word, joined]
    if re.search(r"\d", word) and re.search(r"[^\W\d_]", word):
        forms.append(" ".join(re.findall(r"\d+|[^\W\d_]+", word)))
    return f"({' OR '.join(_quoted(form) + prefix for form in dict.fromkeys(forms))})"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _plain(text: str) -> Iterable[str]:
    return re.findall(r"\w+", text.casefold())
