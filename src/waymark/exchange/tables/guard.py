"""The apostrophe that keeps a CSV field from being run as a formula, and its exact inverse.

A field is guarded when any of its lines begins, after blanks, with a character that makes a
spreadsheet program calculate. Texts that already look guarded get a second apostrophe, so that
removing one always gives back the text that was written.
"""

import re

_TRIGGER = re.compile(
    r"(?:\A|[\r\n])"
    # Line breaks are left out, or a text of nothing else would take quadratic time.
    r"(?:[^\S\r\n]|[\u200b-\u200f\u2060\ufeff])*"
    r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
    r"|\A[\t\r\n]"
)


def guard(text: str) -> str:
    """The text as it may stand in a CSV field."""
    return "'" + text if _needs_guard(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given: exactly one apostrophe less, where there is one to take."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    return _TRIGGER.search(text.lstrip("'")) is not None
