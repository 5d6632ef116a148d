"""The one reader of numbers and references that people and programs write: `SUP-3`, `sup-3`, `3`, `requirement:57`.

Only the digits 0 to 9 count: other digits look alike in some fonts and mean something else in others. A number longer
than any that was ever given is no number, so that no text reaches the database as one.
"""

from typing import Final

LONGEST_NUMBER: Final = 9
"""Digits of the highest number of a record of one kind in one organisation; the columns hold no more."""
LONGEST_KEY: Final = 18
"""Digits of the longest key that every database keeps."""


def number_in(text: str, prefix: str = "") -> int | None:
    """Return the number that a text is, from 1 on; with a prefix such as `SUP` it may stand before it, as `sup-3`.

    None for everything else: no digits, digits of another script, a sign, blanks inside, or more than nine digits.
    """
    wanted = text.strip()
    if prefix and wanted[: len(prefix) + 1].upper() == f"{prefix}-":
        wanted = wanted[len(prefix) + 1 :]
    return _whole(wanted, LONGEST_NUMBER)


def key_in(text: str) -> int | None:
    """Return the key of a row that a text is, from 1 on; None for everything else."""
    return _whole(text, LONGEST_KEY)


def pair_in(text: str) -> tuple[str, str] | None:
    """Return the word of a kind and what follows it, of a text such as `requirement:57`; None where one is missing."""
    word, colon, rest = text.strip().partition(":")
    return (word, rest.strip()) if colon and word and rest.strip() else None


def _whole(text: str, longest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= longest):
        return None
    return int(text) or None
