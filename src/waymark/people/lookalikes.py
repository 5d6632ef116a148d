"""Finds names that are written differently and look the same, so that nobody can pass as somebody else."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.text import is_invisible

# Letters of other scripts that most typefaces draw like a Latin one (after Unicode TR 39, the common part).
_DRAWN_ALIKE = str.maketrans(
    {
        "\u0430": "a",
        "\u0432": "b",
        "\u0435": "e",
        "\u043a": "k",
        "\u043c": "m",
        "\u043d": "h",
        "\u043e": "o",
        "\u0440": "p",
        "\u0441": "c",
        "\u0442": "t",
        "\u0443": "y",
        "\u0445": "x",
        "\u0456": "i",
        "\u0458": "j",
        "\u0455": "s",
        "\u04bb": "h",
        "\u0501": "d",
        "\u051b": "q",
        "\u051d": "w",
        "\u03b1": "a",
        "\u03b2": "b",
        "\u03b5": "e",
        "\u03b6": "z",
        "\u03b7": "h",
        "\u03b9": "i",
        "\u03ba": "k",
        "\u03bc": "m",
        "\u03bd": "v",
        "\u03bf": "o",
        "\u03c1": "p",
        "\u03c4": "t",
        "\u03c5": "y",
        "\u03c7": "x",
        "\u0131": "i",
        "0": "o",
        "1": "l",
    }
)
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def skeleton(name: str) -> str:
    """Return what a name looks like: without case, accents on compatibility forms, invisible characters or script."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_DRAWN_ALIKE)
    shown = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return " ".join(shown.split())


def check_name(name: str) -> None:
    """Refuse a name that nobody can see, and one that is drawn to be mistaken for another."""
    if name and is_invisible(name):
        raise ValidationError(_("This name has no visible characters. Use letters."), code="invisible-name")
    if mixes_scripts(name):
        raise ValidationError(
            _("A word in this name mixes similar letters of different alphabets. Type it again."),
            code="mixed-scripts",
        )


def mixes_scripts(name: str) -> bool:
    """Return whether one word mixes alphabets, such as a Cyrillic letter in a Latin name."""
    return any(len(_scripts(word)) > 1 for word in name.split())


def _scripts(word: str) -> frozenset[str]:
    letters = (unicodedata.name(character, "").partition(" ")[0] for character in word if character.isalpha())
    return _SCRIPTS.intersection(letters)
