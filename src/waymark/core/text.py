"""What a person may type: one rule for text, used by models, forms, imports and the console."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Overrides and embeddings can make `report<RLO>fdp.exe` read as something else; marks and joiners that
# ordinary Arabic, Hebrew, Persian or emoji text needs stay allowed and are isolated on display.
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and symbols that are drawn as nothing: Hangul fillers and the empty Braille pattern.
_DRAWN_AS_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Letters with a stroke, which Unicode does not take apart.
_WITHOUT_PARTS = str.maketrans("øØłŁđĐħĦ", "oOlLdDhH")
_MANY_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{9,}")


def normal(value: str) -> str:
    """Return the one normal form text is stored in: NFC, line feeds as line ends, no blanks around."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def first_unwanted(value: str, *, lines: bool) -> str | None:
    """Return the first character that no text may hold, or None; `lines` allows line feed and tab."""
    for character in value:
        if lines and character in "\n\t":
            continue
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Cn"} or character in _BIDI_OVERRIDES or character in "\u2028\u2029":
            return character
    return None


def without_unwanted(value: str) -> str:
    """Return a text in normal form with a blank for each character that no text may hold: fit to be searched for."""
    kept = (" " if first_unwanted(character, lines=False) else character for character in value)
    return " ".join(normal("".join(kept)).split())


def fold(text: str) -> str:
    """Return a text for comparison: small letters without accents, and ss for ß."""
    marked = unicodedata.normalize("NFD", text.translate(_WITHOUT_PARTS).casefold())
    return "".join(one for one in marked if not unicodedata.combining(one))


def holds_words(text: str, wanted: str) -> bool:
    """Return whether a text holds each of some words, in any order and whatever their case and accents."""
    folded = fold(text)
    return all(word in folded for word in fold(wanted).split())


def is_invisible(text: str) -> bool:
    """Return whether a text shows nothing: blanks, marks without a letter, joiners, and letters drawn as nothing."""
    return all(one in _DRAWN_AS_NOTHING or unicodedata.category(one)[0] in "ZCM" for one in text)


def name_of(character: str) -> str:
    """Return a visible name for a character that cannot be shown, such as `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _refuse_unwanted(value: str, *, lines: bool) -> None:
    found = first_unwanted(value, lines=lines)
    if found is not None:
        message = _("This text contains a character that cannot be stored: %(name)s. Remove it and try again.")
        raise ValidationError(message, code="unwanted-character", params={"name": name_of(found)})
    if _MANY_MARKS.search(value):
        message = _("This text has too many combining marks on one letter. Remove them and try again.")
        raise ValidationError(message, code="combining-marks")


def one_line(value: str) -> None:
    """Refuse control, surrogate, unassigned and direction-override characters, line breaks, and what shows nothing.

    Every name and every title is one line, so that none can pass that nobody can see.
    """
    _refuse_unwanted(value, lines=False)
    if value and is_invisible(value):
        raise ValidationError(_("This text has no visible characters. Type it again."), code="invisible-name")


def some_lines(value: str) -> None:
    """Refuse what `one_line` refuses, but allow line breaks and tabs."""
    _refuse_unwanted(value, lines=True)
